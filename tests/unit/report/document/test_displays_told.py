"""Answers of joint displays, results beside words, and how pairs fit: every sentence, in both languages."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from published_tables import change, copy_of, publish, readers_study
from told_documents import LANGUAGES, plain, tables_of, written

from isop_analysis.base.reasons import Reason
from isop_analysis.base.reasons import written as reasons
from isop_analysis.language.numbers import ABSENT, Language
from isop_analysis.report.blocks import Part, Table
from isop_analysis.report.document.numbers_and_words import numbers_and_words
from isop_analysis.report.document.results import results
from isop_analysis.report.document.theme_answers import answer_of
from isop_analysis.study.study import Part as File
from isop_analysis.study.study import Study

DISPLAY = "roles_in_numbers_and_words"
ROLES = {"display": DISPLAY, "theme": "roles"}
PARENTS = {"display": DISPLAY, "theme": "parents"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def chapter(study: Study, language: Language) -> Part:
    part = numbers_and_words(written(study, language))
    assert part is not None
    return part


def said(study: Study, language: Language) -> str:
    return plain((chapter(study, language),)).replace("\u00a0", " ").replace("\u2009", " ")


def row(verdict: str, holds: bool = False, status: str = "fitted") -> dict[str, Any]:
    return {"verdict": verdict, "holds": holds, "status": status}


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([row("refused", status="refused")], "refused"),
        ([row("open"), row("refused", status="refused")], "unknown"),
        ([row("none_that_matters"), row("open")], "unknown"),
        ([row("none_that_matters"), row("too_little", holds=True)], "alike"),
        ([row("goes_together"), row("open")], "maybe"),
        ([row("matters"), row("none_that_matters")], "maybe"),
        ([row("may_be_too_small", holds=True), row("open")], "found"),
        ([row("open"), row("matters", holds=True)], "found"),
    ],
)
def test_displays_are_answered_by_what_holds_then_by_what_is_found_then_open(
    rows: list[dict[str, Any]], answer: str
) -> None:
    assert answer_of(rows) == answer


ROW = {
    "nl": ["Kennis van rollen en taken (T0): 3,4 en 3,9", "Rollen en taken"],
    "en": ["Knowledge of roles and tasks (T0): 3.4 and 3.9", "Roles and tasks"],
}
TEAMS = {"nl": ["4 van 6", "4–5 van 5"], "en": ["4 of 6", "4–5 of 5"]}
OPEN_RANGE = {"nl": "18 minder tot 22 meer", "en": "18 fewer to 22 more"}
IN_EVERY_TEAM = {
    "nl": "In bijna elk team kwam elk thema ter sprake, bij lage en bij hoge scores.",
    "en": "Nearly every team raised every theme, with low scores and with high ones.",
}
FOUND = {"nl": "30 minder (10 tot 50)", "en": "30 fewer (10 to 50)"}
MAYBE = {
    "nl": "30 meer (10 tot 100); over alle thema’s geteld kan dat toeval zijn",
    "en": "30 more (10 to 100); counted over all themes it may be chance",
}
NONE = {"nl": "; te weinig om ertoe te doen", "en": "; too little to matter"}
REFUSED = {
    "nl": "niet berekend: bijna iedereen noemde het, of bijna niemand",
    "en": "not computed: nearly everyone raised it, or nearly no one",
}
WIDE = {"nl": "dan is bijna alles mogelijk", "en": "nearly anything is possible"}
LEFT_OUT = {"nl": "Niet te tonen: 13 teams.", "en": "Not to be shown: 13 teams."}
LEADS = {
    "unknown": {
        "nl": "Dat weten we niet: met zo weinig teams zou alleen een heel groot verschil opvallen.",
        "en": "We don’t know: with so few teams only a very large difference would show.",
    },
    "found": {
        "nl": "Bij sommige thema’s wel; hieronder staat bij welke.",
        "en": "For some themes they do; it is said below for which.",
    },
    "maybe": {
        "nl": "Misschien, maar bij zoveel thema’s springt er door toeval al eens een uit.",
        "en": "Perhaps, but of so many themes one may stand out by chance.",
    },
    "alike": {
        "nl": "Nee, er is geen verschil dat ertoe doet.",
        "en": "No: there is no difference that matters.",
    },
    "refused": {
        "nl": "Dat is niet te berekenen: er zijn te weinig teams, of zij verschillen nauwelijks.",
        "en": "That can’t be computed: there are too few teams for it, or they hardly differ.",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_themes_stand_by_score_in_one_table_with_how_wide_a_difference_is(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    change(study, "theme_scores", ROLES, ci_low=-18, ci_high=22)
    untold = cells(study, language, "themes-by-scores")
    assert [len(row) for row in untold] == [5] * 6
    assert untold[0][3] == ABSENT
    for display, band, teams in (("roles", 2, "4-5"), ("attitude", 1, "5-6")):
        where = {"display": f"{display}_in_numbers_and_words", "band": band, "theme": "roles"}
        change(study, "joint_display", where, teams_with_theme=teams)
    rows = cells(study, language, "themes-by-scores")
    assert rows[0] == [*ROW[language], OPEN_RANGE[language]]
    assert [row[0] for row in rows[1::2]] == [""] * 3
    told = said(study, language)
    for part in (LEADS["unknown"], IN_EVERY_TEAM, LEFT_OUT):
        assert part[language] in told
    assert WIDE[language] not in told
    change(study, "theme_scores", ROLES, ci_low=-40, ci_high=60)
    change(study, "joint_display", ROLES | {"band": 1}, teams_with_theme="4")
    told = said(study, language)
    assert WIDE[language] in told
    assert IN_EVERY_TEAM[language] not in told
    assert cells(study, language, "themes-by-scores")[0][2:4] == TEAMS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_found_difference_stands_with_its_size_and_with_chance_where_it_does_not_hold(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    found = {"estimate": -30, "ci_low": -50, "ci_high": -10, "verdict": "goes_together"}
    change(study, "theme_scores", PARENTS, holds=True, **found)
    assert cells(study, language, "themes-by-scores")[1][-1] == FOUND[language]
    assert LEADS["found"][language] in said(study, language)
    found |= {"estimate": 30, "ci_low": 10, "ci_high": 100}
    change(study, "theme_scores", PARENTS, holds=False, **found)
    assert cells(study, language, "themes-by-scores")[1][-1] == MAYBE[language]
    assert LEADS["maybe"][language] in said(study, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_difference_and_nothing_computed_have_words_of_their_own(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    for name in demo.displays:
        change_all(study, name.name, verdict="none_that_matters")
    assert all(row[-1].endswith(NONE[language]) for row in cells(study, language, "themes-by-scores"))
    assert LEADS["alike"][language] in said(study, language)
    # Bands whose published means are alike leave no step to tell a difference over.
    change(study, "theme_scores", ROLES, **dict.fromkeys(("step", "estimate", "ci_low", "ci_high")))
    assert cells(study, language, "themes-by-scores")[0][-1] == "–"
    empty = dict.fromkeys(("estimate", "ci_low", "ci_high", "p_value", "p_holm", "holds"))
    why = reasons([Reason("few_or_nearly_all_raised", needed=5)])
    for name in demo.displays:
        change_all(study, name.name, verdict="refused", status="refused", reason=why, **empty)
    assert {row[-1] for row in cells(study, language, "themes-by-scores")} == {REFUSED[language]}
    assert LEADS["refused"][language] in said(study, language)


def change_all(study: Study, display: str, **cells: object) -> None:
    if any(row["display"] == display for row in rows_of_scores(study)):
        change(study, "theme_scores", {"display": display}, **cells)


def rows_of_scores(study: Study) -> list[dict[str, Any]]:
    return study.table("theme_scores").astype({"display": "str"}).to_dict("records")  # type: ignore[return-value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_displays_by_themes_the_lead_says_what_stands_there(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    publish(study, "theme_scores", [])
    publish(study, "joint_display", [])
    lead = {
        "nl": "Hier staan cijfers en woorden naast elkaar.",
        "en": "Here numbers and words stand beside each other.",
    }
    assert lead[language] in said(study, language)


SIDE = {
    "nl": [
        (
            "Ervaren voorbereiding in de opleiding (een punt hoger) en ‘Netwerkvaardigheid’: 0,41 punten "
            "[0,27; 0,55]; doet ertoe. Verkennend.",
            "Eigen opleiding: 15–19 mensen",
        ),
        (
            "Begeleiding (tien uur meer) en ‘Netwerkvaardigheid’: −0,07 punten [−0,28; 0,14]; niet te "
            "zeggen.",
            "Begeleiding: 25–29 mensen\n‘Zonder begeleider waren we blijven praten.’ (Aanstaande "
            "professional)",
        ),
    ],
    "en": [
        (
            "Preparation felt in one's programme (a point higher) and ‘Network skill’: 0.41 points "
            "[0.27, 0.55]; matters. Exploratory.",
            "Own programme: 15–19 people",
        ),
        (
            "Guidance (ten hours more) and ‘Network skill’: −0.07 points [−0.28, 0.14]; can’t tell.",
            "Guidance: 25–29 people\n‘Zonder begeleider waren we blijven praten.’ (Future professional)",
        ),
    ],
}
PERHAPS = {"nl": "Misschien, voor een deel.", "en": "Perhaps, in part."}
IN_SDS = {
    "nl": "Begeleiding (tien uur meer) en ‘Netwerkvaardigheid’: −0,10 standaarddeviaties [−0,40; 0,20]; "
    "niet te zeggen.",
    "en": "Guidance (ten hours more) and ‘Network skill’: −0.10 standard deviations [−0.40, 0.20]; "
    "can’t tell.",
}
UNKNOWN = {"nl": "In cijfers weten we dit niet. ", "en": "In numbers we don’t know. "}
CONTRARY = {
    "nl": "\nAndersom:\nTaak is betwist: 40–44 mensen",
    "en": "\nTo the contrary:\nTask is contested: 40–44 people",
}
OPEN_META = {
    "nl": "De onderzoekers hebben dit nog niet opgeschreven.",
    "en": "Not written yet by the researchers.",
}
QUESTION = {
    "nl": "Werken mensen die vaker naar hun leerteam komen, beter samen? ",
    "en": "Do people who come to their team more often work together better? ",
}


def cells(study: Study, language: Language, table: str) -> list[list[str]]:
    return [
        [cell.replace("\u00a0", " ") for cell in row] for row in tables_of(chapter(study, language))[table]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_stand_beside_words_and_what_both_say_together(demo: Study, language: Language) -> None:
    rows = cells(demo, language, "side-results_and_voices")
    assert [(row[0], row[1]) for row in rows[:2]] == SIDE[language]
    display = next(one for one in demo.displays if one.name == "results_and_voices")
    assert display.rows[0].meta is not None
    assert rows[0][2] == display.rows[0].meta.in_language(language)
    assert rows[2][0] == QUESTION[language] + PERHAPS[language]
    assert rows[2][2] == OPEN_META[language]
    # What is open in numbers is said to be, whatever the researchers write beside it.
    assert rows[1][2].startswith(UNKNOWN[language])
    assert UNKNOWN[language] not in rows[0][2]
    # A code that a pair declares to say the contrary stands beside those that the row names.
    assert CONTRARY[language] in rows[2][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_approved_quote_stands_with_its_role_where_that_is_told(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    quote = {
        "place": 1,
        "theme": "preparation",
        "code": "guidance",
        "language": "nl",
        "text": "Zij vroeg door.",
    }
    publish(study, "quotes", [quote | {"role": "future"}])
    role = {"nl": "Aanstaande professional", "en": "Future professional"}[language]
    table = next(
        one for one in chapter(study, language).blocks if isinstance(one, Table) and "side" in one.id
    )
    spoken = {span.text: (span.tone, span.language) for span in table.rows[1][1].text}
    assert spoken["‘Zij vroeg door.’"] == ("italic", {"nl": "", "en": "nl"}[language])
    assert cells(study, language, "side-results_and_voices")[1][1].endswith(f"\n‘Zij vroeg door.’ ({role})")
    publish(study, "quotes", [quote | {"role": None}])
    assert cells(study, language, "side-results_and_voices")[1][1].endswith("\n‘Zij vroeg door.’")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_effect_without_numbers_and_words_of_hardly_anyone_are_said(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    effect = {"model": "ingredients", "scale": "network_skill", "term": "guidance_hours"}
    why = reasons([Reason("few_residual_df", needed=10)])
    numbers = ("estimate", "ci_low", "ci_high", "effect", "effect_low", "effect_high")
    change(
        study,
        "model_effects",
        effect,
        verdict="refused",
        status="refused",
        reason=why,
        **dict.fromkeys(numbers),
    )
    change(study, "theme_counts", {"code": "guidance"}, people="0-4")
    publish(study, "quotes", [])
    row = cells(study, language, "side-results_and_voices")[1]
    assert row[0].endswith({"nl": ": niet berekend.", "en": ": not computed."}[language])
    assert row[1] == {"nl": "Bijna niemand sprak erover.", "en": "Hardly anyone spoke of it."}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_effect_that_answers_no_question_is_told_in_standard_deviations(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    effect = {"model": "ingredients", "scale": "network_skill", "term": "guidance_hours"}
    change(study, "conclusion_effects", effect, points=None, low=None, high=None)
    assert cells(study, language, "side-results_and_voices")[1][0] == IN_SDS[language]


JUDGED = {
    "nl": "Samen laten zij meer zien. Beide scores staan op één vragenlijst. Of mensen in gesprekken "
    "hetzelfde bedoelen, weten we niet. (VV, 26 november 2026)",
    "en": "Together they show more. Both scores are of one questionnaire. Whether people mean the same in "
    "talks, we don't know. (VV, 26 November 2026)",
}
RULES = {
    "nl": [
        "Zelfde richting",
        "Niet te zeggen: de cijfers laten het open",
        "Niet te zeggen: mensen zeggen het ene én het andere",
    ],
    "en": [
        "Same direction",
        "Undecided: the numbers leave it open",
        "Undecided: people say the one and the other",
    ],
}
RENEW = {
    "nl": "Opnieuw te beoordelen, want de feiten zijn veranderd. Eerder: Samen laten zij meer zien.",
    "en": "To be renewed, for the facts have changed. Before: Together they show more.",
}
EARLY = {
    "nl": "Dit oordeel is ouder dan de gegevens.",
    "en": "This judgement is older than the data.",
}
NOT_JUDGED = {"nl": "Nog niet beoordeeld.", "en": "Not judged yet."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pairs_stand_with_the_rule_and_the_judgement_apart(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    rows = cells(demo, language, "fit-fit")
    assert [row[3] for row in rows] == RULES[language]
    assert rows[0][4] == JUDGED[language]
    assert [row[4] for row in rows[2:]] == [NOT_JUDGED[language]]
    assert CONTRARY[language] in rows[2][2]
    study = copy_of(demo, tmp_path)
    change(study, "fit_of_integration", {"pair": "preparation_and_skill"}, judged_before_data=True)
    assert cells(study, language, "fit-fit")[0][4] == f"{JUDGED[language]} {EARLY[language]}"
    change(study, "fit_of_integration", {"pair": "preparation_and_skill"}, current=False)
    assert cells(study, language, "fit-fit")[0][4].startswith(RENEW[language])


FROZEN = {
    "nl": "De paren zijn vastgelegd op 24 november 2026, na de gegevens (10 juli 2025).",
    "en": "Pairs were frozen on 24 November 2026, after the data (10 July 2025).",
}
EARLIER = {
    "nl": "De paren zijn vastgelegd op 1 september 2024, voor of op de dag van de gegevens (10 juli 2025). "
    "Niet vooraf vastgelegd zoals het hier staat: ‘Begeleiding en vaardigheid’.",
    "en": "Pairs were frozen on 1 September 2024, no later than the data (10 July 2025). Not frozen "
    "beforehand as it stands here: ‘Guidance and skill’.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_when_its_pairs_were_frozen_and_whether_before_the_data(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    assert FROZEN[language] in said(demo, language)
    study = copy_of(demo, tmp_path)
    change(study, "fit_of_integration", {}, frozen_on="2024-09-01", frozen_after_data=False)
    nothing = {"frozen_on": None, "frozen_after_data": None}
    change(study, "fit_of_integration", {"pair": "guidance_and_skill"}, **nothing)
    assert EARLIER[language] in said(study, language)


WHY = {
    "numbers_silent": {
        "nl": "Een van beide zwijgt: de cijfers waren niet te berekenen",
        "en": "One of the two is silent: the numbers could not be computed",
    },
    "words_silent": {
        "nl": "Een van beide zwijgt: te weinig mensen spraken erover",
        "en": "One of the two is silent: too few people spoke of it",
    },
    "both_silent": {
        "nl": "Niet te zeggen: geen van beide zegt iets",
        "en": "Undecided: neither says anything",
    },
    "no_difference": {
        "nl": "Niet te zeggen: de cijfers zien geen verschil dat ertoe doet",
        "en": "Undecided: the numbers see no difference that matters",
    },
    "few_texts": {
        "nl": "Niet te zeggen: er zijn te weinig mensen gesproken",
        "en": "Undecided: too few people were interviewed",
    },
    "directions": {"nl": "Tegengestelde richting", "en": "Opposite directions"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_proposal_of_the_rule_has_its_words(demo: Study, tmp_path: Path, language: Language) -> None:
    study = copy_of(demo, tmp_path)
    for why, told in WHY.items():
        silent = why in ("numbers_silent", "words_silent")
        other = "opposite" if why == "directions" else "undecided"
        proposal = "one_strand_silent" if silent else other
        change(study, "fit_of_integration", {"pair": "coming_and_roles"}, proposal=proposal, why=why)
        assert cells(study, language, "fit-fit")[2][3] == told[language]


@pytest.mark.parametrize(
    ("judgement", "told"),
    [
        ("confirmation", {"nl": "Zij bevestigen elkaar.", "en": "They confirm each other."}),
        (
            "complementarity",
            {"nl": "Zij laten verschillende kanten zien.", "en": "They show different sides."},
        ),
        ("discordance", {"nl": "Zij spreken elkaar tegen.", "en": "They contradict each other."}),
    ],
)
def test_every_judgement_has_its_words(
    demo: Study, tmp_path: Path, judgement: str, told: dict[str, str]
) -> None:
    study = copy_of(demo, tmp_path)
    change(study, "fit_of_integration", {"pair": "preparation_and_skill"}, judgement=judgement)
    for language in LANGUAGES:
        assert cells(study, language, "fit-fit")[0][4].startswith(told[language])


def test_a_judgement_that_is_in_no_file_any_more_is_none(demo: Study) -> None:
    assert demo.displays_part is not None
    settings = demo.displays_part.settings.model_copy(update={"judgements": []})
    study = dataclasses.replace(demo, displays_part=File(demo.displays_part.document, settings))
    assert cells(study, "en", "fit-fit")[0][4] == NOT_JUDGED["en"]


BESIDE = {
    "nl": "Cijfers en woorden. Voorbereiding en vaardigheid: samen laten zij meer zien. Begeleiding en "
    "vaardigheid: zij laten verschillende kanten zien. Zie ‘Cijfers en woorden’.",
    "en": "Numbers and words. Preparation and skill: together they show more. Guidance and skill: they show "
    "different sides. See ‘Numbers and words’.",
}
RULE_BESIDE = {
    "nl": "Voorbereiding en vaardigheid: zelfde richting.",
    "en": "Preparation and skill: same direction.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_says_how_its_words_fit_the_numbers_and_the_rule_where_facts_have_changed(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    def told(study: Study, chapter: str) -> str:
        part = results(written(study, language), chapter)
        assert part is not None
        return plain((part,)).replace("\u00a0", " ")

    assert BESIDE[language] in told(demo, "preparation")
    assert {
        "nl": "Komen en weten wie wat doet: niet te zeggen.",
        "en": "Coming and knowing who does what: undecided.",
    }[language] in told(demo, "roles")
    assert RULE_BESIDE[language] not in told(demo, "preparation")
    study = copy_of(demo, tmp_path)
    change(study, "fit_of_integration", {"pair": "preparation_and_skill"}, current=False)
    assert RULE_BESIDE[language] in told(study, "preparation")
    publish(study, "fit_of_integration", [])
    assert RULE_BESIDE[language].partition(":")[0] not in told(study, "preparation")
