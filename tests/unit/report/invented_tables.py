"""Contract-valid tables of a study, invented from its config: enough for every figure and chapter to show."""

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
from invented_missingness import described_missingness

from isop_analysis.base.reasons import Reason, written
from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts.mappings import written_mapping, written_names
from isop_analysis.figures.drawn import list_of
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.measurement.scores import score_range
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.models.multilevel.effects import verdict_cells
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.study import Study

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "config" / "config.yaml"
BHR = ROOT / "config" / "bhr2000" / "config.yaml"
TEAMS = [f"Leerteam {number:02d}" for number in range(1, 13)]
Row = dict[str, Any]


FEW_TEAMS = written([Reason("clusters", group="team", found=5, needed=6)])
FEW_ROWS = Reason("too_few_usable_rows", found=88, left_out=25, needed=100)
COUNTS = {"person": 168, "team:site": 24, "site": 12}


def study_in(folder: Path, config: Path = DEMO) -> Study:
    """Return the study as readers see it, with its results below another folder, every table published."""
    from published_tables import readers_study

    return readers_study(folder, config)


def without_figures(study: Study) -> Study:
    """Return the study with empty lists of figures, as if nothing could be drawn."""
    for language in study.config.languages:
        write_whole(list_of(study, language), "[]")
    return study


def _signed(row: Row) -> Row:
    """Return a row with the verdict that its interval asks for."""
    if "odds_low" in row:
        return {"verdict": sign_of(row["odds_low"] - 1, row["odds_high"] - 1)} | row
    return {"verdict": sign_of(row.get("ci_low"), row.get("ci_high"))} | row


def _occasions(study: Study) -> list[str]:
    waves = sorted(study.config.waves, key=lambda wave: wave.time)
    return list(dict.fromkeys(wave.occasion for wave in waves))


def _demo_tables(study: Study, random: np.random.Generator) -> dict[str, list[Row]]:
    tables = _short_tables(study, random)
    return tables | {
        "people_flow": _people_flow(study),
        "sample": _sample(study),
        "dropout": _dropout(study),
        **described_missingness(study),
        "choices": _choices(study),
        "team_scores": _team_scores(study, random),
        "model_lines": _lines(study, random),
        "structural_fits": _structural_fits(study),
        "structural_parameters": _loadings(study, random),
        "structural_twins": _twins(study),
        "factor_measures": [
            {"model": model, "factor": name, "items": 4, "omega": 0.81, "n": 102}
            | {"twin_omega": None if model == "cfa_attitudes" else 0.79}
            | {"composite_reliability": share, "ave": 0.52}
            for model in ("cfa_attitudes", "cfa_attitudes_ordered")
            for name, share in (("appreciative_attitude", 0.77), ("proactive_attitude", 0.83))
        ],
        "factor_pairs": [
            {"model": "cfa_attitudes", "factor": "appreciative_attitude", "other": "proactive_attitude"}
            | {"htmt": 0.46, "correlation": 0.48, "n": 102}
        ],
        "structural_misfit": [
            {"model": "cfa_attitudes", "lhs": "aa1", "op": "~~", "rhs": "aa2", "mi": 8.1, "p_value": 0.006}
            | {"mi_scaled": 7.6, "epc": 0.21, "epc_std": 0.3, "n": 102}
        ],
        "structural_invariance": _steps(),
        "structural_releases": [
            {"model": "attitudes_over_occasions", "step": "scalar", "parameter": "aa3 ~ 1", "chi2": 7.62}
            | {"df": 2, "p_value": 0.022, "p_adjusted": 0.177, "n": 151}
        ],
        "structural_defined": _defined(),
        "structural_levels": _levels(),
        "structural_confounding": _confounding(),
        "structural_confounding_curve": [
            _PAIR
            | {"rho": rho, "estimate": 0.11 - 0.3 * rho, "ci_low": 0.02 - 0.3 * rho, "n": 102}
            | {"ci_high": 0.26 - 0.3 * rho}
            for rho in (-0.6, -0.3, 0.0, 0.3, 0.6)
        ],
        "structural_robustness": _robustness(),
        "theme_counts": _themes(study),
        "coder_agreement": _coders(study),
        "joint_display": _joint(study),
        "region_schools": _region(study),
        "outcomes": _outcomes(),
        "linking": [
            {"instrument": "srt_tool", "wave": "c2023_t0", "linked_by": "token", "responses": 71},
            {"instrument": "srt_tool", "wave": "c2023_t0", "linked_by": "unlinked", "responses": 3},
        ],
    }


