"""Every occasion together holds each person once, at the first occasion they answered: counted by hand.

Eight people answer five items of network skill at T0, the same eight at T1 with the opposite answers; a ninth
answers first at T1. Two more can't be recognised: one answers at either occasion.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.measurement.description import scale_rows
from isop_analysis.measurement.psychometrics import measure
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.measurement.scores import score_study
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]
ITEMS = ("ns1", "ns2", "ns3", "ns4", "ns5")
FIRST = {
    "a": [4, 4, 5, 2, 4], "b": [3, 4, 3, 3, 3], "c": [5, 5, 4, 1, 5], "d": [2, 3, 2, 4, 2],
    "e": [4, 3, 4, 2, 4], "f": [3, 3, 3, 3, 4], "g": [1, 2, 2, 5, 2], "h": [2, 2, 1, 4, 1],
}  # fmt: skip
LATE = {"i": [3, 2, 2, 4, 2]}
UNKNOWN = {"x": [5, 1, 5, 1, 5], "y": [1, 5, 1, 5, 1]}
TEAM = {name: "LT01" if name in "abcdi" else "LT02" for name in "abcdefghixy"}


def given() -> list[tuple[str, str, list[int], str]]:
    """Return (person, wave, answers, linked by) in an order that is not that of the occasions."""
    again = [(name, "c2024_t1", [6 - value for value in own], "token") for name, own in FIRST.items()]
    first = [(name, "c2024_t0", own, "token") for name, own in FIRST.items()]
    late = [(name, "c2024_t1", own, "email") for name, own in LATE.items()]
    apart = [
        ("x", "c2024_t0", UNKNOWN["x"], "unlinked"),
        ("y", "c2024_t1", UNKNOWN["y"], "no_linking_consent"),
    ]
    return [*again, *late, *first, *apart]


def studied(study: Study, rows: list[tuple[str, str, list[int], str]]) -> StudyRows:
    head = [
        {"response": number, "person": person, "team": TEAM[person], "site": "S1", "wave": wave,
         "instrument": "scan_netwerkleren", "linked_by": linked, "occasion": wave[-2:].upper()}
        for number, (person, wave, _, linked) in enumerate(rows, start=1)
    ]  # fmt: skip
    answers = [
        {"response": own["response"], "person": own["person"], "item": item, "answer": float(value),
         "answer_kind": "given" if value else "skipped"}
        for own, (_, _, values, _) in zip(head, rows, strict=True)
        for item, value in zip(ITEMS, values, strict=True)
    ]  # fmt: skip
    responses, answered = pd.DataFrame(head), pd.DataFrame(answers)
    scores = score_study(study, answered, responses)
    scores["occasion"] = scores["wave"].str[-2:].str.upper()
    return StudyRows(answered, responses, scores, ("T0", "T1", "T2"))


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/config.yaml")


def one(rows: list[dict[str, object]], occasion: str, scale: str = "network_skill") -> dict[str, object]:
    return next(row for row in rows if row["scale"] == scale and row["occasion"] == occasion)


def by_hand(*people: list[int]) -> pd.DataFrame:
    frame = pd.DataFrame(people, columns=ITEMS, dtype=float)
    return frame.assign(ns4=6 - frame["ns4"])


def alpha(items: pd.DataFrame) -> float:
    """Return Cronbach's alpha by its definition."""
    return 5 / 4 * (1 - items.var().sum() / items.sum(axis=1).var())


def test_reliability_over_all_occasions_has_one_row_a_person(study: Study) -> None:
    found = measure(study, studied(study, given()))
    items = by_hand(*FIRST.values(), *LATE.values())
    row = one(found.reliability, "all")
    assert row["n"] == 9
    assert row["alpha"] == pytest.approx(alpha(items), abs=1e-12)
    assert one(found.reliability, "T0")["n"] == 9
    assert one(found.reliability, "T1")["n"] == 10
    described = {
        row["item"]: row
        for row in found.items
        if row["scale"] == "network_skill" and row["occasion"] == "all"
    }
    assert {row["n"] for row in described.values()} == {9}
    assert [described[item]["mean"] for item in ITEMS] == pytest.approx(items.mean().tolist(), abs=1e-12)


