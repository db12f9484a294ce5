"""Values put on the cases of a project, so that coders' programs show them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Refused
from isop_analysis.qualitative.records import Records, Variable, guid_from

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.qualitative.project import Project


def with_values(project: "Project", values: "pd.DataFrame") -> Records:
    """Return the project's records with a variable a column, on cases or documents by the index's names."""
    records = project.records
    holders = dict(zip(project.documents["document"], project.documents["guid"], strict=True))
    holders |= dict(zip(project.cases["case"], project.cases["guid"], strict=True))
    labels = [str(one) for one in values.index]
    unknown = sum(one not in holders for one in labels)
    if unknown:
        raise Refused("qualitative_unknown_cases", found=unknown)
    variables = [_variable(str(name), values[name], records) for name in values.columns]
    given: dict[str, dict[str, str]] = {}
    for variable, name in zip(variables, values.columns, strict=True):
        for label, value in zip(labels, values[name], strict=True):
            if not _missing(value):
                given.setdefault(holders[label], {})[variable.guid] = _written(value, variable.kind)
    return replace(
        records,
        variables=(*records.variables, *variables),
        cases=tuple(replace(one, values=one.values | given.get(one.guid, {})) for one in records.cases),
        documents=tuple(
            replace(one, values=one.values | given.get(one.guid, {})) for one in records.documents
        ),
    )


def _variable(name: str, column: "pd.Series", records: Records) -> Variable:
    from pandas.api import types

    if name in {one.name for one in records.variables}:
        raise Refused("qualitative_variable_there", name=name)
    kind = "Text"
    if types.is_bool_dtype(column):
        kind = "Boolean"
    elif types.is_integer_dtype(column):
        kind = "Integer"
    elif types.is_float_dtype(column):
        kind = "Float"
    return Variable(guid_from("variable", name), name, kind)


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))


def _written(value: Any, kind: str) -> str:
    if kind == "Boolean":
        return "true" if value else "false"
    return repr(float(value)) if kind == "Float" else str(value)
