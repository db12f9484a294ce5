"""Quotes in chapters: at most two, in their language, with their role; and how methods say they were made."""

from pathlib import Path
from typing import Any

import pytest
from published_tables import copy_of, publish, readers_study
from told_documents import LANGUAGES, plain, written

from isop_analysis.language.numbers import Language
from isop_analysis.report.blocks import Part, Quote
from isop_analysis.report.document.methods import methods
from isop_analysis.report.document.results import results
from isop_analysis.study.study import Study

LISTS = {
    "nl": "Citaten zijn volgens een regel gekozen, liefst uit verschillende teams en hoogstens één per "
    "persoon, van mensen die dat goedvonden; namen, plaatsen, scholen en nummers erin zijn gemaskeerd met "
    "lijsten en patronen, en iemand las elk citaat en keurde het goed.",
    "en": "Quotes are passages chosen by rule, in the first place from different teams and at most one a "
    "person, of people who agreed to that; names, places, schools and numbers in them were masked by lists "
    "and patterns, and somebody read and approved each.",
}
OTHERWISE = {
    ("nl", True): "gemaskeerd met lijsten, patronen en het programma deduce, en iemand",
    ("nl", False): "gemaskeerd met lijsten en patronen, want het programma deduce was er niet, en iemand",
    ("en", True): "masked by lists, patterns and the program deduce, and somebody",
    ("en", False): "masked by lists and patterns, for the program deduce was not there, and somebody",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def quoted(study: Study, language: Language, chapter: str = "roles") -> list[Quote]:
    part = results(written(study, language), chapter)
    assert part is not None
    return [one for one in part.blocks if isinstance(one, Quote)]


def said(part: Part) -> str:
    return plain((part,)).replace("\u00a0", " ")


def row(place: int, **about: Any) -> dict[str, Any]:
    own = {
        "theme": "roles",
        "code": "role_clarity",
        "role": "future",
        "language": "nl",
        "text": f"words {place}",
    }
    return {"place": place} | own | about


def test_the_demos_chapters_quote_in_the_language_that_was_spoken(demo: Study) -> None:
    first, second = quoted(demo, "en")
    assert first == Quote(
        "‘Ik weet nu wat de pedagogisch medewerker doet en waar mijn werk begint. Dat heb ik van [naam] "
        "geleerd.’",
        "nl",
        "Future professional, in Dutch",
    )
    assert second.by == "Working professional, in Dutch"
    assert [(one.language, one.by) for one in quoted(demo, "nl")] == [
        ("", "Aanstaande professional"),
        ("", "Zittende professional"),
    ]
    chapters = ("roles", "skill", "attitude", "chances", "preparation")
    assert [len(quoted(demo, "nl", chapter)) for chapter in chapters] == [2, 2, 1, 1, 1]


def test_at_most_two_of_a_chapter_of_different_codes_first(demo: Study, tmp_path: Path) -> None:
    study = copy_of(demo, tmp_path)
    other = {"code": "role_contested"}
    publish(study, "quotes", [row(1), row(2), row(3, **other), row(4, theme="parents")])
    assert [one.text for one in quoted(study, "nl")] == ["‘words 1’", "‘words 3’"]
    publish(study, "quotes", [row(1), row(2), row(3)])
    assert [one.text for one in quoted(study, "nl")] == ["‘words 1’", "‘words 2’"]


def test_without_a_role_the_language_alone_stands_there_or_nothing(demo: Study, tmp_path: Path) -> None:
    study = copy_of(demo, tmp_path)
    publish(study, "quotes", [row(1, role=None), row(2, role=None, language=None)])
    assert [(one.language, one.by) for one in quoted(study, "en")] == [("nl", "In Dutch"), ("", "")]
    publish(study, "quotes", [row(1, language="fy")])
    assert [(one.language, one.by) for one in quoted(study, "en")] == [("fy", "Future professional, in fy")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_approved_nothing_stands_there_and_methods_say_how(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    publish(study, "quotes", [])
    assert quoted(study, language) == []
    assert LISTS[language] in said(methods(written(study, language)))


@pytest.mark.parametrize("searched", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_methods_say_whether_deduce_looked(
    demo: Study, tmp_path: Path, language: Language, searched: bool
) -> None:
    study = copy_of(demo, tmp_path)
    publish(study, "masking", [{"deduce": True, "searched": searched}])
    assert OTHERWISE[language, searched] in said(methods(written(study, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_that_masked_nothing_says_nothing_of_it(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    publish(study, "masking", [])
    assert LISTS[language][:20] not in said(methods(written(study, language)))
