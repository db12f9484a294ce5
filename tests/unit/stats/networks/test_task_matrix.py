"""Professions × tasks: shares, specialisation and overlap, counted by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isop_analysis.stats.networks import tasks

DONE = pd.DataFrame(
    [
        ("p1", "teacher", "advice", "T0"),
        ("p1", "teacher", "play", "T0"),
        ("p1", "teacher", "play", "T0"),
        ("p2", "teacher", "advice", "T0"),
        ("p3", "youth worker", "play", "T0"),
        ("p3", "youth worker", "visits", "T0"),
        ("p4", "youth worker", None, "T0"),
        ("p5", "therapist", None, "T0"),
        ("p1", "teacher", "advice", "T1"),
        ("p3", "youth worker", "visits", "T1"),
    ],
    columns=["person", "profession", "task", "wave"],
)
found = tasks(DONE, wave="wave")


def test_shares_are_of_all_who_answered() -> None:
    table = found.shares.set_index(["wave", "profession", "task"])
    assert len(table) == 3 * 3 + 2 * 3
    assert table.loc[("T0", "teacher", "advice")].tolist() == [2, 2, 1.0]
    assert table.loc[("T0", "teacher", "play")].tolist() == [1, 2, 0.5]
    assert table.loc[("T0", "youth worker", "visits")].tolist() == [1, 2, 0.5]
    assert table.loc[("T0", "therapist", "play")].tolist() == [0, 1, 0.0]
    assert found.matrix("T1").to_numpy().tolist() == [[1, 0, 0], [0, 0, 1]]


def test_specialisation_of_a_profession_by_hand() -> None:
    table = found.professions.set_index(["wave", "profession"])
    entropy = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3))
    assert table.loc[("T0", "teacher")].tolist() == pytest.approx([2, 2, 1 - entropy / math.log(3)])
    assert table.loc[("T0", "youth worker")].tolist() == pytest.approx([2, 2, 1 - math.log(2) / math.log(3)])
    assert table.loc[("T0", "therapist")].tolist() == pytest.approx([1, 0, np.nan], nan_ok=True)
    assert table.loc[("T1", "teacher"), "specialisation"] == 1


def test_specialisation_of_a_task_by_hand() -> None:
    table = found.tasks.set_index(["wave", "task"])
    assert table.loc[("T0", "advice")].tolist() == [2, 1, 1.0]
    # As often by teachers (1 of 2) as by youth workers (1 of 2), of three professions.
    assert table.loc[("T0", "play")].tolist() == pytest.approx([2, 2, 1 - math.log(2) / math.log(3)])
    assert table.loc[("T1", "play")].tolist() == pytest.approx([0, 0, np.nan], nan_ok=True)


def test_overlap_by_hand() -> None:
    table = found.overlaps.set_index(["wave", "profession", "profession_2"])
    both = table.loc[("T0", "teacher", "youth worker")]
    assert both.tolist() == pytest.approx([2, 2, 1 / 3, 1 - (2 / 3 + 1 / 6 + 1 / 2) / 2])
    assert table.loc[("T0", "therapist", "youth worker"), ["jaccard", "schoener"]].isna().all()
    assert table.loc[("T1", "teacher", "youth worker")].tolist() == [1, 1, 0, 0]
    strict = tasks(DONE, wave="wave", least=0.5).overlaps
    assert np.isnan(
        strict.loc[2, "jaccard"]
    )  # of no task do more than half of the youth workers say it is theirs


def test_schoeners_overlap_of_a_worked_example() -> None:
    # Shares .5, .3, .2 against .2, .3, .5 of ten people each: 1 − (.3 + 0 + .3)/2.
    rows = [
        (f"{profession}{task}{number}", profession, task)
        for profession, counts in (("x", {"a": 5, "b": 3, "c": 2}), ("y", {"a": 2, "b": 3, "c": 5}))
        for task, many in counts.items()
        for number in range(many)
    ]
    one = tasks(pd.DataFrame(rows, columns=["person", "profession", "task"]))
    assert one.overlaps["schoener"].tolist() == pytest.approx([0.7])
    assert one.overlaps[["n", "n_2", "jaccard"]].to_numpy().tolist() == [[10, 10, 1]]
    assert one.matrix().to_numpy().tolist() == [[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]
    assert one.shares["wave"].unique().tolist() == [""]


def test_a_list_of_tasks_sets_the_scale() -> None:
    listed = tasks(DONE, wave="wave", among=["advice", "play", "visits", "care"])
    row = listed.professions.set_index(["wave", "profession"]).loc[("T0", "youth worker")]
    assert row["specialisation"] == pytest.approx(1 - math.log(2) / math.log(4))
    assert listed.tasks.set_index(["wave", "task"]).loc[("T0", "care"), "n"] == 0
    alone = tasks(DONE[DONE["task"] == "advice"], wave="wave")
    assert alone.professions["specialisation"].isna().all()
    assert alone.tasks["specialisation"].isna().all()
    assert alone.overlaps.empty


ROWS = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from([*"abcd", None]), st.sampled_from(["T0", "T1"])),
    min_size=1,
    max_size=30,
).filter(lambda rows: any(task for _, task, _ in rows))


@settings(deadline=None, max_examples=25)
@given(ROWS, st.randoms(use_true_random=False))
def test_ranges_and_the_order_of_rows(rows: list[tuple[int, str | None, str]], random: object) -> None:
    frame = pd.DataFrame(rows, columns=["person", "task", "wave"])
    frame = frame.assign(profession=frame["person"].map(lambda person: "xyz"[person % 3]))
    places = list(range(len(rows)))
    random.shuffle(places)  # type: ignore[attr-defined]
    one, other = tasks(frame, wave="wave"), tasks(frame.iloc[places], wave="wave")
    for part in ("shares", "professions", "tasks", "overlaps"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part))
    for values in (one.shares["share"], one.professions["specialisation"], one.tasks["specialisation"]):
        assert values.dropna().between(0, 1).all()
    assert one.overlaps[["jaccard", "schoener"]].stack().dropna().between(-1e-12, 1 + 1e-12).all()