def _short_tables(study: Study, random: np.random.Generator) -> dict[str, list[Row]]:
    effects = _effects(study)
    return {
        "hypotheses": hypothesis_rows(study, effects),
        "deviations": deviation_rows(study),
        "flow": _flow(study),
        "scale_scores": _scores(study, random),
        "scale_descriptives": _descriptives(study),
        "item_descriptives": _items(study),
        "item_counts": _counts(study),
        "reliability": _reliability(study),
        "agreement": _agreement(study),
        "model_fits": _fits(study),
        "model_coefficients": _coefficients(study),
        "model_variances": _variances(study),
        "model_effects": effects,
        "model_diagnostics": _diagnostics(study),
        "model_influence": _influence(study),
        "model_means": _means(study),
        "model_random": _random(study),
        "detectable_effects": _detectable(effects),
    }


def _flow(study: Study) -> list[Row]:
    return [
        {
            "instrument": instrument.name,
            "wave": wave.name,
            "step": step,
            "rule": rule.rule,
            "rows_in": 70 - step,
            "excluded": 1,
            "rows_out": 69 - step,
        }
        for instrument in study.instruments
        for wave in study.config.waves
        for step, rule in enumerate(study.config.cleaning.steps, start=1)
    ]


def _people_flow(study: Study) -> list[Row]:
    numbers = {"invited": 120, "agreed": 110, "answered": 70, "kept": 66}
    return [
        {
            "cohort": cohort,
            "occasion": occasion,
            "stage": stage,
            "people": people - 15 * place * (stage in ("answered", "kept")),
        }
        for cohort in ("2023", "2024")
        for place, occasion in enumerate(_occasions(study))
        for stage, people in numbers.items()
    ]


def _scores(study: Study, random: np.random.Generator) -> list[Row]:
    rows = []
    for place, (instrument, scale) in enumerate(study.scales):
        low, high = score_range(instrument, scale)
        for number in range(60):
            wave = study.config.waves[number % len(study.config.waves)].name
            score = low + (high - low) * float(random.beta(4, 2))
            rows.append(
                {
                    "response": number + 1,
                    "person": f"P{number:03d}",
                    "team": TEAMS[number % len(TEAMS)],
                    "site": "A",
                    "wave": wave,
                    "instrument": instrument.name,
                    "scale": scale.name,
                    "score": round(score * 5) / 5 + 0 * place,
                    "n_items": len(scale.items),
                    "n_answered": len(scale.items),
                    "status": "scored",
                }
            )
    return rows


def _descriptives(study: Study) -> list[Row]:
    rows = []
    for place, (instrument, scale) in enumerate(study.scales):
        low, high = score_range(instrument, scale)
        for step, occasion in enumerate([*_occasions(study), "all"]):
            n = 130 - 30 * step if occasion != "all" else 250
            rows.append(
                {
                    "instrument": instrument.name,
                    "scale": scale.name,
                    "occasion": occasion,
                    "n": n,
                    "persons": min(n, 168),
                    "teams": 24,
                    "mean": low + (high - low) * (0.55 + 0.05 * (step % 3) + 0.01 * place),
                    "sd": (high - low) * 0.16,
                    "median": low + (high - low) * 0.6,
                    "skewness": -0.4,
                    "floor": 0.01,
                    "ceiling": 0.12,
                    "minimum": low,
                    "maximum": high,
                }
            )
    return rows


def _items(study: Study) -> list[Row]:
    return [
        {
            "instrument": instrument.name,
            "scale": scale.name,
            "item": item,
            "occasion": occasion,
            "n": 100,
            "absent": 4,
            "mean": 3.6,
            "sd": 0.9,
            "skewness": -0.3,
            "floor": 0.02,
            "ceiling": 0.15,
            "item_rest": 0.52,
            "alpha_if_dropped": 0.74,
        }
        for instrument, scale in study.scales
        for item in scale.items
        for occasion in [*_occasions(study), "all"]
    ]


def _counts(study: Study) -> list[Row]:
    rows = []
    shares = {1: None, 2: None, 3: 24, 4: 41, 5: 30}
    for instrument in study.instruments:
        for item in instrument.items:
            if item.answers == "open":
                continue
            allowed = instrument.answer_scale(item.answers)
            if (allowed.low, allowed.high) != (1, 5):
                continue
            for value, count in shares.items():
                rows.append(
                    {
                        "instrument": instrument.name,
                        "item": item.name,
                        "occasion": "T0",
                        "answer_kind": "given",
                        "answer": float(value),
                        "count": count,
                        "suppressed": count is None,
                    }
                )
    return rows


