"""Every structural model of a study: fitted, refused or failed, each with its record."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.models.rows_used import structural_use_rows
from isop_analysis.models.structural_data import item_frame, wide_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Structural
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.structural import StructuralFit

Row = dict[str, object]
INDICES = (
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
PARAMETER = (
    "lhs",
    "op",
    "rhs",
    "label",
    "estimate",
    "se",
    "statistic",
    "p_value",
    "ci_low",
    "ci_high",
    "std_all",
)


@dataclass(frozen=True)
class StructuralRows:
    """Rows of the tables structural_fits and structural_parameters, and their part of model_rows."""

    fits: list[Row]
    rows: list[Row]
    parameters: list[Row]


def fit_structural(study: Study, tables: ModelTables, answers: "pd.DataFrame") -> StructuralRows:
    """Fit every structural model of the study; what can't be fitted comes back with its reason."""
    from isop_analysis.structural import ModelRefused, fit

    rows = StructuralRows([], [], [])
    for model in study.structural:
        syntax, data = _task(study, tables, answers, model)
        try:
            fitted = fit(
                syntax,
                data,
                missing=model.missing,
                minimum_n=model.minimum_n,
                rows_per_parameter=model.rows_per_parameter,
            )
        except ModelRefused as refusal:
            rows.fits.append(_refused_row(model, len(data), str(refusal)))
            rows.rows.extend(structural_use_rows(model, syntax, data, "refused", None))
            continue
        rows.fits.append(_fit_row(model, fitted))
        status = "fitted" if fitted.convergence.converged else "failed"
        rows.rows.extend(structural_use_rows(model, syntax, data, status, fitted.n))
        rows.parameters.extend(_parameter_rows(model, fitted))
    return rows


def _task(
    study: Study, tables: ModelTables, answers: "pd.DataFrame", model: Structural
) -> "tuple[str, pd.DataFrame]":
    if model.kind == "path":
        return model.syntax or "", wide_frame(tables)
    instrument = study.instrument(model.instrument or "")
    chosen = [scale for scale in instrument.scales if not model.scales or scale.name in model.scales]
    scales = [scale for scale in chosen if len(scale.items) > 1]
    occasion = model.occasion or tables.first_occasion
    return factor_syntax({scale.name: scale.items for scale in scales}), item_frame(
        answers, tables.waves, instrument, scales, occasion
    )


def factor_syntax(factors: dict[str, list[str]]) -> str:
    """Return lavaan syntax of a simple-structure factor model."""
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in factors.items())


def _refused_row(model: Structural, rows: int, reason: str) -> Row:
    return {
        "model": model.name,
        "kind": model.kind,
        "status": "refused",
        "reason": reason,
        "n": rows,
        "n_dropped": 0,
        "clusters": 0,
        **dict.fromkeys(("n_parameters", "estimator", "converged", "admissible", "notes", *INDICES)),
    }


def _fit_row(model: Structural, fitted: "StructuralFit") -> Row:
    converged = fitted.convergence.converged
    return {
        "model": model.name,
        "kind": model.kind,
        "status": "fitted" if converged else "failed",
        "reason": None if converged else fitted.convergence.message,
        "n": fitted.n,
        "n_dropped": fitted.n_dropped,
        "clusters": 0,
        "n_parameters": int(fitted.fit_indices["n_parameters"]),
        "estimator": "ML",
        "converged": converged,
        "admissible": fitted.admissible,
        "notes": " ".join(fitted.notes) or None,
        **{name: fitted.fit_indices[name] for name in INDICES},
    }


def _parameter_rows(model: Structural, fitted: "StructuralFit") -> list[Row]:
    record: Row = {
        "model": model.name,
        "n": fitted.n,
        "clusters": 0,
        "converged": fitted.convergence.converged,
        "admissible": fitted.admissible,
    }
    rows: list[Row] = fitted.parameters[list(PARAMETER)].to_dict("records")  # type: ignore[assignment]
    return [record | row for row in rows]
