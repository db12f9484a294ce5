"""Invented rows of scales, items and teams, as published."""

from typing import Any

import numpy as np

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import Count
from isop_analysis.language.names import Names
from isop_analysis.measurement.scores import score_range
from isop_analysis.study.study import Study

Row = dict[str, Any]
MEANS = (2.75, 3.0, 3.25, 3.25, 3.5, 3.5, 3.75, 4.0, 4.25)
ANSWERS = {1.0: "0-4", 2.0: "5-9", 3.0: "20-24", 4.0: "40-44", 5.0: "30-34"}


def measured_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of measuring, but for those of teams' means."""
    return {
        "item_counts": _item_counts(study),
        "item_descriptives": _item_descriptives(study),
        "scale_descriptives": _scale_descriptives(study),
        "score_counts": _score_counts(study),
        "reliability": _reliability(study),
        "agreement": _agreement(study),
    }


def team_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of teams' means."""
    return {"team_scores": _team_scores(study), "team_spread": _team_spread(study)}


def _item_counts(study: Study) -> list[Row]:
    """Answers to every item from 1 to 5 at T0, but for the first of each scale of two items or more."""
    middles = {value: Count.read(cell).middle for value, cell in ANSWERS.items()}
    rows: list[Row] = []
    for instrument, scale in study.scales:
        for name in scale.items[1:]:
            allowed = instrument.answer_scale(instrument.item(name).answers)
            if (allowed.low, allowed.high) == (1, 5):
                rows += [
                    {"instrument": instrument.name, "item": name, "occasion": "T0", "answer": value}
                    | {"count": cell, "share": middles[value] / sum(middles.values())}
                    for value, cell in ANSWERS.items()
                ]
    return rows


def _item_descriptives(study: Study) -> list[Row]:
    return [
        {"instrument": instrument.name, "scale": scale.name, "item": name, "occasion": "T0", "mean": 3.9}
        | {"n": "95-99" if place % 2 else "100-104", "item_rest": 0.52, "alpha_if_dropped": 0.74}
        for instrument, scale in study.scales
        for place, name in enumerate(scale.items[1:])
    ]


def _scale_descriptives(study: Study) -> list[Row]:
    """Every scale at T0 and T1; at T2 too few people answered."""
    rows = []
    for place, (instrument, scale) in enumerate(study.scales):
        low, high = score_range(instrument, scale)
        for step, occasion in enumerate(Names(study, "en").occasions[:2]):
            mean = low + (high - low) * (0.6 + 0.05 * step + 0.01 * (place % 3))
            rows.append(
                {"instrument": instrument.name, "scale": scale.name, "occasion": occasion, "teams": 24}
                | {"n": "125-129", "persons": "125-129", "mean": mean, "sd": (high - low) * 0.16}
            )
    return rows


def _score_counts(study: Study) -> list[Row]:
    """How scores at T0 are spread; at T1 somebody would be given away."""
    shares = (0.01, 0.02, 0.05, 0.12, 0.2, 0.3, 0.2, 0.1)
    rows: list[Row] = []
    for instrument, scale in study.scales:
        edges = np.linspace(*score_range(instrument, scale), len(shares) + 1)
        rows += [
            {"scale": scale.name, "occasion": "T0", "count": "10-14", "share": share}
            | {"low": edges[place], "high": edges[place + 1]}
            for place, share in enumerate(shares)
        ]
    return rows


def _reliability(study: Study) -> list[Row]:
    rows = []
    for instrument, scale in study.scales:
        for occasion in [*Names(study, "en").occasions, "all"]:
            weak = scale.name == "give_and_take"
            alpha = 0.56 if weak else 0.81
            row: Row = {
                "instrument": instrument.name,
                "scale": scale.name,
                "occasion": occasion,
                "n": 100,
                "n_items": len(scale.items),
                "alpha": alpha,
                "alpha_ci_low": alpha - 0.08,
                "alpha_ci_high": alpha + 0.06,
                "omega_total": alpha + 0.01,
                "omega_converged": True,
                "weak": weak,
                "status": "computed",
                "reason": None,
            }
            if len(scale.items) == 1:
                row |= dict.fromkeys(
                    ("alpha", "alpha_ci_low", "alpha_ci_high", "omega_total", "omega_converged", "weak")
                )
                few = Reason("items_few", found=1, names=list(scale.items), needed=2)
                row |= {"status": "refused", "reason": written([few])}
            rows.append(row)
    return rows


def _agreement(study: Study) -> list[Row]:
    return [
        {
            "instrument": instrument.name,
            "scale": scale.name,
            "occasion": occasion,
            "n": 100,
            "clusters": 24,
            "icc1": 0.12 if scale.about == "team" else 0.03,
            "icc2": 0.45,
            "icc_reml": 0.11,
            "icc_reml_ci_low": 0.0,
            "icc_reml_ci_high": 0.24,
            "omega_within": 0.78,
            "omega_between": 0.91,
            "omega_group_mean": 0.42,
            "omega_reason": None,
            "f_statistic": 1.8,
            "df_between": 23.0,
            "p_value": 0.0124,
            "rwg_j_mean": 0.79,
            "rwg_j_median": 0.84,
            "rwg_j_truncated": 1,
            "rwg_j_mean_skewed": 0.61,
            "adm_mean": 0.55,
            "verdict": "justified" if scale.about == "team" else "not_justified",
            "status": "computed",
            "reason": None,
        }
        for instrument, scale in study.scales
        for occasion in [*Names(study, "en").occasions, "all"]
    ]


def _team_scores(study: Study) -> list[Row]:
    """Nine teams at T0, three at T1."""
    rows = []
    for instrument, scale in study.scales:
        low, high = score_range(instrument, scale)
        for occasion, told in (("T0", MEANS), ("T1", MEANS[:3])):
            rows += [
                {"scale": scale.name, "occasion": occasion, "place": place}
                | {"mean": low + (high - low) * (mean - 1) / 4}
                for place, mean in enumerate(told, start=1)
            ]
    return rows


def _team_spread(study: Study) -> list[Row]:
    rows = []
    for instrument, scale in study.scales:
        low, high = score_range(instrument, scale)
        ends = {"low": low + (high - low) * 0.45, "high": low + (high - low) * 0.76}
        rows.append(
            {"scale": scale.name, "occasion": "T0", "teams": 9, "not_shown": 15, "margin": 0.6} | ends
        )
        rows.append({"scale": scale.name, "occasion": "T1", "teams": 3, "not_shown": 21, "margin": 0.7})
    return rows
