"""Scales again: alpha and mean squares by pingouin, omega by semopy, ICC by statsmodels."""

from functools import partial
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason
from isop_analysis.contracts.table import Row
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.second_opinion.designs import design_of
from isop_analysis.second_opinion.factor_models import one_factor_omega
from isop_analysis.second_opinion.mixed_models import RESIDUAL, mixed_fit
from isop_analysis.second_opinion.opinions import Place, asked
from isop_analysis.second_opinion.scale_measures import Alpha, MeanSquares, alpha_of, mean_squares

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

ONE = "one"
BOUNDED = 1.0
"""The unit of numbers between 0 and 1: the whole of it."""


def scale_opinions(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of every scale at every occasion whose reliability, or agreement, was computed."""
    found: list[Row] = []
    measured = {name: _computed(study, name) for name in ("reliability", "agreement")}
    for instrument, scale in study.scales:
        for occasion in (one for own, one in measured["reliability"] if own == scale.name):
            row = measured["reliability"][scale.name, occasion]
            found += _reliability(row, rows, instrument, scale, occasion)
        for occasion in (one for own, one in measured["agreement"] if own == scale.name):
            found += _agreement(
                measured["agreement"][scale.name, occasion], rows, instrument, scale, occasion
            )
    return found


def _computed(study: "Study", name: str) -> dict[tuple[str, str], dict[Any, Any]]:
    rows = study.table(name).to_dict("records")
    return {(row["scale"], row["occasion"]): row for row in rows if row["status"] == "computed"}


def _place(source: str, engine: str, row: dict[Any, Any], converged: bool | None = None) -> Place:
    clusters = int(row["clusters"]) if "clusters" in row else None
    return Place(source, engine, None, row["scale"], row["occasion"], int(row["n"]), clusters, converged)


def _reliability(
    row: dict[Any, Any], rows: StudyRows, instrument: "Instrument", scale: "Scale", occasion: str
) -> list[Row]:
    items = rows.items(rows.answering(instrument, scale, occasion), instrument, scale)
    what = f"second opinion on scale '{scale.name}' at {occasion}"
    place = _place("reliability", "pingouin", row)
    alpha = asked(what, partial(alpha_of, items))
    found = [place.silent(alpha)] if isinstance(alpha, Reason) else _alpha_rows(place, row, alpha)
    if row["omega_total"] != row["omega_total"]:
        return found
    place = _place("reliability", "semopy", row)
    omega = asked(what, partial(one_factor_omega, items.dropna()))
    if isinstance(omega, Reason):
        return [*found, place.silent(omega)]
    doubt = None if row["omega_converged"] else Reason("opinion_boundary")
    numbers = row["omega_total"], omega
    return [*found, place.beside("omega_total", numbers, BOUNDED, ONE, doubt=doubt)]


def _alpha_rows(place: Place, row: dict[Any, Any], alpha: Alpha) -> list[Row]:
    theirs = {"alpha": alpha.alpha, "alpha_ci_low": alpha.low, "alpha_ci_high": alpha.high}
    return [place.beside(name, (row[name], number), BOUNDED, ONE) for name, number in theirs.items()]


def _agreement(
    row: dict[Any, Any], rows: StudyRows, instrument: "Instrument", scale: "Scale", occasion: str
) -> list[Row]:
    responses = rows.answering(instrument, scale, occasion, once=("person", "team"))
    scored = rows.scores[(rows.scores["scale"] == scale.name) & (rows.scores["status"] == "scored")]
    members = responses.loc[responses["team"] != "none", ["response", "team"]]
    scores = members.merge(scored[["response", "score"]], on="response")[["team", "score"]]
    scores = scores.astype({"team": "str"})
    what = f"second opinion on agreement on scale '{scale.name}' at {occasion}"
    return [*_square_rows(what, row, scores), *_variance_rows(what, row, scores)]


def _square_rows(what: str, row: dict[Any, Any], scores: "pd.DataFrame") -> list[Row]:
    place = _place("agreement", "pingouin", row)
    found = asked(what, partial(mean_squares, scores))
    if isinstance(found, MeanSquares) and found.n != row["n"]:
        found = Reason("opinion_rows")
    if isinstance(found, Reason):
        return [place.silent(found)]
    numbers = {"icc1": found.icc1, "icc2": found.icc2}
    return [place.beside(name, (row[name], number), BOUNDED, ONE) for name, number in numbers.items()]


def _variance_rows(what: str, row: dict[Any, Any], scores: "pd.DataFrame") -> list[Row]:
    """Return the row of ICC(1) by restricted maximum likelihood."""
    share = row["icc_reml"]
    ours = {("team", "(Intercept)", ""): share, (RESIDUAL, RESIDUAL, ""): 1 - share}
    design = asked(what, partial(design_of, "score ~ 1 + (1 | team)", scores, {}))
    found = design if isinstance(design, Reason) else asked(what, partial(mixed_fit, design, True, ours))
    place = _place("agreement", "statsmodels", row)
    if isinstance(found, Reason):
        return [place.silent(found)]
    if found.n != row["n"]:
        return [place.silent(Reason("opinion_rows"))]
    between, within = found.variances["team", "(Intercept)", ""], found.variances[RESIDUAL, RESIDUAL, ""]
    gain = found.elsewhere - found.loglik
    doubt = Reason("opinion_search_short", gain=gain) if gain > 0 else None
    place = _place("agreement", "statsmodels", row, found.converged)
    return [place.beside("icc_reml", (share, between / (between + within)), BOUNDED, ONE, doubt=doubt)]
