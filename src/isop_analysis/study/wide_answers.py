"""Answers as an analyst works with them: a row a person, team and wave, items as columns."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument, Scale

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


def scale_items(answers: "pd.DataFrame", instrument: "Instrument", scale: "Scale") -> "pd.DataFrame":
    """Return a row a person, team and wave (the index), a column an item of the scale that was answered.

    Reversed items are turned round, so that a high answer means much of every item; missing where no answer
    was given. Who answered none has no row; who answered twice has two.
    """
    own = answers[answers["item"].isin(scale.items) & (answers["answer_kind"] == "given")]
    given = own.astype(dict.fromkeys([*ROW, "item"], "str"))
    wide = given.pivot(index=[*ROW, "response"], columns="item", values="answer").droplevel("response")
    columns = [name for name in scale.items if name in wide]
    return wide[columns].apply(lambda item: instrument.turned(str(item.name), item)).rename_axis(columns=None)
