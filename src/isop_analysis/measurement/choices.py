"""Multiple-choice questions, by the groups of the attribute that the config names."""

from typing import TYPE_CHECKING

import pandas as pd

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
            found += _question_rows(question, chosen, by)
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


def _question_rows(question: "MultipleChoice", chosen: pd.DataFrame, by: str | None) -> list[Row]:
    options = {f"{question.name}_{option.name}": option.name for option in question.options}
    found: list[Row] = []
    for (occasion, item), cell in chosen.groupby(["occasion", "item"]):
        head: Row = {
            "question": question.name,
            "option": options[str(item)],
            "occasion": occasion,
        }
        found.append(head | _row(ALL, ALL, cell))
        groups = cell.groupby("group", observed=True)
        found += [head | _row(str(by), str(value), own) for value, own in groups]
    return found


def _row(attribute: str, value: str, cell: pd.DataFrame) -> Row:
    return {
        "attribute": attribute,
        "value": value,
        "chosen": int(cell["answer"].sum()),
        "asked": len(cell),
    }
