"""Who took part and who left: counts of people with small cells suppressed."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.description import small_cells
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.people import Attribute
    from isop_analysis.study.study import Study

Row = dict[str, object]
NOT_LINKED = ("ambiguous", "unlinked", "no_linking_consent")


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

    Only people who could have been seen again count: their responses are linked, and the scale was asked in
    their cohort at the later occasion. The difference (left − stayed) is in pooled SDs, with Welch's
    interval; two people or more on either side.
    """
    scored = _recognisable(study, rows)
    found: list[Row] = []
    for _, scale in study.scales:
        own = scored[scored["scale"] == scale.name]
        asked = [occasion for occasion in rows.occasions if (own["occasion"] == occasion).any()]
        for earlier, later in pairwise(asked):
            first, again = _seen(own, earlier, later)
            head: Row = {"scale": scale.name, "from_occasion": earlier, "to_occasion": later}
            found.append(head | _difference(first[again], first[~again]))
    return found


def _recognisable(study: "Study", rows: StudyRows) -> pd.DataFrame:
    """Return the scores of linked responses with their cohort; who is not linked always seems to leave."""
    cohorts = {wave.name: wave.cohort for wave in study.config.waves}
    known = rows.responses.loc[~rows.responses["linked_by"].isin(NOT_LINKED), "response"]
    scored = rows.scores[(rows.scores["status"] == "scored") & rows.scores["response"].isin(known)]
    return scored.astype({"person": "str"}).assign(cohort=scored["wave"].astype("str").map(cohorts))


def _seen(scores: pd.DataFrame, earlier: str, later: str) -> tuple[pd.Series, pd.Series]:
    """Return each person's mean score at the earlier occasion, and whether they have one at the later."""
    then = scores[scores["occasion"] == later]
    first = scores[(scores["occasion"] == earlier) & scores["cohort"].isin(then["cohort"].unique())]
    means = first.groupby("person")["score"].mean()
    return means, pd.Series(means.index.isin(then["person"]), index=means.index)


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
