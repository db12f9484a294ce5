"""Second opinions as readers may have them: ours as its own table tells it, theirs no finer.

Two numbers that agree to a millionth but are rounded apart would tell where both lie. So theirs is ours where
both agree, and a difference that doesn't is measured on the two as told.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.opined import SOURCES
from isop_analysis.contracts.published import published
from isop_analysis.publish.rounding import told_number
from isop_analysis.second_opinion.opinions import magnitude
from isop_analysis.second_opinion.places import term_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.contracts.table import Row

UNTOLD = Reason("opinion_untold")
OF_FITS = ("model_fits", "structural_fits")
Told = Mapping[Any, Any]
Key = tuple[object, ...]


def told_opinions(rows: "pd.DataFrame", tables: "Mapping[str, pd.DataFrame]") -> "list[Row]":
    """Return the rows of second_opinions; `tables` are those that ours stand in, as published.

    What stands in none of these is left out; where it stands without its number, so does theirs.
    """
    told = {source: _by_place(source, tables[source]) for source in SOURCES}
    totals = _totals(tables["model_variances"])
    cells = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return list(_rows(cells, told, totals))


def _rows(
    cells: "list[dict[Any, Any]]", told: Mapping[str, Mapping[Key, Told]], totals: Mapping[Key, float]
) -> "Iterator[Row]":
    for row in cells:
        silent = row["verdict"] == "not_compared"
        term = None if silent or row["source"] in OF_FITS else row["term"]
        known = told[row["source"]]
        place = (row["model"], row["scale"], row["occasion"])
        ours = known.get((*place, term)) or (_any_of(known, place) if silent else None)
        if ours is None:
            continue
        record = {"n": ours["n"], "clusters": ours.get("clusters")}
        yield {**row, **record, **_numbers(row, ours, totals.get(place[:2], 0.0))}


def _numbers(row: Told, ours: Told, total: float) -> "Row":
    """Return verdict, reason, both numbers and the magnitude as they may be told."""
    if row["verdict"] == "not_compared":
        return {}
    own = _number(ours[row["quantity"]])
    if own is None:
        absent: Row = dict.fromkeys(("our_value", "their_value", "magnitude"))
        return absent | {"verdict": "not_compared", "reason": written([UNTOLD])}
    if row["verdict"] == "agrees":
        return {"our_value": own, "their_value": own}
    column = next(one for one in published(row["source"]).columns if one.name == row["quantity"])
    theirs = told_number(float(row["their_value"]), column)
    size = {"se": _number(ours.get("se")), "total_variance": total}.get(row["unit"], 1.0) or 0.0
    apart = theirs != own and size > 0
    return {
        "our_value": own,
        "their_value": theirs,
        "magnitude": magnitude(theirs - own, size) if apart else None,
    }


def _number(cell: Any) -> float | None:
    return None if cell is None or cell != cell else float(cell)


def _by_place(source: str, rows: "pd.DataFrame") -> dict[Key, Told]:
    cells = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return {
        (row.get("model"), row.get("scale"), row.get("occasion"), term_of(source, row)): row for row in cells
    }


def _any_of(known: Mapping[Key, Told], place: Key) -> Told | None:
    return next((row for key, row in known.items() if key[:3] == place), None)


def _totals(variances: "pd.DataFrame") -> dict[Key, float]:
    """Return the sum of variances by model and scale, as told."""
    own = variances[variances["term_2"].isna()]
    found: dict[Key, float] = {}
    for model, scale, variance in zip(own["model"], own["scale"], own["variance"], strict=True):
        key = (str(model), str(scale))
        found[key] = found.get(key, 0.0) + float(variance)
    return found
