"""Formulas in lme4's notation: terms, order and names as R's terms() and model.matrix() give them."""

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.coding import design, evaluate_all
from isop_analysis.stats.multilevel.columns import read_columns
from isop_analysis.stats.multilevel.formula import parse_formula

DATA = pd.DataFrame(
    {
        "y": [1.0, 2.0, 4.0, 3.0, 5.0, 9.0],
        "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "z": [0.5, 0.1, 0.7, 0.2, 0.9, 0.4],
        "f": ["b", "a", "c", "a", "b", "c"],
        "h": ["u", "v", "u", "u", "v", "v"],
        "flag": [True, False, True, False, True, True],
        "team": ["1", "1", "2", "2", "3", "3"],
    }
)


def columns_of(right: str, references: dict[str, str] | None = None) -> tuple[str, ...]:
    formula = parse_formula(f"y ~ {right} + (1 | team)")
    columns = read_columns(DATA, DATA.columns, references or {})
    return design(formula.fixed, evaluate_all(formula.fixed, columns), columns.n).names


@pytest.mark.parametrize(
    ("right", "names"),
    [
        ("x * f", ["(Intercept)", "x", "fb", "fc", "x:fb", "x:fc"]),
        ("x:f", ["(Intercept)", "x:fa", "x:fb", "x:fc"]),
        ("f:h", ["(Intercept)", "fa:hu", "fb:hu", "fc:hu", "fa:hv", "fb:hv", "fc:hv"]),
        ("f + f:h", ["(Intercept)", "fb", "fc", "fa:hv", "fb:hv", "fc:hv"]),
        ("0 + f + h", ["fa", "fb", "fc", "hv"]),
        ("x - 1", ["x"]),
        ("x:z + z", ["(Intercept)", "z", "x:z"]),
        ("(x + z)^2", ["(Intercept)", "x", "z", "x:z"]),
        ("f / x", ["(Intercept)", "fb", "fc", "fa:x", "fb:x", "fc:x"]),
        ("x * z - x", ["(Intercept)", "z", "x:z"]),
        ("I(x**2) + log(x+1)", ["(Intercept)", "I(x^2)", "log(x + 1)"]),
        ("poly(x,2)", ["(Intercept)", "poly(x, 2)1", "poly(x, 2)2"]),
        ("flag", ["(Intercept)", "flagTRUE"]),
        ("factor(team)", ["(Intercept)", "factor(team)2", "factor(team)3"]),
        ("`x` + 1", ["(Intercept)", "x"]),
    ],
)
def test_columns_are_named_as_in_r(right: str, names: list[str]) -> None:
    assert list(columns_of(right)) == names


def test_reference_level_comes_first_and_the_rest_keep_their_order() -> None:
    assert columns_of("f", {"f": "b"}) == ("(Intercept)", "fa", "fc")


def test_ordered_categories_keep_their_order_under_treatment_contrasts() -> None:
    data = DATA.assign(f=pd.Categorical(DATA["f"], categories=["c", "b", "a", "never"], ordered=True))
    columns = read_columns(data, ["f"], {})
    fixed = parse_formula("y ~ f").fixed
    assert design(fixed, evaluate_all(fixed, columns), 6).names == ("(Intercept)", "fb", "fa")


def test_polynomials_are_those_of_r() -> None:
    # R: poly(1:6, 2) has these first rows.
    columns = read_columns(DATA, ["x"], {})
    fixed = parse_formula("y ~ poly(x, 2)").fixed
    matrix = design(fixed, evaluate_all(fixed, columns), 6).matrix
    assert np.allclose(matrix[0, 1:], [-0.5976143, 0.5455447], atol=1e-7)
    assert np.allclose(matrix[:, 1:].T @ matrix[:, 1:], np.eye(2))


def test_random_terms() -> None:
    random = parse_formula("y ~ x + (1 + x | site/team) + (x || p) + (0 + f | s:t)").random
    assert [term.group for term in random] == [("team", "site"), ("site",), ("p",), ("s", "t")]
    assert [term.correlated for term in random] == [True, True, False, True]
    assert [term.design.intercept for term in random] == [True, True, True, False]
    assert random[0].design.terms == (("x",),)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("y ~ x + (1 | team", "at its end: expected ')'"),
        ("y ~ x; z + (1 | team)", "at '; z + (1 | team)'"),
        ("~ x + (1 | team)", "at '~ x + (1 | team)': expected the name of a column"),
        ("y ~ x + + (1 | team)", "at '+ (1 | team)'"),
        ("y x", "at 'x': expected '~'"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_place(text: str, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_formula(text)
    assert f"The formula '{text}' can't be read {place}" in str(refusal.value)
