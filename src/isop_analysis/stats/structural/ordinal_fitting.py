"""Fit a structural model to ordered answers: thresholds and correlations first, then weighted least squares.

1. Which variables are ordered, and their answers as codes.
2. Thresholds, polychoric and polyserial correlations, and their asymptotic covariance.
3. The estimates: diagonally weighted least squares.
4. Robust errors, adjusted tests, indices of fit, standardised solution, admissibility.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.admissibility import bound_notes, inadmissibilities, named
from isop_analysis.stats.structural.bounds import limits
from isop_analysis.stats.structural.checks import check_factors, check_rows
from isop_analysis.stats.structural.completed_table import parameter_table
from isop_analysis.stats.structural.definitions import Formula, formulas
from isop_analysis.stats.structural.estimates import estimate_table
from isop_analysis.stats.structural.inference import Covariance, model_covariance
from isop_analysis.stats.structural.moments import Array, Moments, complete_moments
from isop_analysis.stats.structural.optimum import Optimum
from isop_analysis.stats.structural.ordered_answers import CodedRows
from isop_analysis.stats.structural.ordinal.checks import check_ordinal_identified, check_pairs, check_written
from isop_analysis.stats.structural.ordinal.indices import ordinal_indices
from isop_analysis.stats.structural.ordinal.layout import Layout
from isop_analysis.stats.structural.ordinal.model import OrdinalModel, ordinal_model
from isop_analysis.stats.structural.ordinal.notes import ordinal_notes
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample, ordinal_sample
from isop_analysis.stats.structural.parameter_table import Block, ParameterTable
from isop_analysis.stats.structural.request import Task
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.several_starts import best_maximum
from isop_analysis.stats.structural.standardised import explained_variances, standardised_jacobian
from isop_analysis.stats.structural.starting_values import starting_values


def fit_ordinal(task: Task, coded: CodedRows) -> StructuralFit:
    """Return the fit of a model to rows with ordered answers.

    Raises Refused for what can't be fitted.
    """
    conventions = replace(task.conventions, mean_structure=True, thresholds=coded.thresholds)
    table = parameter_table(task.syntax, conventions)
    labels = tuple(dict.fromkeys(row.label for row in table.parameters if row.label))
    defined = formulas(task.syntax.definitions, labels)
    check_written(table)
    check_factors(table)
    check_rows(_without_thresholds(table), coded.rows, task.minima)
    samples, exogenous = _statistics(table, coded)
    model = ordinal_model(table, samples, exogenous)
    start = _start(table, samples, exogenous)
    check_ordinal_identified(model, start)
    inside = limits(table, _moments_of_all(table, samples, exogenous), task.bounds)
    found = best_maximum(model, table, start, inside)
    record = replace(found.convergence, optimiser="Gauss–Newton")
    optimum = replace(found, convergence=record)
    return _assessed(task, coded.rows, model, optimum, defined)


def _without_thresholds(table: ParameterTable) -> ParameterTable:
    """Return the table without thresholds, each of which rests on its own item's answers alone."""
    rows = tuple(row for row in table.parameters if row.op != "|")
    free = {row.free for row in rows if row.free >= 0}
    return replace(table, parameters=rows, n_free=len(free))


def _statistics(table: ParameterTable, coded: CodedRows) -> tuple[tuple[OrdinalSample, ...], list[Moments]]:
    samples, exogenous = [], []
    for block in table.blocks:
        part = block.roles
        cuts = tuple(coded.thresholds.get(name, 0) for name in part.endogenous)
        predictors = coded.rows.columns(block.group, part.exogenous)
        sample = ordinal_sample(
            Layout(part.endogenous, cuts, part.exogenous),
            coded.rows.columns(block.group, part.endogenous),
            predictors,
        )
        label = table.conventions.groups[block.group]
        check_pairs(sample, label or None)
        samples.append(sample)
        exogenous.append(_moments(predictors))
    return tuple(samples), exogenous


def _moments(predictors: Array) -> Moments:
    """Return the predictors' moments, which the fit is conditional on; divisor n − 1, as in lavaan."""
    own = complete_moments(predictors)
    return replace(own, covariance=own.covariance * len(predictors) / (len(predictors) - 1))


