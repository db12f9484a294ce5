"""Published tables as files: the same cells everywhere, every column explained, equal bytes twice."""

import csv
import io
from pathlib import Path

import pytest
from frictionless import Package
from published_tables import BHR, readers_study
from python_calamine import CalamineWorkbook

from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.language.words import words_in
from isop_analysis.report.outputs import table_files
from isop_analysis.report.tables import codebook, write_tables
from isop_analysis.report.tables.codebook import slug
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    study = readers_study(tmp_path_factory.mktemp("demo"))
    write_tables(study)
    return study


def test_every_table_is_there_as_it_is_published(demo: Study) -> None:
    folder = demo.build / "tables"
    assert sorted(folder.iterdir()) == sorted(table_files(demo))
    for name in PUBLISHED_NAMES:
        assert (folder / f"{name}.csv").read_bytes() == (demo.published / f"{name}.csv").read_bytes()


def test_the_workbook_has_a_sheet_a_table_after_the_codebooks(demo: Study) -> None:
    book = CalamineWorkbook.from_path(str(demo.build / "tables/tables.xlsx"))
    assert book.sheet_names == ["codebook_nl", "codebook_en", *PUBLISHED_NAMES]


@pytest.mark.parametrize("name", ["model_effects", "sample", "flow", "structural_parameters", "hypotheses"])
def test_its_cells_are_those_of_the_csv(demo: Study, name: str) -> None:
    book = CalamineWorkbook.from_path(str(demo.build / "tables/tables.xlsx"))
    sheet = book.get_sheet_by_name(name).to_python()
    text = (demo.published / f"{name}.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert sheet[0] == rows[0]
    assert len(sheet) == len(rows)
    kinds = [column.kind for column in published(name).columns]
    for shown, plain in zip(sheet[1:], rows[1:], strict=True):
        for kind, cell, expected in zip(kinds, shown, plain, strict=True):
            if kind in ("number", "integer") and expected:
                assert isinstance(cell, float)
                assert cell == float(expected)
            elif kind == "count" and expected.isdigit():
                assert cell == float(expected)
            else:
                assert cell == expected


def test_programs_are_told_what_the_tables_are(demo: Study) -> None:
    package = Package(str(demo.build / "tables/datapackage.json"))
    assert package.resource_names == list(PUBLISHED_NAMES)
    report = package.validate()
    assert report.valid, report.flatten(["name", "message"])[:5]
    field = package.get_resource("scale_descriptives").schema.get_field("mean").to_dict()
    assert (field["type"], field["unit"]) == ("number", "points")
    assert field["description"] == field["descriptions"]["nl"] != field["descriptions"]["en"]


def test_two_runs_give_the_same_bytes(demo: Study, tmp_path: Path) -> None:
    other = readers_study(tmp_path)
    write_tables(other)
    for path in table_files(demo):
        assert path.read_bytes() == (other.build / path.relative_to(demo.build)).read_bytes(), path.name


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_is_explained(language: str) -> None:
    words = words_in(language)  # type: ignore[arg-type]
    rows = codebook(language)  # type: ignore[arg-type]
    assert len(rows) == sum(len(published(name).columns) for name in PUBLISHED_NAMES)
    unnamed = {one.column for one in rows if one.meaning == one.column and one.column != "n"}
    assert unnamed <= {"t"}
    assert all(one.kind for one in rows)
    numbers = [one for one in rows if one.kind == words("codebook.kind.number")]
    assert all(one.unit and one.rounding for one in numbers)
    for name in PUBLISHED_NAMES:
        assert words.has(f"codebook.counts.{slug(published(name).counts)}")
        assert words.has(f"codebook.disclosure.{published(name).unit}")


def test_what_a_column_means_stands_in_both_languages() -> None:
    found = {(one.table, one.column): one for one in codebook("en")}
    effect = found["model_effects", "effect"]
    assert effect.meaning == (
        "Effect (SD): the estimate over the declared change, in SDs of the scale at the first occasion"
    )
    assert (effect.unit, effect.rounding) == ("standard deviations", "2 decimals")
    assert found["model_effects", "excluded"].meaning.startswith("The direction in which an open interval")
    assert found["flow", "stage"].values == "received: Received; kept: Kept after cleaning"
    dutch = {(one.table, one.column): one for one in codebook("nl")}
    assert dutch["flow", "responses"].unit == "ingevulde vragenlijsten"


def test_a_study_in_one_language_has_one_codebook(tmp_path: Path) -> None:
    study = readers_study(tmp_path, BHR)
    names = {path.name for path in write_tables(study)}
    assert {name for name in names if name.startswith("codebook")} == {
        f"codebook.{language}.{kind}" for language in study.config.languages for kind in ("html", "csv")
    }


def test_the_codebook_page_fetches_nothing(demo: Study) -> None:
    text = (demo.build / "tables/codebook.en.html").read_text(encoding="utf-8")
    assert '<a href="model_effects.csv">' in text
    assert "http" not in text.replace("http://www.w3.org", "")


def test_tables_must_be_published_first(tmp_path: Path, demo: Study) -> None:
    from dataclasses import replace

    with pytest.raises(FileNotFoundError):
        write_tables(replace(demo, root=tmp_path))
