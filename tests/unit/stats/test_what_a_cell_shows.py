"""What a notebook shows of a fit: short, rounded, with what went wrong; and its plot."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.stats.shown import Shown

mpl.use("Agg")


def test_numbers_are_rounded_and_nothing_stands_where_nothing_is_known() -> None:
    table = pd.DataFrame(
        {"term": ["a", "b<c"], "estimate": [1.23456, np.nan], "p_value": [0.0001, 0.0421], "n": [12, 3]}
    )
    shown = Shown("y ~ x", ("n 15",), {"Terms": table})
    assert repr(shown) == (
        "y ~ x\nn 15\n\nTerms\nterm estimate p_value  n\n   a    1.235   <.001 12\n b<c             .042  3"
    )
    page = shown._repr_html_()
    assert page.startswith("<p><strong>y ~ x</strong><br>n 15</p><p><em>Terms</em></p><table")
    assert "<td>b&lt;c</td>" in page
    assert "<td>&lt;.001</td>" in page


def data() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    team = np.repeat(np.arange(12), 5)
    x = rng.normal(size=60)
    y = 0.5 * x + rng.normal(size=12)[team] + rng.normal(size=60)
    return pd.DataFrame({"y": y, "x": x, "team": team.astype(str), "z": y + rng.normal(size=60)})


def test_a_multilevel_fit_shows_how_it_was_fitted_and_draws_all_but_the_intercept() -> None:
    fit = isop.multilevel.fit("y ~ x + (1 | team)", data())
    first, second, third = repr(fit).splitlines()[:3]
    assert (first, third) == ("y ~ x + (1 | team)", "converged")
    assert second == "REML, kenward-roger df; n 60; 12 team"
    axes = fit.plot()
    assert [text.get_text() for text in axes.get_yticklabels()] == ["x"]
    (points,) = [line for line in axes.lines if line.get_marker() == "o"]
    assert points.get_xdata().tolist() == [fit.coefficients["estimate"][1]]
    (interval,) = axes.collections[0].get_segments()
    assert interval[:, 0].tolist() == fit.coefficients.loc[1, ["ci_low", "ci_high"]].tolist()
    assert axes.get_xlabel() == "y"


def test_what_a_fit_can_not_do_with_an_argument_is_told_with_what_it_takes() -> None:
    fit = isop.multilevel.fit("y ~ x + (1 | team)", data())
    with pytest.raises(TypeError, match=r"^rows is a dict; give a table of new rows: pd\.DataFrame"):
        fit.predict({"x": 1})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^rows is a list; give a table"):
        fit.predict([1, 2])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^column 'x' was fitted as numbers and holds str; give numbers$"):
        fit.predict(pd.DataFrame({"x": ["many"]}))
    with pytest.raises(TypeError, match=r"its argument is matplotlib axes, or none, and no str$"):
        fit.plot("x")  # type: ignore[arg-type]
    expected = r"^L is no table of numbers; give rows of 2 numbers, one for each of \(Intercept\), x$"
    for asked in (fit.test, fit.contrast):
        with pytest.raises(TypeError, match=expected):
            asked(["x"])


def test_a_singular_fit_says_so() -> None:
    rng = np.random.default_rng(3)
    flat = pd.DataFrame({"y": rng.normal(size=40), "team": np.tile([*"abcdefgh"], 5)})
    flat["y"] -= flat.groupby("team")["y"].transform("mean")
    assert "converged; singular" in repr(isop.multilevel.fit("y ~ 1 + (1 | team)", flat))


def test_a_structural_fit_shows_its_free_parameters_and_draws_standardised_ones() -> None:
    fit = isop.structural.fit("z ~ b*y\ny ~ x", data())
    text = repr(fit.summary())
    assert text.splitlines()[0] == repr(fit)
    header = next(line for line in text.splitlines() if "estimate" in line).split()
    assert header == ["lhs", "op", "rhs", "estimate", "se", "p_value", "ci_low", "ci_high", "std_all"]
    axes = fit.plot()
    assert [text.get_text() for text in axes.get_yticklabels()] == ["z ~ y", "y ~ x"]
    assert "std_all" in fit._repr_html_()
