"""The decision table of sentences, over all its rows, in both languages."""

import re
from dataclasses import replace
from itertools import product

import pytest

from isop_analysis.contracts.cells import Count
from isop_analysis.language.effects import Contrast, Detectable
from isop_analysis.language.sentences import tell
from isop_analysis.language.words import Words, words_in
from isop_analysis.stats.verdicts import (
    Interval,
    Verdict,
    depends_on_method,
    excluded_direction,
    verdict_of,
    verdict_of_fit,
)

NL, EN = words_in("nl"), words_in("en")


@pytest.mark.parametrize(
    ("low", "high", "smallest", "verdict"),
    [
        (0.25, 0.60, 0.2, "matters"),
        (0.05, 0.60, 0.2, "may_be_too_small"),
        (0.05, 0.15, 0.2, "too_little"),
        (-0.10, 0.15, 0.2, "none_that_matters"),
        (-0.10, 0.30, 0.2, "open"),
        (-0.50, 0.60, 0.2, "open"),
        (0.05, 0.60, None, "goes_together"),
        (-0.05, 0.60, None, "open"),
        # touching a bound, or zero, counts as reaching it
        (0.20, 0.60, 0.2, "may_be_too_small"),
        (0.05, 0.20, 0.2, "may_be_too_small"),
        (0.20, 0.20, 0.2, "may_be_too_small"),
        (0.00, 0.15, 0.2, "none_that_matters"),
        (0.00, 0.60, 0.2, "open"),
        (-0.10, 0.20, 0.2, "open"),
        (0.00, 0.60, None, "open"),
    ],
)
def test_every_row_and_its_mirror(low: float, high: float, smallest: float | None, verdict: str) -> None:
    assert verdict_of(Interval(low, high), smallest) == verdict
    assert verdict_of(Interval(-high, -low), smallest) == verdict


def test_an_open_interval_may_exclude_one_direction() -> None:
    assert excluded_direction(Interval(-0.1, 0.5), 0.2) == "negative"
    assert excluded_direction(Interval(-0.5, 0.1), 0.2) == "positive"
    assert excluded_direction(Interval(-0.2, 0.5), 0.2) is None  # touches the bound: not excluded
    assert excluded_direction(Interval(-0.5, 0.5), 0.2) is None
    assert excluded_direction(Interval(-0.1, 0.1), 0.2) is None  # not open: both are
    assert excluded_direction(Interval(-0.1, 0.5), None) is None


def test_another_reckoning_in_another_row_is_noticed() -> None:
    assert depends_on_method(Interval(0.25, 0.6), (Interval(0.1, 0.7),), 0.2)
    assert not depends_on_method(Interval(0.25, 0.6), (Interval(0.21, 0.7),), 0.2)


def contrast(
    low: float = 0.22,
    high: float = 0.68,
    status: str = "fitted",
    others: tuple[Interval, ...] = (),
    **changes: object,
) -> Contrast:
    """An estimate with the verdict that the models' step gives it."""
    middle, sd = (low + high) / 2, 0.64
    plain = Contrast(
        scale="Network skill",
        title="a person's participation",
        unit="from no to all sessions",
        groups=False,
        verdict=Verdict.OPEN,
        points=middle * sd,
        points_interval=Interval(low * sd, high * sd),
        sds=middle,
        sds_interval=Interval(low, high),
        smallest=0.2,
        n=Count.exactly(240),
        clusters=12,
        counts=(("person", Count(165, 169)), ("team", Count.exactly(24)), ("site", Count.exactly(12))),
    )
    told = replace(plain, **changes)  # type: ignore[arg-type]
    interval, smallest = told.sds_interval, told.smallest
    return replace(
        told,
        verdict=verdict_of_fit(status, told.points_interval, interval, smallest),
        excluded=excluded_direction(interval, smallest) if interval else None,
        depends=depends_on_method(interval, others, smallest) if others and interval else None,
    )


def test_a_whole_sentence_in_english() -> None:
    assert tell(contrast(), EN).text == (
        "A higher score on ‘Network skill’ goes together with a person's participation "
        "(from no to all sessions), and to a degree that matters. "
        "Size: 0.29 points on the scale, or 0.45 standard deviations, 95% interval [0.22,\u00a00.68]. "
        "Rests on 240\u00a0scores, 165–169\u00a0people, 24\u00a0teams and 12\u00a0sites. "
        "Limit: going together is not cause and effect; few groups (12\u00a0sites)."
    )


