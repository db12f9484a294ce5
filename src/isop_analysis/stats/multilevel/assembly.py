"""From formula and data to what the likelihood needs; a model that can't be fitted is refused here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.coding import Design, Variables, design, evaluate_all
from isop_analysis.stats.multilevel.columns import Array, Columns, Factor, Numbers, read_columns
from isop_analysis.stats.multilevel.criterion import Criterion
from isop_analysis.stats.multilevel.crossproducts import CrossProducts, cross_products, whitening
from isop_analysis.stats.multilevel.expressions import evaluate, used_columns
from isop_analysis.stats.multilevel.formula import Formula
from isop_analysis.stats.multilevel.grouping import Effect, Layout, arrange, random_effects

RANK_LIMIT = 1e-7


@dataclass(frozen=True)
class Redundant:
    """A fixed column that others determine: constant beside an intercept, or a combination of `others`."""

    name: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class FixedPart:
    """Fixed columns that are estimable, orthonormalised: √w X = Q R, and the outcome's part outside them.

    `base` (p,) are the coefficients of the plain regression in Q's coordinates.
    """

    design: Design
    Q: Array
    R_inverse: Array
    base: Array
    rest: Array
    log_det: float  # log|X'WX|, the REML constant
    dropped: tuple["Redundant", ...]


@dataclass(frozen=True)
class Assembly:
    """A model ready to be fitted, with everything that later questions (profiles, margins, refits) need."""

    formula: Formula
    columns: Columns
    variables: Variables
    outcome: Array
    fixed: FixedPart
    layout: Layout
    whitenings: tuple[Array, ...]
    products: CrossProducts
    root_weights: Array | None

    @property
    def n(self) -> int:
        """Rows used."""
        return len(self.outcome)

    @property
    def clusters(self) -> dict[str, int]:
        """Levels per grouping factor, in the effects' order."""
        return {effect.group: len(effect.factor.levels) for effect in self.layout.effects}

    def criterion(self, reml: bool) -> Criterion:
        """Return the profiled deviance in whitened, orthonormalised coordinates."""
        constant = self.fixed.log_det if reml else 0.0
        if self.root_weights is not None:
            constant -= 2.0 * float(np.log(self.root_weights).sum())
        return Criterion(self.products, self.layout, reml, constant)


def assemble(
    formula: Formula,
    data: pd.DataFrame,
    references: Mapping[str, str],
    weights: str | Array | pd.Series | None,
) -> Assembly:
    """Read the data into a model.

    Raises Refused for what can't be fitted.
    """
    columns, w = _columns(formula, data, references, weights)
    outcome = _outcome(formula, columns)
    if not formula.random:
        raise Refused("formula_without_random", formula=formula.text)
    layout = arrange(random_effects(formula.random, columns))
    variables = evaluate_all(formula.fixed, columns)
    _refuse_single_level(variables)
    fixed = _fixed_part(design(formula.fixed, variables, columns.n), outcome, w)
    _refuse_without_residual(formula, fixed, outcome, w)
    whitenings = whitening(layout, w)
    XY = np.column_stack([fixed.Q, fixed.rest])
    products = cross_products(layout, whitenings, XY, w)
    return Assembly(formula, columns, variables, outcome, fixed, layout, whitenings, products, w)


def with_effects(model: Assembly, effects: Sequence[Effect]) -> Assembly:
    """Return the same model with other random effects, at least one, over the same rows."""
    w, layout = model.root_weights, arrange(effects)
    whitenings = whitening(layout, w)
    XY = np.column_stack([model.fixed.Q, model.fixed.rest])
    products = cross_products(layout, whitenings, XY, w)
    return replace(model, layout=layout, whitenings=whitenings, products=products)


def with_predictor(model: Assembly, name: str, values: Array) -> Assembly:
    """Return the same model with one more fixed column (n,) at the end, dropped if redundant."""
    old = model.fixed.design
    wider = Design(np.column_stack([old.matrix, values]), (*old.names, name), (*old.term_of, len(old.names)))
    w = model.root_weights
    fixed = _fixed_part(wider, model.outcome, w)
    XY = np.column_stack([fixed.Q, fixed.rest])
    products = cross_products(model.layout, model.whitenings, XY, w)
    return replace(model, fixed=fixed, products=products)


