"""Invented rows of structural models: fitted and refused ones, twins, indirect effects, both levels."""

from typing import Any

import numpy as np

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import written_names
from isop_analysis.study.study import Study

Row = dict[str, Any]
FEW_ROWS = Reason("too_few_usable_rows", found=88, left_out=25, needed=100)


def structural_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of structural models."""
    return {
        "structural_fits": _structural_fits(study),
        "structural_parameters": _loadings(study),
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
    }


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


def _loadings(study: Study) -> list[Row]:
    random = np.random.default_rng(7)

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


def _beside(own: Row) -> Row:
    return {f"twin_{name}": own[name] - 0.05 for name in ("std_all", "std_ci_low", "std_ci_high")}
