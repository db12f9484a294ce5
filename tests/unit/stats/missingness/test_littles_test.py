"""Little's test against lavaan's saturated moments, a published value, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.missingness import mcar_test

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
FOUND = json.loads((GOLDEN / "missingness/missingness_r.json").read_text())["little"]


def data(name: str) -> pd.DataFrame:
    if name == "airquality":
        return pd.read_csv(GOLDEN / "missingness/airquality.csv")
    if name == "holzinger":
        return pd.read_csv(GOLDEN / "structural/holzinger_missing.csv")[[f"x{k}" for k in range(1, 10)]]
    return pd.read_csv(GOLDEN / "scales/bfi_agreeableness.csv")


@pytest.mark.parametrize("name", ["airquality", "holzinger", "bfi"])
def test_the_statistic_is_that_of_lavaans_saturated_moments(name: str) -> None:
    found, golden = mcar_test(data(name)), FOUND[name]
    assert (found.df, found.n, found.patterns) == (golden["df"], golden["n"], golden["patterns"])
    assert found.statistic == pytest.approx(golden["statistic"], rel=2e-7)
    assert found.p_value == pytest.approx(golden["p_value"], rel=2e-5)


def test_the_published_value_for_airquality() -> None:
    found = mcar_test(data("airquality"))
    assert (round(found.statistic, 1), found.df, round(found.p_value, 5)) == (35.1, 14, 0.00142)
    assert found.cells_missing == pytest.approx(44 / (153 * 6), abs=1e-12)


def test_it_does_not_depend_on_units_or_order() -> None:
    frame = data("airquality")
    other = frame[frame.columns[::-1]].sample(frac=1, random_state=1) * [1e-4, 1, 1e5, 7, 1, 0.3] + 12
    assert mcar_test(other).statistic == pytest.approx(mcar_test(frame).statistic, rel=1e-7)


def test_rows_without_any_value_are_left_out_and_counted() -> None:
    frame = data("airquality")
    with_empty = pd.concat([frame, pd.DataFrame(np.nan, index=range(4), columns=frame.columns)])
    found = mcar_test(with_empty)
    assert (found.n, found.n_dropped) == (153, 4)
    assert found.statistic == pytest.approx(mcar_test(frame).statistic, rel=1e-9)


def test_it_keeps_its_level_and_finds_what_depends_on_the_values() -> None:
    random = np.random.default_rng(5)
    rejected = {"at random": 0, "by value": 0}
    for _ in range(40):
        rows = random.multivariate_normal([0, 0, 0], [[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]], size=150)
        for kind, gone in {"at random": random.random(150) < 0.3, "by value": rows[:, 0] > 0.6}.items():
            frame = pd.DataFrame(rows, columns=list("abc"))
            frame.loc[gone, "b"] = np.nan
            frame.loc[random.random(150) < 0.1, "c"] = np.nan
            rejected[kind] += mcar_test(frame).p_value < 0.05
    assert rejected["at random"] <= 6
    assert rejected["by value"] == 40


NUMBERS = pd.DataFrame(
    {"a": [1.0, 2, 3, 4, np.nan, 6], "b": [2.0, np.nan, 1, 5, 3, 2], "c": [1.0, 3, 2, 2, 5, 4]}
)


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (NUMBERS * np.nan, "None of 6 rows has a value; expected people who answered"),
        (NUMBERS.head(0), "None of 0 rows has a value; expected people who answered"),
        (
            NUMBERS[["a"]],
            "The data have 1 columns; expected two or more to compare patterns of missing values",
        ),
        (
            NUMBERS.assign(c="x"),
            "'c' holds no numbers; leave it out or code it as numbers",
        ),
        (NUMBERS.assign(c=np.inf), "'c' holds an infinite value; expected finite or missing ones"),
        (NUMBERS.assign(c=np.nan), "'c' has no value in any of 6 rows; leave it out"),
        (
            NUMBERS.assign(c=3.0),
            "'c' has one value in every row that has it; expected values that differ: leave it out",
        ),
        (
            NUMBERS.head(3),
            "There are 3 rows for 3 columns; expected more rows than columns: test fewer columns at a time",
        ),
        (
            NUMBERS.dropna().pipe(lambda frame: pd.concat([frame, frame * 2 + 1])),
            "All 8 rows have the same columns; expected rows that differ in what is missing",
        ),
        (
            NUMBERS.assign(a=[1, 2, 4, np.nan, np.nan, np.nan], b=[np.nan, np.nan, np.nan, 1, 4, 2]),
            "'a' and 'b' are seen together in fewer than two rows; expected people who answered both: test "
            "them apart",
        ),
        (
            NUMBERS.assign(a=[1, 2, 4, 3, np.nan, np.nan], b=[np.nan, np.nan, np.nan, 1, 4, 2]),
            "'a' and 'b' are seen together in fewer than two rows; expected people who answered both: test "
            "them apart",
        ),
        (
            NUMBERS.assign(d=NUMBERS["c"] * 2 + 1),
            "'c', 'd' determine each other; expected columns of which none follows from the others: "
            "leave one "
            "out",
        ),
    ],
)
def test_what_cannot_be_tested_is_refused_in_one_sentence(frame: pd.DataFrame, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        mcar_test(frame)
    assert str(refusal.value) == sentence
