"""What is missing: occasions people skipped, kinds of absent answers, whether drop-out looks like chance."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.description import small_cells
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.missingness import MissingnessRefused, MissingPattern, mcar_test, missing_patterns

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
NUMBERS = ("statistic", "df", "p_value", "patterns", "cells_missing")
REST = "rest"


def pattern_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of missing_patterns: who answered at which occasions, and which instruments at each.

    Only people of the register, where there is one: whose answers can't be linked seem to answer once.
    """
    known = (
        persons.loc[persons["in_register"], "person"] if persons["in_register"].any() else persons["person"]
    )
    responses = rows.responses[rows.responses["person"].isin(known)]
    occasions = [name for name in rows.occasions if (responses["occasion"] == name).any()]
    minimum = study.config.privacy.minimum_cell
    found = _rows("occasions", ALL, _answered(responses, "occasion", occasions), minimum)
    instruments = [one.name for one in study.instruments]
    for occasion in occasions:
        here = responses[responses["occasion"] == occasion]
        found += _rows("instruments", occasion, _answered(here, "instrument", instruments), minimum)
    return found


def _answered(responses: pd.DataFrame, column: str, names: list[str]) -> pd.DataFrame:
    pairs = responses[["person", column]].astype("str").drop_duplicates()
    return pd.crosstab(pairs["person"], pairs[column]).reindex(columns=names, fill_value=0) > 0


def _rows(of: str, occasion: str, answered: pd.DataFrame, minimum: int) -> list[Row]:
    if answered.empty:
        return []
    return [
        {
            "of": of,
            "occasion": occasion,
            "pattern": _marks(found, list(answered.columns)) if found.count >= minimum else REST,
            "people": found.count,
            "share": found.count / len(answered),
        }
        for found in missing_patterns(answered.where(answered), minimum)
    ]


def _marks(found: MissingPattern, names: list[str]) -> str:
    if found.patterns > 1:
        return REST
    return "".join("1" if name in found.seen else "0" for name in names)


def chance_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of missing_tests: Little's test of each scale's scores over the occasions."""
    scored = rows.scores[rows.scores["status"] == "scored"].astype({"person": "str"})
    found: list[Row] = []
    for _, scale in study.scales:
        own = scored[scored["scale"] == scale.name]
        wide = own.groupby(["person", "occasion"])["score"].mean().unstack()
        wide = wide.reindex(columns=[name for name in rows.occasions if name in wide])
        found.append({"scale": scale.name, "n": len(wide)} | _test(wide))
    return found


def _test(wide: pd.DataFrame) -> Row:
    try:
        test = mcar_test(wide)
    except MissingnessRefused as refusal:
        return dict.fromkeys(NUMBERS) | {"status": "refused", "reason": str(refusal)}
    return {name: getattr(test, name) for name in NUMBERS} | {"status": "computed", "reason": None}


def kind_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of answer_kinds: cells of a scale's items by kind, per occasion; small cells hidden."""
    answers = rows.answers[["response", "item", "answer_kind"]].astype({"item": "str", "answer_kind": "str"})
    answers = answers.merge(rows.responses[["response", "occasion"]], on="response")
    minimum = study.config.privacy.minimum_cell
    found: list[Row] = []
    for _, scale in study.scales:
        own = answers[answers["item"].isin(scale.items)]
        for occasion in [name for name in rows.occasions if (own["occasion"] == name).any()]:
            counts = own.loc[own["occasion"] == occasion, "answer_kind"].value_counts().sort_index()
            hidden = small_cells(counts, minimum)
            found += [
                {
                    "scale": scale.name,
                    "occasion": occasion,
                    "answer_kind": kind,
                    "answers": None if few else int(count),
                    "share": None if few else count / counts.sum(),
                    "suppressed": bool(few),
                }
                for kind, count, few in zip(counts.index, counts, hidden, strict=True)
            ]
    return found
