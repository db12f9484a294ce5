"""The dossier's page on decisions: whether there is a frozen plan, of which day, and what differs from it."""

import pytest
from published_tables import readers_study, without_figures

from isop_analysis.language.numbers import Language
from isop_analysis.report.annex.blocks import Paragraph, Table
from isop_analysis.report.annex.context import Context
from isop_analysis.report.annex.reader_tables import READER_TABLES, reader_table
from isop_analysis.report.dossier.facts import Facts, Versions
from isop_analysis.report.dossier.pages import decisions
from isop_analysis.study.plan import Registration, plan_of, read_registration
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return without_figures(readers_study(tmp_path_factory.mktemp("decisions")))


def of_plan(study: Study, language: Language) -> str:
    no_facts = Facts((), (), (), (), (), Versions("", False, "", "", "", ()))
    sections = decisions.sections(Context(study, language), no_facts)
    first = next(one for one in sections if one.id == "deviations").blocks[0]
    assert isinstance(first, Paragraph)
    return str(first.text)


FROZEN = {
    "en": (
        *("The plan was frozen on ", "That is after the date of the data"),
        *("What the plan holds was done as planned.", "How items are scored (reversed, range, values, "),
    ),
    "nl": (
        *("Het plan is op ", "Dat is na de datum van de gegevens"),
        *(
            "Wat in het plan staat, is gedaan zoals gepland.",
            "Hoe items worden gescoord (omgekeerd, bereik, ",
        ),
    ),
}
WITH_ITEMS = {"en": "Everything was done as planned.", "nl": "Alles is gedaan zoals gepland."}
NONE = {
    "en": "No plan was frozen before the data were there.",
    "nl": "Er is geen plan vastgelegd voordat de gegevens er waren.",
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_day_of_the_plan_and_that_nothing_differs_are_told(study: Study, language: Language) -> None:
    plan = read_registration(study)
    assert plan is not None
    told = of_plan(study, language)
    assert [one for one in FROZEN[language] if one not in told] == []
    assert plan.frozen_on[:4] in told
    assert plan.sha256[:12] in told


@pytest.mark.parametrize("language", ["en", "nl"])
def test_only_a_plan_that_holds_how_items_are_scored_says_everything(
    study: Study, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Registration("2026-11-24", "0" * 64, plan_of(study))
    monkeypatch.setattr("isop_analysis.report.annex.chapters.plan.read_registration", lambda _: plan)
    assert of_plan(study, language).endswith(WITH_ITEMS[language])


UNTOLD = {
    "en": "Rules that left out fewer than 5 are not told, nor those that left out none.",
    "nl": "Regels die er minder dan 5 weglieten staan er niet in, en regels die er geen weglieten ook niet.",
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_that_rules_of_few_are_not_told_stands_with_what_was_left_out(
    study: Study, language: Language
) -> None:
    no_facts = Facts((), (), (), (), (), Versions("", False, "", "", "", ()))
    context = Context(study, language)
    (of_dossier,) = decisions.sections(context, no_facts)[0].blocks
    named = next(one for one in READER_TABLES if one.name == "exclusion_counts")
    for table in (of_dossier, reader_table(context, named)):
        assert isinstance(table, Table)
        assert table.note == UNTOLD[language]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_that_there_is_no_plan_is_told(
    study: Study, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isop_analysis.report.annex.chapters.plan.read_registration", lambda _: None)
    assert of_plan(study, language).startswith(NONE[language])
