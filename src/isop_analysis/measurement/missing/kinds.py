"""Kinds of answers: given, not seen, skipped, don't know, refused, not applicable stay apart."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.contracts.received import ANSWER_KINDS
from isop_analysis.measurement.description import small_cells
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]


def kind_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of answer_kinds: answers to a scale's items by kind, over all occasions together.

    A kind that fewer than `minimum_cell` people have is hidden, and with it the next rarest, so that the
    total does not give it away: a few people who skip a whole page are many answers.
    """
    answers = rows.answers[["response", "person", "item", "answer_kind"]]
    answers = answers.astype({"item": "str", "answer_kind": "str"})
    found: list[Row] = []
    for _, scale in study.scales:
        own = answers[answers["item"].isin(scale.items)]
        if len(own):
            rows_of_scale = _rows(own, study.config.privacy.minimum_cell)
            found += [{"scale": scale.name} | row for row in rows_of_scale]
    return found


def _rows(answers: pd.DataFrame, minimum: int) -> list[Row]:
    kinds = [kind for kind in ANSWER_KINDS if (answers["answer_kind"] == kind).any()]
    grouped = answers.groupby("answer_kind")
    counts = grouped.size().reindex(kinds)
    hidden = small_cells(grouped["person"].nunique().reindex(kinds), minimum)
    return [
        {
            "answer_kind": kind,
            "answers": None if few else int(count),
            "share": None if few else count / counts.sum(),
            "suppressed": bool(few),
        }
        for kind, count, few in zip(kinds, counts, hidden, strict=True)
    ]
