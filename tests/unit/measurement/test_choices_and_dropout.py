"""Who chose what by profession, and who left: counted by hand."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.measurement import StudyRows, dropout_rows
from isop_analysis.measurement.choices import Group, hidden_groups
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]


NOBODY = (0, 0)


@pytest.mark.parametrize(
    ("groups", "unknown", "hidden"),
    [
        ([("a", 9, 20), ("b", 8, 16)], NOBODY, []),
        ([("a", 9, 20), ("b", 0, 16)], NOBODY, []),
        # All minus the others would tell of the 2 of 4 in c, also when the sample tells of 15 unknown ones.
        ([("a", 9, 20), ("b", 8, 16), ("c", 2, 4)], NOBODY, ["b", "c"]),
        ([("a", 9, 20), ("b", 8, 16), ("c", 2, 4)], (7, 15), ["b", "c"]),
        # 12 of 13 chose it: the one who did not is as recognisable as one who did.
        ([("a", 12, 13), ("b", 8, 16), ("c", 9, 20)], NOBODY, ["a", "b"]),
        # Two small groups that together are a small one need a third.
        ([("a", 9, 20), ("b", 1, 8), ("c", 2, 7), ("d", 6, 15)], NOBODY, ["b", "c", "d"]),
        # All minus a and b would tell of the 2 of 4 whose group is not known.
        ([("a", 9, 20), ("b", 8, 16)], (2, 4), ["b"]),
        ([("a", 9, 20), ("b", 8, 16)], (6, 12), []),
        ([("a", 2, 4)], NOBODY, ["a"]),
    ],
)
def test_small_groups_are_hidden_with_others(
    groups: list[tuple[str, int, int]], unknown: tuple[int, int], hidden: list[str]
) -> None:
    found = hidden_groups([Group(*group) for group in groups], Group("", *unknown), 5)
    assert sorted(found) == hidden


def scores(*rows: tuple[int, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["response", "person", "wave", "score"])
    return frame.assign(scale="network_skill", team="none", status="scored", occasion=_occasions(frame))


def _occasions(frame: pd.DataFrame) -> pd.Series:
    return frame["wave"].str[-2:].str.upper()


@pytest.fixture
def demo() -> Study:
    return load(ROOT / "config/config.yaml")


def dropout(study: Study, rows: pd.DataFrame, unlinked: tuple[int, ...] = ()) -> dict[str, object]:
    responses = rows[["response", "person", "wave", "occasion"]].assign(linked_by="token")
    responses.loc[responses["response"].isin(unlinked), "linked_by"] = "unlinked"
    found = dropout_rows(study, StudyRows(pd.DataFrame(), responses, rows, ("T0", "T1", "T2")))
    return next(row for row in found if row["from_occasion"] == "T0")


ROWS = (
    (1, "a", "c2023_t0", 3.0),
    (2, "b", "c2023_t0", 4.0),
    (3, "c", "c2023_t0", 2.0),
    (4, "d", "c2023_t0", 3.0),
    (5, "a", "c2023_t1", 5.0),
    (6, "b", "c2023_t1", 5.0),
)


def test_those_who_left_against_those_who_stayed(demo: Study) -> None:
    row = dropout(demo, scores(*ROWS))
    assert (row["stayed_n"], row["left_n"]) == (2, 2)
    assert (row["stayed_mean"], row["left_mean"]) == (3.5, 2.5)
    # Both variances are 0.5: the pooled SD is the root of it.
    assert row["difference_sd"] == pytest.approx(-1 / 0.5**0.5, abs=1e-12)


def test_who_cannot_be_recognised_has_not_left(demo: Study) -> None:
    row = dropout(
        demo, scores(*ROWS, (7, "x7", "c2023_t0", 1.0), (8, "x8", "c2023_t1", 1.0)), unlinked=(7, 8)
    )
    assert (row["stayed_n"], row["left_n"]) == (2, 2)


def test_a_cohort_that_was_not_asked_again_has_not_left(demo: Study) -> None:
    row = dropout(demo, scores(*ROWS, (7, "e", "c2024_t0", 1.0), (8, "f", "c2024_t0", 1.0)))
    assert (row["stayed_n"], row["left_n"]) == (2, 2)