def _reliability(study: Study) -> list[Row]:
    rows = []
    for instrument, scale in study.scales:
        for occasion in [*_occasions(study), "all"]:
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
            "df_within": 76.0,
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
        for occasion in [*_occasions(study), "all"]
    ]


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
                "gradient": None if refused else 1.2e-7,
                "loglik": None if refused else -251.3,
                "aic": None if refused else 520.6,
                "bic": None if refused else 551.9,
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


def _influence(study: Study) -> list[Row]:
    """In the first declared effect one team moves the estimate by more than a standard error."""
    rows = []
    for model, scale in _tasks(study):
        for effect in model.effects[:1] if not _refused(model) else []:
            far = not rows
            for place in range(1, 13):
                dfbetas = 1.4 if far and place == 12 else (place - 6) / 20
                rows.append(
                    {
                        "model": model.name,
                        "scale": scale,
                        "term": effect.term,
                        "group": "team:site",
                        "place": place,
                        "without": 0.3 + dfbetas / 10,
                        "change": dfbetas / 10,
                        "dfbetas": dfbetas,
                        "look_at": 0.41,
                        "refit": "fitted",
                    }
                    | _record(model.name, scale)
                )
    return rows


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


def _random(study: Study) -> list[Row]:
    return [
        {
            "model": model.name,
            "scale": scale,
            "group": "team:site",
            "term": "(Intercept)",
            "place": place,
            "value": (place - 6.5) / 10,
            "se": 0.2,
            "ci_low": (place - 6.5) / 10 - 0.39,
            "ci_high": (place - 6.5) / 10 + 0.39,
        }
        | _record(model.name, scale)
        for model, scale in _tasks(study)
        if model.kind == "null"
        for place in range(1, 13)
    ]


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


def _sample(study: Study) -> list[Row]:
    rows = []
    for attribute in study.config.attributes:
        for step, occasion in enumerate(_occasions(study)):
            counts = [max(3, 60 - 12 * place - 6 * step) for place in range(len(attribute.values))]
            for value, count in zip(attribute.values, counts, strict=True):
                hidden = count < 8
                rows.append(
                    {
                        "attribute": attribute.name,
                        "value": value.name,
                        "occasion": occasion,
                        "people": None if hidden else count,
                        "share": None if hidden else count / sum(counts),
                        "suppressed": hidden,
                    }
                )
    return rows


def _dropout(study: Study) -> list[Row]:
    occasions = _occasions(study)
    return [
        {
            "variable": scale.name,
            "from_occasion": earlier,
            "to_occasion": later,
            "stayed_n": 60,
            "left_n": 3 if place == 1 else 31,
            "stayed_mean": 3.7,
            "left_mean": 3.5,
            "difference_sd": -0.3 + 0.02 * place,
            "ci_low": -0.71 + 0.02 * place,
            "ci_high": (-0.05 if place == 0 else 0.12) + 0.02 * place,
        }
        for place, (_, scale) in enumerate(study.scales)
        for earlier, later in itertools.pairwise(occasions)
    ]


def _choices(study: Study) -> list[Row]:
    rows = []
    profession = next(one for one in study.config.attributes if one.name == "profession")
    for instrument in study.instruments:
        for question in instrument.multiple_choice:
            groups = [("all", "all", 110)]
            groups += [("profession", v.name, max(40 - 6 * p, 3)) for p, v in enumerate(profession.values)]
            for spread, option in enumerate(question.options):
                for attribute, value, asked in groups:
                    chosen = int(asked * (0.15 + 0.09 * spread))
                    hidden = chosen < 5 or asked - chosen < 5
                    rows.append(
                        {
                            "question": question.name,
                            "option": option.name,
                            "occasion": "T0",
                            "attribute": attribute,
                            "value": value,
                            "chosen": None if hidden else chosen,
                            "asked": None if hidden else asked,
                            "suppressed": hidden,
                        }
                    )
    return rows


