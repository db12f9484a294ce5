"""Data that no model, or no sound model, can be fitted to: each its sentence."""

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.stats.multilevel import ModelRefused


@pytest.fixture
def teams() -> pd.DataFrame:
    rng = np.random.default_rng(20261123)
    team = np.repeat(np.arange(20), 6)
    x = rng.normal(size=120)
    data = pd.DataFrame(
        {
            "y": 0.3 * x + rng.normal(size=20)[team] + rng.normal(size=120),
            "x": x,
            "team": [f"t{place}" for place in team],
            "person": np.arange(120),
            "five": np.arange(120) % 5,
            "role": np.where(np.arange(120) % 3 == 0, "student", "working"),
            "constant": 3.0,
            "twice": 2 * x + 1,
            "flat": 2.0,
            "text": "hello",
            "one": "k",
            "exact": 3 * x,
            "day": pd.Timestamp("2026-01-01"),
        }
    )
    data["rare"] = ["z"] + ["q"] * 60 + ["r"] * 59
    data["gaps"] = data["x"].where(data["x"] > -1)
    return data


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (
            "y ~ x + (1 | one)",
            "All 120 rows are in one cluster of 'one' ('k'): a variance between clusters needs at least 2.",
        ),
        (
            "y ~ x + (1 | person)",
            "Each of the 120 clusters of 'person' has one row only, so that its variance "
            "can't be told from the "
            "residual: expected clusters with several rows.",
        ),
        ("text ~ x + (1 | team)", "The outcome 'text' holds text (such as 'hello'): expected numbers."),
        (
            "flat ~ x + (1 | team)",
            "The outcome 'flat' is 2 in all 120 rows: without variance there is nothing to explain.",
        ),
        (
            "exact ~ x + (1 | team)",
            "The predictors reproduce the outcome 'exact' exactly, so that no variance is "
            "left to model: leave out "
            "the predictor that holds the outcome itself.",
        ),
        ("y ~ x + (1 | taem)", "The data have no column 'taem', did you mean 'team'?"),
        ("y ~ zzzz + (1 | team)", "The data have no column 'zzzz'."),
        (
            "y ~ day + (1 | team)",
            "The column 'day' holds dates: turn them into a number first, such as months since the start.",
        ),
        ("y ~ x", "The formula 'y ~ x' has no random term: write at least one, such as (1 | team)."),
        (
            "y ~ one + (1 | team)",
            "The factor 'one' has one level only ('k') in the rows used: a comparison needs "
            "at least 2, so leave it "
            "out of the formula.",
        ),
        (
            "y ~ x + (x + constant | team)",
            "The random columns ((Intercept) + x + constant | team) are collinear or "
            "constant: leave one of them "
            "out.",
        ),
        (
            "y ~ log(x) + (1 | team)",
            "'log(x)' is not a finite number in {negative} of 120 rows: leave these rows out "
            "or transform otherwise.",
        ),
    ],
)
def test_refused(teams: pd.DataFrame, formula: str, reason: str) -> None:
    with pytest.raises(ModelRefused) as refusal:
        isop.multilevel.fit(formula, teams)
    assert str(refusal.value) == reason.format(negative=int((teams["x"] <= 0).sum()))


def test_unknown_reference_is_refused_with_the_nearest(teams: pd.DataFrame) -> None:
    with pytest.raises(ModelRefused, match=r"'Working' doesn't occur in 'role', did you mean 'working'\?"):
        isop.multilevel.fit("y ~ role + (1 | team)", teams, references={"role": "Working"})


@pytest.mark.parametrize(
    ("formula", "note"),
    [
        (
            "y ~ x + constant + (1 | team)",
            "The predictor 'constant' is constant in the 120 rows used: it has no coefficient.",
        ),
        (
            "y ~ x + twice + (1 | team)",
            "The predictor 'twice' is collinear, a combination of '(Intercept)', 'x': it was "
            "dropped, as R does, "
            "and has no coefficient.",
        ),
        (
            "y ~ rare + (1 | team)",
            "'rare' has a level with one row only: its coefficient rests on that row.",
        ),
        (
            "y ~ x + (1 | five)",
            "'five' has 5 clusters only: its variance is hardly known, and tests rest on few "
            "degrees of freedom.",
        ),
        (
            "y ~ x + (1 | five)",
            "Singular fit: a variance over 'five' is estimated as zero, or a correlation as "
            "±1; reported as it is.",
        ),
        (
            "y ~ x + (1 | team) + (1 | team)",
            "The variances can't be told apart: other values give the same likelihood, so "
            "that the formula has one "
            "random effect too many.",
        ),
    ],
)
def test_noted(teams: pd.DataFrame, formula: str, note: str) -> None:
    fitted = isop.multilevel.fit(formula, teams)
    assert note in fitted.notes
    assert fitted.coefficients["estimate"].notna().all()


def test_missing_rows_are_dropped_and_counted(teams: pd.DataFrame) -> None:
    missing = int(teams["gaps"].isna().sum())
    fitted = isop.multilevel.fit("y ~ gaps + (1 | team)", teams)
    complete = isop.multilevel.fit("y ~ gaps + (1 | team)", teams.dropna(subset=["gaps"]))
    assert (fitted.n, fitted.n_dropped) == (120 - missing, missing)
    assert f"{missing} rows with a missing value were dropped; {120 - missing} remain." in fitted.notes
    assert np.array_equal(fitted.coefficients["estimate"], complete.coefficients["estimate"])
    assert list(fitted.residuals.index) == list(teams.index[teams["gaps"].notna()])


def test_declared_reference(teams: pd.DataFrame) -> None:
    fitted = isop.multilevel.fit("y ~ role + (1 | team)", teams, references={"role": "working"})
    turned = isop.multilevel.fit("y ~ role + (1 | team)", teams)
    assert fitted.terms == ("(Intercept)", "rolestudent")
    assert fitted.coefficients["estimate"][1] == pytest.approx(-turned.coefficients["estimate"][1], rel=1e-9)


def test_unknown_df_method(teams: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="expected one of kenward-roger, satterthwaite, normal"):
        isop.multilevel.fit("y ~ x + (1 | team)", teams, df="kr")  # type: ignore[arg-type]
