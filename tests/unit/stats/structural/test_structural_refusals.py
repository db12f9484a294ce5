"""What can't be fitted is refused in one sentence."""

import numpy as np
import pandas as pd
import pytest
from structural_reference import data, told

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused

ITEMS = "visual =~ x1 + x2 + x3"
TWO = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6"


def school() -> pd.DataFrame:
    return data("holzinger_swineford_1939").copy()


def refusal(syntax: str, frame: pd.DataFrame, **options: object) -> str:
    with pytest.raises(Refused) as caught:
        structural.fit(syntax, frame, **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_a_constant_item():
    text = refusal(ITEMS, school().assign(x2=3.0))
    assert text == "'x2' is 3 in all 301 rows; expected a variable that varies: leave it out"


def test_a_constant_item_in_one_group():
    frame = school()
    frame.loc[frame["school"] == "Pasteur", "x2"] = 3.0
    text = refusal(ITEMS, frame, group="school")
    assert (
        text == "'x2' is 3 in all 156 rows in group 'Pasteur'; expected a variable that varies: leave it out"
    )


def test_a_duplicate_item():
    frame = school()
    text = refusal(ITEMS + " + x4", frame.assign(x4=frame["x1"]))
    assert text == (
        "'x1' and 'x4' are equal in all 301 rows that have both; expected different variables: leave one out"
    )


def test_an_item_listed_twice():
    text = refusal("visual =~ x1 + x2 + x1", school())
    assert text == "'x1' stands twice in 'visual =~ x1 + x2 + x1'; expected every variable once"
    with pytest.raises(Refused, match="Factor 'f' lists item 'x1' twice; expected every item once"):
        structural.cfa({"f": ["x1", "x2", "x1"]}, school())


def test_an_item_that_is_the_sum_of_others():
    frame = school()
    text = refusal(ITEMS + " + x4", frame.assign(x4=frame["x1"] - 2 * frame["x2"]))
    assert text == (
        "'x1', 'x2', 'x4' determine each other exactly; expected none to be a sum of the "
        "others: leave one out"
    )


def test_fewer_rows_than_parameters():
    text = refusal(TWO, school().head(13))
    assert text == (
        "13 usable rows for 13 free parameters (0 rows were left out); expected more rows than parameters: "
        "take a smaller model"
    )


def test_too_few_rows_by_the_given_minima():
    assert refusal(ITEMS, school().head(80), minimum_n=100) == (
        "80 usable rows (0 rows were left out); expected at least 100 for a structural model (minimum_n)"
    )
    assert refusal(TWO, school().head(60), rows_per_parameter=5) == (
        "60 usable rows for 13 free parameters, 4.6 each; expected at least 5 each (rows_per_parameter): "
        "take a smaller model"
    )


def test_a_variable_without_a_value():
    frame = school().assign(x2=np.nan)
    text = "'x2' has no value in any of 301 rows; leave it out"
    assert refusal(ITEMS, frame) == text
    assert refusal(ITEMS, frame, missing="fiml") == text


def test_a_variable_without_a_value_in_one_group():
    frame = school()
    frame.loc[frame["school"] == "Pasteur", "x2"] = np.nan
    text = refusal(ITEMS, frame, group="school", missing="fiml")
    assert text == "'x2' has no value in group 'Pasteur'; leave it out"


def test_variables_never_seen_together():
    frame = school()
    frame.loc[:150, "x2"] = np.nan
    frame.loc[151:, "x3"] = np.nan
    assert refusal(ITEMS, frame).startswith(
        "None of 301 rows has all of 'x1', 'x2', 'x3'; expected complete rows: pass missing=\"fiml\""
    )
    assert refusal(ITEMS, frame, missing="fiml") == (
        "'x2' and 'x3' are seen together in fewer than two rows; expected people who answered both: "
        "leave one out"
    )


def test_a_factor_with_one_item():
    assert refusal("f =~ x1\ng =~ x2 + x3 + x4\ng ~ f", school()) == (
        "Factor 'f' has one item, 'x1'; expected two or more, three to stand alone, or the "
        "item's residual variance "
        "fixed, as in 'x1 ~~ 0.2*x1'"
    )
    fitted = structural.fit("f =~ x1\nx1 ~~ 0.2*x1\ng =~ x2 + x3 + x4\ng ~ f", school())
    assert fitted.convergence.converged


def test_a_misspelt_variable():
    assert refusal("f =~ x1 + x2 + X33", school().rename(columns={"x3": "x33"})) == (
        "The data have no column 'X33', did you mean 'x33'? expected every observed variable of "
        "the model among them"
    )
    assert refusal("f =~ x1 + x2 + participation", school()) == (
        "The data have no column 'participation'; expected every observed variable of the model among them"
    )


def test_a_variable_of_words():
    assert refusal("f =~ x1 + x2 + school", school()) == (
        "'school' holds text; expected numbers: code its answers as numbers first"
    )


def test_an_infinite_value():
    assert refusal(ITEMS, school().replace({"x1": {school()["x1"][0]: np.inf}})) == (
        "'x1' holds an infinite value; expected finite numbers or missing ones"
    )


def test_a_model_with_more_parameters_than_moments():
    assert refusal("f =~ x1 + x2", school()) == (
        "The model has 4 free parameters, 1 more than the data have means and covariances; it "
        "is not identified: "
        "fix or leave out some"
    )


def test_a_model_that_is_not_identified_though_it_has_degrees_of_freedom():
    assert refusal("f =~ NA*x1 + x2 + x3 + x4", school()) == (
        "The model is not identified: 'f =~ x1', 'f =~ x2', 'f =~ x3', 'f =~ x4', 'f ~~ f' can "
        "change together "
        "without changing what the model implies; fix one of them or leave it out"
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"estimator": "WLS"},
            "Estimator 'WLS' is not built; expected one of default, ML, MLR, WLSMV, WLSM, DWLS",
        ),
        ({"missing": "em"}, "missing='em' is not built; expected one of listwise, fiml, pairwise"),
        (
            {"group_equal": ["loading"], "group": "school"},
            "group_equal has 'loading'; expected one of loadings, intercepts, thresholds, means, residuals, "
            "residual_covariances, "
            "lv_variances, lv_covariances, regressions",
        ),
    ],
)
def test_requests_that_are_not_built(options, sentence):
    assert refusal(ITEMS, school(), **options) == sentence


