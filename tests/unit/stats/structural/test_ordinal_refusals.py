"""What can't be told from ordered answers is refused in one sentence, or noted."""

import numpy as np
import pandas as pd
import pytest
from structural_reference import data

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import structural

A = "A =~ a1 + a2 + a3 + a4"
ITEMS = ["a1", "a2", "a3", "a4"]


def likert() -> pd.DataFrame:
    return data("likert").copy()


def refusal(syntax: str, frame: pd.DataFrame, **options: object) -> str:
    with pytest.raises(Refused) as caught:
        structural.fit(syntax, frame, **options)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"estimator": "WLSMV"},
            "Estimator 'WLSMV' is for ordered items, but none is named; expected ordered='all' or the items' "
            "names, or estimator='MLR'",
        ),
        (
            {"estimator": "MLR", "ordered": ["a1"]},
            "Estimator 'MLR' takes items as numbers, but 'a1' are called ordered; expected one of WLSMV, "
            "WLSM, DWLS, or ordered=() with estimator='MLR', which holds for five or more answers",
        ),
        (
            {"missing": "fiml", "ordered": "all"},
            "Full information for missing values is not built for ordered items; expected missing='listwise' "
            "or 'pairwise'",
        ),
        (
            {"missing": "pairwise"},
            "missing='pairwise' is built for ordered items; expected 'fiml' or 'listwise'",
        ),
        ({"parameterization": "Theta"}, "parameterization='Theta' is unknown; expected 'delta' or 'theta'"),
        (
            {"ordered": ["a1", "a5"]},
            "'a5' is called ordered but is no variable of the model, did you mean 'a4'? expected one of "
            "'a1', 'a2', 'a3', 'a4'",
        ),
    ],
)
def test_requests_that_do_not_go_together(options, sentence):
    assert refusal(A, likert(), **options) == sentence


def test_an_answer_that_one_group_does_not_give():
    frame = likert()
    frame = frame[~((frame["g"] == "b") & (frame["a1"] == 4))]
    assert refusal(A, frame, ordered="all", group="g") == (
        "Nobody in group 'b' gives answer '4' to 'a1', others do; thresholds can't be compared: join it with "
        "the answer beside it, or take the answers as numbers"
    )


def test_answers_that_nobody_gives_have_no_threshold():
    frame = likert()
    joined = frame.assign(a2=frame["a2"].replace({2: 3}))
    renamed = frame.assign(a2=frame["a2"].replace({2: 3}).map({1: 1, 3: 2, 4: 3, 5: 4}))
    first, second = (structural.fit(A, each, ordered="all") for each in (joined, renamed))
    pd.testing.assert_frame_equal(first.parameters, second.parameters)


def test_items_that_determine_each_other():
    frame = likert()
    frame["a4"] = frame["a1"].clip(upper=3)
    assert refusal(A, frame, ordered="all") == (
        "'a1' and 'a4' determine each other: their polychoric correlation is at its end (0.999); leave one "
        "out, or join rare answers"
    )


def test_a_constant_item():
    text = refusal(A, likert().assign(a1=2), ordered="all")
    assert text == "'a1' is 2 in all 475 rows; expected a variable that varies: leave it out"


def test_an_item_with_many_answers():
    frame = likert().assign(a1=np.arange(500))
    assert refusal(A, frame, ordered="all") == (
        "'a1' has 475 different answers; expected at most 20 of an ordered item: take it as a number"
    )


def test_thresholds_that_the_item_has_not():
    assert refusal(f"{A}\na1 | t7", likert(), ordered="all") == (
        "'a1 | t7' names threshold 't7', but 'a1' has 4 answers; expected one of 't1', 't2', 't3'"
    )


def test_what_follows_from_the_other_parameters():
    assert refusal(f"{A}\na1 ~~ 1*a1", likert(), ordered="all") == (
        "'a1 ~~ a1' is written, but the residual variance of an ordered item follows from the others in the "
        "delta parameterization; leave it out, or pass parameterization='theta'"
    )
    assert refusal(f"{A}\na1 ~*~ a1", likert(), ordered="all", parameterization="theta") == (
        "'a1 ~*~ a1' is written, but the scale of an ordered item follows from the others in the theta "
        "parameterization; leave it out, or pass parameterization='delta'"
    )


