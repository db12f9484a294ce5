"""Density, reciprocity, centralisation: networkx, a published network, stars, and bounds by enumeration."""

import json
from dataclasses import astuple, fields
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isop_analysis.base.reasons import Refused, read_reasons
from isop_analysis.stats.networks import Measures, network_bounds, teams, ties, whole_network

GOLDEN = Path(__file__).resolve().parents[3] / "golden/networks"
FOUND = json.loads((GOLDEN / "networks_networkx.json").read_text())
NAMES = [field.name for field in fields(Measures)]


def adjacency(pairs: list[list[int]], nodes: int) -> np.ndarray:
    matrix = np.zeros((nodes, nodes))
    for one, other in pairs:
        matrix[one, other] = 1
    return matrix


@pytest.mark.parametrize("golden", FOUND["random"], ids=lambda golden: str(golden["nodes"]))
def test_measures_are_networkxs(golden: dict[str, object]) -> None:
    matrix = adjacency(golden["ties"], golden["nodes"])  # type: ignore[arg-type]
    found = whole_network(matrix)
    assert astuple(found) == pytest.approx([golden[name] for name in NAMES], rel=1e-12)
    bounds = network_bounds(matrix)
    assert astuple(bounds.low) == pytest.approx(astuple(found), rel=1e-12)
    assert astuple(bounds.high) == pytest.approx(astuple(found), rel=1e-12)


def test_the_marriages_of_florence() -> None:
    # Padgett's families with the Pucci, who married none of them: 20 marriages among 16, six of them the
    # Medici's: Σ (highest − own) = 16 · 6 − 40 = 56, by 15² directed; undirected 56/(15 · 14) = .267.
    families = [*sorted({family for pair in FOUND["florentine"] for family in pair}), "Pucci"]
    place = {family: number for number, family in enumerate(families)}
    both = [[place[a], place[b]] for a, b in FOUND["florentine"]]
    found = whole_network(adjacency([*both, *([b, a] for a, b in both)], len(families)))
    assert len(families) == 16
    assert (found.density, found.reciprocity) == pytest.approx((40 / 240, 1))
    assert found.centralisation_in == found.centralisation_out == pytest.approx(56 / 225, rel=1e-12)
    assert found.centralisation_in * 15 / 14 == pytest.approx(0.267, abs=0.0005)


def test_a_star_is_as_central_as_can_be_and_a_circle_not_at_all() -> None:
    # Freeman 1979: all name one who names nobody.
    star = whole_network(adjacency([[node, 0] for node in range(1, 6)], 6))
    assert astuple(star) == pytest.approx((5 / 30, 0, 1, 1 / 25))
    circle = whole_network(adjacency([[node, (node + 1) % 6] for node in range(6)], 6))
    assert astuple(circle) == (6 / 30, 0, 0, 0)
    assert np.isnan(whole_network(np.zeros((3, 3))).reciprocity)


def test_who_names_oneself_does_not_count() -> None:
    assert whole_network(np.eye(3)).density == 0


def test_below_the_limit_there_is_no_measure_but_there_are_bounds() -> None:
    matrix = np.array([[0, 1, 0], [np.nan, 0, np.nan], [1, 1, 0]])
    with pytest.raises(Refused) as refusal:
        whole_network(matrix)
    assert refusal.value.reason.key == "networks_response"
    assert refusal.value.reason.values["found"] == pytest.approx(2 / 3)
    assert refusal.value.reason.values["needed"] == 0.8
    found, bounds = whole_network(matrix, response=0.6), network_bounds(matrix)
    # Three of four known ties; pairs: 0–1 and 1–2 hang on what the second would say, 0–2 is one-sided.
    assert astuple(found) == pytest.approx((0.75, 0, 0.5, 0.5))
    assert astuple(bounds.low) == pytest.approx((3 / 6, 0, 1 / 4, 1 / 4))
    assert astuple(bounds.high) == pytest.approx((5 / 6, 4 / 5, 3 / 4, 3 / 4))


CELL = st.sampled_from([0.0, 1.0, 0.0, 1.0, np.nan])


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    nodes = draw(st.integers(2, 4))
    matrix = np.array(draw(st.lists(CELL, min_size=nodes**2, max_size=nodes**2))).reshape(nodes, nodes)
    if draw(st.booleans()):
        matrix[draw(st.integers(0, nodes - 1))] = np.nan
    np.fill_diagonal(matrix, 0)
    return matrix


def completions(matrix: np.ndarray) -> pd.DataFrame:
    open_cells = np.argwhere(np.isnan(matrix))
    rows = []
    for values in product((0, 1), repeat=len(open_cells)):
        full = matrix.copy()
        full[tuple(open_cells.T)] = values
        rows.append(astuple(whole_network(full)))
    return pd.DataFrame(rows, columns=NAMES)


@settings(deadline=None, max_examples=60)
@given(matrices().filter(lambda matrix: np.isnan(matrix).sum() <= 8))
def test_bounds_are_the_lowest_and_highest_of_all_completions(matrix: np.ndarray) -> None:
    bounds, every = network_bounds(matrix), completions(matrix)
    assert astuple(bounds.low) == pytest.approx(every.min().tolist(), abs=1e-12, nan_ok=True)
    assert astuple(bounds.high) == pytest.approx(every.max().tolist(), abs=1e-12, nan_ok=True)


