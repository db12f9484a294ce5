"""The demo's report on its own numbers: links, limits, and what its estimates can't say."""

import re

import pytest
from demo_study import Demo
from linked_rows import problems
from told_documents import LANGUAGES, Row, pictures, plain, tables_of, written

from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.report.blocks import Document
from isop_analysis.report.document.documents import report_of
from isop_analysis.study.readers import as_readers_see


@pytest.fixture(scope="module")
def reports(demo_run: Demo) -> dict[Language, Document]:
    study = as_readers_see(demo_run.study)
    return {language: report_of(written(study, language)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_in_the_row_that_it_links_to(
    demo_run: Demo, reports: dict[Language, Document], language: Language
) -> None:
    assert problems(reports[language], Tables(as_readers_see(demo_run.study))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_short(reports: dict[Language, Document], language: Language) -> None:
    document = reports[language]
    assert len(plain(document.parts).split()) <= 9000
    assert len(pictures(document)) <= 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_teams_are_24_and_people_without_one_are_told_apart(
    reports: dict[Language, Document], language: Language
) -> None:
    told = plain(reports[language].parts).replace("\u00a0", " ")
    assert {"nl": "24 teams en 40–44 mensen zonder team", "en": "24 teams and 40–44 people without one"}[
        language
    ] in told
    assert {int(one) for one in re.findall(r"(\d+) teams?\b", told)} <= set(range(25))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_margin_in_points_is_wider_than_the_scale(
    demo_run: Demo, reports: dict[Language, Document], language: Language
) -> None:
    """An effect on a scale from 1 to 5 can't lie between −105 and 129."""
    widths = []
    for part in reports[language].parts:
        for id, rows in tables_of(part).items():
            if id.startswith("effects-") and id != "effects-chances":
                for row in rows:
                    ends = re.findall(r"−?\d+[.,]\d+", row[2])
                    if ends:
                        low, high = (float(one.replace("−", "-").replace(",", ".")) for one in ends)
                        widths.append(high - low)
    assert len(widths) > 15
    assert max(widths) < 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_of_effects_are_those_published(
    demo_run: Demo, reports: dict[Language, Document], language: Language
) -> None:
    writing = written(as_readers_see(demo_run.study), language)
    tables = {id: rows for part in reports[language].parts for id, rows in tables_of(part).items()}
    rows: list[Row] = writing.rows("conclusion_effects", unit="points", kind="confirmatory")
    number = writing.numbers
    for question in {row["question"] for row in rows}:
        told = [
            [
                number.decimal(row["points"]),
                number.interval(row["low"], row["high"]),
                number.interval(row["strict_low"], row["strict_high"]),
                number.decimal(row["detectable"]),
            ]
            for row in rows
            if row["question"] == question
        ]
        shown = [
            [cell.partition("]")[0] + "]" * ("[" in cell) for cell in one[1:5]]
            for one in tables[f"effects-{question}"]
        ]
        assert shown == told


@pytest.mark.parametrize(
    ("language", "frozen"), [("nl", "na de datum van de gegevens"), ("en", "after the date of the data")]
)
def test_the_demos_plan_came_after_its_data(
    reports: dict[Language, Document], language: Language, frozen: str
) -> None:
    told = plain(reports[language].parts)
    assert frozen in told
    assert not re.search(r"[Vv]ooraf gesteld|[Ss]et beforehand", told)
