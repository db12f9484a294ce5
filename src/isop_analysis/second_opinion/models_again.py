"""Multilevel models again: those that confirmatory hypotheses name, and null models, by statsmodels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.contracts.table import Row
from isop_analysis.models.frame import model_frame
from isop_analysis.models.multilevel.references import references_of
from isop_analysis.models.parts import multilevel_tasks
from isop_analysis.second_opinion.averaged_models import averaged_fit
from isop_analysis.second_opinion.designs import Design, design_of
from isop_analysis.second_opinion.mixed_models import MixedFit, mixed_fit
from isop_analysis.second_opinion.opinions import Place, asked
from isop_analysis.second_opinion.places import term_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.models.tables import ModelTables
    from isop_analysis.study.model_settings import Multilevel
    from isop_analysis.study.study import Study

ENGINE, AVERAGED = "statsmodels", "statsmodels_gee"
AT_OURS = "at_ours"
"""The row of its likelihood at our variances."""
KENWARD_ROGER = "kenward-roger"


@dataclass(frozen=True)
class Ours:
    """What fit_multilevel wrote of one model × scale: its row, coefficients and variances."""

    fit: Mapping[Any, Any]
    coefficients: Sequence[Mapping[Any, Any]]
    variances: Sequence[Mapping[Any, Any]]

    def place(self, source: str, engine: str, converged: bool | None = None) -> Place:
        """Return where a number of the model stands."""
        fit = self.fit
        n, clusters = int(fit["n"]), int(fit["clusters"])
        return Place(source, engine, fit["model"], fit["scale"], None, n, clusters, converged)

    @property
    def by_term(self) -> dict[tuple[str, str, str], float]:
        """Variances by group, term and second term."""
        found = {}
        for row in self.variances:
            second = row["term_2"] if isinstance(row["term_2"], str) else ""
            found[row["group"], row["term"], second] = float(row["variance"])
        return found


def planned_terms(study: "Study") -> dict[tuple[str, str], set[str]]:
    """Return the terms by model and scale that confirmatory hypotheses name; without any, all hypotheses."""
    planned = [one for one in study.hypotheses if one.status == "confirmatory"] or list(study.hypotheses)
    found: dict[tuple[str, str], set[str]] = {}
    for one in planned:
        scales = study.fitted_scales(one.model) if one.scales == "all" else one.scales
        for scale in scales:
            found.setdefault((one.model, scale), set()).add(one.term)
    return found


def model_opinions(study: "Study", tables: "ModelTables") -> list[Row]:
    """Return the rows of every model that is asked again and was fitted."""
    terms, rows = planned_terms(study), []
    known = {name: study.table(name) for name in ("model_fits", "model_coefficients", "model_variances")}
    for model, scale in multilevel_tasks(study):
        named = terms.get((model.name, scale), set())
        ours = _ours(known, model.name, scale)
        if ours is not None and (named or model.kind == "null"):
            rows += _opinions(study, tables, model, scale, ours, named)
    return rows


def _ours(known: "dict[str, pd.DataFrame]", model: str, scale: str) -> Ours | None:
    own = {
        name: table[(table["model"] == model) & (table["scale"] == scale)].to_dict("records")
        for name, table in known.items()
    }
    fits = [row for row in own["model_fits"] if row["status"] == "fitted"]
    return Ours(fits[0], own["model_coefficients"], own["model_variances"]) if fits else None


def _opinions(
    study: "Study", tables: "ModelTables", model: "Multilevel", scale: str, ours: Ours, named: set[str]
) -> list[Row]:
    what = f"second opinion on model '{model.name}', scale '{scale}'"
    place = ours.place("model_fits", ENGINE)
    design = asked(what, partial(_design, study, tables, model, scale, ours))
    if isinstance(design, Reason):
        return [place.silent(design)]
    reml = bool(ours.fit["reml"])
    found = asked(what, lambda: mixed_fit(design, reml, ours.by_term))
    rows = [place.silent(found)] if isinstance(found, Reason) else mixed_rows(ours, found)
    return [*rows, *_averaged_rows(what, ours, design, named)] if named else rows


def _design(study: "Study", tables: "ModelTables", model: "Multilevel", scale: str, ours: Ours) -> Design:
    """Return the design, of the rows that ours had; refused where these are others."""
    if model.weights is not None:
        raise Refused("opinion_weights")
    if isinstance(ours.fit["fallback"], str):
        raise Refused("opinion_fallback")
    frame = model_frame(tables, model, scale)
    design = design_of(model.formula, frame, references_of(study, model, frame))
    if len(design.outcome) != ours.fit["n"]:
        raise Refused("opinion_rows")
    return design


def mixed_rows(ours: Ours, found: MixedFit) -> list[Row]:
    """Return the rows of a mixed model: likelihood, estimates and their errors, variances."""
    gain = found.elsewhere - found.loglik
    doubt = Reason("opinion_search_short", gain=gain) if gain > 0 else None
    fits, loglik = ours.place("model_fits", ENGINE, found.converged), float(ours.fit["loglik"])
    rows = [
        fits.beside("loglik", (loglik, found.elsewhere), 1.0, "one", AT_OURS),
        fits.beside("loglik", (loglik, found.loglik), 1.0, "one", doubt=doubt),
    ]
    rows += _coefficient_rows(ours, found, doubt)
    total = sum(row["variance"] for row in ours.variances if not isinstance(row["term_2"], str))
    place = ours.place("model_variances", ENGINE, found.converged)
    for key, row in zip(ours.by_term, ours.variances, strict=True):
        numbers = row["variance"], found.variances.get(key, float("nan"))
        term = term_of("model_variances", row)
        rows.append(place.beside("variance", numbers, total, "total_variance", term, doubt=doubt))
    return rows


def _coefficient_rows(ours: Ours, found: MixedFit, doubt: Reason | None) -> list[Row]:
    """Return estimates, and errors; those by Kenward & Roger are larger by design."""
    place, rows = ours.place("model_coefficients", ENGINE, found.converged), []
    adjusted = Reason("opinion_kenward_roger") if ours.fit["df_method"] == KENWARD_ROGER else None
    for row in ours.coefficients:
        term, absent = row["term"], float("nan")
        estimates = row["estimate"], found.estimates.get(term, absent)
        errors = row["se"], found.errors.get(term, absent)
        rows.append(place.beside("estimate", estimates, row["se"], "se", term, doubt=doubt))
        rows.append(place.beside("se", errors, row["se"], "se", term, adjusted, doubt))
    return rows


def _averaged_rows(what: str, ours: Ours, design: Design, named: set[str]) -> list[Row]:
    """Return what the other estimator says of the terms that hypotheses name."""
    found = asked(what, lambda: averaged_fit(design))
    if isinstance(found, Reason):
        return [ours.place("model_coefficients", AVERAGED).silent(found)]
    place, other = ours.place("model_coefficients", AVERAGED, found.converged), Reason("opinion_averaged")
    rows = []
    for row in ours.coefficients:
        term = row["term"]
        if term not in named or term not in found.estimates:
            continue
        estimates = row["estimate"], found.estimates[term]
        rows.append(place.beside("estimate", estimates, row["se"], "se", term, other))
        if row["cr2_se"] == row["cr2_se"]:
            errors = row["cr2_se"], found.errors[term]
            rows.append(place.beside("cr2_se", errors, row["cr2_se"], "se", term, other))
    return rows
