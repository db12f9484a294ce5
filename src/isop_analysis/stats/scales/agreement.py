"""Agreement within groups and difference between them: the evidence before a group mean is used."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.answers import check_confidence, check_range, numeric_items
from isop_analysis.stats.scales.grouped import GroupedAnswers, grouped_answers
from isop_analysis.stats.scales.intraclass import Intraclass, intraclass
from isop_analysis.stats.scales.nulls import NullVariances, null_variances
from isop_analysis.stats.scales.one_way import one_way
from isop_analysis.stats.scales.verdict import Cutoffs, Evidence, Verdict, judge
from isop_analysis.stats.scales.within_group import WithinGroup, within_group


@dataclass(frozen=True)
class Agreement(Intraclass, WithinGroup, Verdict):
    """Agreement on a scale over groups; its fields are those of the three parts and these."""

    n: int
    clusters: int
    dropped: int
    """Rows left out: no group, or too few items answered."""
    single: int
    """Groups of one person: in the ICCs, but not in r_wg(j) and AD_M."""
    notes: tuple[Reason, ...]


def agreement(
    items: pd.DataFrame,
    group: pd.Series | np.ndarray,
    low: float = 1,
    high: float = 5,
    *,
    options: int | None = None,
    minimum_answered: int | None = None,
    cutoffs: Cutoffs | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return ICCs, r_wg(j), AD_M and a verdict on aggregation of reverse-coded items over groups.

    Parameters
    ----------
    items
        One row a respondent, one column an item, reverse-coded; numbers from `low` to `high`. The ICCs are
        those of the mean of the answered items.
    group
        The group of each row, in the rows' order; rows without one are left out and counted.
    options
        Number of equally spaced answers from low to high; high − low + 1 by default.
    minimum_answered
        Fewest answered items of a row that is used; all of them by default (as R's `multilevel`).
    cutoffs
        What counts as enough for the verdict; `Cutoffs()` by default.

    Raises
    ------
    Refused
        For answers out of range or between the options, one group only, groups of one only, or a score that
        doesn't vary. Sources: see `icc1`, `icc1_interval`, `reml_icc`, `rwg_j`, `spread`, `null_variances`.
    """
    check_confidence(confidence)
    cutoffs = cutoffs or Cutoffs()
    answers = numeric_items(items)
    check_range(answers, low, high)
    nulls = null_variances(low, high, _options(answers, low, high, options))
    grouped = grouped_answers(answers, group, minimum_answered)
    scores = grouped.answers.mean(axis=1).to_numpy()
    _check_variation(scores)
    between = intraclass(one_way(scores, grouped.codes), confidence)
    within = within_group(grouped.answers, grouped.codes, grouped.names, nulls, cutoffs.rwg_j)
    verdict = _verdict(grouped.answers, between, within, (low, high), cutoffs)
    single = int((within.groups["size"] == 1).sum())
    return Agreement(
        **vars(between),
        **vars(within),
        **vars(verdict),
        n=len(scores),
        clusters=len(grouped.names),
        dropped=grouped.dropped,
        single=single,
        notes=_notes(grouped, single, nulls, between, within),
    )


def _options(answers: pd.DataFrame, low: float, high: float, options: int | None) -> int:
    """The number of answers there are to choose from, all answers being among them."""
    count = high - low + 1 if options is None else options
    if count != int(count) or count < 2:
        raise Refused("agreement_options", options=count, low=low, high=high)
    step = (high - low) / (count - 1)
    places = (answers - low) / step
    between = ((places - places.round()).abs() > 1e-6).to_numpy()
    if between.any():
        value = answers.to_numpy()[between][0]
        raise Refused(
            "agreement_between_options", value=value, options=int(count), low=low, high=high, step=step
        )
    return int(count)


def _check_variation(scores: np.ndarray) -> None:
    if np.ptp(scores) == 0:
        raise Refused("agreement_all_alike", count=len(scores), value=scores[0])


def _verdict(
    answers: pd.DataFrame,
    between: Intraclass,
    within: WithinGroup,
    bounds: tuple[float, float],
    cutoffs: Cutoffs,
) -> Verdict:
    skewed = np.isfinite(within.rwg_j_mean_skewed) and _sits_at_an_end(answers, bounds, cutoffs.ceiling)
    leading = "slightly_skewed" if skewed else "uniform"
    median = float(within.nulls.set_index("null").loc[leading, "rwg_j_median"])  # type: ignore[arg-type]
    evidence = Evidence(median, leading, between.icc1, between.icc2, between.p_value, between.mean_size)
    return judge(evidence, cutoffs)


def _sits_at_an_end(answers: pd.DataFrame, bounds: tuple[float, float], least: float) -> bool:
    """Whether the mean lies in the outer two fifths and enough answers are at that end."""
    given = answers.to_numpy()[answers.notna().to_numpy()]
    low, high = bounds
    place = (given.mean() - low) / (high - low)
    at_top, at_bottom = (given == high).mean(), (given == low).mean()
    return bool((place >= 0.6 and at_top >= least) or (place <= 0.4 and at_bottom >= least))


def _notes(
    grouped: GroupedAnswers, single: int, nulls: NullVariances, between: Intraclass, within: WithinGroup
) -> tuple[Reason, ...]:
    notes = []
    if grouped.dropped:
        notes.append(Reason("agreement_left_out", found=grouped.dropped))
    if single:
        notes.append(Reason("agreement_singles", found=single))
    if np.isnan(nulls.slightly_skewed):
        notes.append(Reason("agreement_no_skewed_null", options=nulls.options))
    if np.isnan(between.icc2):
        notes.append(Reason("agreement_equal_means"))
    if within.adm_mean > within.adm_cutoff:
        notes.append(Reason("agreement_far_apart", distance=within.adm_mean, limit=within.adm_cutoff))
    if between.icc_reml == 0:
        notes.append(Reason("agreement_no_variance"))
    return tuple(notes)
