"""Factor and path models again by semopy, where every row is complete and answers are numbers."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.contracts.table import Row
from isop_analysis.models.structural.tasks import factor_syntax, task_of
from isop_analysis.second_opinion.factor_models import FactorFit, factor_fit
from isop_analysis.second_opinion.opinions import Place, asked
from isop_analysis.second_opinion.places import term_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.models.tables import ModelTables
    from isop_analysis.study.structural_settings import Structural
    from isop_analysis.study.study import Study

ENGINE = "semopy"
COMPARED = ("cfa", "path")
Ours = Mapping[Any, Any]


def structure_opinions(study: "Study", tables: "ModelTables", answers: "pd.DataFrame") -> list[Row]:
    """Return the rows of every factor and path model that was fitted."""
    fits = {row["model"]: row for row in study.table("structural_fits").to_dict("records")}
    rows: list[Row] = []
    for model in study.structural:
        fit = fits.get(model.name)
        if model.kind in COMPARED and fit is not None and fit["status"] == "fitted":
            rows += _opinions(study, tables, answers, model, fit)
    return rows


def _opinions(
    study: "Study", tables: "ModelTables", answers: "pd.DataFrame", model: "Structural", fit: Ours
) -> list[Row]:
    what = f"second opinion on model '{model.name}'"
    found = asked(what, partial(_fitted, study, tables, answers, model, int(fit["n"])))
    if isinstance(found, Reason):
        return [_place("structural_fits", fit, None).silent(found)]
    ours = {
        name: [row for row in study.table(name).to_dict("records") if row["model"] == model.name]
        for name in ("structural_parameters", "factor_measures")
    }
    rows = parameter_rows(ours["structural_parameters"], found, fit)
    return [*rows, *measure_rows(ours["factor_measures"], found, fit)]


def _place(source: str, fit: Ours, converged: bool | None) -> Place:
    return Place(source, ENGINE, fit["model"], None, None, int(fit["n"]), int(fit["clusters"]), converged)


def _fitted(
    study: "Study", tables: "ModelTables", answers: "pd.DataFrame", model: "Structural", n: int
) -> FactorFit:
    """Return semopy's fit; refused where it isn't the model that ours is."""
    if model.ordered:
        raise Refused("opinion_ordered")
    if model.cluster or model.group:
        raise Refused("opinion_levels")
    factors, data = task_of(study, tables, answers, model)
    syntax = factor_syntax(factors) if factors else _without_definitions(model.syntax or "")
    names = [name for name in data if name in set(re.findall(r"\w+", syntax))]
    complete = data[names].dropna()
    if len(complete) != n:
        raise Refused("opinion_missing")
    return factor_fit(syntax, complete.reset_index(drop=True))


def _without_definitions(syntax: str) -> str:
    """Leave out products of parameters: they follow from these."""
    return "\n".join(line for line in syntax.splitlines() if ":=" not in line)


def parameter_rows(ours: Sequence[Ours], found: FactorFit, fit: Ours) -> list[Row]:
    """Return the rows of free loadings, slopes and covariances, and of chi-square.

    Errors and chi-square of ours are robust after MLR, and only estimates are held beside.
    """
    robust = fit["estimator"] != "ML"
    place, rows = _place("structural_parameters", fit, found.converged), []
    for row in ours:
        key = _theirs(found, row)
        if key is None or not row["se"] > 0:
            continue
        term = term_of("structural_parameters", row)
        rows.append(place.beside("estimate", (row["estimate"], found.estimates[key]), row["se"], "se", term))
        if not robust:
            rows.append(place.beside("se", (row["se"], found.errors[key]), row["se"], "se", term))
        if row["op"] == "=~":
            standardised = row["std_all"], found.standardised[key]
            rows.append(place.beside("std_all", standardised, 1.0, "one", term))
    if not robust:
        fits = _place("structural_fits", fit, found.converged)
        rows.append(fits.beside("chi2", (fit["chi2"], found.chi2), 1.0, "one"))
    return rows


def _theirs(found: FactorFit, row: Ours) -> tuple[str, str, str] | None:
    key = row["lhs"], row["op"], row["rhs"]
    turned = row["rhs"], row["op"], row["lhs"]
    return next((one for one in (key, turned) if one in found.estimates), None)


def measure_rows(ours: Sequence[Ours], found: FactorFit, fit: Ours) -> list[Row]:
    """Return the rows of composite reliability and variance extracted."""
    place, rows = _place("factor_measures", fit, found.converged), []
    for row in ours:
        for quantity, number in _measures(found, str(row["factor"])).items():
            rows.append(place.beside(quantity, (row[quantity], number), 1.0, "one", str(row["factor"])))
    return rows


def _measures(found: FactorFit, factor: str) -> dict[str, float]:
    """Return both of a factor's items: shares of the true part in the sum, and in the items (Raykov 2001)."""
    loadings = {
        rhs: number for (lhs, op, rhs), number in found.estimates.items() if (lhs, op) == (factor, "=~")
    }
    spread = found.estimates[factor, "~~", factor]
    rest = sum(found.estimates[item, "~~", item] for item in loadings)
    whole = spread * sum(loadings.values()) ** 2
    each = spread * sum(number**2 for number in loadings.values())
    return {"composite_reliability": whole / (whole + rest), "ave": each / (each + rest)}
