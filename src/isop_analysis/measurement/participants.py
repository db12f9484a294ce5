"""Who took part, who left, who works with whom: counts of people with small cells suppressed."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.description import small_cells
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.people import Attribute
    from isop_analysis.study.study import Study

Row = dict[str, object]


def sample_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of sample: people per value of each attribute who answered at each occasion."""
    present = rows.responses[["person", "occasion"]].drop_duplicates()
    present = present.astype({"person": "str"}).merge(persons, on="person", how="left")
    found: list[Row] = []
    for attribute in study.config.attributes:
        for occasion in rows.occasions:
            here = present[present["occasion"] == occasion]
            if len(here):
                found += _attribute_rows(study, attribute, occasion, here[attribute.name])
    return found


def _attribute_rows(study: "Study", attribute: "Attribute", occasion: str, values: pd.Series) -> list[Row]:
    words = {value.name: (value.nl, value.en) for value in attribute.values}
    known = values.astype("str").where(values.notna(), "unknown")
    counts = known.value_counts().reindex([*words, "unknown"], fill_value=0)
    counts = counts[counts > 0]
    # As many people are unknown in every attribute: one table would give away another's.
    hidden = small_cells(counts, study.config.privacy.minimum_cell, told_elsewhere=("unknown",))
    return [
        {
            "attribute": attribute.name,
            "value": value,
            "label_nl": words.get(value, ("onbekend", "unknown"))[0],
            "label_en": words.get(value, ("onbekend", "unknown"))[1],
            "occasion": occasion,
            "people": None if hidden[value] else int(count),
            "share": None if hidden[value] else count / counts.sum(),
            "suppressed": bool(hidden[value]),
        }
        for value, count in zip(counts.index.astype("str"), counts, strict=True)
    ]


def dropout_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of dropout: the scores of those who answered again against those who did not.

    The difference (left − stayed) is in pooled SDs, with Welch's interval; two people or more on either side.
    """
    scored = rows.scores[rows.scores["status"] == "scored"].astype({"person": "str"})
    found: list[Row] = []
    for _, scale in study.scales:
        own = scored[scored["scale"] == scale.name]
        means = own.groupby(["person", "occasion"])["score"].mean().unstack()
        asked = [occasion for occasion in rows.occasions if occasion in means]
        for earlier, later in pairwise(asked):
            first = means[earlier].dropna()
            again = means.loc[first.index, later].notna()
            head: Row = {"scale": scale.name, "from_occasion": earlier, "to_occasion": later}
            found.append(head | _difference(first[again], first[~again]))
    return found


def _difference(stayed: pd.Series, left: pd.Series) -> Row:
    from scipy.stats import t

    row: Row = {"stayed_n": len(stayed), "left_n": len(left)}
    if min(len(stayed), len(left)) < 2:
        numbers = ("stayed_mean", "left_mean", "difference_sd", "ci_low", "ci_high")
        return row | dict.fromkeys(numbers)
    variances = stayed.var() / len(stayed), left.var() / len(left)
    pooled = (
        (stayed.var() * (len(stayed) - 1) + left.var() * (len(left) - 1)) / (len(stayed) + len(left) - 2)
    ) ** 0.5
    difference, error = left.mean() - stayed.mean(), sum(variances) ** 0.5
    row |= {"stayed_mean": float(stayed.mean()), "left_mean": float(left.mean())}
    if pooled == 0 or error == 0:
        return row | dict.fromkeys(("difference_sd", "ci_low", "ci_high"))
    df = error**4 / (variances[0] ** 2 / (len(stayed) - 1) + variances[1] ** 2 / (len(left) - 1))
    half = float(t.ppf(0.975, df)) * error
    bounds = {"ci_low": (difference - half) / pooled, "ci_high": (difference + half) / pooled}
    return row | {"difference_sd": difference / pooled} | bounds


def choice_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of choices: per option how many people of each profession (and of all) chose it."""
    by = next((a for a in study.config.attributes if a.name == "profession"), None)
    found: list[Row] = []
    for instrument in study.instruments:
        for question in instrument.multiple_choice:
            items = {f"{question.name}_{option.name}": option for option in question.options}
            answers = rows.answers[
                rows.answers["item"].isin(list(items)) & (rows.answers["answer_kind"] == "given")
            ]
            chosen = answers[["response", "person", "item", "answer"]].astype(
                {"person": "str", "item": "str"}
            )
            chosen = chosen.merge(rows.responses[["response", "occasion"]], on="response")
            chosen = chosen.groupby(["person", "occasion", "item"])["answer"].max().reset_index()
            groups = [("all", "all", chosen)]
            if by is not None and by.name in persons:
                labelled = chosen.merge(persons[["person", by.name]], on="person")
                groups += [(by.name, str(v), part) for v, part in labelled.groupby(by.name, observed=True)]
            for attribute, value, part in groups:
                for (occasion, item), cell in part.groupby(["occasion", "item"]):
                    option = items[str(item)]
                    found.append(
                        {
                            "question": question.name,
                            "option": option.name,
                            "label_nl": option.nl,
                            "label_en": option.en,
                            "occasion": occasion,
                            "attribute": attribute,
                            "value": value,
                            **_shown(int(cell["answer"].sum()), len(cell), study.config.privacy.minimum_cell),
                        }
                    )
    return found


def _shown(chosen: int, asked: int, minimum: int) -> Row:
    hidden = asked < minimum or 0 < chosen < minimum or 0 < asked - chosen < minimum
    return {"chosen": None if hidden else chosen, "asked": None if hidden else asked, "suppressed": hidden}
