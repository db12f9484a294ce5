"""Invented rows of multilevel models: all fitted but one, with every effect that the config declares."""

import math
from typing import Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import written_mapping
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.models.multilevel.effects import verdict_cells
from isop_analysis.study.study import Study

Row = dict[str, Any]
FEW_TEAMS = written([Reason("clusters", group="team", found=5, needed=6)])
COUNTS = {"person": 168, "team:site": 24, "site": 12}


def model_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of multilevel models."""
    effects = _effects(study)
    return {
        "hypotheses": hypothesis_rows(study, effects),
        "model_fits": _fits(study),
        "model_rows": _rows(study),
        "model_coefficients": _coefficients(study),
        "model_variances": _variances(study),
        "model_effects": effects,
        "model_diagnostics": _diagnostics(study),
        "model_means": _means(study),
        "detectable_effects": _detectable(effects),
    }


def _tasks(study: Study) -> list[tuple[Any, str]]:
    every = [scale.name for _, scale in study.scales]
    return [
        (model, s) for model in study.multilevel for s in (every if model.scales == "all" else model.scales)
    ]


def _record(model: str, scale: str) -> Row:
    return {"n": 240, "clusters": 12, "converged": True, "singular": scale == "transfer"}


def _refused(model: Any) -> bool:
    return model.name == "growth_by_level"


def _fits(study: Study) -> list[Row]:
    rows = []
    for model, scale in _tasks(study):
        refused = _refused(model)
        rows.append(
            {
                "model": model.name,
                "scale": scale,
                "kind": model.kind,
                "formula": model.formula,
                "status": "refused" if refused else "fitted",
                "reason": FEW_TEAMS if refused else None,
                "n_dropped": 7,
                "cluster_counts": None if refused else written_mapping(COUNTS),
                "optimiser": None if refused else "L-BFGS-B",
                "loglik": None if refused else -251.3,
                "aic": None if refused else 520.6,
                "reml": True,
                "df_method": "kenward-roger",
                "r2_marginal": None if refused else 0.071,
                "r2_conditional": None if refused else 0.403,
                "r2_within": None if refused else 0.062,
                "r2_between": None if refused else 0.128,
                "r2_group": None if refused else "team:site",
                "notes": None,
            }
            | (
                _record(model.name, scale)
                if not refused
                else {"n": 30, "clusters": 0, "converged": None, "singular": None}
            )
        )
    return rows


def _rows(study: Study) -> list[Row]:
    """How many rows each model lost: many, for the first; hardly any, for the others."""
    found = []
    for place, (model, scale) in enumerate(_tasks(study)):
        lost = {"all": 40, "participation": 25, "role": 2} if place == 0 else {"all": 3}
        found += [
            {"model": model.name, "scale": scale, "status": "refused" if _refused(model) else "fitted"}
            | {"available": 280, "used": 240, "variable": variable, "lost_any": count}
            | {"lost_first": count, "lost_only": count}
            for variable, count in lost.items()
        ]
    return found


def _diagnostics(study: Study) -> list[Row]:
    """Every null model's scales are lopsided, and its spread grows; other models are in order."""
    doubtful = [
        ("residuals_symmetric", "", 1.31, 1.0),
        ("effects_symmetric", "(Intercept)|team:site", -1.2, 1.0),
    ]
    return [
        {
            "model": model.name,
            "scale": scale,
            "assumption": assumption,
            "about": about,
            "looks": "doubtful" if model.kind == "null" else "in_order",
            "value": value if model.kind == "null" else 0.2,
            "threshold": threshold,
            "source": "Bulmer 1979",
        }
        | _record(model.name, scale)
        for model, scale in _tasks(study)
        if not _refused(model)
        for assumption, about, value, threshold in doubtful
    ]


def _means(study: Study) -> list[Row]:
    rows = []
    for model, scale in _tasks(study):
        for margin in model.margins:
            roles: list[Row] = [{"role": role} for role in ("future", "working")]
            points = [role | {"time": time} for role in roles for time in (0, 1, 2)]
            for place, point in enumerate(points if margin.slope_of is None else roles):
                rows.append(
                    {
                        "model": model.name,
                        "scale": scale,
                        "margin": margin.name,
                        "kind": "mean" if margin.slope_of is None else "slope",
                        "point": written_mapping(point),
                        "estimate": 3.1 + 0.1 * place,
                        "se": 0.1,
                        "df": 21.4,
                        "ci_low": 2.9 + 0.1 * place,
                        "ci_high": 3.3 + 0.1 * place,
                        "status": "fitted",
                    }
                    | _record(model.name, scale)
                )
    return rows


