"""The table of ties, the matrix of professions and ego measures, counted by hand and against networkx."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import isop_analysis as isop
from isop_analysis.stats.networks import (
    blau,
    blau_corrected,
    blau_maximum,
    egos,
    ei_index,
    own_and_other,
    ties,
)

GOLDEN = Path(__file__).resolve().parents[3] / "golden/networks"
FOUND = json.loads((GOLDEN / "networks_networkx.json").read_text())

WORK = pd.DataFrame(
    [
        ("p1", "teacher", "teacher", "play", 3.0),
        ("p1", "teacher", "teacher", "play", 3.0),
        ("p1", "teacher", "teacher", "advice", 1.0),
        ("p1", "teacher", "speech therapist", "play", np.nan),
        ("p2", "teacher", "youth worker", "advice", 2.0),
        ("p3", "youth worker", "teacher", "advice", 3.0),
        ("p3", "youth worker", "youth worker", "advice", 1.0),
        ("p4", "youth worker", None, None, np.nan),
    ],
    columns=["person", "profession", "partner", "content", "frequency"],
)
PROFESSIONS = ["speech therapist", "teacher", "youth worker"]


def work() -> isop.networks.Ties:  # type: ignore[name-defined]
    return ties(WORK, content="content", frequency="frequency")


def test_only_respondents_are_rows_and_those_named_are_professions() -> None:
    matrix = work().matrix()
    assert matrix.index.tolist() == ["teacher", "youth worker"]
    assert matrix.columns.tolist() == PROFESSIONS
    assert matrix.to_numpy().tolist() == [[1, 1, 1], [0, 1, 1]]
    assert work().respondents.tolist() == [0, 2, 2]


def test_a_matrix_of_one_content_or_of_a_frequency_and_more() -> None:
    assert work().matrix("advice").to_numpy().tolist() == [[0, 1, 1], [0, 1, 1]]
    assert work().matrix(at_least=3).to_numpy().tolist() == [[0, 1, 0], [0, 1, 0]]
    assert work().matrix("advice", at_least=2).to_numpy().tolist() == [[0, 0, 1], [0, 1, 0]]
    assert work().matrix("play", at_least=4).to_numpy().sum() == 0


def test_the_long_table_has_every_content_and_frequency_with_its_n() -> None:
    table = work().network()
    assert list(table) == ["content", "at_least", "profession", "partner", "people", "n", "share"]
    assert len(table) == 3 * 4 * 2 * 3
    whole = table[table["content"].isna() & table["at_least"].isna()]
    assert whole["people"].tolist() == [1, 1, 1, 0, 1, 1]
    assert whole["n"].tolist() == [2] * 6
    assert whole["share"].tolist() == [0.5, 0.5, 0.5, 0, 0.5, 0.5]
    often = table[(table["content"] == "advice") & (table["at_least"] == 2)]
    assert often["people"].tolist() == [0, 0, 1, 0, 1, 0]


def test_equal_rows_are_several_colleagues_and_contents_may_mean_the_same_ones() -> None:
    assert work().amounts().loc["p1"].tolist() == [
        1,
        2,
        0,
    ]  # two in play; the one in advice may be among them
    assert work().amounts("advice").loc["p1"].tolist() == [0, 1, 0]
    counted = WORK[["person", "profession", "partner"]].assign(many=[3, 2, 1, 1, 1, 1, 1, 1])
    assert ties(counted, number="many").amounts().loc["p1"].tolist() == [1, 6, 0]


def test_ego_measures_by_hand() -> None:
    table = egos(work()).set_index("person")
    first = table.loc["p1"]
    assert first[["professions", "size", "own", "others"]].tolist() == [2, 3, 2, 1]
    assert first["blau"] == pytest.approx(1 - (4 + 1) / 9, rel=1e-12)
    assert first["blau_corrected"] == pytest.approx(2 / 3, rel=1e-12)  # two of three pairs differ
    assert first["blau_maximum"] == pytest.approx(2 / 3, rel=1e-12)
    assert first["blau_corrected_maximum"] == pytest.approx(1, rel=1e-12)
    assert first["ei"] == pytest.approx((1 - 2) / 3, rel=1e-12)
    assert table.loc["p2", ["size", "blau", "ei"]].tolist() == [1, 0, 1]
    assert np.isnan(table.loc["p2", "blau_corrected"])
    assert table.loc["p4", ["professions", "size", "own", "others"]].tolist() == [0, 0, 0, 0]
    assert table.loc["p4", ["blau", "blau_maximum", "blau_corrected", "ei"]].isna().all()


def test_the_index_of_a_profession_is_of_all_its_ties() -> None:
    table = own_and_other(work()).set_index("profession")
    assert table.loc["teacher", ["n", "own", "others"]].tolist() == [2, 2, 2]
    assert table.loc["teacher", "ei"] == 0
    assert own_and_other(work(), at_least=3).set_index("profession").loc["teacher", "ei"] == -1
    assert np.isnan(own_and_other(work(), "play").set_index("profession").loc["youth worker", "ei"])


def test_nobody_names_anyone() -> None:
    found = ties(pd.DataFrame({"person": ["a", "b"], "profession": ["x", "y"], "partner": [None, None]}))
    assert found.matrix().to_numpy().tolist() == [[0, 0], [0, 0]]
    assert egos(found)["size"].tolist() == [0, 0]
    assert (found.contents, found.frequencies) == ([], [])
    assert found.network()["people"].tolist() == [0, 0, 0, 0]


def test_ties_between_professions_are_networkxs_mixing_matrix() -> None:
    golden = FOUND["mixing"]
    frame = pd.DataFrame(
        [
            (f"{one:02}", golden["labels"][str(one)], golden["labels"][str(other)])
            for one, other in golden["ties"]
        ],
        columns=["person", "profession", "partner"],
    )
    found = ties(frame)
    mixed = found.amounts().groupby(found.people["profession"].to_numpy()).sum().to_numpy()
    assert mixed.tolist() == golden["matrix"]
    table = own_and_other(found)
    assert table["own"].tolist() == np.diag(golden["matrix"]).tolist()
    total, inside = np.sum(golden["matrix"]), np.trace(golden["matrix"])
    assert ei_index(table["others"].sum(), table["own"].sum()) == pytest.approx((total - 2 * inside) / total)


def test_blaus_index_of_even_groups() -> None:
    # Blau 1977: k equal groups give 1 − 1/k; corrected, groups of one give 1.
    assert blau([3, 3, 3, 3]) == 0.75
    assert blau_corrected([1, 1, 1, 1]) == 1
    assert blau_maximum([8, 10, 2, 0], 4) == pytest.approx([0.75, 0.74, 0.5, np.nan], nan_ok=True)


NAMED = st.lists(st.integers(0, 6), min_size=1, max_size=5)


@settings(deadline=None, max_examples=25)
@given(NAMED)
def test_the_maximum_is_reached_by_the_evenest_split_and_never_passed(counts: list[int]) -> None:
    size, kinds = sum(counts), len(counts)
    highest = float(blau_maximum(size, kinds))
    if not size:
        assert np.isnan(highest)
        return
    even = [size // kinds + (place < size % kinds) for place in range(kinds)]
    assert float(blau(even)) == pytest.approx(highest, abs=1e-12)
    assert float(blau(counts)) <= highest + 1e-12


ROWS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from([*"abcd", None]),
        st.sampled_from("st"),
        st.sampled_from([1.0, 2.0]),
    ),
    min_size=1,
    max_size=30,
)


def frame_of(rows: list[tuple[int, str | None, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["person", "partner", "content", "frequency"])
    return frame.assign(profession=frame["person"].map(lambda person: "abc"[person % 3]))


@settings(deadline=None, max_examples=10)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(
    rows: list[tuple[int, str | None, str, float]], random: object
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (ties(frame_of(own), content="content", frequency="frequency") for own in (rows, shuffled))
    pd.testing.assert_frame_equal(one.network(), other.network())
    pd.testing.assert_frame_equal(egos(one), egos(other))


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_ego_measures_stay_in_their_ranges(rows: list[tuple[int, str | None, str, float]]) -> None:
    table = egos(ties(frame_of(rows), content="content"))
    tied = table[table["size"] > 0]
    assert tied["ei"].between(-1, 1).all()
    assert table.loc[table["size"] == 0, "ei"].isna().all()
    assert (tied["blau"] <= tied["blau_maximum"] + 1e-12).all()
    assert (tied["blau_corrected"].dropna() <= tied["blau_corrected_maximum"].dropna() + 1e-12).all()
    assert (tied["professions"] <= tied["size"]).all()


def test_the_room_is_on_the_face() -> None:
    assert isop.networks.ties is ties
    assert set(isop.networks.__all__) <= set(dir(isop.networks))
    with pytest.raises(AttributeError, match=r"'isop_analysis\.stats\.networks' has no attribute 'density'"):
        _ = isop.networks.density
