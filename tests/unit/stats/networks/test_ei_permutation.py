"""The permutation test within teams, against all permutations counted out, and its size under chance."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isop_analysis.stats.networks import ei_permutation, ties

TEAMS = pd.DataFrame(
    [
        *(("a1", "A", "x"), ("a2", "A", "x"), ("a3", "A", "y"), ("a4", "A", "z")),
        *(("b1", "B", "x"), ("b2", "B", "y"), ("b3", "B", "y")),
        *(("c1", "C", "z"), ("c2", "C", "z")),
    ],
    columns=["person", "team", "profession"],
)
NAMED = {
    "a1": "xxy",
    "a2": "x",
    "a3": "yyz",
    "a4": "z",
    "b1": "xy",
    "b2": "y",
    "b3": "yx",
    "c1": "zy",
    "c2": "",
}


def answers(named: dict[str, str], members: pd.DataFrame = TEAMS) -> pd.DataFrame:
    own = members.set_index("person")["profession"]
    rows = [(person, own[person], partner) for person, to in named.items() for partner in (to or [None])]
    return pd.DataFrame(rows, columns=["person", "profession", "partner"])


def every_index() -> list[float]:
    """The E–I index of each of the 4! · 3! · 2! ways to deal professions within teams."""
    total = sum(map(len, NAMED.values()))
    groups = [list(own[["person", "profession"]].itertuples(index=False)) for _, own in TEAMS.groupby("team")]
    found = []
    for dealt in product(*(permutations([row.profession for row in own]) for own in groups)):
        labels = {
            row.person: to
            for own, deal in zip(groups, dealt, strict=True)
            for row, to in zip(own, deal, strict=True)
        }
        inside = sum(NAMED[person].count(label) for person, label in labels.items())
        found.append((total - 2 * inside) / total)
    return found


def test_against_all_permutations() -> None:
    every = np.array(every_index())
    found = ei_permutation(ties(answers(NAMED)), TEAMS, draws=20000, seed=3)
    assert (found.people, found.ties, found.teams) == (9, 15, 2)
    assert found.ei == pytest.approx((15 - 2 * 10) / 15)
    assert found.expected == pytest.approx(every.mean(), abs=1e-12)
    exact = (np.abs(every - every.mean()) >= abs(found.ei - every.mean()) - 1e-9).mean()
    error = np.sqrt(exact * (1 - exact) / found.draws)
    assert abs(found.p_value - exact) < 4 * error + 1 / found.draws
    assert found.p_value == (found.as_far + 1) / (found.draws + 1)


def test_a_seed_gives_the_same_number_whatever_the_order_of_rows() -> None:
    frame = answers(NAMED)
    one = ei_permutation(ties(frame), TEAMS, draws=500, seed=7)
    other = ei_permutation(ties(frame[::-1]), TEAMS[::-1], draws=500, seed=7)
    assert one == other
    assert one != ei_permutation(ties(frame), TEAMS, draws=500, seed=8)


def test_p_is_never_zero() -> None:
    members = pd.DataFrame(
        [(f"{team}{number}", team, "xy"[number % 2]) for team in "ABCDEFGH" for number in range(8)],
        columns=["person", "team", "profession"],
    )
    own = {
        person: profession * 3
        for person, profession in zip(members["person"], members["profession"], strict=True)
    }
    found = ei_permutation(ties(answers(own, members)), members, draws=99)
    assert (found.ei, found.expected, found.as_far, found.p_value) == (-1, 0, 0, 0.01)


def test_differences_between_teams_are_no_evidence() -> None:
    # All of team A are x and name x, all of B are y and name y: only C, where all name both, could tell.
    members = pd.DataFrame(
        [
            (f"{team}{n}", team, {"A": "x", "B": "y"}.get(team, "xy"[n % 2]))
            for team in "ABC"
            for n in range(6)
        ],
        columns=["person", "team", "profession"],
    )
    named = {person: {"A": "xxx", "B": "yyy"}.get(person[0], "xy") for person in members["person"]}
    found = ei_permutation(ties(answers(named, members)), members, draws=99)
    assert (found.teams, found.p_value) == (1, 1)
    assert found.ei == found.expected == pytest.approx((6 - 42) / 48)


def test_p_is_even_under_chance() -> None:
    chance = np.random.default_rng(20)
    members = pd.DataFrame(
        [(f"{team:02}{n}", f"t{team:02}", "xyz"[n % 3]) for team in range(6) for n in range(6)],
        columns=["person", "team", "profession"],
    )
    rejected = 0
    for seed in range(100):
        named = {person: "".join(chance.choice(list("xyz"), 3)) for person in members["person"]}
        rejected += ei_permutation(ties(answers(named, members)), members, draws=99, seed=seed).p_value <= 0.1
    assert 1 <= rejected <= 19  # 10 ± 3 standard errors of 100 data sets at .10


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("xyz", max_size=4), min_size=9, max_size=9).filter(any))
def test_the_index_and_its_p_stay_in_their_ranges(to: list[str]) -> None:
    found = ei_permutation(ties(answers(dict(zip(NAMED, to, strict=True)))), TEAMS, draws=19)
    assert -1 <= found.ei <= 1
    assert -1 <= found.expected <= 1
    assert 1 / 20 <= found.p_value <= 1