@settings(deadline=None, max_examples=50)
@given(matrices())
def test_what_is_known_lies_within_the_bounds(matrix: np.ndarray) -> None:
    found, bounds = whole_network(matrix, response=0), network_bounds(matrix)
    for name in NAMES:
        value = getattr(found, name)
        assert np.isnan(value) or (
            getattr(bounds.low, name) - 1e-12 <= value <= getattr(bounds.high, name) + 1e-12
        )


# A: all of three professions answered. B: not the youth worker, nor one of two teachers. C: one profession.
MEMBERS = pd.DataFrame(
    [
        ("a1", "A", "teacher"),
        ("a2", "A", "teacher"),
        ("a3", "A", "youth worker"),
        ("a4", "A", "childcare worker"),
        ("b1", "B", "teacher"),
        ("b2", "B", "teacher"),
        ("b3", "B", "childcare worker"),
        ("b4", "B", "youth worker"),
        ("c1", "C", "teacher"),
        ("a1", "C", "teacher"),
    ],
    columns=["person", "team", "profession"],
)
ANSWERS = pd.DataFrame(
    [
        ("a1", "teacher", "youth worker"),
        ("a2", "teacher", "childcare worker"),
        ("a2", "teacher", "teacher"),
        ("a3", "youth worker", "teacher"),
        ("a4", "childcare worker", "speech therapist"),
        ("b1", "teacher", "childcare worker"),
        ("b3", "childcare worker", "youth worker"),
        ("c1", "teacher", None),
    ],
    columns=["person", "profession", "partner"],
)


def test_a_team_by_hand() -> None:
    row = teams(ties(ANSWERS), MEMBERS).set_index("team").loc["A"]
    assert row[["members", "respondents", "response", "nodes"]].tolist() == [4, 4, 1.0, 3]
    # Teacher → youth worker, childcare worker; youth worker → teacher; no speech therapist is in the team.
    assert row[["density", "reciprocity"]].tolist() == pytest.approx([3 / 6, 2 / 3])
    assert row[["centralisation_in", "centralisation_out"]].tolist() == pytest.approx([0, 3 / 4])
    assert row[["density_low", "density_high"]].tolist() == pytest.approx([0.5, 0.5])
    assert row["refused"] == ""


def test_too_few_answers_in_a_team_leave_bounds() -> None:
    row = teams(ties(ANSWERS), MEMBERS).set_index("team").loc["B"]
    assert row[["members", "respondents", "response"]].tolist() == [4, 2, 0.5]
    assert row[["density", "reciprocity", "centralisation_in"]].isna().all()
    # Known: teacher → childcare worker → youth worker, childcare worker not → teacher; three of six are open.
    assert row[["density_low", "density_high"]].tolist() == pytest.approx([2 / 6, 5 / 6])
    (reason,) = read_reasons(row["refused"])
    assert (reason.key, reason.values) == ("networks_response", {"found": 0.5, "needed": 0.8})
    told = teams(ties(ANSWERS), MEMBERS, response=0.5).set_index("team").loc["B"]
    assert told["density"] == pytest.approx(2 / 3)
    assert told["refused"] == ""


def test_a_tie_of_unknown_frequency_may_be_one_that_is_asked_for() -> None:
    often = ANSWERS[ANSWERS["person"].str.startswith("a")].assign(often=[1.0, np.nan, 1.0, 3.0, 3.0])
    row = teams(ties(often, frequency="often"), MEMBERS, at_least=2).set_index("team").loc["A"]
    # Often enough: youth worker → teacher; teacher → childcare worker perhaps; teacher → youth worker is not.
    assert row["density"] == pytest.approx(1 / 5)
    assert row[["density_low", "density_high"]].tolist() == pytest.approx([1 / 6, 2 / 6])
    assert ties(often, frequency="often").matrix(at_least=2).loc["teacher"].sum() == 0


def test_one_profession_is_no_network() -> None:
    row = teams(ties(ANSWERS), MEMBERS).set_index("team").loc["C"]
    assert row[["density", "density_low", "density_high"]].isna().all()
    assert [reason.key for reason in read_reasons(row["refused"])] == ["networks_nodes"]


@settings(deadline=None, max_examples=30)
@given(st.sets(st.sampled_from(["a1", "a2", "a3", "a4"]), max_size=3), st.permutations(range(len(ANSWERS))))
def test_a_teams_bounds_hold_what_all_its_members_would_have_given(
    silent: set[str], order: list[int]
) -> None:
    whole = teams(ties(ANSWERS), MEMBERS).set_index("team").loc["A"]
    heard = ANSWERS.iloc[order]
    part = teams(ties(heard[~heard["person"].isin(silent)]), MEMBERS, response=1).set_index("team").loc["A"]
    assert bool(part["refused"]) == bool(silent)
    for name in NAMES:
        assert part[f"{name}_low"] - 1e-12 <= whole[name] <= part[f"{name}_high"] + 1e-12