def _start(table: ParameterTable, samples: tuple[OrdinalSample, ...], exogenous: list[Moments]) -> Array:
    """Return starting values (q,): correlations as for numbers, thresholds as in the data, scales 1."""
    theta = starting_values(table, _moments_of_all(table, samples, exogenous))
    done: set[int] = set()
    for row in table.parameters:
        if row.free < 0 or row.free in done or not np.isnan(row.start):
            continue
        if row.op == "|":
            part = samples[row.block].layout
            own = part.location(part.names.index(row.lhs))
            theta[row.free] = samples[row.block].statistics[own[int(row.rhs[1:]) - 1]]
        elif row.op == "~*~":
            theta[row.free] = 1.0
        done.add(row.free)
    return theta


def _moments_of_all(
    table: ParameterTable, samples: tuple[OrdinalSample, ...], exogenous: list[Moments]
) -> list[Moments]:
    return [
        _all_moments(block, sample, own)
        for block, sample, own in zip(table.blocks, samples, exogenous, strict=True)
    ]


def _all_moments(block: Block, sample: OrdinalSample, exogenous: Moments) -> Moments:
    """Return means and covariances of all observed variables, predictors beside the others."""
    names = block.roles.observed
    mean, covariance = np.zeros(len(names)), np.zeros((len(names), len(names)))
    own = [names.index(name) for name in sample.layout.names]
    others = [names.index(name) for name in sample.layout.predictors]
    numbers = sample.layout.numbers
    mean[np.array(own)[numbers]] = sample.statistics[sample.layout.starts[numbers]]
    mean[others] = exogenous.mean
    covariance[np.ix_(own, own)] = sample.covariance
    covariance[np.ix_(others, others)] = exogenous.covariance
    return Moments(mean, covariance)


def _assessed(
    task: Task,
    rows: ModelRows,
    model: OrdinalModel,
    optimum: Optimum,
    defined: tuple[Formula, ...],
) -> StructuralFit:
    theta, values = optimum.theta, model.values(optimum.theta)
    covariance = _covariance(model, optimum, robust=task.estimator != "DWLS")
    everything = replace(model, table=model.everything)
    slopes = standardised_jacobian(everything, values) @ model.through(theta)
    limited = optimum.limits.reached(theta)
    wrong, on_bound = inadmissibilities(model, values), named(model, limited)
    said = (*wrong, *bound_notes(task.bounds, on_bound, covariance.held))
    return StructuralFit(
        syntax=task.text,
        estimator=task.estimator,
        missing=task.missing,
        parameters=estimate_table(model, theta, covariance.matrix, defined, slopes, covariance.held),
        fit_indices=pd.Series(ordinal_indices(model, theta, task.estimator), dtype="float64"),
        n=rows.n,
        n_dropped=rows.n_dropped,
        clusters=0,
        groups=tuple(part.label for part in rows.groups if part.label),
        convergence=optimum.convergence,
        admissible=not wrong,
        notes=ordinal_notes(rows, model, optimum, covariance, said),
        r2=explained_variances(model, values),
        covariance=pd.DataFrame(
            covariance.matrix, index=model.table.free_names, columns=model.table.free_names
        ),
        theta=theta,
        bounds=task.bounds,
        limited=limited,
        on_bound=on_bound,
        ordinal=model,
    )


def _covariance(model: OrdinalModel, optimum: Optimum, robust: bool) -> Covariance:
    """Return (ΔᵀWΔ)⁻¹ ΔᵀWΓWΔ (ΔᵀWΔ)⁻¹ / (n − groups), or the first factor alone (Muthén 1993)."""
    bread = model_covariance(model.information(optimum.theta), optimum.limits.reached(optimum.theta))
    shrunk = model.counts.sum() / model.degrees.sum()
    if not robust or bread.singular:
        return replace(bread, matrix=bread.matrix * shrunk)
    meat = np.zeros_like(bread.matrix)
    for sample, jacobian in zip(model.samples, model.jacobians(optimum.theta), strict=True):
        weighted = sample.weights[:, None] * jacobian
        meat += sample.n * weighted.T @ sample.gamma @ weighted
    return replace(bread, matrix=bread.matrix @ meat @ bread.matrix * shrunk)