def test_a_whole_sentence_in_dutch() -> None:
    own = contrast(scale="Netwerkvaardigheid", title="begeleiding", unit="tien uur meer")
    assert tell(own, NL).text == (
        "Een hogere score op ‘Netwerkvaardigheid’ hangt samen met begeleiding (tien uur meer), "
        "en wel zo sterk dat het ertoe doet. "
        "Omvang: 0,29 punt op de schaal, ofwel 0,45 standaarddeviatie, 95%-interval [0,22;\u00a00,68]. "
        "Berust op 240\u00a0scores, 165–169\u00a0mensen, 24\u00a0teams en 12\u00a0locaties. "
        "Grens: samenhang is geen oorzaak en gevolg; weinig groepen (12\u00a0locaties)."
    )


def test_a_negative_estimate_says_lower() -> None:
    assert tell(contrast(-0.68, -0.22), EN).sentence.startswith(
        "A lower score on ‘Network skill’ goes together"
    )
    assert "−0.45 standard deviations" in tell(contrast(-0.68, -0.22), EN).size


@pytest.mark.parametrize(
    ("found", "words", "sentence"),
    [
        (
            Detectable(0.49, 0.557),
            EN,
            "A study like this finds 0.49 standard deviations or more in four of five repetitions (0.56 with "
            "the spread assumed beforehand).",
        ),
        (
            Detectable(0.49, 0.557),
            NL,
            "Een onderzoek als dit vindt 0,49 standaarddeviatie of meer in vier van de vijf herhalingen "
            "(0,56 bij de vooraf aangenomen spreiding).",
        ),
        (
            Detectable(1.25, 1.251, power=0.9),
            EN,
            "A study like this finds 1.25 standard deviations or more in 90% of the repetitions "
            "(1.25 too with the spread assumed beforehand).",
        ),
        (
            Detectable(1.25, power=0.9),
            NL,
            "Een onderzoek als dit vindt 1,25 standaarddeviaties of meer in 90% van de herhalingen.",
        ),
    ],
)
def test_open_says_what_a_study_like_this_finds_from_both_spreads(
    found: Detectable, words: Words, sentence: str
) -> None:
    assert sentence in tell(contrast(-0.10, 0.60, detectable=found), words).sentence


def test_without_a_simulation_nothing_is_said_of_what_is_found() -> None:
    for found in (None, Detectable(None, 0.5)):
        assert "study like this" not in tell(contrast(-0.10, 0.60, detectable=found), EN).sentence


def test_open_says_what_a_study_like_this_finds_and_what_it_excludes() -> None:
    told = tell(contrast(-0.10, 0.60, detectable=Detectable(0.49, 0.49)), EN)
    assert told.verdict is Verdict.OPEN
    assert told.sentence == (
        "The data leave open whether the score on ‘Network skill’ goes together with a person's participation"
        " (from no to all sessions). A study like this finds 0.49 standard deviations or more in four of "
        "five repetitions (0.49 too with the spread assumed beforehand). That a lower score goes with it to "
        "a degree that matters is excluded."
    )


def test_without_a_bound_there_are_two_verdicts() -> None:
    assert tell(contrast(smallest=None), EN).sentence.endswith("(from no to all sessions).")
    assert tell(contrast(-0.1, 0.3, smallest=None), EN).verdict is Verdict.OPEN


def test_without_an_sd_the_size_is_in_points_only() -> None:
    told = tell(contrast(sds=None, sds_interval=None), EN)
    assert told.verdict is Verdict.GOES_TOGETHER
    assert told.size == "Size: 0.29 points on the scale, 95% interval [0.14,\u00a00.44]."


def test_singular_weak_and_many_clusters() -> None:
    told = tell(
        contrast(singular=True, weak_scale=True, clusters=99, counts=(("team", Count.exactly(99)),)), EN
    )
    assert told.limits == (
        "Limit: going together is not cause and effect; the scale measures weakly; "
        "a part of the spread was estimated at zero (singular fit)."
    )
    assert told.basis == "Rests on 240\u00a0scores and 99\u00a0teams."


