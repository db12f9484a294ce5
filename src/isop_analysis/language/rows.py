"""Rows of processed tables: as mappings, found by what their columns hold; the ids that pages give them."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

Record = dict[str, Any]


def records(frame: "pd.DataFrame") -> list[Record]:
    """Return the rows of a table, each as column → cell."""
    return cast("list[Record]", frame.to_dict("records"))


def row_id(table: str, *key: object) -> str:
    """Return the id of a row in the chapter of all tables: `row-model_effects-growth-transfer-time`."""
    return "-".join(["row", table, *(_slug(str(part)) for part in key)])


@cache
def _slug(part: str) -> str:
    return re.sub(r"[^a-z0-9_.]+", "_", part.lower()).strip("_") or "x"


@dataclass(frozen=True)
class Tables:
    """The processed tables of a study, each read once, its rows found without searching."""

    study: "Study"

    @cached_property
    def _frames(self) -> "dict[str, pd.DataFrame]":
        return {}

    @cached_property
    def _found(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[object, ...], list[Record]]]:
        return {}

    def frame(self, name: str) -> "pd.DataFrame":
        """Return a table."""
        if name not in self._frames:
            self._frames[name] = self.study.table(name)
        return self._frames[name]

    def rows(self, name: str, **where: object) -> list[Record]:
        """Return the rows of a table whose columns hold these values, in the table's order."""
        columns = tuple(where)
        if (name, columns) not in self._found:
            self._found[name, columns] = self._by(name, columns)
        return list(self._found[name, columns].get(tuple(where.values()), ()))

    def _by(self, name: str, columns: tuple[str, ...]) -> dict[tuple[object, ...], list[Record]]:
        every = self.rows(name) if columns else records(self.frame(name))
        found: dict[tuple[object, ...], list[Record]] = {}
        for row in every:
            found.setdefault(tuple(row[column] for column in columns), []).append(row)
        return found
