"""Names that the rows of every model have already, and names that two of a study's variables share."""

from collections.abc import Iterator

from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

OF_TABLES = ("score", "scale", "person", "team", "site", "wave", "cohort", "school_year", "occasion", "time")
OF_MEMBERS = ("months", "members", "in_register", "in_team", "offered", "attended", "offered_to_date")
COLUMNS = frozenset((*OF_TABLES, *OF_MEMBERS, "attended_to_date", "dose"))
"""Columns of the rows that models are fitted to (`models.frame`), whatever a study is about."""
ARTICLES = {"attribute": "an attribute", "measure": "a measure of the register", "scale": "a scale"}
Named = tuple[Document, tuple[Step, ...], str, str]


def taken_names(study: Study) -> Iterator[Problem]:
    """Yield attributes, measures and scales whose name a model would take for something else."""
    seen: dict[str, str] = {}
    for document, steps, kind, name in _variables(study):
        if name in COLUMNS:
            message = f"'{name}' is a column that every study's data have; rename the {kind}"
            yield problem(document, steps, message)
        elif seen.get(name, kind) != kind:
            yield problem(document, steps, f"'{name}' is also the name of {ARTICLES[seen[name]]}; rename one")
        seen.setdefault(name, kind)


def _variables(study: Study) -> Iterator[Named]:
    """Yield what models know by a name: where it is named, what it is, its name."""
    document, register = study.config_part.document, study.config.team_register
    for position, attribute in enumerate(study.config.attributes):
        yield document, ("attributes", position, "name"), "attribute", attribute.name
    for sheet in ("teams", "attendance") if register is not None else ():
        measures = getattr(getattr(register, sheet), "measures", ())
        for position, measure in enumerate(measures):
            yield document, ("team_register", sheet, "measures", position, "name"), "measure", measure.name
    for part in study.instrument_parts:
        for position, scale in enumerate(part.settings.scales):
            yield part.document, ("scales", position, "name"), "scale", scale.name
