"""Labels that are held equal or at a number, and names that can't be, on data."""

import pandas as pd
import pytest
from structural_reference import data

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused


def fitted(syntax: str, **options: object) -> pd.DataFrame:
    frame = data("holzinger_swineford_1939")
    return structural.fit(syntax, frame, **options).parameters.set_index(["lhs", "op", "rhs"])  # type: ignore[arg-type]


def test_a_label_equal_to_a_number_is_that_number():
    one = fitted("v =~ x1 + a*x2 + b*x3 + x4\na == b\n0.5 == a")
    other = fitted("v =~ x1 + 0.5*x2 + 0.5*x3 + x4")
    assert one["estimate"].to_numpy() == pytest.approx(other["estimate"].to_numpy(), abs=1e-6)
    assert one["se"].to_numpy() == pytest.approx(other["se"].to_numpy(), abs=1e-6)
    assert one.loc[("v", "=~", "x3"), "label"] == "b"


@pytest.mark.parametrize(
    ("syntax", "sentence"),
    [
        (
            "v =~ x1 + load*x2 + x3\nlaod == 1",
            "'laod == 1' names 'laod', which no parameter is labelled, did you mean 'load'? write the label "
            "before a parameter, as in 'y ~ laod*x'",
        ),
        (
            "v =~ x1 + a*x2 + b*x3\na == b\na == 1\nb == 2",
            "'b == 2' contradicts another constraint, by which it is 1; leave one out",
        ),
        ("x1 =~ x2 + x3 + x4", "'x1' is a factor of the model and a column of the data; rename the factor"),
        (
            "group: a\nv =~ x1 + x2 + x3",
            "The syntax has group: blocks but no group is named; pass group= the column of groups",
        ),
        (
            "v =~ x1 + a*x2 + x3\nb := pnorm(a)",
            "'b := pnorm(a)' calls 'pnorm'; expected one of the functions exp, log, sqrt, abs",
        ),
    ],
)
def test_what_labels_and_names_can_not_be(syntax, sentence):
    with pytest.raises(Refused) as refusal:
        fitted(syntax)
    assert str(refusal.value) == sentence


def test_one_item_is_a_factor_where_its_variance_is_known():
    given = fitted("v =~ x1 + x2 + x3\ng =~ v\ng ~~ 0.1*g")
    plain = fitted("v =~ x1 + x2 + x3")
    assert given.loc[("v", "~~", "v"), "estimate"] + 0.1 == pytest.approx(
        plain.loc[("v", "~~", "v"), "estimate"], abs=1e-6
    )


def test_loadings_fixed_at_zero_are_no_items():
    growth = structural.fit(
        "i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\ns =~ 0*t1 + 1*t2 + 2*t3 + 3*t4", data("demo_growth")
    )
    measures = structural.factor_reliability(growth).set_index("factor")
    assert measures["items"].tolist() == [4, 3]
    assert measures.loc["s", "omega"] == pytest.approx(0.336298948, abs=1e-5)


def test_an_absolute_value_has_an_error():
    """As large as that of what it is the value of; lavaan 0.6-14 takes its derivative as zero."""
    table = fitted("v =~ x1 + a*x2 + x3 + x4\ndown := -a\nup := abs(down)")
    assert table.loc[("up", ":=", "abs(down)"), "estimate"] == table.loc[("v", "=~", "x2"), "estimate"]
    assert table.loc[("up", ":=", "abs(down)"), "se"] == table.loc[("v", "=~", "x2"), "se"] > 0
