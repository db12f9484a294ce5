"""Team sheets as readers get them: words, alt texts, order, no number, two sides, the same bytes twice."""

import io
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

from isop_analysis.contracts.published_sheets import sheet_table, write_index, write_team_tables
from isop_analysis.contracts.table import conform
from isop_analysis.language.numbers import Language
from isop_analysis.report.sheets.contents import Sheet
from isop_analysis.report.sheets.markup import markup, quoted
from isop_analysis.report.sheets.sample import sample_tables
from isop_analysis.report.sheets.told import sheet_of
from isop_analysis.report.sheets.writing import write_sheets
from isop_analysis.report.writers.typeset import compile_pdf
from isop_analysis.study import Study, StudyError, load

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
Tables = dict[str, pd.DataFrame]
DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = tmp_path_factory.mktemp("sheets")
    shutil.copytree(ROOT / "config", root / "config")
    return load(root / "config/config.yaml", root)


def told(study: Study, scales: dict[str, dict[str, Any]] | None = None, **facts: Any) -> Tables:
    """Return the sample's tables as Leerteam 11's, with other cells in some rows."""
    tables = sample_tables(study)
    head = [row | {"number": 11} | facts for row in tables["sheets"].to_dict("records")]
    rows = [
        row | (scales or {}).get(str(row["scale"]), {}) for row in tables["sheet_scales"].to_dict("records")
    ]
    own = {"sheets": pd.DataFrame(head), "sheet_scales": pd.DataFrame(rows)}
    return tables | {name: conform(frame, sheet_table(name)) for name, frame in own.items()}


def few(study: Study) -> Tables:
    names = [name for name in sheet_table("sheet_scales").column_names if name not in ("scale", "state")]
    gone = {"state": "not_shown", **dict.fromkeys(names)}
    scales = {scale.name: gone for _, scale in study.scales}
    tables = told(study, scales, state="too_few", question=None, rule="ask", line=None)
    return tables | {"sheet_codes": tables["sheet_codes"].iloc[:0]}


def pdf_of(study: Study, sheet: Sheet) -> bytes:
    return compile_pdf(markup(sheet, study.config.data_date), date=study.config.data_date)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(pdf).pages))


