"""Shares of teams' people against their scores, on few teams that are counted by hand; what is refused."""

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts.table import Row
from isop_analysis.integration.case_order import case_rows
from isop_analysis.integration.joint_display import Scored, Subject, bands_of, joint_display, subjects_of
from isop_analysis.integration.theme_scores import Shares, Talked, theme_score_rows
from isop_analysis.study.display_settings import JointDisplay

TEAMS = [f"t{number:02d}" for number in range(12)]


def display(**given: object) -> JointDisplay:
    own = {"name": "d", "title": {"nl": "x", "en": "x"}, "scale": "skill", "occasion": "T1"}
    return JointDisplay.model_validate(own | {"themes": ["roles"]} | given)


def scored(teams: int = 12) -> Scored:
    """Teams t00, t01, … with means 3.0, 3.1, …"""
    frame = pd.DataFrame({"team": TEAMS[:teams], "mean": 3 + 0.1 * np.arange(teams)})
    return Scored(frame, left_out=2)


def talked(raised: dict[str, int], people: int = 4, length: float | None = 300.0) -> Talked:
    """Each team has so many people who said equally much; in each so many raised theme roles, code clear."""
    documents = pd.DataFrame(
        [
            {"document": f"{team}-{who}", "team": team, "person": f"{team}p{who}", "characters": length}
            for team in TEAMS
            for who in range(people)
        ]
    )
    segments = pd.DataFrame(
        [
            {"document": f"{team}-{who}", "theme": "roles", "code": "clear"}
            for team, number in raised.items()
            for who in range(number)
        ],
        columns=["document", "theme", "code"],
    )
    return Talked.of(documents, segments)


