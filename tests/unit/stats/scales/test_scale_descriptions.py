import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.scales import (
    correlations,
    count_answers,
    describe_items,
    describe_scales,
)


def test_items_are_described_as_by_psych(agreeable: pd.DataFrame, from_r: dict) -> None:
    golden = from_r["describe"]
    found = describe_items(agreeable, 1, 6)
    for column, name in (("minimum", "min"), ("maximum", "max")):
        assert list(found[column]) == golden[name]
    assert list(found["n"]) == golden["n"]
    assert list(found["missing"]) == [2800 - n for n in golden["n"]]
    for column in ("mean", "sd", "median", "skewness"):
        np.testing.assert_allclose(found[column], golden[column], rtol=1e-12)


def test_floor_and_ceiling_are_shares_of_answers(agreeableness: pd.DataFrame) -> None:
    found = describe_items(agreeableness, 1, 6).set_index("item")
    counts = agreeableness["A1"].value_counts()
    assert found.loc["A1", "floor"] == counts[1] / counts.sum()
    assert found.loc["A1", "ceiling"] == counts[6] / counts.sum()


def test_an_item_nobody_answered_is_described_by_its_absence() -> None:
    found = describe_items(pd.DataFrame({"a": [1.0, 5.0], "b": [np.nan, np.nan]}), 1, 5).set_index("item")
    assert (found.loc["b", "n"], found.loc["b", "missing"]) == (0, 2)
    assert found.loc["b", ["mean", "sd", "median", "floor", "ceiling", "minimum"]].isna().all()
    assert np.isnan(found.loc["a", "skewness"])


def test_scales_have_ranges_of_their_own() -> None:
    scores = pd.DataFrame({"skill": [1, 2.5, 5, 5], "pomp": [0, 50, 100, np.nan]})
    found = describe_scales(scores, {"skill": 1, "pomp": 0}, {"skill": 5, "pomp": 100}).set_index("scale")
    assert list(found["ceiling"]) == [0.5, 1 / 3]
    assert list(found["floor"]) == [0.25, 1 / 3]
    assert list(found["n"]) == [4, 3]


def test_answers_are_counted_also_those_nobody_gave() -> None:
    found = count_answers(pd.DataFrame({"a": [1, 1, 3, np.nan], "b": [np.nan] * 4}), [1, 2, 3])
    assert list(found["item"]) == ["a"] * 3 + ["b"] * 3
    assert list(found["answer"]) == [1, 2, 3] * 2
    assert list(found["count"]) == [2, 0, 1, 0, 0, 0]
    np.testing.assert_allclose(found["share"].head(3), [2 / 3, 0, 1 / 3])
    assert found["share"].tail(3).isna().all()


def test_counts_by_item_have_their_own_answers() -> None:
    found = count_answers(pd.DataFrame({"a": [1, 2], "b": [7, 7]}), {"a": [1, 2], "b": [7, 1]})
    assert list(found["answer"]) == [1, 2, 1, 7]
    assert list(found["count"]) == [1, 1, 0, 2]


def test_correlation_and_interval_are_those_of_cor_test(agreeable: pd.DataFrame, from_r: dict) -> None:
    found = correlations(agreeable)
    assert len(found) == 10
    pair = found[(found["scale"] == "A2") & (found["scale_2"] == "A3")].iloc[0]
    golden = from_r["correlation"]
    assert pair["n"] == golden["n"]
    assert pair["r"] == pytest.approx(golden["r"], rel=1e-12)
    np.testing.assert_allclose([pair["ci_low"], pair["ci_high"]], golden["ci"], rtol=1e-12)


def test_pairs_without_a_correlation_stay_empty() -> None:
    scores = pd.DataFrame({"a": [1, 2, 3], "b": [2, 4, 6], "c": [1, 1, 1], "d": [np.nan, np.nan, 2]})
    found = correlations(scores).set_index(["scale", "scale_2"])
    assert found.loc[("a", "b"), "r"] == pytest.approx(1)
    assert np.isnan(found.loc[("a", "b"), "ci_low"])
    assert np.isnan(found.loc[("a", "c"), "r"])
    assert found.loc[("a", "d"), "n"] == 1


def test_a_perfect_correlation_has_a_point_for_an_interval() -> None:
    found = correlations(pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [5.0, 4, 3, 2, 1]})).iloc[0]
    np.testing.assert_allclose([found["r"], found["ci_low"], found["ci_high"]], [-1, -1, -1], atol=1e-6)


def test_what_cannot_be_described_is_refused() -> None:
    items = pd.DataFrame({"a": [1, 2], "b": [7, 7]})
    cases = [
        (lambda: describe_items(items, 1, {"a": 5}), "high is not given for 'b'; given for 'a'"),
        (
            lambda: describe_items(items, 1, {"a": 5, "b": 6}),
            "item 'b' holds 7 in row 0 (2 such answers); expected 1 to 6: mend low and high, or code what is "
            "no answer as missing",
        ),
        (lambda: count_answers(items, [1, 2]), "item 'b' holds 7 in row 0; expected one of 1, 2"),
        (lambda: count_answers(items, {"a": [1, 2]}), "no possible answers are given for 'b'; given for 'a'"),
        (
            lambda: correlations(items[["a"]]),
            "1 item ('a') given where at least 2 are needed; add items to the scale or leave this out",
        ),
    ]
    for call, sentence in cases:
        with pytest.raises(Refused) as refusal:
            call()
        assert str(refusal.value) == sentence


def test_the_room_loads_without_heavy_packages() -> None:
    import subprocess
    import sys

    code = (
        "import sys, isop_analysis.stats.scales; "
        "print(*sorted({m.split('.')[0] for m in sys.modules} & "
        "{'scipy', 'statsmodels', 'pingouin', 'matplotlib', 'semopy'}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
