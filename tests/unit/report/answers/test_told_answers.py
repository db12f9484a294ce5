"""What every row of the table of answers reads like, in Dutch and English, for every mix of effects."""

import re
import sys
from dataclasses import replace
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import get_args

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from invented_conclusions import SCALES, conclusion, demo, estimate, facts

from isop_analysis.language.conclusions import Caveat, Conclusion, Estimate
from isop_analysis.report.answers.told import Depth, tell_answer
from isop_analysis.report.blocks import text_of
from isop_analysis.stats.answer_rule import Answer
from isop_analysis.stats.verdicts import Verdict
from isop_analysis.study import Study

M, S, L, N, OPEN, R = (
    Verdict.MATTERS,
    Verdict.MAY_BE_TOO_SMALL,
    Verdict.TOO_LITTLE,
    Verdict.NONE_THAT_MATTERS,
    Verdict.OPEN,
    Verdict.REFUSED,
)
KINDS = [
    (M, True),
    (M, False),
    (S, True),
    (S, False),
    (L, True),
    (L, False),
    (N, True),
    (OPEN, True),
    (R, True),
]
LABELS = {
    "nl": {
        Answer.REFUSED: "Dat is niet te berekenen:",
        Answer.UNKNOWN: "Dat weten we niet:",
        Answer.DIFFERS: "Dat verschilt:",
        Answer.AGAINST: "Nee, andersom:",
        Answer.AGAINST_IN_PART: "Ten dele andersom:",
        Answer.YES: "Ja:",
        Answer.SMALL_YES: "Ja, maar misschien te weinig om ertoe te doen:",
        Answer.NO: "Nee, geen verschil dat ertoe doet:",
        Answer.IN_PART: "Ten dele:",
        Answer.NONE_OR_UNKNOWN: "Geen verschil dat ertoe doet:",
    },
    "en": {
        Answer.REFUSED: "That can't be computed:",
        Answer.UNKNOWN: "We do not know:",
        Answer.DIFFERS: "That differs:",
        Answer.AGAINST: "No, the other way round:",
        Answer.AGAINST_IN_PART: "In part the other way round:",
        Answer.YES: "Yes:",
        Answer.SMALL_YES: "Yes, but perhaps too little to matter:",
        Answer.NO: "No, no difference that matters:",
        Answer.IN_PART: "In part:",
        Answer.NONE_OR_UNKNOWN: "No difference that matters:",
    },
}
UP = {
    "nl": ("weten beter wie wat doet", "werken vaardiger samen", "gebruiken meer van wat zij leren"),
    "en": ("know better who does what", "have more skill", "use more of it at work"),
}
DOWN = {
    "nl": (
        "weten minder goed wie wat doet",
        "werken minder vaardig samen",
        "gebruiken minder van wat zij leren",
    ),
    "en": ("know less well who does what", "have less skill", "use less of it at work"),
}
OPENED = {
    "nl": ("beter weten wie wat doet", "vaardiger samenwerken", "meer gebruiken van wat zij leren"),
    "en": UP["en"],
}


@pytest.fixture(scope="module")
def study() -> Study:
    return demo()


def said(one: Conclusion, study: Study, language: str, depth: Depth = "front") -> str:
    return text_of(tell_answer(one, facts(study, language), depth).text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mix_of_up_to_three_effects_says_its_row_and_each_scale_in_its_place(
    study: Study, language: str
) -> None:
    for size in (1, 2, 3):
        for kinds in combinations_with_replacement(KINDS, size):
            own = [
                estimate(study, verdict, positive, SCALES[place])
                for place, (verdict, positive) in enumerate(kinds)
            ]
            one = conclusion(study, own)
            text = said(one, study, language)
            assert text.startswith(LABELS[language][one.answer]), (kinds, text)
            assert not re.search(r"[{}]|  |[.][.]", text), text
            sentences = re.split(r"(?<=[.?]) (?=[A-ZÉ])", text)
            assert len(sentences) <= 4, text
            for place, (verdict, positive) in enumerate(kinds):
                clause = (UP if positive else DOWN)[language][place]
                assert (clause in text) is (verdict in (M, S) or _opened(clause, language, kinds, place)), (
                    text
                )
                if verdict is OPEN and one.answer is not Answer.UNKNOWN and one.found:
                    assert OPENED[language][place] in text, text


def _opened(clause: str, language: str, kinds: tuple[tuple[Verdict, bool], ...], place: int) -> bool:
    """English says the same of what is open as of what was found."""
    found = any(verdict in (M, S) for verdict, _ in kinds)
    return language == "en" and kinds[place][0] is OPEN and found and clause == UP["en"][place]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            "Ten dele: mensen die vaker komen, weten misschien beter wie wat doet (0,40 punt); strenger "
            "gerekend vervalt dit. We weten niet of zij vaardiger samenwerken of meer "
            "gebruiken van wat zij leren.",
        ),
        (
            "en",
            "In part: people who come more often perhaps know better who does what (0.40 points); a stricter "
            "calculation no longer shows it. We do not know if they have more skill or use more of it "
            "at work.",
        ),
    ],
)
def test_what_a_stricter_sum_undoes_is_perhaps(study: Study, language: str, expected: str) -> None:
    own = [
        estimate(study, S, falls=True),
        estimate(study, OPEN, scale=SCALES[1]),
        estimate(study, OPEN, scale=SCALES[2]),
    ]
    assert said(conclusion(study, own), study, language) == expected


