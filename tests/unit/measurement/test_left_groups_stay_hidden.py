"""What is told of those who left gives no small group away: not in the groups, not in the regression."""

from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.contracts import empty_table
from isop_analysis.measurement.missing.dropout import group_rows
from isop_analysis.measurement.missing.leaving import leaving_rows
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]
MINIMUM = 5
ATTRIBUTES = ("role", "profession", "level", "sector")
People = pd.DataFrame


@pytest.fixture(scope="module")
def demo() -> Study:
    return load(ROOT / "config/config.yaml")


def asking(study: Study, *names: str) -> Study:
    missing = study.config.missing.model_copy(update={"dropout_by": list(names)})
    config = study.config.model_copy(update={"missing": missing})
    return replace(study, config_part=replace(study.config_part, settings=config))


def crowd(*groups: tuple[dict[str, str | None], int, int]) -> People:
    """Return people: of each (attributes, size, left) so many, so many of whom left after T0."""
    rows = [
        {**dict.fromkeys(ATTRIBUTES), **own, "left": number < left}
        for own, size, left in groups
        for number in range(size)
    ]
    return pd.DataFrame(rows).assign(person=[f"p{place}" for place in range(len(rows))], in_team=True)


def answered(people: People) -> StudyRows:
    """Return a response of each person at T0, of those who stayed at T1 too; twelve sites."""
    sites = "S" + (np.arange(len(people)) % 12).astype("str").astype("object")
    first = people[["person"]].assign(wave="c2023_t0", occasion="T0", site=sites)
    later = first[~people["left"]].assign(wave="c2023_t1", occasion="T1")
    responses = pd.concat([first, later], ignore_index=True).assign(
        team="none", instrument="scan_netwerkleren", linked_by="token"
    )
    responses["response"] = range(1, len(responses) + 1)
    scores = empty_table("scale_scores").assign(occasion="")
    return StudyRows(empty_table("answers"), responses, scores, ("T0", "T1", "T2"))


def groups_of(study: Study, people: People) -> dict[tuple[str, str], dict[str, object]]:
    rows = group_rows(study, answered(people), people.drop(columns="left"))
    return {(str(row["attribute"]), str(row["value"])): row for row in rows}


def doses_of(people: People, seed: int = 4) -> People:
    dose = np.random.default_rng(seed).uniform(size=len(people))
    return pd.DataFrame({"person": people["person"], "wave": "c2023_t0", "dose": dose})


def model_of(study: Study, people: People, doses: People | None = None) -> dict[str, dict[str, object]]:
    participation = empty_table("participation") if doses is None else doses
    rows = leaving_rows(study, answered(people), people.drop(columns="left"), participation)
    return {str(row["term"]): row for row in rows}


def is_small(left: int, size: int) -> bool:
    return 0 < size < MINIMUM or 0 < left < MINIMUM or 0 < size - left < MINIMUM


def given_away(people: People, told: set[tuple[str, str]]) -> list[tuple[object, object]]:
    """Attack: subtract told groups of one attribute from told groups of another that hold all of them."""
    sets: dict[str, list[frozenset[int]]] = (
        {"all": [frozenset(people.index)]} if ("all", "all") in told else {}
    )
    for attribute in ATTRIBUTES:
        own = [people.index[people[attribute] == value] for name, value in told if name == attribute]
        sets[attribute] = [frozenset(members) for members in own]
    unions = {name: {frozenset().union(*some) for some in _some(own)} for name, own in sets.items()}
    found = []
    for one, outer in ((name, union) for name in unions for union in unions[name]):
        for other, inner in ((name, union) for name in unions for union in unions[name]):
            rest = outer - inner if inner <= outer else frozenset()
            if rest and is_small(int(people.loc[sorted(rest), "left"].sum()), len(rest)):
                found.append(((one, len(outer)), (other, len(inner))))
    return found


