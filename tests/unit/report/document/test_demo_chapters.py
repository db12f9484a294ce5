"""The demo's report on its own numbers: whom it counts, and what its estimates can't say."""

import re

import pytest
from published_tables import readers_study
from told_documents import LANGUAGES, Row, plain, tables_of, written

from isop_analysis.language.numbers import Language
from isop_analysis.report.blocks import Document
from isop_analysis.report.document.documents import report_of
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def reports(study: Study) -> dict[Language, Document]:
    return {language: report_of(written(study, language)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_teams_are_24_and_people_without_one_are_told_apart(
    reports: dict[Language, Document], language: Language
) -> None:
    told = plain(reports[language].parts).replace("\u00a0", " ")
    assert {"nl": "24 teams en 40–44 mensen zonder team", "en": "24 teams and 40–44 people without one"}[
        language
    ] in told
    assert {int(one) for one in re.findall(r"(\d+) teams?\b", told)} <= set(range(25))


def test_occasions_are_told_by_the_titles_of_their_waves(reports: dict[Language, Document]) -> None:
    tables = {id: rows for part in reports["nl"].parts for id, rows in tables_of(part).items()}
    assert [row[0] for row in tables["occasions"]] == ["T0", "T1", "T2"]
    assert tables["occasions"][1][1] == (
        "tweede meting, halverwege schooljaar 2023–2024; tweede meting, halverwege schooljaar 2024–2025"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_margin_in_points_is_wider_than_the_scale(
    reports: dict[Language, Document], language: Language
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
    study: Study, reports: dict[Language, Document], language: Language
) -> None:
    writing = written(study, language)
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