@pytest.mark.parametrize(
    ("kinds", "falls", "start"),
    [
        ((M,), True, {"nl": "Misschien:", "en": "Perhaps:"}),
        ((M,), False, {"nl": "Ja:", "en": "Yes:"}),
        ((S,), True, {"nl": "Misschien, en misschien te weinig", "en": "Perhaps, and perhaps too little"}),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_yes_that_falls_is_no_yes(
    study: Study, language: str, kinds: tuple[Verdict, ...], falls: bool, start: dict[str, str]
) -> None:
    own = [estimate(study, verdict, falls=falls) for verdict in kinds]
    told = tell_answer(conclusion(study, own), facts(study, language))
    assert text_of(told.text).startswith(start[language])
    assert told.sign == ("in_part" if falls else "yes")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_only_some_that_fall_are_named(study: Study, language: str) -> None:
    own = [estimate(study, M), estimate(study, S, scale=SCALES[1], falls=True)]
    text = said(conclusion(study, own), study, language)
    named = {
        "nl": "strenger gerekend vervalt het bij vaardigheid",
        "en": "a stricter calculation no longer shows it for skill",
    }
    assert named[language] in text
    assert text.count({"nl": "misschien", "en": "perhaps"}[language]) == 2  # label, and that clause


@pytest.mark.parametrize(
    ("caveat", "nl", "en"),
    [
        (
            Caveat("plan_after_data", "", ()),
            "Ons plan is van na de metingen.",
            "Our plan came after the data.",
        ),
        (
            Caveat("leavers_lower", "roles_tasks", ("T0",)),
            "Wie later uitviel, scoorde al lager op rollen en taken.",
            "Those who dropped out already scored lower on roles and tasks.",
        ),
        (
            Caveat("leavers_higher", "transfer", ("T0",)),
            "Wie later uitviel, scoorde al hoger op gebruik.",
            "Those who dropped out already scored higher on use.",
        ),
        (
            Caveat("weak", "transfer", ("T2",)),
            "Gebruik is niet steeds goed gemeten.",
            "Use is not always measured well.",
        ),
        (
            Caveat("weak_always", "give_and_take", ("T0",)),
            "Geven en nemen is zwak gemeten.",
            "Give and take is weakly measured.",
        ),
        (
            Caveat("same_questionnaire", "programme_preparation", ()),
            "Voorbereiding staat op dezelfde vragenlijst als de scores.",
            "Preparation is on the same form as the scores.",
        ),
        (
            Caveat("same_people", "team_quality", ()),
            "Dezelfde mensen gaven beide oordelen.",
            "The same people gave both ratings.",
        ),
    ],
)
def test_a_caveat_travels_with_the_answer_at_every_depth(
    study: Study, caveat: Caveat, nl: str, en: str
) -> None:
    one = conclusion(study, [estimate(study, M)], caveats=(caveat,))
    for (language, expected), depth in product((("nl", nl), ("en", en)), get_args(Depth)):
        assert said(one, study, language, depth).endswith(expected)


def test_what_is_weak_and_on_the_same_form_is_told_in_one_clause(study: Study) -> None:
    both = tuple(Caveat(key, "programme_preparation", ()) for key in ("weak", "same_questionnaire"))
    one = conclusion(study, [estimate(study, M)], caveats=both)
    expected = "Preparation is on the same form and not always measured well."
    assert said(one, study, "en").endswith(expected)


@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("nl", "Verkennend, eerst nog eens onderzoeken: ten dele, want mensen die vaker komen,"),
        ("en", "First sign, to study again: in part, as people who come more often"),
    ],
)
def test_what_was_only_explored_says_so_first(study: Study, language: str, start: str) -> None:
    own = [estimate(study, S), estimate(study, OPEN, scale=SCALES[1])]
    told = tell_answer(conclusion(study, own, exploratory=True), facts(study, language))
    assert text_of(told.text).startswith(start)
    assert told.sign == "explored"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "Ten dele: mensen weten misschien elke meting beter wie wat doet (0,40 punt); strenger"),
        ("en", "In part: each time people perhaps know better who does what (0.40 points); a stricter"),
    ],
)
def test_time_is_told_as_each_time_never_as_a_later_occasion(
    study: Study, language: str, expected: str
) -> None:
    model = {"model": "growth_by_participation", "term": "time"}
    own = [estimate(study, S, falls=True, **model), estimate(study, OPEN, scale=SCALES[1], **model)]
    assert said(conclusion(study, own, question="growth"), study, language).startswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            "Ten dele: mensen die zich door hun opleiding voorbereid voelen, werken vaardiger samen "
            "(0,40 punt). Van begeleiding en eigen doelen weten we het niet.",
        ),
        (
            "en",
            "In part: people who feel prepared by their course have more skill (0.40 points). "
            "On guidance and own goals we do not know.",
        ),
    ],
)
def test_which_lists_ingredients_not_scales(study: Study, language: str, expected: str) -> None:
    named = [("guidance_hours", OPEN), ("goals_set", OPEN)]
    own = [
        estimate(study, verdict, scale=scale, model="ingredients", term=term)
        for term, verdict in named
        for scale in SCALES[1:3]
    ]
    found = estimate(study, M, scale=SCALES[1], model="ingredients", term="programme_preparation")
    assert said(conclusion(study, [*own, found], question="ingredients"), study, language) == expected


