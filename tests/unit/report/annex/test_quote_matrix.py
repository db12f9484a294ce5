"""Quote matrices in the annex: who raised which code by role or band of teams, with words that open."""

from pathlib import Path

import pytest
from markupsafe import Markup
from published_tables import copy_of, like, publish, readers_study

from isop_analysis.report.annex.blocks import Table
from isop_analysis.report.annex.chapters.quote_matrix import quote_matrix
from isop_analysis.report.annex.context import Context
from isop_analysis.study.display_settings import JointDisplay
from isop_analysis.study.study import Study

TITLE = {"nl": "Wie", "en": "Who"}
BY_ROLE = JointDisplay.model_validate(
    {"name": "m", "title": TITLE, "kind": "quote_matrix", "codes": ["guidance", "no_time"]}
)
BY_SCORE = BY_ROLE.model_copy(update={"scale": "transfer", "occasion": "T0"})
QUOTE = {
    "place": 1,
    "theme": "preparation",
    "code": "guidance",
    "role": "future",
    "language": "nl",
    "text": "Zij <b>vroeg</b> door.",
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return readers_study(tmp_path)


def matrix(study: Study, display: JointDisplay, language: str = "en") -> Table:
    (table,) = quote_matrix(Context(study, language), display)  # type: ignore[arg-type]
    assert isinstance(table, Table)
    return table


def text(cell: object) -> str:
    return Markup(str(cell)).striptags().replace("\u00a0", " ")


def test_columns_are_everyone_and_the_roles_that_are_told_with_bands_of_people(study: Study) -> None:
    publish(study, "quotes", [])
    table = matrix(study, BY_ROLE)
    assert [str(one.text) for one in table.columns] == [
        *("Code", "Everyone", "Future professional", "Working professional")
    ]
    assert [text(row.cells[0].text) for row in table.rows] == ["Guidance", "No time"]
    shown = [text(cell.text) for cell in table.rows[0].cells[1:]]
    assert [one.startswith(band) for one, band in zip(shown, ("25–29", "10–14", "5–9"), strict=True)] == [
        True
    ] * 3
    assert "details" not in str(table.rows[0].cells[2].text)


def test_words_open_in_the_cell_of_their_role_and_nowhere_else(study: Study) -> None:
    publish(study, "quotes", [QUOTE])
    everyone, future, working = (str(one.text) for one in matrix(study, BY_ROLE).rows[0].cells[1:])
    assert (
        "<details open><summary>1\u00a0quote</summary>"
        '<q lang="nl">Zij &lt;b&gt;vroeg&lt;/b&gt; door.</q> </details>' in future
    )
    assert "Zij" not in everyone + working


def test_of_a_role_that_is_not_told_there_is_no_cell_and_no_words(study: Study) -> None:
    publish(study, "quotes", [QUOTE | {"role": None}])
    table = matrix(study, BY_ROLE)
    assert "Zij" not in "".join(str(cell.text) for row in table.rows for cell in row.cells)
    rows = [like(study, "code_frequencies", code="guidance", by="all")]
    publish(study, "code_frequencies", rows)
    assert [str(one.text) for one in matrix(study, BY_ROLE).columns] == ["Code", "Everyone"]
    publish(study, "code_frequencies", [])
    assert quote_matrix(Context(study, "en"), BY_ROLE) == []


def test_bands_of_teams_have_counts_of_teams_and_words_stand_beside_the_code(
    study: Study, tmp_path: Path
) -> None:
    other = copy_of(study, tmp_path / "other")
    row = like(study, "joint_display", display="roles_in_numbers_and_words", band=1, theme="roles")
    own = row | {"display": "m", "scale": "transfer", "theme": "preparation", "code": "guidance"}
    publish(other, "joint_display", [own, own | {"band": 2}])
    publish(other, "quotes", [QUOTE])
    table = matrix(other, BY_SCORE)
    assert [str(one.text) for one in table.columns] == ["Code", "Highest", "Lowest"]
    (guidance,) = table.rows
    assert "<summary>1\u00a0quote</summary>" in str(guidance.cells[0].text)
    assert [text(cell.text) for cell in guidance.cells[1:]] == ["5–6 of 6 teams"] * 2
    assert "which team" in str(table.note)


def test_a_code_that_one_role_alone_raised_in_numbers_has_a_dash_elsewhere(study: Study) -> None:
    rows = [
        like(study, "code_frequencies", code="guidance", by="all"),
        like(study, "code_frequencies", code="guidance", by="role"),
        like(study, "code_frequencies", code="no_time", by="all"),
    ]
    publish(study, "code_frequencies", rows)
    assert [text(row.cells[2].text) for row in matrix(study, BY_ROLE).rows][1] == "–"


@pytest.mark.parametrize(("language", "word"), [("nl", "Iedereen"), ("en", "Everyone")])
def test_it_stands_in_the_chapter_in_both_languages(study: Study, language: str, word: str) -> None:
    table = matrix(study, BY_ROLE, language)
    assert str(table.columns[1].text) == word
    assert table.caption == TITLE[language]
