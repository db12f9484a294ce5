"""A Frictionless data package: what the columns of CSV tables are, for programs that read tables.

From the tables' contracts: types, units, keys, which values are allowed. Titles and descriptions are in the
study's first language; ``titles`` and ``descriptions`` have all of them. https://datapackage.org
"""

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.quantities import quantity_of
from isop_analysis.contracts.table import Column, Table

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study

TYPES = {"number": "number", "integer": "integer", "flag": "boolean"}
"""Types of Frictionless by kind of column; what isn't here is a string, JSON included."""
Told = dict["Language", str]
Meanings = Callable[[str, str], Told]
"""What a column of a table means, by language."""


def package_text(study: "Study", name: str, title: Told, resources: Iterable[dict[str, Any]]) -> str:
    """Return ``datapackage.json`` of these resources."""
    content = {
        "profile": "tabular-data-package",
        "name": name,
        **_in_languages("title", title),
        "version": study.config.version,
        "created": f"{study.config.data_date}T00:00:00Z",
        "resources": list(resources),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def resource(table: Table, title: Told, meanings: Meanings, more: Iterable[Column] = ()) -> dict[str, Any]:
    """Return the description of ``<table>.csv``; `more` are columns beyond the contract's."""
    columns = [*table.columns, *more]
    schema: dict[str, Any] = {"fields": [field(one, meanings(table.name, one.name)) for one in columns]}
    schema["missingValues"] = [""]
    if table.key:
        schema["primaryKey"] = list(table.key)
    return as_resource(table.name, title, schema)


def as_resource(name: str, title: Told, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a resource of the file ``<name>.csv``."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        **_in_languages("title", title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def field(column: Column, meaning: Told) -> dict[str, Any]:
    """Return the description of a column."""
    told: dict[str, Any] = {"name": column.name, "type": TYPES.get(column.kind, "string")}
    told |= _in_languages("description", meaning)
    if column.kind == "flag":
        told |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.kind in ("number", "integer", "count") and (unit := _unit(column)):
        told["unit"] = unit
    limits: dict[str, Any] = {}
    if column.required and column.kind != "text":
        limits["required"] = True
    if column.allowed:
        limits["enum"] = list(column.allowed)
    return told | ({"constraints": limits} if limits else {})


def _unit(column: Column) -> str:
    return column.unit or quantity_of(column.name).unit


def _in_languages(name: str, texts: Told) -> dict[str, Any]:
    first = next(iter(texts.values()))
    return {name: first, f"{name}s": dict(texts)}
