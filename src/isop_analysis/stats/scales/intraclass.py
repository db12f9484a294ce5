"""Intraclass correlations of one score over groups, by mean squares with an exact interval.

λ stands for the ratio of the variance between groups to that within; ICC(1) is λ / (1 + λ).
"""

from dataclasses import dataclass

from isop_analysis.stats.scales.interval import Interval
from isop_analysis.stats.scales.one_way import OneWay
from isop_analysis.stats.scales.reml_icc import LARGEST, reml_icc, root


@dataclass(frozen=True)
class Intraclass:
    """How much groups differ, as a share of all differences."""

    icc1: float
    """ICC(1) by mean squares; negative values as they are."""
    icc1_ci_low: float
    """Not below −1/(largest size − 1), the lowest ICC there can be; an estimate may lie below that."""
    icc1_ci_high: float
    icc2: float
    """Reliability of group means by mean squares; negative values as they are, NaN where means are equal."""
    icc2_ci_low: float
    """Reliability of the mean of a group of average size at the interval of ICC(1)."""
    icc2_ci_high: float
    icc_reml: float
    """ICC(1) by restricted maximum likelihood, bounded at 0."""
    icc_reml_ci_low: float
    icc_reml_ci_high: float
    f_statistic: float
    df_between: int
    df_within: int
    p_value: float
    mean_size: float
    """Arithmetic mean group size."""


def intraclass(table: OneWay, confidence: float = 0.95) -> Intraclass:
    """Return both ICCs with intervals and the F test of a one-way table."""
    exact, reml = icc1_interval(table, confidence), reml_icc(table, confidence)
    return Intraclass(
        icc1=icc1(table),
        icc1_ci_low=exact.low,
        icc1_ci_high=exact.high,
        icc2=icc2(table),
        icc2_ci_low=icc2_at(exact.low, table.mean_size),
        icc2_ci_high=icc2_at(exact.high, table.mean_size),
        icc_reml=reml.icc,
        icc_reml_ci_low=reml.interval.low,
        icc_reml_ci_high=reml.interval.high,
        f_statistic=table.f_statistic,
        df_between=table.df_between,
        df_within=table.df_within,
        p_value=table.p_value,
        mean_size=table.mean_size,
    )


def icc1(table: OneWay) -> float:
    """Return (MSB − MSW) / (MSB + (m − 1)·MSW), m the arithmetic mean size (Bartko 1976; Bliese 2000).

    From −1/(m − 1) to 1.
    """
    between, within = table.ms_between, table.ms_within
    return (between - within) / (between + (table.mean_size - 1) * within)


def icc2(table: OneWay) -> float:
    """Return (MSB − MSW) / MSB, the reliability of group means (Bliese 2000); NaN for equal means."""
    return 1 - table.ms_within / table.ms_between if table.ms_between > 0 else float("nan")


def icc2_at(icc: float, size: float) -> float:
    """Return the reliability of the mean of `size` people at an ICC(1) (Spearman–Brown); −∞ at its pole."""
    spread = 1 + (size - 1) * icc
    return size * icc / spread if spread > 0 else float("-inf")


def icc1_interval(table: OneWay, confidence: float = 0.95) -> Interval:
    """Return the exact interval of ICC(1) under normality, for groups of any sizes.

    Wald 1940, Annals of Mathematical Statistics 11, 96–100: at the true λ the weighted mean square between
    over that within is F-distributed. With equal sizes it is the usual one from F (Shrout & Fleiss 1979).
    """
    from scipy.special import fdtri

    if table.ms_within == 0:
        return Interval(1.0, 1.0)
    tail = (1 - confidence) / 2
    large, small = fdtri(table.df_between, table.df_within, [1 - tail, tail])
    return Interval(_icc_at(table, float(large)), _icc_at(table, float(small)))


def _icc_at(table: OneWay, critical: float) -> float:
    """The ICC at which Wald's ratio equals the critical F; the lowest possible one where it never does."""
    lowest = float(-1 / (table.sizes.max() - 1))

    def excess(icc: float) -> float:
        return _wald_ratio(table, icc / (1 - icc)) - critical

    edge = lowest * (1 - 1e-9)
    if excess(LARGEST) >= 0:
        return 1.0
    return root(excess, edge, LARGEST) if excess(edge) > 0 else lowest


def _wald_ratio(table: OneWay, ratio: float) -> float:
    weights = table.sizes / (1 + table.sizes * ratio)
    centre = weights @ table.means / weights.sum()
    return float(weights @ (table.means - centre) ** 2 / table.df_between / table.ms_within)
