"""All tables of the annex tell keys by their words: what formulas name stays as the formula has it."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup
from published_tables import readers_study

from isop_analysis.report.annex.context import Context
from isop_analysis.report.annex.reader_tables import READER_TABLES, reader_table

AS_FORMULAS_NAME = ("Term", "About", "Formula", "Left", "Right", "Label", "Name", "Path", "Code", "Reason")
KEY = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return Context(readers_study(tmp_path_factory.mktemp("keys")), "en")


@pytest.mark.parametrize("table", READER_TABLES, ids=lambda table: table.name)
def test_no_cell_shows_a_key(context: Context, table: object) -> None:
    shown = reader_table(context, table)  # type: ignore[arg-type]
    rows = shown.rows if shown is not None else ()
    heads = [str(one.text) for one in shown.columns] if shown is not None else []
    cells = {
        (head, Markup(str(cell.text)).striptags())
        for row in rows
        for head, cell in zip(heads, row.cells, strict=False)
        if head not in AS_FORMULAS_NAME
    }
    assert {cell for cell in cells if KEY.search(cell[1])} == set()


def test_an_answer_to_measurement_is_told_by_words_of_its_own(context: Context) -> None:
    table = next(one for one in READER_TABLES if one.name == "conclusions")
    shown = reader_table(context, table)
    assert shown is not None
    told = {str(row.cells[0].text): str(row.cells[3].text) for row in shown.rows}
    assert told["Does the scan measure five things?"] == "In part"
    assert told["How much of the differences lies between learning teams?"] == "Yes"


def test_a_question_of_no_file_is_told_by_its_model(tmp_path: Path) -> None:
    study = readers_study(tmp_path, Path(__file__).parents[4] / "config/bhr2000/config.yaml")
    assert Context(study, "en").names.question("no_such") == "no_such"
    (model, *_) = [one for one in study.multilevel if one.effects]
    assert Context(study, "en").names.question(model.name) == model.title.in_language("en")
