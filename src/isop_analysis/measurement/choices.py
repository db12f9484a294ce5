"""Multiple-choice questions: who works with whom, on what, by profession; small cells suppressed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.rows import ALL, StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.instrument import MultipleChoice
    from isop_analysis.study.study import Study

Row = dict[str, object]
BY = "profession"


@dataclass(frozen=True)
class Group:
    """How many people of a group chose an option, of how many who were asked."""

    value: str
    chosen: int
    asked: int

    def is_small(self, minimum: int) -> bool:
        """Tell whether those who chose, or those who did not, are too few to be told."""
        rest = self.asked - self.chosen
        return self.asked < minimum or 0 < self.chosen < minimum or 0 < rest < minimum


def choice_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of choices: per option how many people, and how many of each profession, chose it."""
    found: list[Row] = []
    for instrument in study.instruments:
        for question in instrument.multiple_choice:
            chosen = _chosen(rows, question).merge(_professions(study, persons), on="person", how="left")
            found += _question_rows(question, chosen, study.config.privacy.minimum_cell)
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
    return [value.name for own in study.config.attributes if own.name == BY for value in own.values]


def _professions(study: "Study", persons: pd.DataFrame) -> pd.DataFrame:
    known = bool(_values(study)) and BY in persons
    group = persons[BY].astype("object") if known else None
    return pd.DataFrame({"person": persons["person"].astype("str"), "group": group}, dtype="object")


def _question_rows(question: "MultipleChoice", chosen: pd.DataFrame, minimum: int) -> list[Row]:
    options = {f"{question.name}_{option.name}": option for option in question.options}
    found: list[Row] = []
    for (occasion, item), cell in chosen.groupby(["occasion", "item"]):
        option = options[str(item)]
        head: Row = {
            "question": question.name,
            "option": option.name,
            "label_nl": option.nl,
            "label_en": option.en,
            "occasion": occasion,
        }
        found += [head | row for row in _cells(cell, minimum)]
    return found


def _cells(cell: pd.DataFrame, minimum: int) -> Iterator[Row]:
    everyone = _group(ALL, cell)
    groups = [_group(str(value), own) for value, own in cell.groupby("group", observed=True)]
    hidden = {group.value for group in groups if group.is_small(minimum)}
    if not everyone.is_small(minimum):
        hidden = hidden_groups(groups, _group("", cell[cell["group"].isna()]), minimum)
    yield _row(ALL, everyone, everyone.is_small(minimum))
    for group in groups:
        yield _row(BY, group, group.value in hidden)


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


def hidden_groups(
    groups: Sequence[Group], unknown: Group, minimum: int, also: frozenset[str] = frozenset()
) -> set[str]:
    """Return which groups are hidden beside a total that is told: small ones, those in `also`, some beside.

    The total minus the groups that are shown gives the others together: those hidden and people of no known
    group. So the smallest groups are hidden too, until what is left over is no small group (complementary
    suppression, Willenborg & de Waal 2001, ch. 3). A small group needs another beside it: how many people are
    of no known group, the sample tells.
    """
    hidden = [group for group in groups if group.value in also or group.is_small(minimum)]
    others = sorted((g for g in groups if g not in hidden), key=lambda group: (group.asked, group.value))
    while others and not _left_over_is_safe(hidden, unknown, minimum):
        hidden.append(others.pop(0))
    return {group.value for group in hidden}


def _left_over_is_safe(hidden: Sequence[Group], unknown: Group, minimum: int) -> bool:
    if not hidden:
        return unknown.asked == 0 or not unknown.is_small(minimum)
    together = Group("", sum(g.chosen for g in hidden), sum(g.asked for g in hidden))
    alone = len(hidden) == 1 and (hidden[0].is_small(minimum) or unknown.asked == 0)
    return not alone and not together.is_small(minimum)
