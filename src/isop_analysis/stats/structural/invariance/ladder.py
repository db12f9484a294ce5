"""Measurement invariance, step by step: configural, metric, scalar, strict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.invariance.difference import chi_square_difference
from isop_analysis.stats.structural.invariance.longitudinal import longitudinal_syntax
from isop_analysis.stats.structural.invariance.ordered_answers import group_thresholds, wave_thresholds
from isop_analysis.stats.structural.invariance.ordered_syntax import OrderedModel
from isop_analysis.stats.structural.invariance.sizes import group_sizes, wave_sizes
from isop_analysis.stats.structural.invariance.steps import (
    ORDERED_STEPS,
    STEPS,
    check_thresholds,
    freed_parameters,
)
from isop_analysis.stats.structural.invariance.suggestions import COLUMNS, suggestions
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.statements import Statement


@dataclass(frozen=True)
class Criteria:
    """What a step must keep to hold (Chen 2007, Structural Equation Modeling 14, 464–504).

    Attributes:
        cfi_drop, rmsea_rise: largest fall of the CFI and rise of the RMSEA from the step before.
        configural_cfi: smallest CFI of the first step.
        minimum_n: fewest rows a group, or persons a wave.
    """

    cfi_drop: float = 0.010
    rmsea_rise: float = 0.015
    configural_cfi: float = 0.90
    minimum_n: int = 100


@dataclass(frozen=True)
class Invariance:
    """The steps and what they tell.

    Attributes:
        over: "groups" or "waves"; labels: of them, in order; counts: rows or persons of each.
        table: one row a step: step, chi2, df, p_value, cfi, rmsea, srmr, chi2_difference, df_difference,
            p_difference, difference_method, cfi_change, rmsea_change, holds. After MLR, cfi and rmsea are the
            robust ones and chi2 the scaled one; of ordered answers all are scaled.
        suggestions: of the first step that doesn't hold: step, parameter, chi2, df, p_value, p_adjusted.
            Config must name a
            parameter in `partial` before it may differ.
        reached: last step that holds together with all before it; None if not even the first does.
        partial: parameters that were let differ.
        fits: by step.
    """

    over: str
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    table: pd.DataFrame
    suggestions: pd.DataFrame
    reached: str | None
    partial: tuple[str, ...]
    fits: Mapping[str, StructuralFit]


def invariance(
    items_by_factor: Mapping[str, Sequence[str]],
    data: pd.DataFrame,
    *,
    group: str | None = None,
    waves: Sequence[str] = (),
    partial: Sequence[str] = (),
    estimator: str = "default",
    missing: str = "listwise",
    ordered: bool = False,
    bounds: str = "none",
    criteria: Criteria | None = None,
) -> Invariance:
    """Fit a factor model with ever more held equal over groups, or over waves of the same persons.

    Configural: the same loadings are free; metric: equal loadings; scalar: equal intercepts too, factor
        means free beyond the first group or wave; strict: equal residual variances too. Over waves the
        residuals of an item correlate.

    Args:
        items_by_factor: items of every factor, without wave; a factor's first item sets its scale.
        data: one row a person; over waves with columns ``<item>_<wave>``.
        group: column of groups; or
        waves: labels of two or more waves.
        partial: parameters let differ from the step on that would hold them equal, such as "x3 ~ 1".
        estimator, missing: as for `fit`.
        ordered: whether all items are ordered answers, fitted by WLSMV. Thresholds are then held equal first,
            which sets the scale of the variables behind the answers; then loadings, intercepts, residual
            variances (Wu & Estabrook 2016, in the theta parameterization). Suggestions are generalised score
            tests then, and `partial` may name thresholds too, as "x3 | t2"; two of an item stay equal.
        bounds: as for `fit`, at every step.

    Raises:
        Refused: both or neither of group and waves, a group or wave with too few rows, a parameter in
            `partial`
            that no step holds equal, or a model that can't be fitted.
    """
    rules = criteria or Criteria()
    if (group is None) == (not waves):
        raise Refused("invariance_over")
    if not items_by_factor:
        raise Refused("invariance_factors")
    if waves and (len(waves) < 2 or len(set(waves)) < len(waves)):
        raise Refused("invariance_waves", waves=waves)
    freed = freed_parameters(items_by_factor, partial, ordered)
    if group is not None:
        sizes = group_sizes(items_by_factor, data, group, missing)
        sizes.check("group", rules.minimum_n)
    else:
        sizes = wave_sizes(items_by_factor, data, waves, missing)
        sizes.check("wave", rules.minimum_n)
    task = _Task(items_by_factor, data, group, waves, estimator, missing, bounds)
    fits = _ordered_fits(task, sizes.labels, freed) if ordered else _fits(task, partial, freed)
    table = _table(fits, rules)
    return Invariance(
        over="groups" if group else "waves",
        labels=sizes.labels,
        counts=sizes.counts,
        table=table,
        suggestions=_suggested(table, fits, _bare_names(items_by_factor, waves)),
        reached=_reached(table),
        partial=tuple(str(line) for line in freed),
        fits=fits,
    )


@dataclass(frozen=True)
class _Task:
    factors: Mapping[str, Sequence[str]]
    data: pd.DataFrame
    group: str | None
    waves: Sequence[str]
    estimator: str
    missing: str
    bounds: str


def _fits(task: _Task, partial: Sequence[str], freed: tuple[Statement, ...]) -> dict[str, StructuralFit]:
    """Return the fit of every step to answers as numbers."""
    if task.group is None:
        return {
            step.name: fit(
                longitudinal_syntax(task.factors, task.waves, step.equal, freed),
                task.data,
                task.estimator,
                task.missing,
                bounds=task.bounds,
            )
            for step in STEPS
        }
    syntax = "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in task.factors.items())
    return {
        step.name: fit(
            syntax,
            task.data,
            task.estimator,
            task.missing,
            task.group,
            group_equal=step.equal,
            group_partial=partial,
            bounds=task.bounds,
        )
        for step in STEPS
    }


def _ordered_fits(
    task: _Task, labels: Sequence[str], freed: tuple[Statement, ...]
) -> dict[str, StructuralFit]:
    """Return the fit of every step to ordered answers."""
    if task.group is not None:
        thresholds = group_thresholds(task.factors, task.data, task.group, task.missing)
    else:
        thresholds = wave_thresholds(task.factors, task.data, task.waves, task.missing)
    check_thresholds(thresholds, freed)
    keys = frozenset(line.key for line in freed)
    model = OrderedModel(task.factors, labels, task.group is None, thresholds, keys)
    return {
        step.name: fit(
            model.syntax(step.equal),
            task.data,
            task.estimator,
            task.missing,
            task.group,
            ordered="all",
            parameterization="theta",
            bounds=task.bounds,
        )
        for step in ORDERED_STEPS
    }


def _bare_names(items_by_factor: Mapping[str, Sequence[str]], waves: Sequence[str]) -> dict[str, str]:
    names = [*items_by_factor, *(item for items in items_by_factor.values() for item in items)]
    return {f"{name}_{wave}": name for name in names for wave in waves}


def _table(fits: Mapping[str, StructuralFit], rules: Criteria) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    before: StructuralFit | None = None
    for name, fitted in fits.items():
        rows.append({"step": name} | _compared(fitted, before, rules))
        before = fitted
    return pd.DataFrame(rows).astype({"holds": "boolean", "df_difference": "Int64"})


def _compared(fitted: StructuralFit, before: StructuralFit | None, rules: Criteria) -> dict[str, object]:
    own = _indices(fitted)
    if before is None:
        holds = fitted.convergence.converged and own["cfi"] >= rules.configural_cfi
        nothing = ("chi2_difference", "df_difference", "p_difference", "difference_method")
        return own | dict.fromkeys((*nothing, "cfi_change", "rmsea_change")) | {"holds": holds}
    test, earlier = chi_square_difference(fitted, before), _indices(before)
    cfi_change, rmsea_change = own["cfi"] - earlier["cfi"], own["rmsea"] - earlier["rmsea"]
    fell = cfi_change < -rules.cfi_drop or rmsea_change > rules.rmsea_rise
    return own | {
        "chi2_difference": test.chi2,
        "df_difference": test.df,
        "p_difference": test.p_value,
        "difference_method": test.method,
        "cfi_change": cfi_change,
        "rmsea_change": rmsea_change,
        "holds": fitted.convergence.converged and not fell,
    }


def _indices(fitted: StructuralFit) -> dict[str, float]:
    """Return the indices to compare; robust ones of ordered answers exist where thresholds are free only."""
    index = fitted.fit_indices
    scaled = "_scaled" if "chi2_scaled" in index else ""
    corrected = "_scaled" if scaled and fitted.ordinal is not None else "_robust" if scaled else ""
    names = {"chi2": f"chi2{scaled}", "df": "df", "p_value": f"p_value{scaled}"}
    names |= {"cfi": f"cfi{corrected}", "rmsea": f"rmsea{corrected}", "srmr": "srmr"}
    return {name: float(index[source]) for name, source in names.items()}


def _suggested(
    table: pd.DataFrame, fits: Mapping[str, StructuralFit], names: Mapping[str, str]
) -> pd.DataFrame:
    """Return the score tests of the first step that doesn't hold; later ones rest on it."""
    ordered = any(fitted.ordinal is not None for fitted in fits.values())
    for step, holds in zip(ORDERED_STEPS if ordered else STEPS, table["holds"], strict=True):
        if step.added is not None and not holds:
            return suggestions(fits[step.name], step.added, names).assign(step=step.name)
    return pd.DataFrame(columns=[*COLUMNS, "step"])


def _reached(table: pd.DataFrame) -> str | None:
    held = table["holds"].cummin()
    return str(table.loc[held, "step"].iloc[-1]) if held.any() else None