def test_agreement_over_all_occasions_has_one_row_a_person_and_team_and_is_judged(study: Study) -> None:
    """ICC(1) of unequal teams by mean squares with the arithmetic mean size (Bliese 2000)."""
    row = one(measure(study, studied(study, given())).agreement, "all")
    score = by_hand(*FIRST.values(), *LATE.values()).mean(axis=1)
    teams = [score[[0, 1, 2, 3, 8]], score[[4, 5, 6, 7]]]
    between = sum(len(own) * (own.mean() - score.mean()) ** 2 for own in teams)
    within = sum(((own - own.mean()) ** 2).sum() for own in teams) / 7
    assert (row["n"], row["clusters"]) == (9, 2)
    assert row["icc1"] == pytest.approx((between - within) / (between + 3.5 * within), abs=1e-12)
    assert row["verdict"] in ("justified", "not_justified")
    assert row["p_value"] is not None


def test_scale_descriptives_over_all_occasions_count_people(study: Study) -> None:
    row = one(scale_rows(study, studied(study, given())), "all")
    items = by_hand(*FIRST.values(), *LATE.values())
    assert (row["n"], row["persons"]) == (9, 9)
    assert row["mean"] == pytest.approx(items.mean(axis=1).mean(), abs=1e-12)


def test_who_skipped_the_scale_at_first_counts_where_they_answered(study: Study) -> None:
    rows = [("a", "c2024_t0", [0] * 5, "token"), *given()[:9]]
    row = one(measure(study, studied(study, rows)).reliability, "all")
    turned = [[6 - value for value in own] for own in FIRST.values()]
    assert row["n"] == 9
    assert row["alpha"] == pytest.approx(alpha(by_hand(*turned, *LATE.values())), abs=1e-12)


def test_a_person_of_two_teams_counts_once_in_reliability_and_once_a_team_in_agreement(study: Study) -> None:
    rows = studied(study, [row for row in given() if row[3] == "token" and row[1] == "c2024_t0"])
    second = rows.responses[rows.responses["person"] == "a"].assign(response=99, team="LT02")
    doubled = rows.answers[rows.answers["person"] == "a"].assign(response=99)
    responses = pd.concat([rows.responses, second], ignore_index=True)
    answers = pd.concat([rows.answers, doubled], ignore_index=True)
    found = measure(study, StudyRows(answers, responses, rows.scores, rows.occasions))
    assert (one(found.reliability, "T0")["n"], one(found.reliability, "all")["n"]) == (9, 8)
    assert (one(found.agreement, "T0")["n"], one(found.agreement, "all")["n"]) == (9, 9)


def test_where_nobody_is_recognised_the_first_occasion_stands_for_all(study: Study) -> None:
    rows = [(name + str(place), wave, own, "unlinked") for place, (name, wave, own, _) in enumerate(given())]
    TEAM.update({name: TEAM[name[0]] for name, *_ in rows})
    found = measure(study, studied(study, rows)).reliability
    assert one(found, "all")["n"] == one(found, "T0")["n"] == 9
    assert one(found, "all")["alpha"] == pytest.approx(
        alpha(by_hand(*FIRST.values(), UNKNOWN["x"])), abs=1e-12
    )


def test_one_occasion_is_all_of_it_recognised_or_not(study: Study) -> None:
    rows = [row for row in given() if row[1] == "c2024_t0"]
    found = measure(study, studied(study, rows)).reliability
    assert one(found, "all")["n"] == one(found, "T0")["n"] == 9
    assert np.isclose(float(one(found, "all")["alpha"]), float(one(found, "T0")["alpha"]))  # type: ignore[arg-type]
