"""Team sheets tell nobody's score: attacked by one member and by two, on the demo and the tiny study."""

import re
from pathlib import Path
from typing import Any

import pytest
from backward_gate import Passed, dots_of_the_report, gives_away, narrowest_among, room_of
from pypdf import PdfReader
from sheet_readers import Seen, bounded, seen_on_sheets
from test_published_holds import released
from who_keeps_score import texts_in

from conftest import Told, without
from isop_analysis.contracts.published_files import read_published
from isop_analysis.contracts.published_sheets import read_index, read_sheet
from isop_analysis.publish.sheets import publish_sheets
from isop_analysis.report.sheets.writing import write_sheets
from isop_analysis.study import Study

OLD = Path(__file__).parent / "old"
STUDIES = ("demo_told", "tiny_told")


@pytest.fixture(params=STUDIES)
def told(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_no_member_and_no_two_work_out_a_colleague(told: Told) -> None:
    rows = list(seen_on_sheets(told.study))
    assert len(rows) >= 30
    assert [(seen.team, seen.scale) for seen in rows if bounded(seen)] == []


def test_nobody_works_out_a_colleague_by_running_the_gate_backwards(told: Told) -> None:
    """Of rows of five people and every fourth of six; `benchmarks/gate_backwards.py` takes all."""
    every = sorted({_passed(seen) for seen in seen_on_sheets(told.study)}, key=_size)
    five = [row for row in every if _size(row) == 5]
    rows = [*five, *[row for row in every if _size(row) == 6][::4]]
    assert len(rows) >= 8
    assert [row for row in rows if gives_away(row)] == []


def test_nobody_works_out_a_colleague_from_the_reports_dots_backwards(told: Told) -> None:
    rows = list(dots_of_the_report(told.study, largest=5))
    assert len(rows) >= 10
    assert [row for row in rows if gives_away(row)] == []


def test_backwards_the_gate_of_before_gave_single_members_their_colleagues() -> None:
    """A sheet with a dot at 11 of 16 and "same": 39 rows of scores of five passed the gate of then.

    Who has 13 knows that each of the others has 9 to 12, of 0 to 16.
    """
    lines = (OLD / "tables/sheet_rows.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [tuple(map(int, line.split(","))) for line in lines]
    assert len(rows) == 39
    room = room_of((row, ()) for row in rows)
    assert room[((13,), ()), 0] == (9, 12)
    own = Passed((10, 10, 11, 11, 13), (), 16)
    assert own.counted in rows
    assert narrowest_among(room, own) == 3 / 16
    assert all(narrowest_among(room, Passed(row, (), 16)) < 1 / 3 for row in rows)


def _size(row: Passed) -> int:
    return len(row.counted) + len(row.others)


def _passed(seen: Seen) -> Passed:
    counted, others = (
        tuple(sorted(round(one * seen.steps) for one in own)) for own in (seen.counted, seen.others)
    )
    return Passed(counted, others, seen.steps)


def test_the_attack_bites_where_a_sheet_says_too_much() -> None:
    alike = Seen("t", "s", (0.3125, 0.6875, 0.5, 0.5, 0.5), (), 0.5, (0.0, 0.15), None, 16)
    assert bounded(alike)
    end = Seen("t", "s", (1.0, 1.0, 1.0, 1.0, 1.0), (), 1.0, (0.0, 1.0), None, 16)
    assert bounded(end)
    beside = Seen("t", "s", (0.25, 0.5, 0.375, 0.625, 0.5), (0.0,), 0.4375, (0.0, 1.0), 0.25, 16)
    assert bounded(beside)
    assert not bounded(Seen("t", "s", beside.counted, (), 0.4375, (0.0, 1.0), None, 16))


def test_who_may_be_on_a_sheet_and_who_not(told: Told) -> None:
    for seen in seen_on_sheets(told.study):
        assert len(seen.counted) >= 5


def test_what_all_readers_get_says_nothing_of_one_teams_sheet(told: Told) -> None:
    assert not [name for name in texts_in(told.study.published) if "sheet" in name]
    assert told.study.published not in told.study.sheets.parents
    for text in sheets_of(told.study).values():
        assert not re.search("|".join(sorted(told.known.names)), text)


def test_a_sheet_names_its_own_team_only(told: Told) -> None:
    study = told.study
    write_sheets(study)
    for team in read_index(study.sheets):
        number = int(read_sheet(study.sheets / team)["sheets"]["number"].iloc[0])
        text = pages_of(study.build / f"sheets/{team}.nl.pdf")
        assert set(re.findall(r"Leerteam (\d+)", text)) == {str(number)}
        others = set(read_index(study.sheets)) | told.known.names
        assert not [name for name in others if re.search(rf"\b{re.escape(name)}\b", text)]


def pages_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def sheets_of(study: Study) -> dict[str, str]:
    texts = texts_in(study.sheets)
    return {name: text for name, text in texts.items() if name.endswith(".csv")}


@pytest.fixture(scope="module")
def given_out(tiny_told: Told, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A copy of the tiny study whose sheets were given out."""
    told = Told.published(without(tiny_told.study, [], tmp_path_factory.mktemp("given")))
    write_sheets(told.study)
    released(told.study, "2025-09-01")
    return told


@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_who_compares_two_sheets_after_some_left_sees_the_same_sheet(
    given_out: Told, tmp_path: Path, left: int
) -> None:
    """Of their own team, and of every other one: the report's tables of teams stay as well."""
    _, people = largest(given_out.study)
    after = without(given_out.study, people[:left], tmp_path)
    publish_sheets(after, after.table, lambda name: read_published(name, given_out.study.published))
    assert sheets_of(after) == sheets_of(given_out.study)


def largest(study: Study) -> tuple[str, list[str]]:
    """Return the team of whose sheet the most people stand behind, and who they are."""
    from isop_analysis.contracts import read_table

    behind = read_table("sheet_people", study.restricted)
    sizes = behind.groupby("team")["person"].nunique()
    team = str(sizes.idxmax())
    return team, sorted(behind.loc[behind["team"] == team, "person"].unique())
