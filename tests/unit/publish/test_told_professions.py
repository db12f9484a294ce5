"""Professions and whom they name as they are told, on cases small enough to reckon by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.contracts.table import Row
from isop_analysis.publish import groups
from isop_analysis.publish.banding import Bands
from isop_analysis.publish.profession_spread import overlap_rows, spread_rows
from isop_analysis.publish.professions import Professions, told_by_profession
from isop_analysis.publish.team_networks import measure_rows
from isop_analysis.study import Study, load

BANDS = Bands(5, {"T0": 130})
ROOT = Path(__file__).resolve().parents[3]
N = {"teacher": 47, "social_worker": 25, "teaching_assistant": 16, "support": 6, "other": 2}
NAMED = {"teacher": 16, "social_worker": 9, "teaching_assistant": 5, "support": 2, "other": 0}


@pytest.fixture(scope="module")
def demo() -> Study:
    return load(ROOT / "config/config.yaml", ROOT)


def ties(**changes: dict[str, int]) -> pd.DataFrame:
    """Return network_ties of one question over all occasions, with how many named teachers and support."""
    rows = [
        (occasion, content, float("nan"), profession, partner, people, N[profession])
        for occasion in ("T0", "all")
        for content in ("all", "works_with")
        for partner, own in ({"teacher": NAMED, "support": NAMED} | changes).items()
        for profession, people in own.items()
    ]
    columns = ["occasion", "content", "at_least", "profession", "partner", "people", "n"]
    return pd.DataFrame(rows, columns=columns)


def everyone(**chosen: str) -> list[Row]:
    return [
        {"question": "works_with", "option": option, "occasion": "T0", "value": "all", "chosen": cell}
        for option, cell in chosen.items()
    ]


def told(study: Study, table: pd.DataFrame, choices: list[Row], sample: list[Row]) -> Professions:
    people = pd.DataFrame({"profession": ["teacher", "social_worker", "support", "other"]})
    tables = {"network_ties": table, "persons": people.assign(person=["a", "b", "c", "d"])}
    found = Professions.of(study, tables.__getitem__, {"choices": choices, "sample": sample}, BANDS)
    assert found is not None
    return found


def sample(**people: str) -> list[Row]:
    head = {"attribute": "profession", "occasion": "T0"}
    return [head | {"value": value, "people": cell} for value, cell in people.items()]


def test_professions_of_fewer_than_twenty_merge_by_the_tree_or_are_left_out(demo: Study) -> None:
    table = ties()
    rows = told(demo, table, [], []).tie_rows(table)
    assert [
        (row["profession"], row["partner"], row["people"], row["n"], row["merged_in"]) for row in rows
    ] == [
        ("teacher", "teacher", "15-19", "45-49", "[]"),
        ("teacher", "support", "15-19", "45-49", "[]"),
        ("social_worker", "teacher", "5-9", "25-29", "[]"),
        ("social_worker", "support", "5-9", "25-29", "[]"),
        ("support", "teacher", "5-9", "20-24", '["teaching_assistant"]'),
        ("support", "support", "5-9", "20-24", '["teaching_assistant"]'),
    ]
    assert rows[0]["share"] == pytest.approx(17 / 47)


def test_a_column_that_everyones_choices_would_bound_is_left_out(demo: Study) -> None:
    """Of 25 who named teachers 19, 9 or 4 at most can be of other professions, and two are not told."""
    table = ties(teacher=NAMED | {"support": 0, "teaching_assistant": 3})
    few = sample(other="0-4")
    held = told(demo, table, everyone(teacher="25-29"), few).tie_rows(table)
    assert [row["people"] for row in held if row["partner"] == "teacher"] == ["15-19", "5-9", "0-4"]
    bounded = told(demo, table, everyone(teacher="35-39"), few).tie_rows(table)
    assert {row["partner"] for row in bounded} == {"support"}


def test_everyone_alone_is_told_of_questions_that_are_told_by_profession(demo: Study) -> None:
    head = {"option": "teacher", "occasion": "T0", "chosen": 20, "asked": 50}
    choices = pd.DataFrame(
        [
            head | {"question": question, "attribute": attribute, "value": value}
            for question in ("works_with", "learns_from")
            for attribute, value in (("all", "all"), ("profession", "teacher"))
        ]
    )
    rows = groups.choice_rows(choices, BANDS, elsewhere=told_by_profession(demo))
    assert [(row["question"], row["value"]) for row in rows] == [
        *(("works_with", "all"), ("learns_from", "all"), ("learns_from", "teacher")),
    ]


def shares(question: str, named: str, **own: dict[str, str]) -> list[Row]:
    """Return rows of professions of 20 people each."""
    head: Row = {"question": question, "at_least": float("nan"), "merged_in": "[]", "n": "20"}
    return [
        head | {"profession": one, named: column, "people": people}
        for one, columns in own.items()
        for column, people in columns.items()
    ]


def test_what_follows_from_published_bands() -> None:
    teachers = {"teacher": "5", "support": "10", "parents": "20"}
    named = shares("q", "partner", teacher=teachers, support={"teacher": "5"})
    tasks = shares("t", "task", teacher={"plan": "10", "talk": "10"}, support={"plan": "16", "talk": "0"})
    rows = {(row["question"], row["profession"]): row for row in spread_rows(named, tasks, ["parents"])}
    assert rows["q", "teacher"]["named"] == pytest.approx(0.75)
    assert rows["q", "teacher"]["ei"] == pytest.approx((0.5 - 0.25) / 0.75)
    # Nobody could name support, so that how far its ties leave it can't be said.
    assert (rows["q", "support"]["named"], rows["q", "support"]["ei"]) == (pytest.approx(0.25), None)
    assert rows["t", "teacher"]["specialisation"] == pytest.approx(0)
    assert rows["t", "support"]["specialisation"] == pytest.approx(1)
    assert overlap_rows(tasks) == [{"profession": "teacher", "profession_2": "support", "schoener": 0.5}]


def test_fewer_than_five_have_no_share(demo: Study) -> None:
    table = ties(teacher=NAMED | {"social_worker": 4})
    rows = told(demo, table, [], []).tie_rows(table)
    own = [row for row in rows if (row["profession"], row["partner"]) == ("social_worker", "teacher")]
    assert [(row["people"], row["share"]) for row in own] == [("0-4", None)]


def test_options_of_rare_professions_count_as_a_wider_one_where_own_and_named_are_compared(
    demo: Study,
) -> None:
    professions = told(demo, ties(), [], [])
    assert professions.wider("works_with") == [
        *("sen_coordinator", "speech_therapist", "youth_care"),
    ]


def outcome(**changes: Any) -> pd.DataFrame:
    row = {"occasion": "all", "content": "works_with", "people": 112, "ei": 0.7, "expected": 0.68}
    row |= {"p_value": 0.4, "leaning": "open", "status": "computed", "reason": None}
    return pd.DataFrame([row | changes])


def teams(*densities: float | None, respondents: int = 6) -> pd.DataFrame:
    rows = [(f"t{place}", "works_with", density, respondents) for place, density in enumerate(densities)]
    return pd.DataFrame(rows, columns=["team", "content", "density", "respondents"]).astype(
        {"density": float}
    )


def test_teams_are_told_from_eight_up_and_how_many_answered_to_two() -> None:
    dense = [0.5, 0.52, 0.75, 0.77, 0.5, 1.0, 0.25, 0.24]
    (row,) = measure_rows(outcome(), teams(*dense, None, None), lambda _: ["youth_care"], 5, BANDS)
    assert (row["teams"], row["enough"], row["people"]) == ("10", "8-9", "110-114")
    assert row["wider"] == '["youth_care"]'
    # In sixteenths: .25 .25 .5 .5 .5 .75 .75 1; the tenth percentile lies at .25, the ninetieth at .825.
    assert (row["density_low"], row["density_high"]) == (0.25, pytest.approx(0.825))
    (row,) = measure_rows(outcome(), teams(*dense[:7], None), lambda _: [], 5, BANDS)
    assert (row["enough"], row["density_low"]) == ("7-8", None)
    (row,) = measure_rows(outcome(), teams(*dense, respondents=4), lambda _: [], 5, BANDS)
    assert (row["enough"], row["density_low"]) == ("0-1", None)


def test_a_test_of_few_people_is_not_told() -> None:
    (row,) = measure_rows(outcome(people=19), teams(None), lambda _: [], 5, BANDS)
    assert (row["people"], row["ei"], row["leaning"]) == (None, None, None)
    assert row["reason"] == 'few_people {"least": 20}'