def determined(people: People, told: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Attack: add and subtract told groups until a small hidden one is left, by the rank of a matrix."""
    columns = {
        (name, value): (people[name] == value).to_numpy(float)
        for name in ATTRIBUTES
        for value in people[name].dropna().unique()
    } | {("all", "all"): np.ones(len(people))}
    known = np.column_stack([columns[key] for key in sorted(told)]) if told else np.zeros((len(people), 1))
    rank = np.linalg.matrix_rank(known)
    return [
        key
        for key, own in columns.items()
        if key not in told
        and is_small(int(people.loc[own > 0, "left"].sum()), int(own.sum()))
        and np.linalg.matrix_rank(np.column_stack([known, own])) == rank
    ]


def _some(sets: list[frozenset[int]]) -> "chain[tuple[frozenset[int], ...]]":
    return chain.from_iterable(combinations(sets, size) for size in range(1, len(sets) + 1))


def test_a_sector_less_the_profession_inside_it_gives_no_small_group_away(demo: Study) -> None:
    people = crowd(
        ({"profession": "teacher", "sector": "education"}, 40, 15),
        ({"profession": "support", "sector": "education"}, 7, 2),
        ({"profession": "support", "sector": "care"}, 20, 9),
        ({"profession": "childcare_worker", "sector": "childcare"}, 40, 16),
    )
    rows = groups_of(demo, people)
    told = {key for key, row in rows.items() if not row["suppressed"]}
    # Education (47, 17 left) and teachers (40, 15 left) would tell that 2 of the other 7 left.
    assert ("sector", "education") not in told or ("profession", "teacher") not in told
    assert given_away(people, told) == []
    assert ("all", "all") in told


@pytest.mark.parametrize("seed", range(12))
def test_no_difference_of_told_groups_is_small(demo: Study, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(30, 160))
    values = {one.name: [value.name for value in one.values] for one in demo.config.attributes}
    people = pd.DataFrame({name: rng.choice(own, n) for name, own in values.items()}).astype("object")
    nested = rng.random(n) < 0.9
    people.loc[nested, "sector"] = people["profession"].map(
        dict(
            zip(
                values["profession"], ("education", "childcare", "education", "welfare", "care"), strict=False
            )
        )
    )
    people.loc[rng.random(n) < 0.06, list(ATTRIBUTES)] = None
    people = people.assign(person=[f"p{i}" for i in range(n)], in_team=True, left=rng.random(n) < 0.4)
    told = {key for key, row in groups_of(demo, people).items() if not row["suppressed"]}
    assert given_away(people, told) == []
    assert determined(people, told) == []


def test_everyone_less_groups_of_two_attributes_gives_no_small_group_away(demo: Study) -> None:
    people = crowd(
        ({"profession": "teacher", "sector": "education"}, 48, 23),
        ({"profession": "support", "sector": "education"}, 22, 8),
        ({"profession": "childcare_worker", "sector": "childcare"}, 44, 16),
        ({"profession": "social_worker", "sector": "welfare"}, 28, 9),
        ({"profession": "support", "sector": "care"}, 2, 0),
    )
    told = {key for key, row in groups_of(demo, people).items() if not row["suppressed"]}
    # Everyone less education, childcare and all social workers are the two of care.
    assert not {("sector", "education"), ("sector", "childcare"), ("profession", "social_worker")} <= told
    assert (given_away(people, told), determined(people, told)) == ([], [])


def test_nothing_is_told_of_groups_where_few_left(demo: Study) -> None:
    people = crowd(({"role": "future"}, 40, 1), ({"role": "working"}, 40, 2))
    assert all(row["suppressed"] for row in groups_of(demo, people).values())
    rows = model_of(asking(demo, "role"), people)
    assert [row["status"] for row in rows.values()] == ["refused"]
    assert read_reasons(rows[""]["reason"]) == [Reason("leaving_few", needed=5)]
    assert rows[""]["n"] is None


def test_a_factor_with_a_hidden_group_and_no_wider_one_is_left_out_with_its_reason(demo: Study) -> None:
    people = crowd(
        ({"role": "future"}, 40, 18), ({"role": "working"}, 40, 15), ({"role": "facilitator"}, 8, 3)
    )
    doses = doses_of(people)
    rows = model_of(asking(demo, "role", "dose"), people, doses)
    assert list(rows) == ["(Intercept)", "dose", "role"]
    assert rows["role"]["status"] == "left_out"
    assert read_reasons(rows["role"]["reason"]) == [Reason("leaving_untold", name="role")]
    assert rows["role"]["estimate"] is None
    assert rows["dose"]["n"] == 88


def test_hidden_groups_are_merged_into_the_wider_one_declared(demo: Study) -> None:
    people = crowd(
        ({"profession": "teacher"}, 50, 20),
        ({"profession": "childcare_worker"}, 40, 22),
        ({"profession": "teaching_assistant"}, 9, 4),
        ({"profession": "support"}, 9, 4),
    )
    hidden = {value for (_, value), row in groups_of(demo, people).items() if row["suppressed"]}
    assert hidden == {"teaching_assistant", "support"}
    rows = model_of(asking(demo, "profession"), people)
    assert list(rows) == ["(Intercept)", "professionchildcare_worker", "professionsupport"]
    # 8 of 18 together, against 20 of 50.
    assert rows["professionsupport"]["odds_ratio"] == pytest.approx((8 / 10) / (20 / 30), rel=1e-9)


def test_a_hidden_group_is_not_merged_into_a_told_one_that_would_show_it(demo: Study) -> None:
    people = crowd(
        ({"profession": "teacher"}, 50, 20),
        ({"profession": "support"}, 40, 22),
        ({"profession": "childcare_worker"}, 20, 9),
        ({"profession": "teaching_assistant"}, 9, 4),
    )
    hidden = {value for (_, value), row in groups_of(demo, people).items() if row["suppressed"]}
    assert hidden == {"teaching_assistant", "childcare_worker"}
    # With the assistants, support would be 49 people, of whom 26 left.
    rows = model_of(asking(demo, "profession"), people)
    assert [(row["term"], row["status"]) for row in rows.values()] == [
        ("", "refused"),
        ("profession", "left_out"),
    ]
    assert read_reasons(rows[""]["reason"]) == [Reason("leaving_empty")]


def test_rows_used_do_not_give_away_who_lacks_a_predictor(demo: Study) -> None:
    people = crowd(({"role": "future"}, 40, 18), ({"role": "working"}, 40, 15))
    doses = doses_of(people)
    few = doses.drop(index=[1, 5, 70])
    rows = model_of(asking(demo, "role", "dose"), people, few)
    assert rows["dose"]["status"] == "fitted"
    assert rows["dose"]["suppressed"]
    assert [rows["dose"][name] for name in ("n", "n_dropped", "left")] == [None, None, None]
    enough = model_of(asking(demo, "role", "dose"), people, doses.iloc[8:-10])
    assert (enough["dose"]["n"], enough["dose"]["suppressed"]) == (62, False)


def test_a_number_that_differs_for_few_people_is_left_out(demo: Study) -> None:
    people = crowd(({"role": "future"}, 40, 18), ({"role": "working"}, 40, 15))
    dose = np.where(np.arange(80) < 3, 0.5, 0.0)
    doses = doses_of(people).assign(dose=dose)
    rows = model_of(asking(demo, "role", "dose"), people, doses)
    assert (rows["dose"]["status"], rows["rolefuture"]["status"]) == ("left_out", "fitted")
    assert read_reasons(rows["dose"]["reason"]) == [Reason("leaving_untold_number", name="dose", needed=5)]


def test_a_group_that_is_small_among_complete_rows_is_left_out(demo: Study) -> None:
    people = crowd(
        ({"role": "future"}, 40, 18), ({"role": "working"}, 40, 15), ({"role": "facilitator"}, 20, 9)
    )
    lacking = people.index[people["role"] == "facilitator"][:6]
    doses = doses_of(people)
    rows = model_of(asking(demo, "role", "dose"), people, doses.drop(index=lacking))
    assert rows["role"]["status"] == "left_out"
    assert rows["dose"]["n"] == 94
