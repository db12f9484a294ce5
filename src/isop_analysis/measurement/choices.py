"""Multiple-choice questions, by the groups of the attribute that the config names; small cells suppressed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.disclosure import Group, hidden_groups
from isop_analysis.measurement.rows import ALL, StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.instrument import MultipleChoice
    from isop_analysis.study.study import Study

Row = dict[str, object]


def choice_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of choices: per option how many people, and how many of each group, chose it."""
    found: list[Row] = []
    by = study.config.choices_by
    for instrument in study.instruments:
        for question in instrument.multiple_choice:
            chosen = _chosen(rows, question).merge(_members(by, persons), on="person", how="left")
            found += _question_rows(question, chosen, by, study.config.privacy.minimum_cell)
    order = {value: place for place, value in enumerate(_values(study))}
    places = {question: place for place, question in enumerate(dict.fromkeys(r["question"] for r in found))}
    return sorted(
        found,
        key=lambda row: (
            places[row["question"]],
            order.get(str(row["value"]), -1 if row["attribute"] == ALL else len(order)),
            str(row["occasion"]),
            str(row["option"]),
        ),
    )


def _chosen(rows: StudyRows, question: "MultipleChoice") -> pd.DataFrame:
    """Return per person, occasion and item whether the option was chosen in any response."""
    items = [f"{question.name}_{option.name}" for option in question.options]
    answers = rows.answers[rows.answers["item"].isin(items) & (rows.answers["answer_kind"] == "given")]
    marks = answers[["response", "person", "item", "answer"]].astype({"person": "str", "item": "str"})
    marks = marks.merge(rows.responses[["response", "occasion"]], on="response")
    return marks.groupby(["person", "occasion", "item"])["answer"].max().reset_index()


def _values(study: "Study") -> list[str]:
    return [
        value.name
        for own in study.config.attributes
        if own.name == study.config.choices_by
        for value in own.values
    ]


def _members(by: str | None, persons: pd.DataFrame) -> pd.DataFrame:
    """Return per person the group of the attribute; none where no attribute is named."""
    group = None if by is None else persons[by].astype("object")
    return pd.DataFrame({"person": persons["person"].astype("str"), "group": group}, dtype="object")


def _question_rows(
    question: "MultipleChoice", chosen: pd.DataFrame, by: str | None, minimum: int
) -> list[Row]:
    options = {f"{question.name}_{option.name}": option.name for option in question.options}
    found: list[Row] = []
    for (occasion, item), cell in chosen.groupby(["occasion", "item"]):
        head: Row = {
            "question": question.name,
            "option": options[str(item)],
            "occasion": occasion,
        }
        found += [head | row for row in _cells(cell, by, minimum)]
    return found


def _cells(cell: pd.DataFrame, by: str | None, minimum: int) -> Iterator[Row]:
    everyone = _group(ALL, cell)
    groups = [_group(str(value), own) for value, own in cell.groupby("group", observed=True)]
    hidden = {group.value for group in groups if group.is_small(minimum)}
    if not everyone.is_small(minimum):
        hidden = hidden_groups(groups, _group("", cell[cell["group"].isna()]), minimum)
    yield _row(ALL, everyone, everyone.is_small(minimum))
    for group in groups:
        yield _row(str(by), group, group.value in hidden)


def _group(value: str, cell: pd.DataFrame) -> Group:
    return Group(value, int(cell["answer"].sum()), len(cell))


def _row(attribute: str, group: Group, hidden: bool) -> Row:
    return {
        "attribute": attribute,
        "value": group.value,
        "chosen": None if hidden else group.chosen,
        "asked": None if hidden else group.asked,
        "suppressed": hidden,
    }
