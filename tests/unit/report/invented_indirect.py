"""Invented rows of effects by way of something: their intervals, both levels, unmeasured causes."""

from typing import Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import written_mapping
from isop_analysis.stats.verdicts import sign_of

Row = dict[str, Any]
_PAIR: Row = {"model": "participation_to_transfer", "name": "indirect"}
_PAIR |= {"mediator": "network_skill_T1", "outcome": "transfer_T1"}


def indirect_rows() -> dict[str, list[Row]]:
    """Return the tables of indirect effects."""
    return {
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
    }


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