def _team_scores(study: Study, random: np.random.Generator) -> list[Row]:
    rows = []
    for instrument, scale in study.scales:
        low, high = score_range(instrument, scale)
        for wave in study.config.waves[:3]:
            for place, team in enumerate(TEAMS):
                shown = place > 1
                rows.append(
                    {
                        "team": team,
                        "site": "A",
                        "wave": wave.name,
                        "occasion": wave.occasion,
                        "scale": scale.name,
                        "n": 6 if shown else 3,
                        "mean": low + (high - low) * float(random.uniform(0.45, 0.8)) if shown else None,
                        "se_pooled": (high - low) * 0.06 if shown else None,
                        "suppressed": not shown,
                    }
                )
    return rows


def _lines(study: Study, random: np.random.Generator) -> list[Row]:
    return [
        {
            "model": model.name,
            "scale": scale,
            "team": team,
            "time": float(time),
            "fitted": start + slope * time,
            "ci_low": None,
            "ci_high": None,
        }
        for model, scale in _tasks(study)
        if model.kind == "growth" and not _refused(model)
        for team in TEAMS
        for start, slope in [(float(random.uniform(3, 4)), float(random.normal(0.1, 0.1)))]
        for time in (0, 1, 2)
    ]


def _structural_fits(study: Study) -> list[Row]:
    indices = dict.fromkeys(
        (
            "chi2",
            "df",
            "p_value",
            "cfi",
            "tli",
            "rmsea",
            "rmsea_ci_low",
            "rmsea_ci_high",
            "srmr",
            "aic",
            "bic",
            "loglik",
        )
    )
    fitted = {
        "chi2": 25.31, "df": 19.0, "p_value": 0.1507, "cfi": 0.971, "tli": 0.957, "rmsea": 0.058,
        "rmsea_ci_low": 0.0, "rmsea_ci_high": 0.108, "srmr": 0.049,
        "aic": 2103.4, "bic": 2148.2, "loglik": -1034.7,
    }  # fmt: skip
    rows = []
    for model in study.structural:
        good = model.name in (
            "cfa_attitudes",
            "cfa_attitudes_ordered",
            "participation_to_transfer",
            "attitudes_over_occasions",
        )
        chosen = ("WLSMV", "robust") if model.ordered else ("ML", "standard")
        rows.append(
            {
                "model": model.name,
                "kind": model.kind,
                "status": "fitted" if good else "refused",
                "reason": None if good else written([FEW_ROWS]),
                "n": 102 if good else 88,
                "n_dropped": 25,
                "clusters": 0,
                "n_parameters": 17 if good else None,
                "estimator": chosen[0] if good else None,
                "indices": chosen[1] if good else None,
                "converged": True if good else None,
                "admissible": True if good else None,
                "notes": None,
                **(fitted if good else indices),
            }
        )
    return rows


def _twins(study: Study) -> list[Row]:
    rows = {row["model"]: row | {"estimator": "MLR", "indices": "robust"} for row in _structural_fits(study)}
    furthest: Row = {"lhs": "appreciative_attitude", "op": "=~", "rhs": "aa1"}
    furthest |= {"std_all": 0.77, "twin_std_all": 0.69}
    nothing = dict.fromkeys(furthest)
    return [
        rows["cfa_attitudes_ordered"] | {"chi2": 31.42, "cfi": 0.953} | furthest | {"step": None},
        rows["attitudes_over_occasions"] | nothing | {"step": "scalar"},
    ]


def _steps() -> list[Row]:
    record = {
        "model": "attitudes_over_occasions",
        "over": "occasions",
        "groups": written_names(["T0", "T1", "T2"]),
        "n": 151,
    }
    names = ("configural", "metric", "scalar", "strict")
    return [
        record
        | {"step": name, "smallest_group": 63, "chi2": 270.0 + 10 * place, "df": 213.0 + 12 * place}
        | {"p_value": 0.003, "cfi": 0.92 - 0.02 * (place > 1), "rmsea": 0.044, "srmr": 0.11, "freed": None}
        | {"chi2_difference": 10.0 if place else None, "df_difference": 12.0 if place else None}
        | {"p_difference": 0.6 if place else None, "cfi_change": -0.02 * (place == 2) if place else None}
        | {"rmsea_change": 0.001 if place else None, "step_holds": place != 2}
        for place, name in enumerate(names)
    ]


