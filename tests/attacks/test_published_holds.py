"""Nothing of what the attacks find in the old outputs is found in what `publish` writes.

Runs on the fixture `demo_run`, published, and on the tiny study.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from all_attacks import (
    ON_TABLES,
    WITH_KNOWLEDGE,
    answers_of_withdrawn,
    names,
    sizes_behind_widths,
)
from differencing import answers_of_all
from published_outputs import Published
from who_keeps_score import texts_in

from conftest import Told, without
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.publish.memory import kept_tables
from isop_analysis.publish.people import kinds_of, people_rows
from isop_analysis.publish.releasing import release
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


def test_drawings_hold_no_names_and_no_sizes(demo_told: Told, readers_demo: Study) -> None:
    assert names(texts_in(readers_demo.build), demo_told.known) == []
    drawings = sorted((readers_demo.build / "figures/en").glob("*.svg"))
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
        (study.build / f"annex.{language}.html").touch()
        (study.build / f"report.{language}.html").touch()
    release(study, "whoever reads", date)


def full_answerers(study: Study, how_many: int) -> list[str]:
    answers = study.table("answers")
    given = answers[answers["answer_kind"].astype("str") == "given"].groupby("person", observed=True).size()
    return [str(person) for person in given.sort_values(kind="stable").index[-how_many:]]


@pytest.fixture(scope="module")
def first_release(demo_told: Told, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A copy of the demo study, published and released."""
    told = Told.published(without(demo_told.study, [], tmp_path_factory.mktemp("first")))
    released(told.study, "2025-09-01")
    return told


def test_publishing_again_gives_the_same_bytes(demo_told: Told, first_release: Told) -> None:
    assert texts_in(first_release.study.published) == texts_in(demo_told.study.published)


def test_a_withdrawal_without_memory_would_tell(demo_told: Told, tmp_path: Path) -> None:
    person, *_ = full_answerers(demo_told.study, 1)
    after = Told.published(without(demo_told.study, [person], tmp_path))
    assert len(answers_of_withdrawn(demo_told.tables, after.tables)) >= 10


def test_withdrawals_after_a_release_tell_nothing_until_five_of_each_block_left(
    first_release: Told, tmp_path: Path
) -> None:
    """Of eight who leave at least five answered each questionnaire at each occasion; fewer may be quoted."""
    before, study = first_release.tables, first_release.study
    gone = full_answerers(study, 8)
    after_one = Told.published(without(study, gone[:1], tmp_path / "1"))
    assert answers_of_withdrawn(before, after_one.tables) == []
    assert texts_of_people(after_one) == texts_of_people(first_release)
    assert after_one.tables.table("quotes") == [] != before.table("quotes")
    assert numbers_of_models(after_one.tables) == numbers_of_models(before)
    released(after_one.study, "2025-10-01")
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    for left in (2, 3, 4):
        later = without(after_one.study, gone[:left], tmp_path / str(left))
        people = pd.DataFrame(people_rows(later.table, occasions), columns=["base", "person", "digest"])
        kept = {one.table for one in kept_tables(later, people)}
        assert kept >= {name for name in PUBLISHED_NAMES if "surveys" in kinds_of(name)}
    after_all = Told.published(without(after_one.study, gone, tmp_path / "8"))
    held = {row["table"] for row in after_all.tables.table("held_back")}
    assert "quotes" in held <= {name for name in PUBLISHED_NAMES if "texts" in kinds_of(name)}
    assert after_all.tables.table("quotes") == []
    assert after_all.tables.blocks() != before.blocks()
    assert answers_of_all(before.blocks(), after_all.tables.blocks(), 8) == {}
    assert numbers_of_models(after_all.tables) != numbers_of_models(before)
    behind = ("sizes_behind_fit", "sizes_behind_scales")
    for attack in ("small_item_cells", "small_counts_as_printed", "few_between", *behind):
        assert ON_TABLES[attack](after_all.tables) == []


def numbers_of_models(told: Published) -> list[str]:
    return [row["n"] for name in ("model_fits", "structural_fits") for row in told.table(name)]


def texts_of_people(told: Told) -> dict[str, str]:
    apart = ("held_back.csv", "quotes.csv")
    return {name: text for name, text in texts_in(told.study.published).items() if name not in apart}
