"""Nothing of what the attacks find in the old outputs is found in what `publish` writes.

Runs on the fixture `demo_run`, published, and on the tiny study.
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from all_attacks import (
    ON_TABLES,
    WITH_KNOWLEDGE,
    answers_of_withdrawn,
    names,
    sizes_behind_widths,
)
from differencing import answers_of_all
from who_keeps_score import texts_in

from conftest import Told, without
from isop_analysis.publish.releasing import release
from isop_analysis.steps import publish_tables
from isop_analysis.study import Study

STUDIES = ("demo_told", "tiny_told")


@pytest.fixture(params=STUDIES)
def told(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("attack", ON_TABLES)
def test_tables_alone_give_nothing_away(told: Told, attack: str) -> None:
    assert ON_TABLES[attack](told.tables) == []


@pytest.mark.parametrize("attack", WITH_KNOWLEDGE)
def test_who_knows_teams_and_sites_finds_nothing(told: Told, attack: str) -> None:
    assert WITH_KNOWLEDGE[attack](told.tables, told.known) == []


def test_no_name_stands_in_a_table(told: Told) -> None:
    assert names(texts_in(told.study.published), told.known) == []


def test_drawings_hold_no_names_and_no_sizes(demo_drawn: Told) -> None:
    assert names(texts_in(demo_drawn.study.build), demo_drawn.known) == []
    drawings = sorted((demo_drawn.study.build / "figures/en").glob("*.svg"))
    dots = [svg for svg in drawings if svg.stem.startswith(("teams", "caterpillar"))]
    assert len(dots) >= 4
    assert sizes_behind_widths(dots) == []


def test_attacks_had_something_to_read(demo_told: Told) -> None:
    tables = demo_told.tables
    assert len(tables.blocks()) >= 150
    assert len(tables.scales()) >= 35
    assert len(tables.choices()) >= 50
    assert sum(map(len, tables.team_means().values())) >= 100
    assert sum(len(members) for members in demo_told.known.teams.values()) >= 160


def released(study: Study, date: str) -> None:
    study.build.mkdir(parents=True, exist_ok=True)
    for language in study.config.languages:
        (study.build / f"report.{language}.html").touch()
    release(study, "whoever reads", date)


def full_answerers(study: Study, how_many: int) -> list[str]:
    answers = study.table("answers")
    given = answers[answers["answer_kind"].astype("str") == "given"].groupby("person", observed=True).size()
    return [str(person) for person in given.sort_values(kind="stable").index[-how_many:]]


def test_a_withdrawal_after_a_release_tells_nothing(demo_told: Told, tmp_path: Path) -> None:
    first = without(demo_told.study, [], tmp_path / "first")
    before = Told.of(first)
    released(first, "2025-09-01")
    person, *_ = full_answerers(first, 1)
    after = Told.of(without(first, [person], tmp_path / "second"))
    assert answers_of_withdrawn(before.tables, after.tables) == []
    assert before.tables.blocks() == after.tables.blocks()
    assert {row["as_of"] for row in after.tables.table("held_back")} == {"2025-09-01-1"}


def test_a_withdrawal_without_memory_would_tell(demo_told: Told, tmp_path: Path) -> None:
    person, *_ = full_answerers(demo_told.study, 1)
    after = Told.of(without(demo_told.study, [person], tmp_path / "second"))
    assert len(answers_of_withdrawn(demo_told.tables, after.tables)) >= 10


def test_five_withdrawals_in_a_row_tell_nothing(demo_told: Told, tmp_path: Path) -> None:
    study = without(demo_told.study, [], tmp_path / "0")
    told = [Told.of(study).tables]
    released(study, "2025-09-01")
    for number, person in enumerate(full_answerers(study, 5), start=1):
        study = without(study, [person], tmp_path / str(number))
        told.append(Told.of(study).tables)
        released(study, f"2025-09-0{number + 1}")
    for before, after in pairwise(told[:5]):
        assert before.blocks() == after.blocks()
    last, blocks = told[5].blocks(), told[0].blocks()
    assert last != blocks
    assert answers_of_all(blocks, last, 5) == {}


def test_publishing_twice_gives_the_same_bytes(demo_told: Told, tmp_path: Path) -> None:
    again = without(demo_told.study, [], tmp_path)
    publish_tables.run(again)
    assert texts_in(again.published) == texts_in(demo_told.study.published)
