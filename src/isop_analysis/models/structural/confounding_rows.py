"""Indirect effects against unmeasured causes: rows of the tables structural_confounding* and _robustness."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.study.structural_settings import Structural, UnmeasuredCause

if TYPE_CHECKING:
    from isop_analysis.stats.structural import Confounding, StructuralFit
    from isop_analysis.stats.structural.parameter_table import Block
    from isop_analysis.stats.structural.sensitivity.chains import Chain

FEW = 30
BETWEEN = 2
NUMBERS = (
    *("estimate", "ci_low", "ci_high", "zero_at", "zero_share", "open_at", "open_share", "covariate"),
    *("covariate_of_mediator", "covariate_of_outcome", "covariate_at"),
    *("covariate_estimate", "covariate_low", "covariate_high"),
)


@dataclass(frozen=True)
class ConfoundingRows:
    """Rows of the three tables: effects, their curves, and their paths."""

    effects: list[Row] = field(default_factory=list)
    curve: list[Row] = field(default_factory=list)
    paths: list[Row] = field(default_factory=list)

    def extend(self, other: "ConfoundingRows") -> None:
        """Add another model's rows."""
        self.effects.extend(other.effects)
        self.curve.extend(other.curve)
        self.paths.extend(other.paths)


def confounding_rows(model: Structural, fitted: "StructuralFit", seed: int) -> ConfoundingRows:
    """Return the rows of a model; none for one without indirect effects, or a fit that says nothing.

    Effects between fewer than 30 groups are left out: the joint model does not lead there.
    """
    rows = ConfoundingRows()
    usable = fitted.convergence.converged and fitted.admissible and fitted.solved is not None
    if model.kind != "path" or not usable:
        return rows
    if model.sensitivity is None:
        for chain in _kept(fitted, _defined(fitted)):
            rows.extend(_rows(model, fitted, chain, None, seed))
    for declared in model.sensitivity or []:
        found = _declared(fitted, declared)
        if not found:
            rows.effects.append(_absent(model, fitted, declared))
        for chain in _kept(fitted, found):
            rows.extend(_rows(model, fitted, chain, declared.covariate, seed))
    return rows


def _defined(fitted: "StructuralFit") -> list["Chain"]:
    from isop_analysis.stats.structural import indirect_chains

    return list(indirect_chains(fitted))


def _declared(fitted: "StructuralFit", declared: UnmeasuredCause) -> list["Chain"]:
    """Return the effect in every block, a level or a group, that has its paths."""
    from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
    from isop_analysis.stats.structural.sensitivity.chains import chain_through

    table = solved_part(fitted).model.table
    found = []
    for block in range(len(table.blocks)):
        try:
            found.append(
                chain_through(table, (declared.predictor, declared.mediator, declared.outcome), block)
            )
        except Refused:
            continue
    return found


def _kept(fitted: "StructuralFit", found: list["Chain"]) -> list["Chain"]:
    few = 0 < fitted.clusters < FEW
    return [chain for chain in found if not (few and _block(fitted, chain).level == BETWEEN)]


def _block(fitted: "StructuralFit", chain: "Chain") -> "Block":
    from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part

    return solved_part(fitted).model.table.blocks[chain.block]


def _rows(
    model: Structural, fitted: "StructuralFit", chain: "Chain", covariate: str | None, seed: int
) -> ConfoundingRows:
    from isop_analysis.stats.structural import confounding

    rows = ConfoundingRows()
    record: Row = {"model": model.name, "name": chain.name, "n": fitted.n}
    counts = record | {"clusters": fitted.clusters}
    try:
        found = confounding(fitted, chain, covariate, seed)
    except Refused as refusal:
        rows.effects.append(counts | _refused(fitted, chain, refusal.reason))
        return rows
    for one in found:
        rows.effects.append(counts | _effect(fitted, one))
        rows.curve.extend(record | point for point in _points(one))
    counts |= {"group": _group(fitted, chain)}
    rows.paths.extend(counts | path for path in _paths(found[0]))
    return rows


def _group(fitted: "StructuralFit", chain: "Chain") -> str | None:
    return fitted.groups[_block(fitted, chain).group] if fitted.groups else None


def _chain(fitted: "StructuralFit", chain: "Chain") -> Row:
    from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part

    table = solved_part(fitted).model.table
    labels = [table.parameters[place].label for place in chain.places]
    return {
        "formula": "*".join(labels),
        "level": _block(fitted, chain).level,
        "group": _group(fitted, chain),
        "predictor": chain.variables[0],
    }


def _refused(fitted: "StructuralFit", chain: "Chain", reason: Reason) -> Row:
    ends = {"mediator": chain.variables[-2], "outcome": chain.variables[-1], "note": written([reason])}
    return _chain(fitted, chain) | ends | dict.fromkeys(NUMBERS)


def _absent(model: Structural, fitted: "StructuralFit", declared: UnmeasuredCause) -> Row:
    """Return the row of a declared effect whose paths the model does not have."""
    names = {"predictor": declared.predictor, "mediator": declared.mediator, "outcome": declared.outcome}
    name = " → ".join(names.values())
    record: Row = {"model": model.name, "name": name, "formula": "*", "n": fitted.n}
    record |= {"level": None, "group": None}
    note = written([Reason("model_without_path", path=name)])
    return record | names | {"clusters": fitted.clusters, "note": note} | dict.fromkeys(NUMBERS)


def _effect(fitted: "StructuralFit", found: "Confounding") -> Row:
    curve = found.curve
    start = next((point for point in curve.points if point.rho == 0), None)
    return (
        _chain(fitted, found.chain)
        | {
            "mediator": found.mediator,
            "outcome": found.outcome,
            "estimate": start.estimate if start else None,
            "ci_low": start.low if start else None,
            "ci_high": start.high if start else None,
            "zero_at": _known(curve.zero_at),
            "zero_share": _known(abs(curve.zero_at)),
            "open_at": _known(curve.open_at),
            "open_share": _known(abs(curve.open_at)),
            "note": None,
        }
        | _compared(found)
    )


def _compared(found: "Confounding") -> Row:
    own = found.compared
    point = own.point if own else None
    return {
        "covariate": own.covariate if own else None,
        "covariate_of_mediator": own.of_mediator if own else None,
        "covariate_of_outcome": own.of_outcome if own else None,
        "covariate_at": own.rho if own else None,
        "covariate_estimate": point.estimate if point else None,
        "covariate_low": point.low if point else None,
        "covariate_high": point.high if point else None,
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _points(found: "Confounding") -> list[Row]:
    pair: Row = {"mediator": found.mediator, "outcome": found.outcome}
    return [
        pair | {"rho": point.rho, "estimate": point.estimate, "ci_low": point.low, "ci_high": point.high}
        for point in found.curve.points
    ]


def _paths(found: "Confounding") -> list[Row]:
    rows: list[Row] = []
    for one in found.paths:
        own, bound = one.robustness, one.robustness.bound
        rows.append(
            {
                "level": found.level,
                "cause": one.cause,
                "outcome": one.effect,
                "estimate": own.estimate,
                "t": own.t,
                "df": own.df,
                "partial_r2": own.partial_r2,
                "robustness_value": own.value,
                "robustness_value_interval": own.value_interval,
                "covariate": bound.covariate if bound else None,
                "covariate_of_cause": bound.of_cause if bound else None,
                "covariate_of_outcome": bound.of_effect if bound else None,
                "covariate_estimate": bound.estimate if bound else None,
                "covariate_low": bound.low if bound else None,
                "covariate_high": bound.high if bound else None,
            }
        )
    return rows