RISING = {team: min(4, place // 3 + 1) for place, team in enumerate(TEAMS)}


def rows(raised: dict[str, int], teams: int = 12, people: int = 4, **given: object) -> list[Row]:
    subjects = [Subject("roles"), Subject("roles", "clear")]
    return theme_score_rows(
        display(**given), scored(teams), talked(raised, people), subjects, seed=1, width=5
    )


def reason(row: Row) -> str:
    return read_reasons(str(row["reason"]))[0].key


def test_a_share_that_rises_with_the_score_is_found() -> None:
    whole, code = rows(RISING)
    # Shares .25, .5, .75, 1 of three teams each over scores .1 apart: slope by least squares.
    slope = np.polyfit(3 + 0.1 * np.arange(12), np.repeat([0.25, 0.5, 0.75, 1.0], 3), 1)[0]
    assert whole["estimate"] == pytest.approx(100 * slope)
    assert (whole["teams"], whole["people"], whole["raised"]) == (12, 48, 30)
    assert whole["p_value"] == pytest.approx(0.0001)
    assert (whole["p_holm"], whole["tests"], whole["holds"]) == (pytest.approx(0.0002), 2, True)
    assert (whole["verdict"], whole["status"], whole["reason"]) == ("goes_together", "fitted", None)
    assert code["estimate"] == whole["estimate"]


def test_the_smallest_difference_that_matters_decides_the_verdict() -> None:
    assert [rows(RISING, smallest=size)[0]["verdict"] for size in (10, 80, 100)] == [
        "matters",
        "may_be_too_small",
        "too_little",
    ]


def test_too_few_teams_or_people_or_nearly_all_are_refused_and_still_count_as_tests() -> None:
    cases = {
        "few_teams_to_compare": rows(RISING, teams=9),
        "few_people_to_compare": rows(dict.fromkeys(TEAMS[:6], 1), people=1),
        "few_or_nearly_all_raised": rows(dict.fromkeys(TEAMS[:4], 1)),
    }
    cases |= {"nearly all": rows(dict.fromkeys(TEAMS, 4) | {"t03": 0})}
    for key, (row, _) in cases.items():
        assert reason(row) == ("few_or_nearly_all_raised" if key == "nearly all" else key)
        assert (row["status"], row["verdict"], row["estimate"], row["p_holm"]) == (
            *("refused", "refused"),
            *(None, None),
        )
        assert (row["tests"], row["holds"]) == (2, None)


def test_that_few_raised_it_is_decided_on_bands_of_people() -> None:
    # Five who raised it lie in the second band of five, four in the first; likewise those who did not.
    assert reason(rows(dict.fromkeys(TEAMS[:4], 1))[0]) == "few_or_nearly_all_raised"
    assert rows(dict.fromkeys(TEAMS[:5], 1))[0]["status"] == "fitted"
    assert rows(dict.fromkeys(TEAMS, 4) | dict.fromkeys(TEAMS[:5], 3))[0]["status"] == "fitted"


def test_teams_that_do_not_differ_at_equal_length_are_refused() -> None:
    (row, _) = rows(dict.fromkeys(TEAMS, 2))
    assert reason(row) == "teams_alike_to_compare"


def test_text_of_unknown_length_holds_nothing_equal() -> None:
    known, unknown = (
        Shares.of(scored(), talked(RISING, length=size), Subject("roles")) for size in (300.0, None)
    )
    assert known.lengths.tolist() == [300.0] * 12
    assert unknown.lengths.tolist() == [0.0] * 12


def test_a_group_talk_is_one_of_those_who_speak_and_a_person_counts_once() -> None:
    documents = pd.DataFrame(
        {
            "document": ["a", "b", "c"],
            "team": ["A", "A", "A"],
            "person": ["p", "p", None],
            "characters": [100, 200, 50],
        }
    )
    segments = pd.DataFrame({"document": ["a", "b", "c"], "theme": "roles", "code": ["x", "x", "y"]})
    found = Talked.of(documents, segments)
    assert found.people.to_dict("records") == [
        {"team": "A", "speaker": "c", "characters": 50.0},
        {"team": "A", "speaker": "p", "characters": 300.0},
    ]
    assert sorted(found.raised[["speaker", "code"]].itertuples(index=False, name=None)) == [
        ("c", "y"),
        ("p", "x"),
    ]


@pytest.mark.parametrize(
    ("teams", "kind", "sizes"),
    [
        (4, "case_ordered", []),
        (5, "case_ordered", [5]),
        (14, "case_ordered", [5, 9]),
        (15, "case_ordered", [5, 5, 5]),
        (14, "statistics_by_themes", [7, 7]),
        (17, "statistics_by_themes", [6, 6, 5]),
        (4, "statistics_by_themes", []),
    ],
)
def test_groups_of_cases_have_five_teams_and_the_last_five_to_nine(
    teams: int, kind: str, sizes: list[int]
) -> None:
    bands = bands_of(display(kind=kind), teams)
    assert [bands.count(band) for band in sorted(set(bands) - {0})] == sizes
    assert bands == sorted(bands)


def test_codes_stand_in_a_display_as_themes_do() -> None:
    own = display(kind="quote_matrix", themes=[], codes=["clear"], bands=2)
    subjects = subjects_of(own, {"clear": "roles"})
    segments = pd.DataFrame(
        {
            "segment": [1, 2, 3],
            "document": ["a", "b", "c"],
            "person": ["p", "p", None],
            "team": ["t00", "t00", "t11"],
            "theme": "roles",
            "code": ["clear", "other", "clear"],
        }
    )
    low, high = joint_display(own, scored(), segments, segments, subjects)
    assert [(row["raised"], row["asked"]) for row in (low, high)] == [(1, 1), (1, 1)]
    assert (low["theme"], low["code"], low["teams_with_theme"], low["segments"]) == ("roles", "clear", 1, 1)
    assert (high["band"], high["teams"], high["segments"], high["teams_left_out"]) == (2, 6, 1, 2)


def test_cases_stand_in_the_order_of_their_scores_teams_first_then_people() -> None:
    own = display(kind="case_ordered")
    scores = pd.DataFrame(
        {"team": ["t00", "t01"], "person": ["t00p1", "t01p0"], "score": [4.0, 2.0]}, dtype="object"
    )
    found = case_rows(own, scored(2), scores, talked({"t00": 2}), [Subject("roles")])
    assert [(row["unit"], row["case"], row["team"], row["score"]) for row in found] == [
        ("team", "t00", "t00", 3.0),
        ("team", "t01", "t01", 3.1),
        ("person", "t01p0", "t01", 2.0),
        ("person", "t00p1", "t00", 4.0),
    ]
    assert [(row["asked"], row["raised"]) for row in found] == [(4, 2), (4, 0), (1, 0), (1, 1)]