def _numbers(place: int) -> Row:
    estimate = 0.45 * math.sin(place * 1.7)
    se = 0.05 + 0.09 * ((place * 7) % 5)
    return {
        "estimate": estimate,
        "se": se,
        "df": 22.4,
        "statistic": estimate / se,
        "p_value": 0.00004 if place % 5 == 0 else 0.213,
        "ci_low": estimate - 2.07 * se,
        "ci_high": estimate + 2.07 * se,
    }


def _coefficients(study: Study) -> list[Row]:
    return [
        {"model": model.name, "scale": scale, "term": term, **_numbers(place), **_record(model.name, scale)}
        for place, (model, scale) in enumerate(_tasks(study))
        if not _refused(model)
        for term in ("(Intercept)", *(effect.term for effect in model.effects))
    ]


def _variances(study: Study) -> list[Row]:
    groups = (("team:site", 0.06, 0.09), ("site", 0.02, 0.03), ("person", 0.2, 0.3), ("Residual", 0.39, None))
    return [
        {
            "model": model.name,
            "scale": scale,
            "group": group,
            "term": "Residual" if icc is None else "(Intercept)",
            "term_2": None,
            "variance": variance,
            "sd": variance**0.5,
            "icc": icc,
            "icc_low": None if icc is None else icc / 2,
            "icc_high": None if icc is None else icc * 2,
            "design_effect": None if icc is None else 1 + 9 * icc,
            "lr": None if icc is None else 50 * icc,
            "p_value": None if icc is None else 0.036,
            "p_mixture": None if icc is None else 0.041,
            "tested_by": None if icc is None else "approximate",
            **_record(model.name, scale),
        }
        for model, scale in _tasks(study)
        if not _refused(model)
        for group, variance, icc in groups
    ]


def _effects(study: Study) -> list[Row]:
    rows = []
    place = 0
    for model, scale in _tasks(study):
        chapter = model.chapter or study.scale(scale).chapter
        for effect in model.effects:
            place += 1
            numbers = _numbers(place)
            head: Row = {
                "model": model.name,
                "scale": scale,
                "term": effect.term,
                "chapter": chapter,
                "change": effect.change,
                "smallest": effect.smallest,
                "sd_scale": 0.64,
            }
            if _refused(model):
                absent = dict.fromkeys(
                    [*numbers, "effect", "effect_low", "effect_high", "converged", "singular"]
                )
                absent |= {"reason": FEW_TEAMS, "verdict": "refused"}
                rows.append(head | absent | {"status": "refused", "n": 30, "clusters": 0})
                continue
            scaled = {
                "effect": numbers["estimate"] * effect.change / 0.64,
                "effect_low": numbers["ci_low"] * effect.change / 0.64,
                "effect_high": numbers["ci_high"] * effect.change / 0.64,
            }
            known = head | numbers | scaled | {"status": "fitted", "reason": None}
            known |= {"cr2_low": None, "cr2_high": None} | _record(model.name, scale)
            rows.append(known | verdict_cells(known))
    return rows


def _detectable(effects: list[Row]) -> list[Row]:
    """What each design finds: from the spread assumed beforehand a tenth more than from the fitted one."""
    rows = []
    for place, effect in enumerate(effects):
        refused = effect["status"] == "refused"
        kept = {key: effect[key] for key in ("model", "scale", "term", "chapter", "change", "smallest", "n")}
        for basis, factor in (("planned", 1.1), ("fitted", 1.0)):
            found = (0.30 + 0.02 * (place % 20)) * factor
            numbers: Row = {
                "detectable": 0.64 * found,
                "monte_carlo_se": 0.002,
                "detectable_sd": found,
                "monte_carlo_se_sd": 0.003,
                "closed_form": 0.64 * found,
                "chance_of_smallest": 0.25,
                "type_one_error": 0.049,
                "singular": 0.2,
                "not_converged": 0.0,
            }
            rows.append(
                {
                    **kept,
                    "basis": basis,
                    **(dict.fromkeys(numbers) if refused else numbers),
                    "status": "refused" if refused else "simulated",
                    "reason": effect["reason"],
                    "power": 0.8,
                    "test_level": 0.05,
                    "replications": 0 if refused else 500,
                    "clusters": effect["clusters"],
                }
            )
    return rows