def test_an_ingredient_without_any_difference_that_matters_is_named_as_such(study: Study) -> None:
    def one(term: str, verdict: Verdict, scale: str) -> Estimate:
        return estimate(study, verdict, scale=scale, model="ingredients", term=term)

    own = [one("programme_preparation", M, SCALES[1]), one("programme_preparation", N, SCALES[2])]
    own += [one("assignments", N, scale) for scale in SCALES[1:3]]
    own += [one("goals_set", N, SCALES[1]), one("goals_set", OPEN, SCALES[2])]
    assert said(conclusion(study, own, question="ingredients"), study, "en") == (
        "In part: people who feel prepared by their course have more skill (0.40 points). For shared tasks "
        "there is no difference that matters. On own goals we do not know."
    )


def test_numbers_link_to_the_row_that_proves_them(study: Study) -> None:
    told = tell_answer(conclusion(study, [estimate(study, M)]), facts(study, "nl"))
    links = {span.text: span.link for span in told.text if span.link}
    assert links == {"0,40": "annex.nl.html#row-model_effects-participation-roles_tasks-participation_person"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            "Dat weten we niet: dit onderzoek is te klein, en kan een verschil onder 0,63 punt op een schaal "
            "van 1 tot 5 makkelijk missen.",
        ),
        (
            "en",
            "We do not know: this study is too small, and can easily miss a difference under 0.63 points on "
            "a scale from 1 to 5.",
        ),
    ],
)
def test_what_is_open_says_what_the_study_could_have_seen(study: Study, language: str, expected: str) -> None:
    assert said(conclusion(study, [estimate(study, OPEN)]), study, language) == expected


@pytest.mark.parametrize(
    ("language", "positive", "expected"),
    [
        ("nl", True, "hangt samen met snellere groei op"),
        ("en", True, "goes together with faster growth on"),
        ("en", False, "goes together with slower growth on"),
    ],
)
def test_an_interaction_with_time_without_slopes_is_told_as_growth(
    study: Study, language: str, positive: bool, expected: str
) -> None:
    """Never as a higher score: that is not what the interaction says."""
    of = {"model": "growth_by_participation", "term": "time:participation"}
    own = estimate(study, Verdict.MATTERS, positive, **of)
    assert own.declared is not None
    plain = replace(own, declared=own.declared.model_copy(update={"slopes": None, "who": None}))
    told = said(conclusion(study, [plain], question="growth"), study, language)
    assert expected in told
    assert "score" not in told.partition("(")[0].lower()