def _loadings(study: Study, random: np.random.Generator) -> list[Row]:
    def row(model: str, lhs: str, op: str, rhs: str, estimate: float) -> Row:
        return {
            "model": model,
            "lhs": lhs,
            "op": op,
            "rhs": rhs,
            "label": None,
            "estimate": estimate,
            "se": 0.09,
            "statistic": estimate / 0.09,
            "p_value": 0.0002,
            "ci_low": estimate - 0.18,
            "ci_high": estimate + 0.18,
            "std_all": min(estimate * 0.7, 0.98),
            "std_ci_low": min(estimate * 0.7, 0.98) - 0.11,
            "std_ci_high": min(estimate * 0.7, 0.98) + 0.01,
            "n": 102,
            "clusters": 0,
            "converged": True,
            "admissible": True,
        }

    scales = ("appreciative_attitude", "proactive_attitude")
    rows = [
        row("cfa_attitudes", name, "=~", item, float(random.uniform(0.7, 1.2)))
        for name in scales
        for item in study.scale(name).items
    ]
    path = "participation_to_transfer"
    rows += [own | {"model": "cfa_attitudes_ordered"} | _beside(own) for own in rows]
    return [*rows, row(path, "transfer_T1", "~", "dose_T1", 0.2), row(path, "indirect", ":=", "a*b", 0.11)]


def _defined() -> list[Row]:
    record: Row = {"model": "participation_to_transfer", "resampled": "person", "replicates": 1000}
    record |= {"replicates_converged": 990, "replicates_inadmissible": 0, "n": 102, "clusters": 0}
    record |= {"converged": True, "admissible": True, "note": None, "leads": "percentile"}
    around = {"se": 0.06, "std_all": 0.04, "bootstrap_se": 0.07}
    skewed = {"percentile_low": 0.01, "percentile_high": 0.29, "bca_low": 0.02, "bca_high": 0.31}
    skewed |= {"monte_carlo_low": 0.003, "monte_carlo_high": 0.26, "ci_low": -0.01, "ci_high": 0.23}
    agreed = {name: value - 0.5 for name, value in skewed.items()}
    return [
        record | around | own | _verdicts(own) | {"name": name, "formula": formula, "estimate": estimate}
        for own, name, formula, estimate in (
            (skewed, "indirect", "a*b", 0.11),
            (agreed, "total", "c+a*b", -0.39),
        )
    ]


def _verdicts(row: Row) -> Row:
    stems = {"percentile": "percentile", "bca": "bca", "monte_carlo": "monte_carlo", "delta": "ci"}
    found = {name: sign_of(row[f"{stem}_low"], row[f"{stem}_high"]) for name, stem in stems.items()}
    return {"verdict": found["percentile"], "verdicts": written_mapping(found)}


_PAIR: Row = {"model": "participation_to_transfer", "name": "indirect"}
_PAIR |= {"mediator": "network_skill_T1", "outcome": "transfer_T1"}


def _confounding() -> list[Row]:
    row = _PAIR | {
        "formula": "a*b",
        "level": None,
        "group": None,
        "predictor": "dose_T1",
        "n": 102,
        "clusters": 0,
    }
    row |= {"estimate": 0.11, "ci_low": 0.02, "ci_high": 0.26, "note": None}
    row |= {"zero_at": 0.37, "zero_share": 0.37, "open_at": 0.07, "open_share": 0.07}
    row |= {"covariate": "transfer_T0", "covariate_of_mediator": 0.08, "covariate_of_outcome": 0.12}
    row |= {"covariate_at": 0.098, "covariate_estimate": 0.08, "covariate_low": -0.01, "covariate_high": 0.2}
    return [row]


def _robustness() -> list[Row]:
    record: Row = {"model": "participation_to_transfer", "name": "indirect", "level": None, "n": 102}
    record |= {"group": None}
    record |= {"clusters": 0, "t": 3.1, "df": 98.0, "partial_r2": 0.09}
    record |= {"robustness_value": 0.27, "robustness_value_interval": 0.11}
    known: Row = {"covariate": "transfer_T0", "covariate_of_cause": 0.08, "covariate_of_outcome": 0.12}
    known |= {"covariate_estimate": 0.21, "covariate_low": 0.02, "covariate_high": 0.4}
    unknown = dict.fromkeys(known)
    return [
        record | known | {"cause": "network_skill_T1", "outcome": "transfer_T1", "estimate": 0.3},
        record | unknown | {"cause": "dose_T1", "outcome": "network_skill_T1", "estimate": 0.37},
    ]


