"""Rows of published tables: as mappings, found by what their columns hold; the ids that pages give them."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published import published

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

Record = dict[str, Any]


def records(frame: "pd.DataFrame", counts: tuple[str, ...] = ()) -> list[Record]:
    """Return the rows of a table, each as column → cell; cells of the columns in `counts` as `Count`."""
    read = {
        name: frame[name].map(lambda cell: Count.read(str(cell)), na_action="ignore").astype("object")
        for name in counts
    }
    return cast("list[Record]", frame.assign(**read).to_dict("records"))


def rows_of(study: "Study", name: str) -> list[Record]:
    """Return the rows of a table that readers may have."""
    counts = tuple(column.name for column in published(name).columns if column.kind == "count")
    return records(study.table(name), counts)


def row_id(table: str, *key: object) -> str:
    """Return the id of a row in the chapter of all tables: `row-model_effects-growth-transfer-time`."""
    return "-".join(["row", table, *(_slug(str(part)) for part in key)])


@cache
def _slug(part: str) -> str:
    signed = re.sub(r"(?<![a-z0-9])[-−](?=[0-9.])", "minus_", part.lower())
    return re.sub(r"[^a-z0-9_.]+", "_", signed).strip("_") or "x"


def whole_of(study: "Study") -> str:
    """Return the occasion under which all occasions together stand: `all`, or the only one."""
    occasions = {wave.occasion for wave in study.config.waves}
    return "all" if len(occasions) > 1 else occasions.pop()


@dataclass(frozen=True)
class Tables:
    """The published tables of a study, each read once, its rows found without searching."""

    study: "Study"

    @cached_property
    def _found(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[object, ...], list[Record]]]:
        return {}

    def rows(self, name: str, **where: object) -> list[Record]:
        """Return the rows of a table whose columns hold these values, in the table's order."""
        columns = tuple(where)
        if (name, columns) not in self._found:
            self._found[name, columns] = self._by(name, columns)
        return list(self._found[name, columns].get(tuple(where.values()), ()))

    def _by(self, name: str, columns: tuple[str, ...]) -> dict[tuple[object, ...], list[Record]]:
        every = self.rows(name) if columns else rows_of(self.study, name)
        found: dict[tuple[object, ...], list[Record]] = {}
        for row in every:
            found.setdefault(tuple(row[column] for column in columns), []).append(row)
        return found
