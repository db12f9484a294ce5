"""Reliability of a scale: alpha with Feldt's interval, omega total, and what each item adds."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.answers import check_confidence, named, numeric_items
from isop_analysis.stats.scales.alpha import (
    alphas_if_dropped,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlations,
)
from isop_analysis.stats.scales.interval import Interval
from isop_analysis.stats.scales.omega import Omega, omega_total


@dataclass(frozen=True)
class Reliability:
    """What a scale's items measure together, and each on its own."""

    alpha: float
    """Cronbach's alpha from covariances; at most 1, negative values as they are."""
    alpha_ci_low: float
    alpha_ci_high: float
    alpha_std: float
    """Alpha from correlations."""
    omega_total: float | None
    """Omega of a one-factor model; None where it can't be had, with the reason in `notes`."""
    omega_ci_low: float | None
    omega_ci_high: float | None
    items: pd.DataFrame
    """item, n, mean, sd, item_rest, alpha_if_dropped, loading (standardised; missing without omega)."""
    n: int
    """Rows with at least one answer."""
    n_complete: int
    """Rows that answered every item, on which omega rests."""
    n_items: int
    missing: Literal["pairwise", "listwise"]
    converged: bool | None
    """Whether the one-factor model converged without a Heywood case; None where it wasn't tried."""
    notes: tuple[Reason, ...]


def reliability(
    items: pd.DataFrame,
    *,
    missing: Literal["pairwise", "listwise"] = "pairwise",
    confidence: float = 0.95,
) -> Reliability:
    """Return alpha, omega and item statistics of reverse-coded items, one row a respondent.

    With `missing="pairwise"` each covariance rests on the rows that answered both items, and Feldt's interval
    on all rows with an answer (as psych's `alpha`); with "listwise" all rest on complete rows. Omega always
    rests on complete rows. Sources: see `cronbach_alpha`, `feldt_interval`, `omega_total`.

    Raises
    ------
    Refused
        For one item, no answers, an item that doesn't vary, two items no two people answered both, or items
        whose sum doesn't vary.
    """
    if missing not in ("pairwise", "listwise"):
        raise Refused("reliability_missing", given=str(missing))
    check_confidence(confidence)
    answers = numeric_items(items, least=2).dropna(how="all")
    complete = answers.dropna()
    used = complete if missing == "listwise" else answers
    _check_answers(used, answers, missing)
    covariance = used.cov().to_numpy()
    alpha = cronbach_alpha(covariance)
    if np.isnan(alpha):
        raise Refused("reliability_sum_constant", names=named(answers.columns))
    interval = feldt_interval(alpha, len(used), answers.shape[1], confidence)
    table = _item_table(used, covariance)
    omega = _omega(complete, confidence)
    return _assembled(alpha, interval, covariance, table, omega, (len(used), len(complete)), missing)


def _assembled(
    alpha: float,
    interval: Interval,
    covariance: np.ndarray,
    table: pd.DataFrame,
    omega: Omega | Reason,
    rows: tuple[int, int],
    missing: Literal["pairwise", "listwise"],
) -> Reliability:
    sd = np.sqrt(np.diag(covariance))
    fitted = omega if isinstance(omega, Omega) else None
    bounds = fitted.interval if fitted else None
    return Reliability(
        alpha=alpha,
        alpha_ci_low=interval.low,
        alpha_ci_high=interval.high,
        alpha_std=cronbach_alpha(covariance / np.outer(sd, sd)),
        omega_total=fitted.omega_total if fitted else None,
        omega_ci_low=bounds.low if bounds else None,
        omega_ci_high=bounds.high if bounds else None,
        items=table.assign(loading=fitted.fit.standardised if fitted else np.nan),
        n=rows[0],
        n_complete=rows[1],
        n_items=len(table),
        missing=missing,
        converged=fitted.fit.converged and not bool(fitted.fit.heywood.any()) if fitted else None,
        notes=(*_item_notes(table), *_omega_notes(omega, list(table["item"]))),
    )


def _check_answers(used: pd.DataFrame, answers: pd.DataFrame, missing: str) -> None:
    if answers.empty:
        raise Refused("reliability_no_answers", names=named(answers.columns))
    together = used.notna().astype(int)
    pairs = together.T @ together
    few = np.argwhere(np.triu(pairs.to_numpy() < 2, k=1))
    if len(few):
        first, second = (answers.columns[i] for i in few[0])
        found = int(pairs.loc[first, second])
        if missing == "listwise":
            raise Refused("reliability_apart_complete", first=str(first), second=str(second), found=found)
        raise Refused("reliability_apart", first=str(first), second=str(second), found=found)
    constant = [name for name in used.columns if used[name].nunique() == 1]
    if constant:
        cells = used[constant[0]].dropna()
        raise Refused("reliability_constant", names=named(constant), value=cells.iloc[0], count=len(cells))


def _item_table(used: pd.DataFrame, covariance: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": list(used.columns),
            "n": used.count().to_numpy(),
            "mean": used.mean().to_numpy(),
            "sd": used.std().to_numpy(),
            "item_rest": item_rest_correlations(covariance),
            "alpha_if_dropped": alphas_if_dropped(covariance),
        }
    )


def _omega(complete: pd.DataFrame, confidence: float) -> Omega | Reason:
    """Omega, or why there is none."""
    n, p = complete.shape
    if p < 3:
        return Reason("omega_items", found=p)
    if n <= p:
        return Reason("omega_rows", found=n, items=p)
    constant = [name for name in complete.columns if complete[name].nunique() == 1]
    if constant:
        return Reason("omega_constant", names=named(constant), rows=n)
    return omega_total(complete.to_numpy(), confidence)


def _item_notes(table: pd.DataFrame) -> list[Reason]:
    against = table.loc[table["item_rest"] < 0, "item"]
    if against.empty:
        return []
    return [Reason("reliability_item_against", names=named(against))]


def _omega_notes(omega: Omega | Reason, names: list[str]) -> list[Reason]:
    if isinstance(omega, Reason):
        return [omega]
    notes = []
    if not omega.fit.converged:
        steps, slope = omega.fit.iterations, omega.fit.gradient
        notes.append(Reason("omega_not_converged", steps=steps, slope=slope))
    if omega.fit.heywood.any():
        own = [name for name, at_floor in zip(names, omega.fit.heywood, strict=True) if at_floor]
        notes.append(Reason("omega_heywood", names=named(own)))
    return notes