def _levels() -> list[Row]:
    record: Row = {"model": "participation_to_transfer_levels", "n": 62, "clusters": 24, "converged": True}
    note = Reason("error_partly_taken", share=0.61, method="corrected")
    record |= {"note": written([note]), "op": ":=", "se": 0.2, "df": 20.0}
    ways = (
        (1, "deviations", True, 0.3, 0.1, 0.5),
        (1, "two_level", False, 0.2, -0.1, 0.5),
        (2, "corrected", True, 1.2, -3.9, 6.4),
        (2, "manifest", False, -0.1, -0.5, 0.3),
        (2, "two_level", False, 0.8, -12.0, 14.0),
    )
    rows = []
    for level, method, leads, estimate, low, high in ways:
        name, formula = ("within", "aw*bw") if level == 1 else ("between", "ab*bb")
        row: Row = {"level": level, "method": method, "leads": leads, "estimate": estimate}
        row |= {"ci_low": low, "ci_high": high, "lhs": name, "rhs": formula, "label": name}
        joint = method == "two_level"
        row |= {"percentile_low": None if joint else low, "percentile_high": None if joint else high}
        row |= {"without_one_low": None if joint else low, "without_one_high": None if joint else high}
        joint_estimate = 0.2 if level == 1 else 0.8
        rows.append(record | row | {"joint_difference": None if joint else joint_estimate - estimate})
    return rows


def _beside(own: Row) -> Row:
    return {f"twin_{name}": own[name] - 0.05 for name in ("std_all", "std_ci_low", "std_ci_high")}


def _themes(study: Study) -> list[Row]:
    assert study.integration is not None
    rows = []
    for theme in study.integration.themes:
        codes = ["all", *(code.name for code in study.integration.codes if code.theme == theme.name)]
        for place, code in enumerate(codes):
            hidden = place == 2
            rows.append(
                {
                    "theme": theme.name,
                    "code": code,
                    "segments": 40 - 9 * place,
                    "teams": 18 - 4 * place,
                    "people": None if hidden else 30 - 7 * place,
                    "coders": 2,
                    "suppressed": hidden,
                }
            )
    return rows


def _coders(study: Study) -> list[Row]:
    assert study.integration is not None
    return [
        {
            "code": code.name,
            "segments": 60,
            "both": 20,
            "one": 6,
            "percentage": 90.0,
            "kappa": 0.76,
            "reason": None,
        }
        for code in study.integration.codes
    ]


def _joint(study: Study) -> list[Row]:
    assert study.integration is not None
    return [
        {
            "display": display.name,
            "scale": display.scale,
            "band": band,
            "teams": 8,
            "score_low": 2.8 + 0.4 * band,
            "score_high": 3.1 + 0.4 * band,
            "score_mean": 2.97 + 0.4 * band,
            "theme": theme,
            "teams_with_theme": 2 + band + place,
            "segments": 6 + 2 * band,
            "suppressed": False,
        }
        for display in study.integration.joint_displays
        for band in (1, 2, 3)
        for place, theme in enumerate(display.themes)
    ]


def _region(study: Study) -> list[Row]:
    assert study.config.region is not None
    rows = []
    for measure, base, provider, step in (
        ("disadvantage", 0.6, "all", 0.03),
        ("final_test", 534.0, "CET", 1.0),
    ):
        for area in study.config.region.areas:
            for place, town in enumerate(area.municipalities):
                rows.append(
                    _place(
                        measure,
                        provider,
                        "municipality",
                        town.code,
                        town.name,
                        area.name,
                        14,
                        base + step * place,
                    )
                )
            rows.append(
                _place(measure, provider, "area", area.name, area.title.nl, area.name, 80, base + 2 * step)
            )
        rows.append(_place(measure, provider, "country", "NL", "Nederland", None, 6000, base + 5 * step))
    return rows


def _place(
    measure: str, provider: str, level: str, code: str, name: str, area: str | None, schools: int, mean: float
) -> Row:
    return {
        "measure": measure,
        "provider": provider,
        "level": level,
        "code": code,
        "name": name,
        "area": area,
        "schools": schools,
        "mean": mean,
        "sd": mean * 0.02,
        "median": mean * 0.999,
        "minimum": mean * 0.985,
        "maximum": mean * 1.012,
    }


def _outcomes() -> list[Row]:
    return [
        {
            "outcome": "under_advised",
            "unit": f"23XX{site:02d}",
            "site": f"S{site}",
            "school_year": "2024-2025",
            "value": None if site < 3 else 7.0,
            "low": 0.0,
            "high": 4.0 if site < 3 else None,
            "total": 31.0,
            "status": "suppressed" if site < 3 else "known",
        }
        for site in range(12)
    ]
