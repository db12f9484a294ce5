"""Names, or names with a number or a word each, in one cell of a table: clusters a group, groups compared."""

import json
from collections.abc import Iterable, Mapping
from typing import Any


def written_mapping(values: Mapping[str, Any]) -> str:
    """Return names and values as a table holds them, in their order: a JSON object."""
    return json.dumps(dict(values), ensure_ascii=False)


def read_mapping(cell: object) -> dict[str, Any]:
    """Return the names and values of a table's cell; none for an absent one.

    Raises
    ------
    ValueError
        When the cell holds something else.
    """
    if not isinstance(cell, str) or not cell:
        return {}
    try:
        found = json.loads(cell)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"no names with values: '{cell[:60]}'")
    return found


def written_names(names: Iterable[str]) -> str:
    """Return names as a table holds them, in their order: a JSON list."""
    return json.dumps([str(name) for name in names], ensure_ascii=False)


def read_names(cell: object) -> list[str]:
    """Return the names of a table's cell; none for an absent one.

    Raises
    ------
    ValueError
        When the cell holds something else.
    """
    if not isinstance(cell, str) or not cell:
        return []
    try:
        found = json.loads(cell)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ValueError(f"no list of names: '{cell[:60]}'")
    return found