def test_refused_and_failed_say_why_and_give_no_verdict() -> None:
    refused = contrast(status="refused", reason="5 teams, er zijn er minstens 6 nodig")
    assert tell(refused, NL).text == (
        "Of de score op ‘Network skill’ samenhangt met a person's participation is niet berekend: "
        "5 teams, er zijn er minstens 6 nodig."
    )
    failed = contrast(status="failed", reason="the search stopped")
    assert tell(failed, EN).text == (
        "The model of ‘Network skill’ and a person's participation failed and says nothing: "
        "the search stopped."
    )
    assert tell(contrast(status="failed"), EN).size == ""


def test_a_bound_next_to_zero_shows_its_side() -> None:
    assert "interval [0.003,\u00a00.600]" in tell(contrast(0.003, 0.6), EN).size
    assert "interval [0.00,\u00a00.60]" in tell(contrast(0.0, 0.6), EN).size


def test_groups_differ_and_slopes_do_not() -> None:
    told = tell(contrast(groups=True), NL).sentence
    assert told.startswith("Op ‘Network skill’ is er een verschil tussen groepen")
    assert "in de genoemde richting" in told
    assert "in the opposite direction" in tell(contrast(-0.68, -0.22, groups=True), EN).sentence


@pytest.mark.parametrize(
    ("words", "change", "bounds", "expected"),
    [
        (EN, "interaction", (-0.68, -0.22),
         "Faster growth: on ‘Network skill’ the data show the opposite (from no to all sessions), and"),
        (NL, "interaction", (-0.68, -0.22), "Faster growth: op ‘Network skill’ laten de gegevens het"),
        (EN, "interaction", (0.22, 0.68), "Faster growth: on ‘Network skill’ that is what the data show"),
        (EN, "time", (0.22, 0.68), "Faster growth: on ‘Network skill’ the score is higher"),
        (NL, "time", (-0.68, -0.22), "Faster growth: op ‘Network skill’ is de score lager"),
        (EN, "time", (-0.3, 0.3), "Faster growth: for ‘Network skill’ the data leave that open"),
    ],
)  # fmt: skip
def test_time_and_interactions_go_together_with_no_higher_or_lower_score(
    words: Words, change: str, bounds: tuple[float, float], expected: str
) -> None:
    told = tell(contrast(*bounds, title="faster growth", change=change), words).sentence
    assert told.startswith(expected)
    assert not re.search("goes together|hangt samen|lower score|lagere score", told)


CASES = [(0.25, 0.6), (0.05, 0.6), (0.05, 0.15), (-0.1, 0.15), (-0.1, 0.3), (-0.6, -0.25), (-0.3, 0.6)]


@pytest.mark.parametrize(("bounds", "groups", "smallest"), list(product(CASES, (True, False), (0.2, None))))
def test_words_that_are_never_said(bounds: tuple[float, float], groups: bool, smallest: float | None) -> None:
    for words in (NL, EN):
        text = tell(
            contrast(*bounds, groups=groups, smallest=smallest, detectable=Detectable(0.4)), words
        ).text
        banned = "signific|marginal|leads? to|leidt|effect op|effect on|causes|veroorzaakt"
        assert not re.search(banned, text, re.IGNORECASE), text
        assert "{" not in text
        if not groups:
            assert "verschil" not in text
            assert "differ" not in text


def test_every_number_is_marked() -> None:
    found = Detectable(0.4, 0.45)
    told = tell(
        contrast(-0.1, 0.3, detectable=found),
        EN,
        mark=lambda number: f"<{number}>",
        mark_found=lambda number, basis: f"<{number} {basis}>",
        mark_units=lambda number: f"<{number} of the fit>",
    )
    bare = re.sub(r"<[^>]*>", "", told.text).replace("95%", "")
    assert not re.search(r"\d", bare), bare
    assert "<0.40 fitted>" in told.text
    assert "<0.45 planned>" in told.text
    assert "<24 of the fit>\u00a0teams" in told.text


@pytest.mark.parametrize(("count", "shown"), [(1, "1\u00a0team"), (2, "2\u00a0teams"), (0, "0\u00a0teams")])
def test_number_agreement(count: int, shown: str) -> None:
    assert EN.counted("units.team", count) == shown
    assert NL.counted("units.person", count).endswith("persoon" if count == 1 else "mensen")
