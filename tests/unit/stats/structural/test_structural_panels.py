"""Cross-lagged panels with random intercepts, and growth curves, against lavaan (panels.json)."""

import json

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data, told

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused

FOUND = json.loads((GOLDEN / "panels.json").read_text())
WAVES = ["1", "2", "3"]


def panel() -> pd.DataFrame:
    """The growth data's t1 … t4 and c1 … c4 as <variable>_<wave>."""
    return data("demo_growth").rename(columns=lambda name: f"{name[0]}_{name[1]}")


@pytest.mark.parametrize("steady", [True, False])
def test_cross_lagged_panel(steady):
    expected = FOUND["steady" if steady else "free"]
    fitted = structural.ri_clpm(panel(), ["t", "c"], WAVES, steady=steady)
    slopes = fitted.parameters.query("op == '~'")
    np.testing.assert_allclose(slopes["estimate"], expected["est"], atol=1e-4)
    np.testing.assert_allclose(slopes["se"], expected["se"], rtol=2e-3)
    assert fitted.fit_indices["chi2"] == pytest.approx(expected["chisq"], rel=1e-4)
    assert fitted.fit_indices["df"] == expected["df"]
    assert told(fitted) == (
        "The variance of 't_person', 'c_person' is estimated below zero (a Heywood case): the solution is "
        "inadmissible",
    )


def simulated(n: int) -> pd.DataFrame:
    """Two variables with steady parts; within persons, a raises b of the next wave and not the reverse."""
    generator = np.random.default_rng(7)
    steady = generator.standard_normal((n, 2)) @ np.array([[1.0, 0.3], [0.0, 0.9]])
    within, columns = generator.standard_normal((n, 2)), {}
    for wave in WAVES:
        for place, name in enumerate("ab"):
            columns[f"{name}_{wave}"] = steady[:, place] + within[:, place]
        within = within @ np.array([[0.3, 0.4], [0.0, 0.2]]) + 0.8 * generator.standard_normal((n, 2))
    return pd.DataFrame(columns)


def test_what_comes_first_within_persons():
    fitted = structural.ri_clpm(simulated(3000), ["a", "b"], WAVES, steady=True)
    table = fitted.parameters.drop_duplicates("label").set_index("label")
    assert fitted.admissible
    assert fitted.notes == ()
    for label, true in {"b.a": 0.4, "a.b": 0.0, "a.a": 0.3, "b.b": 0.2}.items():
        assert abs(table.loc[label, "estimate"] - true) < 3 * table.loc[label, "se"], label
        assert table.loc[label, "se"] < 0.1


def test_panel_of_three_variables_with_persons_missing():
    frame = panel().rename(columns={f"x_{place}": f"u_{place}" for place in (1, 2)})
    generator = np.random.default_rng(1)
    for wave in WAVES:
        frame[f"q_{wave}"] = 0.5 * frame[f"c_{wave}"] + generator.standard_normal(len(frame))
    frame.loc[:80, [f"{name}_3" for name in "tcq"]] = np.nan
    fitted = structural.ri_clpm(frame, ["t", "c", "q"], WAVES)
    assert (fitted.n, fitted.fit_indices["df"]) == (400, 3)
    assert len(fitted.parameters.query("op == '~'")) == 18


def test_growth_of_three_waves():
    expected = FOUND["growth"]
    fitted = structural.growth_curve(panel(), "t", WAVES, predictors=["x_1"])
    names = {"i": "start", "s": "growth", "x1": "x_1", "": ""}
    ours = fitted.parameters.set_index(["lhs", "op", "rhs"])
    for lhs, op, rhs, estimate, error in zip(*expected_columns(expected), strict=True):
        keys = [(names[lhs], op, names[rhs]), (names[rhs], op, names[lhs])]
        row = ours.loc[next(key for key in keys if key in ours.index)]
        assert row["estimate"] == pytest.approx(estimate, abs=1e-5)
        assert row["se"] == pytest.approx(error, rel=1e-3)
    assert fitted.fit_indices["chi2"] == pytest.approx(expected["chisq"], rel=1e-5)


def expected_columns(expected: dict[str, list]) -> list[list]:
    return [expected[key] for key in ("lhs", "op", "rhs", "est", "se")]


def test_times_that_are_not_even():
    text = structural.growth_syntax("t", WAVES, [0, 1, 2.5])
    assert text.splitlines()[1] == "growth =~ 0*t_1 + 1*t_2 + 2.5*t_3"


@pytest.mark.parametrize(
    ("change", "variables", "waves", "sentence"),
    [
        (
            {},
            ["t", "c"],
            ["1", "2"],
            "needs three or more different waves, here are 2; with fewer, a person's",
        ),
        ({}, ["t", "c"], ["1", "1", "2"], "needs three or more different waves, here are 2"),
        ({}, ["t"], WAVES, "needs 2 or more variables, here is 1"),
        ({}, ["t", "team"], WAVES, "The data have no column 'team_1'"),
        (
            {f"{name}_{wave}": np.nan for name in "tc" for wave in "23"},
            ["t", "c"],
            WAVES,
            "needs persons with two or more waves, here are 0 of 400; expected at least 100 (minimum_n)",
        ),
        (
            {"t_2": 1.0},
            ["t", "c"],
            WAVES,
            "'t_2' is 1 in all 400 rows; expected a variable that varies: leave it out",
        ),
        ({"t_2": "high"}, ["t", "c"], WAVES, "'t_2' holds text; expected numbers"),
    ],
)
def test_panels_that_are_refused(change, variables, waves, sentence):
    with pytest.raises(Refused) as refusal:
        structural.ri_clpm(panel().assign(**change), variables, waves)
    assert sentence in str(refusal.value)


def test_growth_that_is_refused():
    with pytest.raises(
        Refused, match="A latent growth curve needs three or more different waves, here are 2"
    ):
        structural.growth_curve(panel(), "t", ["1", "2"])
    with pytest.raises(
        Refused, match=r"3 times .0, 1, 1. for 3 waves; expected one time a wave, all different"
    ):
        structural.growth_curve(panel(), "t", WAVES, times=[0, 1, 1])
