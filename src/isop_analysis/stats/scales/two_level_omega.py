"""Reliability within and between groups of a scale that people in groups answered."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.answers import named, numeric_items
from isop_analysis.stats.scales.grouped import GroupedAnswers, grouped_answers
from isop_analysis.stats.scales.two_level_factor import Level, TwoLevelFactor, fit_two_level_factor


@dataclass(frozen=True)
class TwoLevelOmega:
    """Omega at both levels, from one factor at each, loadings free at each."""

    omega_within: float
    """Reliability of people's differences from their group."""
    omega_between: float | None
    """Reliability of groups' latent means; None where groups don't differ."""
    omega_group_mean: float | None
    """Reliability of groups' observed means at the harmonic mean group size; None as above."""
    loadings: pd.DataFrame
    """item, within, between (loadings, units of the items), residual_within, residual_between (variances)."""
    n: int
    clusters: int
    dropped: int
    harmonic_size: float
    loglik: float
    gradient: float
    converged: bool
    notes: tuple[Reason, ...]


def two_level_omega(items: pd.DataFrame, group: pd.Series | np.ndarray) -> TwoLevelOmega:
    """Return omega within and between groups of reverse-coded items, rows that answered every item.

    Within, and between for latent means: (Σλ)² / ((Σλ)² + Σθ) of that level (Geldhof, Preacher & Zyphur 2014,
    Psychological Methods 19, 72–91). For observed means what people differ by within groups is error,
    its share 1/ñ, ñ the harmonic mean size (Lai 2021, Psychological Methods 26, 90–102).

    Raises
    ------
    Refused
        For fewer than three items, as few groups as items, groups of one only, or an item that doesn't vary
        within groups.
    """
    answers = numeric_items(items, least=3)
    grouped = grouped_answers(answers, group, answers.shape[1])
    _check(grouped)
    fit = fit_two_level_factor(grouped.answers.to_numpy(), grouped.codes)
    harmonic = float(1 / (1 / np.bincount(grouped.codes)).mean())
    within, between = fit.within, fit.between
    differ = between.total > 1e-4 * within.total
    return TwoLevelOmega(
        omega_within=within.true / within.total,
        omega_between=between.true / between.total if differ else None,
        omega_group_mean=between.true / (between.total + within.total / harmonic) if differ else None,
        loadings=_loadings(list(answers.columns), within, between),
        n=len(grouped.codes),
        clusters=len(grouped.names),
        dropped=grouped.dropped,
        harmonic_size=harmonic,
        loglik=fit.loglik,
        gradient=fit.gradient,
        converged=fit.converged,
        notes=_notes(fit, grouped, differ),
    )


def _check(grouped: GroupedAnswers) -> None:
    clusters, p = len(grouped.names), grouped.answers.shape[1]
    if clusters <= p:
        raise Refused("two_level_omega_groups", found=clusters, items=p)
    inside = grouped.answers.groupby(grouped.codes).var(ddof=0).fillna(0)
    flat = [name for name in inside.columns if inside[name].max() == 0]
    if flat:
        raise Refused("two_level_omega_flat", names=named(flat))


def _loadings(names: list[str], within: Level, between: Level) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": names,
            "within": within.loadings,
            "between": between.loadings,
            "residual_within": within.residuals,
            "residual_between": between.residuals,
        }
    )


def _notes(fit: TwoLevelFactor, grouped: GroupedAnswers, differ: bool) -> tuple[Reason, ...]:
    names = list(grouped.answers.columns)
    notes = []
    if grouped.dropped:
        notes.append(Reason("two_level_omega_left_out", found=grouped.dropped))
    if not fit.converged:
        notes.append(Reason("two_level_omega_not_converged", slope=fit.gradient))
    if not differ:
        notes.append(Reason("two_level_omega_groups_alike"))
    for level, where in ((fit.within, "within"), (fit.between, "between")):
        if level.at_floor.any() and (differ or where == "within"):
            own = [name for name, floor in zip(names, level.at_floor, strict=True) if floor]
            notes.append(Reason("two_level_omega_bounded", where=where, names=named(own)))
    return tuple(notes)
