"""The demo's answers as people read them: every question, in Dutch and English, at both depths."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from linked_rows import agrees, rows_by_id
from published_tables import BHR, readers_study

from isop_analysis.base.reasons import Reason, written
from isop_analysis.language.conclusions import Facts
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.report.answers.told import Depth, Told, tell_answer
from isop_analysis.report.blocks import text_of

SEEN = {
    "nl": r": dat ziet dit onderzoek pas bij [^.]+? punt of meer(?=[.])",
    "en": r": this study sees that only from [^a-z]+? (to [^a-z]+ )?points on(?=[.])",
}
"""What only the longer answer says."""
TOLD = {
    "nl": {
        "participation": (
            "in_part",
            "Ten dele: mensen die vaker komen, weten misschien beter wie wat doet (0,30 punt); strenger "
            "gerekend vervalt dit. We weten niet of zij vaardiger samenwerken of meer gebruiken van "
            "wat zij leren: dat ziet dit onderzoek pas bij 0,30 tot 0,32 punt of meer. Ons plan is van "
            "na de metingen, en wie later uitviel, scoorde al lager op rollen en taken.",
        ),
        "growth": (
            "in_part",
            "Ten dele: mensen weten misschien elke meting beter wie wat doet (0,13 punt); strenger "
            "gerekend vervalt dit. We weten niet of zij vaardiger samenwerken of meer gebruiken van "
            "wat zij leren: dat ziet dit onderzoek pas bij 0,15 tot 0,17 punt of meer. Ons plan is van "
            "na de metingen, en wie later uitviel, scoorde al lager op rollen en taken.",
        ),
        "ingredients": (
            "explored",
            "Verkennend, eerst nog eens onderzoeken: ten dele, want mensen die zich door hun opleiding "
            "voorbereid voelen, scoren hoger op alle 4 scores (0,41 tot 0,49 punt). Van begeleiding, "
            "gezamenlijke opdrachten en eigen doelen weten we het niet: dat ziet dit onderzoek pas bij "
            "0,18 tot 0,30 punt of meer. Voorbereiding staat op dezelfde vragenlijst en is niet steeds "
            "goed gemeten, en wie later uitviel, scoorde al lager op gebruik en de eerste stap.",
        ),
        "team_quality": (
            "explored",
            "Verkennend, eerst nog eens onderzoeken: ten dele, want mensen in een tevreden team werken "
            "vaardiger samen en gebruiken meer van wat zij leren (0,33 tot 0,34 punt). We weten niet of zij "
            "vaker zelf de eerste stap zetten: dat ziet dit onderzoek pas bij 0,33 punt of meer. Dezelfde"
            " mensen gaven beide oordelen, en wie later uitviel, scoorde al lager op gebruik.",
        ),
        "composition": (
            "unknown",
            "Dat weten we niet: dit onderzoek is te klein, en kan een verschil onder 0,62 punt op een "
            "schaal van 1 tot 5 makkelijk missen.",
        ),
        "chances": (
            "unknown",
            "Dat weten we niet: alleen schooladvies was te berekenen, met 10 locaties, en dat is te "
            "weinig. Niet te berekenen: de eindscore (te weinig locaties); voorschool en jeugdzorg (te "
            "weinig gemeenten). Over gezond opgroeien hebben we geen cijfers.",
        ),
        "dose": (
            "explored",
            "Verkennend, eerst nog eens onderzoeken: ten dele, want mensen die meer deelnemen, weten "
            "beter wie wat doet (0,35 punt). We weten niet of zij vaardiger samenwerken of meer gebruiken"
            " van wat zij leren of vaker zelf de eerste stap zetten: dat ziet dit onderzoek pas bij 0,35 tot "
            "0,37 punt of meer. Wie later uitviel, scoorde al lager op rollen en taken.",
        ),
        "growth_and_participation": (
            "explored",
            "Verkennend, eerst nog eens onderzoeken: ten dele andersom, want bij een kwart van de "
            "bijeenkomsten minder dan gemiddeld stijgt de score op waardering 0,11 punt per meting, bij een "
            "kwart meer daalt die 0,10; beide kunnen ook nul zijn. Bij rollen en taken, vaardigheid, gebruik "
            "en de eerste stap weten we het niet: dat ziet dit onderzoek pas bij 0,27 tot 0,31 punt of meer.",
        ),
        "growth_by_role": (
            "unknown",
            "Dat weten we niet: dit onderzoek is te klein, en kan een verschil onder 0,33 tot 0,39 punt "
            "op een schaal van 1 tot 5 makkelijk missen.",
        ),
        "growth_by_level": (
            "unknown",
            "Dat weten we niet: dit onderzoek is te klein, en kan een verschil onder 0,30 tot 0,35 punt "
            "op een schaal van 1 tot 5 makkelijk missen.",
        ),
        "team_ratings": (
            "unknown",
            "Dat weten we niet: dit onderzoek is te klein, en kan een verschil onder 0,21 tot 0,55 punt "
            "op een schaal van 1 tot 5 makkelijk missen.",
        ),
        "quality_of_others": (
            "explored",
            "Verkennend, eerst nog eens onderzoeken: ten dele, want mensen wier teamgenoten hun team "
            "beter vinden, werken vaardiger samen (0,23 punt). We weten niet of zij meer gebruiken van"
            " wat zij leren of vaker zelf de eerste stap zetten: dat ziet dit onderzoek pas bij 0,30 "
            "tot 0,31 punt of meer.",
        ),
        "through": (
            "unknown",
            "Dat weten we niet: de marge is te breed.",
        ),
        "differences": (
            "known",
            "Dat loopt uiteen: van 0% tot 25% van de verschillen; bij één team zijn het meest (tussen 7% "
            "en 46%).",
        ),
        "measurement": (
            "in_part",
            "Deels: de antwoorden passen er niet in alles bij.",
        ),
    },
    "en": {
        "participation": (
            "in_part",
            "In part: people who come more often perhaps know better who does what (0.30 points); a "
            "stricter calculation no longer shows it. We do not know if they have more skill or use more of "
            "it at work: this study sees that only from 0.30 to 0.32 points on. Our plan came after the "
            "data, and those who dropped out already scored lower on roles and tasks.",
        ),
        "growth": (
            "in_part",
            "In part: each time people perhaps know better who does what (0.13 points); a stricter "
            "calculation no longer shows it. We do not know if they have more skill or use more of it at "
            "work: this study sees that only from 0.15 to 0.17 points on. Our plan came after the data, "
            "and those who dropped out already scored lower on roles and tasks.",
        ),
        "ingredients": (
            "explored",
            "First sign, to study again: in part, as people who feel prepared by their course score "
            "higher on all 4 scores (0.41 to 0.49 points). On guidance, shared tasks and own goals we do "
            "not know: this study sees that only from 0.18 to 0.30 points on. Preparation is on the same "
            "form and not always measured well, and those who dropped out already scored lower on use and"
            " the first step.",
        ),
        "team_quality": (
            "explored",
            "First sign, to study again: in part, as people in a satisfied team have more skill and "
            "use more of it at work (0.33 to 0.34 points). We do not know if they take the first step "
            "more often: this study sees that only from 0.33 points on. The same people gave both "
            "ratings, and those who dropped out already scored lower on use.",
        ),
        "composition": (
            "unknown",
            "We do not know: this study is too small, and can easily miss a difference under 0.62 points "
            "on a scale from 1 to 5.",
        ),
        "chances": (
            "unknown",
            "We do not know: only school advice could be worked out, with 10 sites, and that is too "
            "little. Can't be computed: the final test (too few sites); early education and youth care "
            "(too few municipalities). On growing up healthily we have no numbers.",
        ),
        "dose": (
            "explored",
            "First sign, to study again: in part, as people who take part more know better who does "
            "what (0.35 points). We do not know if they have more skill or use more of it at work or take"
            " the first step more often: this study sees that only from 0.35 to 0.37 points on. Those who"
            " dropped out already scored lower on roles and tasks.",
        ),
        "growth_and_participation": (
            "explored",
            "First sign, to study again: in part the other way round, as at a quarter of the meetings fewer "
            "than average the score on appreciation rises 0.11 points each time, at a quarter more it falls "
            "0.10; both may be zero too. For roles and tasks, skill, use and the first step we do not know: "
            "this study sees that only from 0.27 to 0.31 points on.",
        ),
        "growth_by_role": (
            "unknown",
            "We do not know: this study is too small, and can easily miss a difference under 0.33 to 0.39"
            " points on a scale from 1 to 5.",
        ),
        "growth_by_level": (
            "unknown",
            "We do not know: this study is too small, and can easily miss a difference under 0.30 to 0.35"
            " points on a scale from 1 to 5.",
        ),
        "team_ratings": (
            "unknown",
            "We do not know: this study is too small, and can easily miss a difference under 0.21 to 0.55"
            " points on a scale from 1 to 5.",
        ),
        "quality_of_others": (
            "explored",
            "First sign, to study again: in part, as people whose team mates find the team better "
            "have more skill (0.23 points). We do not know if they use more of it at work or take the "
            "first step more often: this study sees that only from 0.30 to 0.31 points on.",
        ),
        "through": (
            "unknown",
            "We do not know: the margin is too wide.",
        ),
        "differences": (
            "known",
            "That varies: from 0% to 25% of the differences; for being one team the most (between 7% and "
            "46%).",
        ),
        "measurement": (
            "in_part",
            "In part: the answers do not fit in every way.",
        ),
    },
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Tables(readers_study(tmp_path_factory.mktemp("demo")))


def answers(tables: Tables, language: Language, depth: Depth) -> dict[str, Told]:
    facts = Facts(tables.study, language, tables)
    return {one.question.name: tell_answer(one, facts, depth) for one in facts.conclusions}


@pytest.mark.parametrize("language", TOLD)
def test_each_question_has_its_answer_and_its_sign(tables: Tables, language: Language) -> None:
    found = answers(tables, language, depth="brief")
    assert {name: (one.sign, text_of(one.text)) for name, one in found.items()} == TOLD[language]


@pytest.mark.parametrize("language", TOLD)
def test_the_shorter_answer_leaves_out_what_the_study_could_have_seen(
    tables: Tables, language: Language
) -> None:
    short = {name: text_of(one.text) for name, one in answers(tables, language, depth="front").items()}
    assert short == {name: re.sub(SEEN[language], "", text) for name, (_, text) in TOLD[language].items()}


@pytest.mark.parametrize("language", TOLD)
def test_each_number_that_links_to_a_row_is_in_it(tables: Tables, language: Language) -> None:
    rows, found = rows_by_id(tables), answers(tables, language, depth="brief")
    linked = [span for one in found.values() for span in one.text if span.link]
    assert len(linked) > 20
    for span in linked:
        file, _, row = span.link.partition("#")
        assert file == f"annex.{language}.html"
        assert agrees(span.text, rows[row]), span


def test_the_first_page_has_its_six_questions_in_order(tables: Tables) -> None:
    front = Facts(tables.study, "nl", tables).front
    names = ["participation", "growth", "ingredients", "team_quality", "composition", "chances"]
    assert [one.question.name for one in front] == names


def test_a_study_that_names_no_question_for_it_has_its_first_ones_there(tmp_path: Path) -> None:
    study = readers_study(tmp_path, BHR)
    facts = Facts(study, "en", Tables(study))
    assert facts.front == facts.conclusions
    assert len(facts.front) == 1


def test_an_answer_is_short_unless_asked_for_more(tables: Tables) -> None:
    facts = Facts(tables.study, "nl", tables)
    one = facts.conclusions[0]
    assert tell_answer(one, facts) == tell_answer(one, facts, depth="front")


def test_why_an_effect_was_not_computed_is_told_at_length_and_in_three_words(tables: Tables) -> None:
    facts = Facts(tables.study, "en", tables)
    chances = next(one for one in facts.conclusions if one.question.name == "chances")
    refused = [one for one in chances.estimates if one.refused]
    assert [facts.what(one) for one in refused[::2]] == ["the final test", "early education", "youth care"]
    assert facts.why(refused[0]) == "9 sites have both the outcome and answers, and at least 10 are needed"
    assert facts.why_briefly(refused[0]) == "too few sites"
    assert facts.why_briefly(refused[2]) == "too few municipalities"
    assert facts.domains_without_figures == ["growing up healthily"]
    assert facts.answer_range(chances.estimates) == "on a scale from 1 to 5"
    assert facts.answer_range([]) == ""


def test_a_model_that_asks_for_named_outcomes_misses_no_others(tables: Tables) -> None:
    one = tables.study.micro_macro[0].model_copy(update={"outcomes": ["under_advised"]})
    parts = tuple(
        replace(part, settings=part.settings.model_copy(update={"micro_macro": [one]}))
        if part.settings.micro_macro
        else part
        for part in tables.study.model_parts
    )
    assert Facts(replace(tables.study, model_parts=parts), "en", tables).domains_without_figures == []


def test_names_are_as_short_as_the_study_has_them(tables: Tables) -> None:
    facts = Facts(tables.study, "nl", tables)
    assert [facts.short(name) for name in ("network_skill", "nobody")] == ["vaardigheid", "‘nobody’"]
    assert [facts.clauses_listed(list(parts)) for parts in ("", "a", "abc")] == ["", "a", "a, b, en c"]
    assert facts.listed(["a", "b", "a"]) == "a en b"
    through = next(one for one in facts.conclusions if one.question.name == "through")
    assert [facts.what(one) for one in through.estimates] == [
        "via_roles",
        "via_skill",
        "via_skill_to_attitude",
    ]


def test_scales_of_other_answers_have_their_own_range_and_a_mix_has_none(tables: Tables) -> None:
    facts = Facts(tables.study, "en", tables)
    own = facts.conclusions[0].estimates[0]
    grade = replace(own, scale="team_grade")
    assert facts.answer_range([grade]) == "on a scale from 0 to 100"
    assert facts.answer_range([own, grade]) == ""


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "too few people: ‘Speech therapist’"), ("nl", "te weinig mensen: ‘Logopedist’")],
)
def test_an_effect_of_a_merged_group_names_the_group(tmp_path: Path, language: Language, told: str) -> None:
    """Said was "too few data", where a value of few people counts as a wider one."""
    of = {"attribute": "profession", "value": "speech_therapist", "into": "support"}
    merged: Any = SimpleNamespace(reason=written([Reason("merged_level", **of)]), declared=None, term="term")
    study = readers_study(tmp_path)
    own = Facts(study, language, Tables(study))
    assert own.why_briefly(merged) == told
    few: Any = SimpleNamespace(reason=written([Reason("few_people", least=20)]), declared=None, term="rolex")
    assert "‘rolex’" in own.why_briefly(few)
