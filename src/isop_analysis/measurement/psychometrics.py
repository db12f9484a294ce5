"""Reliability, agreement and item statistics per scale and occasion; what can't be computed says why."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.measurement.scores import answer_range
from isop_analysis.stats.scales import (
    Reliability,
    agreement,
    describe_items,
    reliability,
    two_level_omega,
)
from isop_analysis.study.instrument import Instrument, Scale

if TYPE_CHECKING:
    import numpy as np

    from isop_analysis.study.study import Study

Row = dict[str, object]
WEAK_BELOW = 0.70
ALPHA = ("alpha", "alpha_ci_low", "alpha_ci_high", "omega_total")
AGREEMENT = (
    "icc1",
    "icc2",
    "icc_reml",
    "icc_reml_ci_low",
    "icc_reml_ci_high",
    "f_statistic",
    "df_between",
    "df_within",
    "p_value",
    "rwg_j_mean",
    "rwg_j_median",
    "rwg_j_truncated",
    "rwg_j_mean_skewed",
    "adm_mean",
)


OMEGA = ("omega_within", "omega_between", "omega_group_mean")


@dataclass(frozen=True)
class Psychometrics:
    """Rows of the tables reliability, agreement and item_descriptives."""

    reliability: list[Row]
    agreement: list[Row]
    items: list[Row]


def measure(study: "Study", rows: StudyRows) -> Psychometrics:
    """Return reliability, agreement and item statistics of every scale at every occasion, then over all.

    A row is a response, so that who answers for two teams counts twice at an occasion. Over all occasions a
    row is a person, for agreement a person and team, at the first occasion they answered the scale's items
    (`StudyRows.answering`).
    """
    found = Psychometrics([], [], [])
    for instrument, scale in study.scales:
        for occasion in (*rows.asked_at(instrument, scale), ALL):
            head: Row = {"instrument": instrument.name, "scale": scale.name, "occasion": occasion}
            items = rows.items(rows.answering(instrument, scale, occasion), instrument, scale)
            fitted, reason = _reliability(items)
            found.reliability.append(head | _reliability_row(items, fitted, reason))
            described = describe_items(items, *answer_range(instrument, scale))
            found.items.extend(head | row for row in _item_rows(described, fitted))
            found.agreement.append(head | _agreed(rows, instrument, scale, occasion))
    return found


def _agreed(rows: StudyRows, instrument: Instrument, scale: Scale, occasion: str) -> Row:
    responses = rows.answering(instrument, scale, occasion, once=("person", "team"))
    members = responses[responses["team"] != "none"]
    items, teams = rows.items(members, instrument, scale), members["team"].astype("str").to_numpy()
    row = _agreement_row(items, teams, instrument, scale) | _omega_row(items, teams)
    return _not_judged(row) if members.duplicated(["person", "team"]).any() else row


def _reliability(items: pd.DataFrame) -> tuple[Reliability | None, Reason | None]:
    try:
        return reliability(items), None
    except Refused as refusal:
        return None, refusal.reason


def _reliability_row(items: pd.DataFrame, fitted: Reliability | None, reason: Reason | None) -> Row:
    if fitted is None:
        empty: Row = dict.fromkeys((*ALPHA, "omega_converged", "weak", "notes"))
        n = int(items.notna().any(axis=1).sum())
        return {"n": n, "n_items": items.shape[1], "status": "refused", "reason": _cell(reason)} | empty
    numbers: Row = {name: getattr(fitted, name) for name in ALPHA}
    return numbers | {
        "n": fitted.n,
        "n_items": fitted.n_items,
        "omega_converged": fitted.converged,
        "weak": fitted.alpha < WEAK_BELOW,
        "status": "computed",
        "reason": None,
        "notes": _cell(*fitted.notes),
    }


def _item_rows(described: pd.DataFrame, fitted: Reliability | None) -> list[Row]:
    described = described.rename(columns={"missing": "absent"})
    described = described.drop(columns=["median", "minimum", "maximum"])
    if fitted is not None:
        extra = fitted.items[["item", "item_rest", "alpha_if_dropped"]]
        described = described.merge(extra, on="item", how="left")
    else:
        described = described.assign(item_rest=math.nan, alpha_if_dropped=math.nan)
    return described.to_dict("records")  # type: ignore[return-value]


def _agreement_row(
    items: pd.DataFrame, teams: "pd.Series | object", instrument: Instrument, scale: Scale
) -> Row:
    low, high = answer_range(instrument, scale)
    labelled = instrument.answer_scale(instrument.item(scale.items[0]).answers).values
    try:
        found = agreement(
            items,
            teams,  # type: ignore[arg-type]
            low,
            high,
            options=len(labelled) or None,
            minimum_answered=scale.minimum_answered,
        )
    except Refused as refusal:
        empty: Row = dict.fromkeys((*AGREEMENT, "verdict", "notes"))
        n = int(items.notna().any(axis=1).sum())
        return {"n": n, "clusters": 0, "status": "refused", "reason": _cell(refusal.reason)} | empty
    numbers: Row = {name: getattr(found, name) for name in AGREEMENT}
    return numbers | {
        "n": found.n,
        "clusters": found.clusters,
        "verdict": "justified" if found.justified else "not_justified",
        "status": "computed",
        "reason": _cell(*found.reasons),
        "notes": _cell(*found.notes),
    }


def _omega_row(items: pd.DataFrame, teams: "np.ndarray") -> Row:
    """Return the scale's reliability within and between teams, or why there is none."""
    try:
        found = two_level_omega(items, teams)
    except Refused as refusal:
        return dict.fromkeys((*OMEGA, "omega_notes")) | {"omega_reason": _cell(refusal.reason)}
    if not found.converged:
        unsettled = Reason("two_level_omega_not_converged", slope=found.gradient)
        return dict.fromkeys((*OMEGA, "omega_notes")) | {"omega_reason": _cell(unsettled)}
    numbers = {name: getattr(found, name) for name in OMEGA}
    return numbers | {"omega_reason": None, "omega_notes": _cell(*found.notes)}


def _not_judged(row: Row) -> Row:
    """Return the row without a verdict: raters who come back are no independent ones."""
    if row["status"] != "computed":
        return row
    return row | {"verdict": "not_judged", "p_value": None, "reason": _cell(Reason("verdict_repeated"))}


def _cell(*found: Reason | None) -> str | None:
    return written([one for one in found if one is not None]) or None
