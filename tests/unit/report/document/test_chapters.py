"""The report's chapters: each number is in the row it links to; nothing is said that numbers don't say."""

import re
from dataclasses import replace

import pytest
from counted_again import not_counted
from linked_rows import problems, unproved
from published_tables import BHR, DEMO, TINY, readers_study
from told_documents import LANGUAGES, ids, pictures, plain, tables_of, texts, written

from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.report.blocks import Document, Paragraph, Part, Span
from isop_analysis.report.document.chapters import chapters_of
from isop_analysis.report.document.documents import report_of
from isop_analysis.report.document.methods import sentences
from isop_analysis.study.study import Study

SUBJECT = re.compile(
    r"leerteam|learning team|kinderen|children|onderwijs|primary school|regio|region|ISOP|professional"
    "|opleiding",
    re.IGNORECASE,
)
STUDIES = {"demo": DEMO, "tiny": TINY, "bhr2000": BHR}


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Study]:
    return {name: readers_study(tmp_path_factory.mktemp(name), config) for name, config in STUDIES.items()}


@pytest.fixture(scope="module")
def reports(studies: dict[str, Study]) -> dict[tuple[str, Language], Document]:
    return {
        (name, language): report_of(written(study, language))
        for name, study in studies.items()
        for language in LANGUAGES
    }


def part(document: Document, name: str) -> Part:
    return next(one for one in document.parts if one.name == name)


def chapters(document: Document) -> list[Part]:
    return [one for one in document.parts if one.name not in ("messages", "brief")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_every_number_is_in_the_row_that_it_links_to(
    reports: dict[tuple[str, Language], Document], studies: dict[str, Study], name: str, language: Language
) -> None:
    assert problems(reports[name, language], Tables(studies[name])) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_numbers_without_a_link_are_in_a_row_that_is_linked_beside_them(
    reports: dict[tuple[str, Language], Document], studies: dict[str, Study], name: str, language: Language
) -> None:
    assert unproved(reports[name, language], Tables(studies[name])) == []


def test_years_in_a_waves_title_need_no_link_and_others_beside_them_do(
    reports: dict[tuple[str, Language], Document], studies: dict[str, Study]
) -> None:
    title = "second survey, halfway through the school year 2023–2024"
    said = Paragraph((Span(f"{title}; 2023–2024, 31–33 people and 0.37 points"),))
    told = replace(reports["demo", "en"], parts=(Part("participants", "Who", (said,)),))
    found = [one.split(" in ")[0] for one in unproved(told, Tables(studies["demo"]))]
    assert found == ["'2023–2024'", "'31–33'", "'0.37'"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_whole_numbers_are_counted_again_from_the_tables(
    reports: dict[tuple[str, Language], Document], studies: dict[str, Study], name: str, language: Language
) -> None:
    assert not_counted(reports[name, language], written(studies[name], language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_links_inside_the_report_lead_somewhere(
    reports: dict[tuple[str, Language], Document], name: str, language: Language
) -> None:
    document = reports[name, language]
    known = {one.name for one in document.parts} | set(ids(document.parts))
    found = {
        span.link[1:]
        for one in document.parts
        for block in one.blocks
        for text in texts(block)
        for span in text
        if span.link.startswith("#")
    }
    assert found <= known


@pytest.mark.parametrize("name", STUDIES)
def test_no_chapter_is_empty_and_each_has_its_name_once(
    reports: dict[tuple[str, Language], Document], name: str
) -> None:
    for language in LANGUAGES:
        told = chapters(reports[name, language])
        assert [one.name for one in told if not one.blocks or not one.title] == []
        assert len({one.name for one in told}) == len(told)


def test_the_demo_has_every_chapter_in_its_order(reports: dict[tuple[str, Language], Document]) -> None:
    assert [one.name for one in reports["demo", "en"].parts] == [
        *("messages", "brief", "participants", "instruments", "roles", "skill", "attitude", "chances"),
        *("preparation", "integration", "premises", "limits", "methods", "references"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_of_another_subject_hears_nothing_of_learning_teams(
    reports: dict[tuple[str, Language], Document], language: Language
) -> None:
    told = chapters(reports["bhr2000", language])
    assert SUBJECT.findall(plain(told).replace("isop_analysis", "")) == []
    assert {"premises", "integration", "chances"} & {one.name for one in told if "kans" in one.title} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_the_report_is_short(
    reports: dict[tuple[str, Language], Document], name: str, language: Language
) -> None:
    document = reports[name, language]
    assert len(plain(list(document.parts)).split()) <= 9000
    assert len(pictures(document)) <= 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leads_to_anything_and_nothing_is_significant(
    reports: dict[tuple[str, Language], Document], language: Language
) -> None:
    told = plain(list(reports["demo", language].parts))
    assert not re.search(r"leidt tot|leads to|signific|\{|\}|None(?! of)|\bnan\b", told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_no_sentence_lacks_what_it_announces(
    reports: dict[tuple[str, Language], Document], name: str, language: Language
) -> None:
    assert not re.search(r":\s*\.|: :|;\s*\.|\(\)", plain(list(reports[name, language].parts)))


def test_a_question_stands_in_one_chapter_alone(reports: dict[tuple[str, Language], Document]) -> None:
    told = ids(chapters(reports["demo", "nl"]))
    answered = [one for one in told if one.startswith("answer-")]
    assert len(answered) == len(set(answered)) == 15


def test_what_is_open_is_one_row_of_one_table(studies: dict[str, Study]) -> None:
    writing = written(studies["demo"], "en")
    found = {id: rows for one in chapters_of(writing) for id, rows in tables_of(one).items()}
    for conclusion in writing.facts.conclusions:
        rows = found.get(f"effects-{conclusion.question.name}", [])
        told = [
            own for own in conclusion.estimates if own.unit in ("points", "sd_of_sites") and not own.refused
        ]
        apart = [own for own in told if own.kind == "confirmatory" or own.found or str(own.verdict) != "open"]
        assert len(rows) == len(apart) + bool(len(told) - len(apart))
        assert sum(row[0].startswith("Can’t be told") for row in rows) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_premises_that_the_study_measures_are_never_not_measured(
    reports: dict[tuple[str, Language], Document], studies: dict[str, Study], language: Language
) -> None:
    rows = tables_of(part(reports["demo", language], "premises"))["premises-table"]
    absent = [
        row[0] for row in rows if row[2] in ("Niet gemeten in dit onderzoek.", "Not measured in this study.")
    ]
    unlinked = [
        one.claim.in_language(language)
        for one in studies["demo"].config.premises
        if one.answered_by is None and one.measure == "none"
    ]
    assert absent == unlinked == []


def test_references_are_those_cited(studies: dict[str, Study]) -> None:
    writing = written(studies["bhr2000"], "en")
    told = {one.name: plain([one]) for one in chapters_of(writing)}
    cited = {name for one in sentences(writing) for name in one.cites}
    for name in cited:
        assert writing.words(f"report.cite.{name}").split(",")[0].split(" (")[0] in told["methods"]
        assert writing.words(f"method_source.{name}") in told["references"]
    assert "Enders" not in told["references"]
    assert "Croon" not in told["references"]
