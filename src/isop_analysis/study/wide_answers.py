"""Answers as an analyst works with them: a row a person, team and wave, items as columns."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROW = ["person", "team", "wave"]


def wide_answers(answers: "pd.DataFrame") -> "pd.DataFrame":
    """Return person, team, wave, and a column an item, in the order of the answers.

    Only answers that were given; else missing, whatever its kind. Who answered about two teams at a wave has
    a row for each.
    """
    given = answers[answers["answer_kind"] == "given"].astype(dict.fromkeys([*ROW, "item"], "str"))
    items = answers["item"].astype("str").drop_duplicates().tolist()
    wide = given.pivot(index=ROW, columns="item", values="answer").reindex(columns=items)
    return wide.rename_axis(columns=None).reset_index()
