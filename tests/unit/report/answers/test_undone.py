"""A chapter says by what a found effect does not stand: Holm's p, the margin calculated another way."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from invented_conclusions import SCALES, conclusion, demo, estimate, facts

from isop_analysis.report.answers.told import Depth, Told, tell_answer
from isop_analysis.report.blocks import text_of
from isop_analysis.stats.verdicts import Verdict
from isop_analysis.study import Study

FOUND = Verdict.MAY_BE_TOO_SMALL


@pytest.fixture(scope="module")
def study() -> Study:
    return demo()


def told(study: Study, language: str, depth: Depth, scales: tuple[str, ...] = SCALES[:1]) -> Told:
    own = [
        replace(
            estimate(study, FOUND, scale=scale, falls=True),
            undone_by=("holm", "cr2"),
            p_holm=0.054,
            test=f"row-hypotheses-growth-{scale}",
            strict_low=-0.01,
            strict_high=0.26,
        )
        for scale in scales
    ]
    return tell_answer(conclusion(study, own), facts(study, language), depth)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "strenger gerekend vervalt dit (Holm: p = ,054, CR2: [−0,01; 0,26])."),
        ("en", "a stricter calculation no longer shows it (Holm: p = .054, CR2: [−0.01, 0.26])."),
    ],
)
def test_a_chapter_says_by_what_an_effect_does_not_stand(study: Study, language: str, expected: str) -> None:
    one = told(study, language, "chapter")
    assert text_of(one.text).replace("\u00a0", " ").endswith(expected)
    links = [span.link for span in one.text if "054" in span.text]
    assert links == [f"annex.{language}.html#row-hypotheses-growth-roles_tasks"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("depth", ["front", "brief"])
def test_what_stands_before_the_chapters_has_no_word_of_it(study: Study, language: str, depth: Depth) -> None:
    assert "Holm" not in text_of(told(study, language, depth).text)


def test_of_several_effects_each_is_named(study: Study) -> None:
    text = text_of(told(study, "en", "chapter", SCALES[:2]).text).replace("\u00a0", " ")
    ways = "Holm: p = .054, CR2: [−0.01, 0.26]"
    assert text.endswith(f"a stricter calculation no longer shows it (roles and tasks {ways}; skill {ways}).")


def test_an_effect_that_was_only_explored_has_no_p(study: Study) -> None:
    explored = replace(
        estimate(study, FOUND, falls=True), undone_by=("cr2",), strict_low=-0.2, strict_high=1.0
    )
    text = text_of(tell_answer(conclusion(study, [explored]), facts(study, "en"), "chapter").text)
    assert text.replace("\u00a0", " ").endswith("no longer shows it (CR2: [−0.20, 1.00]).")


def test_only_what_undoes_it_is_named(study: Study) -> None:
    """Holm's p of .026 leaves the effect: beside CR2's interval it would read as a second reason."""
    own = replace(
        estimate(study, FOUND, falls=True),
        undone_by=("cr2",),
        p_holm=0.026,
        test="row-hypotheses",
        strict_low=-0.21,
        strict_high=1.4,
    )
    text = text_of(tell_answer(conclusion(study, [own]), facts(study, "en"), "chapter").text)
    assert text.replace("\u00a0", " ").endswith("no longer shows it (CR2: [−0.21, 1.40]).")
