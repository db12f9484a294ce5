"""The libraries that multilevel.py compares: how each fits, tests and refits, and where its answer stands."""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

import isop_analysis as isop
from isop_analysis.stats.multilevel.fitting import finished
from isop_analysis.stats.multilevel.refits import refit_many

OURS = "isop_analysis"

Run = Callable[[], object]


@dataclass(frozen=True)
class Model:
    """A named model on one frame or more; the last four say the same for statsmodels."""

    name: str
    formula: str
    frames: tuple[pd.DataFrame, ...]
    fixed: str
    group: str | None
    slope: str | None
    crossed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timed:
    """One library's run of one row; `value` is the REML criterion, or the degrees of freedom."""

    library: str
    run: Run
    value: Callable[[object], object]


def has(name: str) -> bool:
    """Tell whether a library is there, and import it, so that no run pays for that."""
    if importlib.util.find_spec(name) is None:
        return False
    importlib.import_module(name)
    return True


def fits_of(model: Model) -> list[Timed]:
    """Return a fit by each library."""
    return [
        Timed(library, partial(each, fit_one, model), partial(each_value, value))
        for library, fit_one, value in fitters()
    ]


def each(run: Callable[[Model, pd.DataFrame], object], model: Model) -> list[object]:
    return [run(model, frame) for frame in model.frames]


def each_value(value: Callable[[object], object], found: list[object]) -> np.ndarray:
    return np.concatenate([plain(value(one)) for one in found])


def fitters() -> list[tuple[str, Callable[[Model, pd.DataFrame], object], Callable[[object], object]]]:
    """Return per library how it fits a model and where its REML criterion stands."""
    found = [(OURS, by_us, lambda fitted: -2 * fitted.loglik)]
    if has("lme_python"):
        found.append(("lme-python", by_lme_python, lambda fitted: fitted.reml_criterion))
    if has("mixedlm"):
        found.append(("mixedlm", by_mixedlm, lambda fitted: fitted.deviance))
    has("statsmodels.regression.mixed_linear_model")
    return [*found, ("statsmodels", by_statsmodels, lambda fitted: -2 * fitted.llf)]


def by_us(model: Model, frame: pd.DataFrame) -> object:
    return isop.multilevel.fit(model.formula, frame, df="normal")


def by_lme_python(model: Model, frame: pd.DataFrame) -> object:
    import lme_python

    return lme_python.lmer(model.formula, frame)


def by_mixedlm(model: Model, frame: pd.DataFrame) -> object:
    import mixedlm

    return mixedlm.lmer(model.formula, frame)


def by_statsmodels(model: Model, frame: pd.DataFrame) -> object:
    from statsmodels.regression.mixed_linear_model import MixedLM

    if model.group:
        made = MixedLM.from_formula(model.fixed, frame, re_formula=model.slope, groups=model.group)
    else:
        parts = {name: f"0 + C({name})" for name in model.crossed}
        together = np.ones(len(frame))
        made = MixedLM.from_formula(model.fixed, frame, re_formula="0", vc_formula=parts, groups=together)
    return made.fit(reml=True)


def tests_of(model: Model) -> list[Timed]:
    """Return Kenward-Roger's tests of fitted models by each library that has them."""
    fits = [isop.multilevel.fit(model.formula, frame) for frame in model.frames]
    runs = [
        Timed(OURS, lambda: [tested(fit) for fit in fits], partial(each_value, lambda table: table["df"]))
    ]
    if has("lme_python"):
        rust = each(by_lme_python, model)
        runs.append(
            Timed(
                "lme-python",
                lambda: [
                    (fit.with_kenward_roger(frame), fit)[1]
                    for fit, frame in zip(rust, model.frames, strict=True)
                ],
                partial(each_value, lambda fit: fit.kenward_roger_dfs),
            )
        )
    if has("mixedlm"):
        import mixedlm

        others = each(by_mixedlm, model)
        runs.append(
            Timed(
                "mixedlm",
                lambda: [mixedlm.kenward_roger_df(fit) for fit in others],
                partial(each_value, lambda found: found),
            )
        )
    return runs


def tested(fitted: isop.multilevel.Fit) -> pd.DataFrame:
    return finished(fitted.solution, "kenward-roger", fitted.rows).coefficients


def refits(data: pd.DataFrame, outcomes: np.ndarray) -> list[Timed]:
    """Return refits of a random intercept to many outcomes by each library that has them."""
    formula = "y ~ x + (1 | group)"
    fitted = isop.multilevel.fit(formula, data)
    runs = [Timed(OURS, lambda: refit_many(fitted, outcomes).theta[:, 0], lambda theta: theta)]
    if has("lme_python"):
        import lme_python

        ready = lme_python.prepare_lmer(formula, data)
        rows = outcomes.tolist()
        runs.append(
            Timed(
                "lme-python",
                lambda: [ready.fit(row) for row in rows],
                lambda found: np.array([one.theta[0] for one in found]),
            )
        )
    return runs


def plain(values: object) -> np.ndarray:
    """Return numbers from what a library gives: numbers, or a table with degrees of freedom."""
    for name in ("df", "dfs", "ddf"):
        values = getattr(values, name, values)
    if isinstance(values, dict):
        values = list(values.values())
    return np.atleast_1d(np.asarray(values, dtype=np.float64))
