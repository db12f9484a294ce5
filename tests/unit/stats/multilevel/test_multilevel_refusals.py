"""Data that no model, or no sound model, can be fitted to: each its sentence."""

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.base.reasons import Reason, Refused


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
            "All 120 rows are in one cluster of 'one' ('k'): a variance between clusters needs at least 2",
        ),
        (
            "y ~ x + (1 | person)",
            "Each of the 120 clusters of 'person' has one row only, so that its variance "
            "can't be told from the "
            "residual: expected clusters with several rows",
        ),
        ("text ~ x + (1 | team)", "The outcome 'text' holds text (such as 'hello'): expected numbers"),
        (
            "flat ~ x + (1 | team)",
            "The outcome 'flat' is 2 in all 120 rows: without variance there is nothing to explain",
        ),
        (
            "exact ~ x + (1 | team)",
            "The predictors reproduce the outcome 'exact' exactly, so that no variance is "
            "left to model: leave out "
            "the predictor that holds the outcome itself",
        ),
        ("y ~ x + (1 | taem)", "The data have no column 'taem', did you mean 'team'?"),
        ("y ~ zzzz + (1 | team)", "The data have no column 'zzzz'"),
        (
            "y ~ day + (1 | team)",
            "The column 'day' holds dates: turn them into a number first, such as months since the start",
        ),
        ("y ~ x", "The formula 'y ~ x' has no random term: write at least one, such as (1 | team)"),
        (
            "y ~ one + (1 | team)",
            "The factor 'one' has one level only ('k') in the rows used: a comparison needs "
            "at least 2, so leave it "
            "out of the formula",
        ),
        (
            "y ~ x + (x + constant | team)",
            "The random columns ((Intercept) + x + constant | team) are collinear or "
            "constant: leave one of them "
            "out",
        ),
        (
            "y ~ log(x) + (1 | team)",
            "'log(x)' is not a finite number in {negative} of 120 rows: leave these rows out "
            "or transform otherwise",
        ),
    ],
)
def test_refused(teams: pd.DataFrame, formula: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        isop.multilevel.fit(formula, teams)
    assert str(refusal.value) == reason.format(negative=int((teams["x"] <= 0).sum()))


def test_unknown_reference_is_refused_with_the_nearest(teams: pd.DataFrame) -> None:
    with pytest.raises(Refused, match=r"'Working' doesn't occur in 'role', did you mean 'working'\?"):
        isop.multilevel.fit("y ~ role + (1 | team)", teams, references={"role": "Working"})


@pytest.mark.parametrize(
    ("formula", "note"),
    [
        (
            "y ~ x + constant + (1 | team)",
            "The predictor 'constant' is constant in the 120 rows used: it has no coefficient",
        ),
        (
            "y ~ x + twice + (1 | team)",
            "The predictor 'twice' is collinear, a combination of '(Intercept)', 'x': it was "
            "dropped, as R does, "
            "and has no coefficient",
        ),
        (
            "y ~ rare + (1 | team)",
            "'rare' has a level with one row only: its coefficient rests on that row",
        ),
        (
            "y ~ x + (1 | five)",
            "'five' has 5 clusters only: its variance is hardly known, and tests rest on few "
            "degrees of freedom",
        ),
        (
            "y ~ x + (1 | five)",
            "Singular fit: a variance over 'five' is estimated as zero, or a correlation as "
            "±1; reported as it is",
        ),
        (
            "y ~ x + (1 | team) + (1 | team)",
            "The variances can't be told apart: other values give the same likelihood, so "
            "that the formula has one "
            "random effect too many",
        ),
    ],
)
def test_noted(teams: pd.DataFrame, formula: str, note: str) -> None:
    fitted = isop.multilevel.fit(formula, teams)
    assert note in [str(one) for one in fitted.notes]
    assert fitted.coefficients["estimate"].notna().all()


def test_missing_rows_are_dropped_and_counted(teams: pd.DataFrame) -> None:
    missing = int(teams["gaps"].isna().sum())
    fitted = isop.multilevel.fit("y ~ gaps + (1 | team)", teams)
    complete = isop.multilevel.fit("y ~ gaps + (1 | team)", teams.dropna(subset=["gaps"]))
    assert (fitted.n, fitted.n_dropped) == (120 - missing, missing)
    assert fitted.notes[0] == Reason("rows_dropped", found=missing, remain=120 - missing)
    assert str(fitted.notes[0]) == f"{missing} rows with a missing value were dropped; {120 - missing} remain"
    assert np.array_equal(fitted.coefficients["estimate"], complete.coefficients["estimate"])
    assert list(fitted.residuals.index) == list(teams.index[teams["gaps"].notna()])


def test_declared_reference(teams: pd.DataFrame) -> None:
    fitted = isop.multilevel.fit("y ~ role + (1 | team)", teams, references={"role": "working"})
    turned = isop.multilevel.fit("y ~ role + (1 | team)", teams)
    assert fitted.terms == ("(Intercept)", "rolestudent")
    assert fitted.coefficients["estimate"][1] == pytest.approx(-turned.coefficients["estimate"][1], rel=1e-9)


@pytest.mark.parametrize(
    ("df", "meant"),
    [
        ("KR", "kenward-roger"),
        ("Kenward_Roger", "kenward-roger"),
        ("pbkrtest", "kenward-roger"),
        ("lmerTest", "satterthwaite"),
        ("Satterthwaites", "satterthwaite"),
        ("asymptotic", "normal"),
        ("autom", "auto"),
        ("between-within", None),
    ],
)
def test_unknown_df_method_is_refused_with_the_one_meant(
    teams: pd.DataFrame, df: str, meant: str | None
) -> None:
    with pytest.raises(Refused) as refusal:
        isop.multilevel.fit("y ~ x + (1 | team)", teams, df=df)  # type: ignore[arg-type]
    suggested = f", did you mean '{meant}'?" if meant else ""
    expected = f"df is '{df}': expected one of auto, kenward-roger, satterthwaite, normal{suggested}"
    assert str(refusal.value) == expected


@pytest.mark.parametrize(("clusters", "method"), [(49, "kenward-roger"), (50, "satterthwaite")])
def test_auto_is_kenward_roger_below_fifty_clusters(clusters: int, method: str) -> None:
    rng = np.random.default_rng(7)
    data = pd.DataFrame({"g": np.repeat(np.arange(clusters), 4), "x": rng.normal(size=4 * clusters)})
    data["y"] = data["x"] + rng.normal(size=clusters)[data["g"]] + rng.normal(size=len(data))
    fitted, same = (isop.multilevel.fit("y ~ x + (1 | g)", data, df=df) for df in ("auto", method))
    assert fitted.df == method
    pd.testing.assert_frame_equal(fitted.coefficients, same.coefficients, check_exact=True)


def test_auto_looks_at_the_smallest_grouping() -> None:
    rng = np.random.default_rng(8)
    data = pd.DataFrame({"person": np.repeat(np.arange(60), 3), "y": rng.normal(size=180)})
    data["site"] = data["person"] % 5
    assert isop.multilevel.fit("y ~ 1 + (1 | person) + (1 | site)", data, df="auto").df == "kenward-roger"
    assert isop.multilevel.fit("y ~ 1 + (1 | person)", data, df="auto").df == "satterthwaite"