def test_a_model_that_thresholds_and_correlations_do_not_determine():
    text = refusal(f"{A}\na1 ~ 1", likert(), ordered="all")
    assert text.startswith(
        "The model is not identified: 'a1 ~ 1', 'a1 | t1', 'a1 | t2', 'a1 | t3' can change"
    )
    text = refusal("A =~ NA*a1 + a2", likert(), ordered="all")
    assert text.startswith("The model has 10 free parameters, 2 more than the data have thresholds")


def test_too_few_rows_for_parameters_that_are_no_thresholds():
    text = refusal(A, likert().head(40), ordered="all", rows_per_parameter=20)
    assert text == (
        "40 usable rows for 4 free parameters, 10.0 each; expected at least 20 each (rows_per_parameter): "
        "take a smaller model"
    )


def test_two_levels():
    text = refusal(
        "level: 1\nf =~ a1 + a2 + a3\nlevel: 2\nf =~ a1 + a2 + a3", likert(), ordered="all", cluster="x2"
    )
    assert text == (
        "Two-level models of ordered items are not built; take the items as numbers with estimator='MLR'"
    )


def test_ordered_categories_are_taken_in_their_order():
    frame = likert()
    words = {1: "never", 2: "seldom", 3: "often", 4: "always"}
    labelled = frame.assign(
        a1=pd.Categorical(frame["a1"].map(words), categories=list(words.values()), ordered=True)
    )
    first, second = (structural.fit(A, each, ordered=ITEMS) for each in (frame, labelled))
    pd.testing.assert_frame_equal(first.parameters, second.parameters)


def test_notes_on_empty_cells_and_indefinite_correlations():
    frame = likert()
    zero = frame[~((frame["c1"] == 1) & (frame["c3"] == 2))]
    fitted = structural.fit("c1 ~~ c2\nc1 ~~ c3\nc2 ~~ c3", zero, ordered="all")
    assert [str(note) for note in fitted.notes[1:]] == [
        "1 of 3 pairs of items have combinations of answers that nobody gave",
        "The empty cell in the 2 × 2 table of 'c1 × c3' counts as ½, the margins kept",
    ]
    few = structural.fit("A =~ a1+a2+a3+a4+b1+b2+b3+b4+c1+c2+c3+c4", frame.iloc[300:330], ordered="all")
    text = "The polychoric correlations are not positive definite together"
    assert any(str(note).startswith(text) for note in few.notes)
    assert np.isnan(few.fit_indices["cfi_robust"])


def test_what_rests_on_a_likelihood_is_refused_after_least_squares():
    fitted = structural.fit(A, likert(), ordered="all")
    with pytest.raises(Refused, match="This fit was made by WLSMV, without a likelihood"):
        structural.bootstrap(fitted, 10)


def test_rows_too_few_for_the_answers_they_hold():
    share = [0.6, 1, 3 / 7, 1 / 3, 0.8, 0.8, 1, 1, 1, 0.6, 5 / 7]
    few = pd.DataFrame({"a1": [4, 4, 4, 4, 4, 4, 4, 4, 5, 4, 4.0], "x1": share})
    text = refusal("a1 ~ x1", few, ordered="all")
    assert text == (
        "11 rows are too few to tell the answers to 'a1' apart; expected more rows, or fewer answers: join "
        "rare answers, or take them as numbers"
    )


@pytest.mark.parametrize("estimator", ["WLSMV", "WLSM"])
def test_a_model_whose_baseline_has_no_degrees_of_freedom(estimator: str):
    index = structural.fit("a1 ~ 0.5*x1", likert(), estimator, ordered="all").fit_indices
    assert (index["df"], index["baseline_df"]) == (1, 0)
    assert index["chi2_scaled"] > 0