def _columns(
    formula: Formula,
    data: pd.DataFrame,
    references: Mapping[str, str],
    weights: str | Array | pd.Series | None,
) -> tuple[Columns, Array | None]:
    variables = [name for term in formula.fixed.terms for name in term]
    for random in formula.random:
        variables += [name for term in random.design.terms for name in term]
    names = [
        *used_columns(formula.response),
        *(column for name in variables for column in used_columns(name)),
    ]
    names += [name for random in formula.random for name in random.group]
    if weights is None:
        return read_columns(data, names, references, formula.response), None
    weighted, key = _with_weights(data, weights)
    columns = read_columns(weighted, [*names, key], references, formula.response)
    values = columns[key]
    if not isinstance(values, Numbers) or values.values.min() <= 0:
        raise Refused("weights_not_positive")
    return columns, np.sqrt(values.values)


def _with_weights(data: pd.DataFrame, weights: str | Array | pd.Series) -> tuple[pd.DataFrame, str]:
    if isinstance(weights, str):
        return data, weights
    if len(weights) != len(data):
        raise Refused("weights_of_other_rows", found=len(weights), rows=len(data))
    return data.assign(**{"(weights)": np.asarray(weights, dtype=np.float64)}), "(weights)"


def _outcome(formula: Formula, columns: Columns) -> Array:
    variable = evaluate(formula.response, columns)
    if isinstance(variable, Factor):
        raise Refused("outcome_of_text", outcome=formula.response, example=variable.levels[0])
    values = variable.values[:, 0]
    if variable.values.shape[1] > 1:
        raise Refused("outcome_of_columns", outcome=formula.response)
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise Refused("outcome_constant", outcome=formula.response, value=values[0], rows=len(values))
    return values


def _refuse_single_level(variables: Variables) -> None:
    for name, variable in variables.items():
        if isinstance(variable, Factor) and len(variable.levels) < 2:
            raise Refused("one_level", factor=name, level=variable.levels[0])


def _fixed_part(full: Design, outcome: Array, root_weights: Array | None) -> FixedPart:
    X = full.matrix if root_weights is None else full.matrix * root_weights[:, None]
    kept = list(range(X.shape[1]))
    Q, R = np.linalg.qr(X)
    while (bad := _first_dependent(X[:, kept], R)) is not None:
        del kept[bad]
        Q, R = np.linalg.qr(X[:, kept])
    gone = [place for place in range(X.shape[1]) if place not in kept]
    dropped = tuple(_redundant(full, X, kept, place) for place in gone)
    built = Design(
        full.matrix[:, kept] if dropped else full.matrix,
        tuple(full.names[place] for place in kept),
        tuple(full.term_of[place] for place in kept),
    )
    y = outcome if root_weights is None else outcome * root_weights
    base, rest = _regressed(Q, y)
    log_det = 2.0 * float(np.log(np.abs(np.diag(R))).sum())
    return FixedPart(built, Q, np.linalg.inv(R), base, rest, log_det, dropped)


def _redundant(full: Design, X: Array, kept: list[int], place: int) -> Redundant:
    """Name the kept columns that reproduce a dropped one."""
    weights = np.linalg.lstsq(X[:, kept], X[:, place], rcond=None)[0]
    shares = np.abs(weights) * np.linalg.norm(X[:, kept], axis=0)
    needed = shares > 1e-6 * max(float(shares.max(initial=0.0)), 1e-300)
    others = (full.names[other] for other, used in zip(kept, needed, strict=True) if used)
    return Redundant(full.names[place], tuple(others))


def _first_dependent(X: Array, R: Array) -> int | None:
    if X.shape[1] > X.shape[0]:
        return X.shape[1] - 1
    small = np.abs(np.diag(R)) <= RANK_LIMIT * np.linalg.norm(X, axis=0)
    return int(np.argmax(small)) if small.any() else None


def _regressed(Q: Array, y: Array) -> tuple[Array, Array]:
    base = Q.T @ y
    return base, y - Q @ base


def _refuse_without_residual(
    formula: Formula, fixed: FixedPart, outcome: Array, root_weights: Array | None
) -> None:
    n, p = fixed.Q.shape
    if n - p < 2:
        raise Refused("rows_for_coefficients", found=n, coefficients=p, needed=p + 2)
    y = outcome if root_weights is None else outcome * root_weights
    if float(np.linalg.norm(fixed.rest)) <= 1e-9 * float(np.linalg.norm(y - y.mean())):
        raise Refused("outcome_reproduced", outcome=formula.response)