def test_one_group_only():
    text = refusal(ITEMS, school().assign(wave="T0"), group="wave")
    assert text == (
        "'wave' has one group among the usable rows, 'T0'; expected two or more: take a model without groups"
    )


def test_levels_without_a_cluster():
    text = refusal("level: 1\nf =~ x1 + x2 + x3\nlevel: 2\ng =~ x1 + x2 + x3", school())
    assert text == "The syntax has levels but no cluster is named; pass cluster= the column of clusters"


def test_rows_left_out_are_counted():
    frame = school()
    frame.loc[[3, 5], "x1"] = np.nan
    fitted = structural.fit(ITEMS, frame)
    assert (fitted.n, fitted.n_dropped) == (299, 2)
    assert told(fitted) == ("2 of 301 rows were left out for missing values",)


def test_rows_without_any_answer_are_left_out_of_full_information_too():
    frame = school()
    frame.loc[[3, 5], ["x1", "x2", "x3"]] = np.nan
    frame.loc[7, "x1"] = np.nan
    fitted = structural.fit(ITEMS, frame, missing="fiml")
    assert (fitted.n, fitted.n_dropped) == (299, 2)


def test_means_are_no_parameters_that_ask_for_rows():
    fitted = structural.fit(TWO, school().head(60), missing="fiml", rows_per_parameter=4.6)
    assert fitted.fit_indices["n_parameters"] == 13 + 6
    assert refusal(TWO, school().head(60), missing="fiml", rows_per_parameter=5).startswith(
        "60 usable rows for 13 free parameters, 4.6 each"
    )


@pytest.mark.parametrize(
    ("syntax", "sentence"),
    [
        ("f =~ f", "'f' stands on both sides of 'f =~ f'; expected two variables"),
        ("x1 ~ x2 + x1", "'x1' stands on both sides of 'x1 ~ x2 + x1'; expected two variables"),
        ("f =~ g\ng =~ f", "The model names factors only; expected variables of the data, as in "),
    ],
)
def test_circles_and_models_without_variables(syntax: str, sentence: str):
    assert refusal(syntax, school()).startswith(sentence)
    with pytest.raises(Refused):
        structural.check_syntax(syntax)


def test_a_model_is_read_without_data():
    structural.check_syntax(TWO)
    structural.check_syntax("visual =~ x1 + c(a, b)*x2 + x3", grouped=True)
    assert structural.observed_variables(TWO) == ("x1", "x2", "x3", "x4", "x5", "x6")
    for syntax, sentence in {
        "f =~ x1": "Factor 'f' has one item, 'x1'",
        "f =~ x1 + x2 + x3\nx4 ~ a*f\ni := a*b": "'i := a\\*b' uses 'b', which no parameter is labelled",
        "visual =~ x1 + c(a, b)*x2 + x3": "The modifier of 'visual =~ x2' has 2 entries",
        "f = x1": "'f = x1' has no operator",
    }.items():
        with pytest.raises(Refused, match=sentence):
            structural.check_syntax(syntax)


def test_groups_keep_the_order_of_all_data():
    frame = school()
    frame["school"] = frame["school"].map({"Pasteur": "b", "Grant-White": "a"})
    frame.loc[frame.index[0], "school"] = "a"
    frame.loc[frame.index[0], "x1"] = np.nan
    assert structural.fit(ITEMS, frame, group="school").groups == ("a", "b")


def test_a_group_without_usable_rows():
    frame = school().assign(g=lambda rows: rows["school"].where(rows.index > 9, "first"))
    frame.loc[frame.index <= 9, "x1"] = np.nan
    assert refusal(ITEMS, frame, group="g") == (
        "Group 'first' of 'g' has no row with what the model needs; leave its rows out of the data"
    )