def tags(node: Any) -> list[tuple[str, str]]:
    """Return the structure of a tagged file in reading order: kind and alternative text."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return [one for kid in node for one in tags(kid)] if isinstance(node, list) else []
    own = [(str(node["/S"]), str(node.get("/Alt", "")))] if "/S" in node else []
    kids = node.get("/K")
    if kids is None:
        return own
    each = kids.get_object()
    return own + [one for kid in (each if isinstance(each, list) else [each]) for one in tags(kid)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_sides_with_results_and_one_without(study: Study, language: Language) -> None:
    shown, hidden = (pdf_of(study, sheet_of(study, one, language)) for one in (told(study), few(study)))
    assert (len(read(shown).pages), len(read(hidden).pages)) == (2, 1)
    for pdf in (shown, hidden):
        box = read(pdf).pages[0].mediabox
        assert (round(box.width), round(box.height)) == (595, 842)
        assert len(pdf) < 100_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_printed_but_years_sides_and_steps(study: Study, language: Language) -> None:
    for tables in (told(study), few(study)):
        printed = DIGITS.findall(text_of(pdf_of(study, sheet_of(study, tables, language))))
        assert set(printed) <= {"11", "2023", "2024", "1", "2", "3"}


def test_alt_texts_carry_the_published_numbers(study: Study) -> None:
    tables = told(
        study, {"roles_tasks": {"dot": 4.25, "low": 3.25, "high": 4.0, "previous": 4.0}}, line=0.153
    )
    sheets = [sheet_of(study, tables, language) for language in LANGUAGES]
    found = [
        one.drawn
        for block in sheets[0].blocks
        for one in block.statements
        if one.text.startswith("We weten wie")
    ]
    assert found[0] is not None
    assert found[0].alt == (
        "Jullie staan op 4,25 van 1 tot 5. De lijn loopt van 3,64 tot 4,86. "
        "De meeste teams staan tussen 3,25 en 4. Vorige keer stonden jullie op 4."
    )
    assert found[0].dot == pytest.approx(0.8125)
    assert found[0].box == (pytest.approx(0.5625), pytest.approx(0.75))
    assert found[0].line == (pytest.approx(0.6595), pytest.approx(0.9655))
    assert found[0].previous == pytest.approx(0.75)
    assert found[0].ticks == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert any("You are at 4.25 on a scale from 1 to 5." in alt for kind, alt in tags_of(study, sheets[1]))


def tags_of(study: Study, sheet: Sheet) -> list[tuple[str, str]]:
    return tags(read(pdf_of(study, sheet)).root_object["/StructTreeRoot"])


def test_a_line_ends_where_the_scale_ends(study: Study) -> None:
    sheet = sheet_of(study, told(study, {"roles_tasks": {"dot": 4.75}}), "nl")
    drawn = [one.drawn for block in sheet.blocks for one in block.statements]
    assert max(one.line[1] for one in drawn if one is not None) == 1.0
    assert all("tot 5" in one.alt for one in drawn if one is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blind_reader_hears_headings_the_table_and_every_picture_in_order(
    study: Study, language: Language
) -> None:
    sheet = sheet_of(study, told(study), language)
    found = tags_of(study, sheet)
    kinds = [kind.removeprefix("/") for kind, _ in found]
    drawn = [one for block in sheet.blocks for one in block.statements]
    assert [alt for kind, alt in found if kind == "/Figure"] == [one.drawn.alt for one in drawn if one.drawn]
    headings = [int(kind[1]) for kind in kinds if re.fullmatch(r"H\d", kind)]
    assert headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))
    assert kinds.count("Table") == 2
    assert kinds.count("TH") == 5
    assert kinds.index("H1") < kinds.index("Table") < kinds.index("Figure") < kinds.index("H2")
    pdf = read(pdf_of(study, sheet))
    assert pdf.root_object["/Lang"] == language
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith(sheet.title)


def test_what_stands_out_is_told_as_usual_or_as_at_most_two_strengths(study: Study) -> None:
    plain = {name: {"above": False} for name in told(study)["sheet_scales"]["scale"].astype("str")}
    noticed = sheet_of(study, told(study, plain), "nl").noticed[0].texts
    assert noticed == (
        (
            "",
            "Er is geen duidelijk verschil met andere teams. Dat is gewoon: bij een klein team zie je "
            "alleen grote verschillen.",
        ),
    )
    one = plain | {"new_perspectives": {"above": True}}
    noticed = sheet_of(study, told(study, one), "nl").noticed[0].texts
    assert noticed[0] == (
        "Nieuwe ideeën horen:",
        "dat zeggen jullie waarschijnlijk meer dan een gemiddeld team.",
    )
    assert noticed[1][1].startswith("Bij de rest is er geen duidelijk verschil")
    below = plain | {"transfer": {"above": False, "below": True}}
    noticed = sheet_of(study, told(study, below), "nl").noticed[0].texts
    assert noticed[0][1].startswith("Kleine verschillen met andere teams kunnen toeval zijn")


def test_without_other_teams_there_is_no_box_no_comparison_and_no_key_for_it(study: Study) -> None:
    alone = dict.fromkeys(["low", "high", "above", "below"])
    tables = told(study, {name: dict(alone) for name in told(study)["sheet_scales"]["scale"].astype("str")})
    sheet = sheet_of(study, tables, "nl")
    assert sheet.noticed[0].texts[0][1] == "Er zijn te weinig andere teams om jullie mee te vergelijken."
    assert "hier staan de meeste teams" not in text_of(pdf_of(study, sheet))


def test_last_time_has_its_key_and_a_changed_team_its_sentence(study: Study) -> None:
    sheet = sheet_of(study, told(study, {"transfer": {"previous": 3.5}}), "nl")
    assert ("", "Een verschuiving kleiner dan de lijn kan toeval zijn.") in sheet.noticed[0].texts
    assert "vorige keer" in text_of(pdf_of(study, sheet))
    changed = sheet_of(study, told(study, team_changed=True), "nl")
    assert changed.noticed[0].texts[-1][1].startswith("Het team is veranderd sinds de vorige keer")
    assert "○" not in text_of(pdf_of(study, changed))


def test_too_few_says_never_how_many_and_asks_all_the_same(study: Study) -> None:
    text = text_of(pdf_of(study, sheet_of(study, few(study), "nl")))
    assert "minder dan vijf antwoorden die meetellen voor dit blad" in text
    assert "Wat wil je dit jaar van een ander beroep leren?" in text
    assert "acht leden" not in text
    assert "We weten wie wat doet rond een kind" in text


def test_the_foot_says_what_is_left_out_and_why(study: Study) -> None:
    tables = told(study, {"give_and_take": {"state": "weak"}, "transfer": {"state": "single_item"}})
    closing = " ".join(sheet_of(study, tables, "nl").closing)
    assert "‘Geven en nemen’ staat er niet bij, omdat die vragen te weinig bij elkaar passen." in closing
    assert "‘Toepassen in de eigen praktijk’ staat er niet bij, omdat één vraag te weinig is." in closing
    assert "Jullie team heeft acht leden; achter elke stip zitten minstens vijf mensen." in closing
    assert closing.startswith("Let op: dit blad is een voorbeeld met verzonnen gegevens.")


def test_a_clause_in_no_language_of_the_sheet_leaves_the_scales_title(study: Study) -> None:
    from dataclasses import replace

    part = study.instrument_parts[0]
    scales = [one.model_copy(update={"sheet": None, "talk": None}) for one in part.settings.scales]
    bare = replace(part, settings=part.settings.model_copy(update={"scales": scales}))
    plain = replace(study, instrument_parts=(bare, *study.instrument_parts[1:]))
    sheet = sheet_of(plain, told(plain, question="roles_tasks"), "nl")
    texts = [one.text for block in sheet.blocks for one in block.statements]
    assert "Kennis van rollen en taken" in texts
    assert sheet.question.startswith("Wat wil je dit jaar van een ander beroep leren?")


def test_texts_are_never_read_as_markup() -> None:
    assert quoted('a "b" \\ #c *d*') == '"a \\"b\\" \\\\ #c *d*"'


@pytest.fixture
def written(study: Study) -> Study:
    teams = {"abcdefghij": told(study), "klmnopqrst": few(study)}
    rows: dict[str, dict[str, list[Any]]] = {
        team: {name: frame.to_dict("records") for name, frame in tables.items()}
        for team, tables in teams.items()
    }
    write_team_tables(rows, study.sheets)
    write_index(study.sheets, ["abcdefghij", "klmnopqrst"])
    return study


def test_the_same_bytes_twice_in_every_language_and_a_sample(written: Study) -> None:
    paths = write_sheets(written)
    first = {path.name: path.read_bytes() for path in paths}
    assert set(first) == {
        f"{name}.{language}.pdf" for name in ("abcdefghij", "klmnopqrst", "sample") for language in LANGUAGES
    }
    (written.build / "sheets/gone.nl.pdf").write_bytes(b"of a team that is no more")
    assert {path.name: path.read_bytes() for path in write_sheets(written)} == first
    assert not (written.build / "sheets/gone.nl.pdf").exists()
    assert (written.build / "sheets/abcdefghij.nl.pdf").stat().st_mode & 0o777 == 0o600
    assert "Teamblad · voorbeeld" in text_of(first["sample.nl.pdf"])
    assert "VERZONNEN GEGEVENS" in text_of(first["sample.nl.pdf"])


def test_too_many_statements_for_two_sides_are_refused(
    written: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isop_analysis.report.sheets.markup.NARROWEST", 60.0)
    monkeypatch.setattr("isop_analysis.report.sheets.markup.WIDEST", 60.0)
    with pytest.raises(StudyError, match=r"a sheet of 12 statements in 'nl' takes more than two sides"):
        write_sheets(written)
