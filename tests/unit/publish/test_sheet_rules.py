"""What a sheet says: words by limits, probabilities by integration, at most two strengths, one question."""

import numpy as np
import pytest
from scipy.stats import norm

from isop_analysis.publish.sheet_rules import (
    Row,
    above_mean,
    question,
    strengths,
)
from isop_analysis.study.sheet_settings import SheetStrength

STRENGTH = SheetStrength(probability=0.9, at_most=2)


def test_the_probability_of_lying_above_the_mean_is_the_whole_integral() -> None:
    """Against a plain grid over the SD between teams, the mean and the teams' own effects."""
    dots, error = [0.5, 0.5625, 0.625, 0.6875, 0.8125], 0.07
    tau = np.linspace(0, 0.25, 401)[1:, None, None]
    mu = np.linspace(-0.2, 1.4, 1601)[None, :, None]
    y = np.array(dots)[None, None, :]
    weight = np.exp(norm.logpdf(y, mu, np.sqrt(error**2 + tau**2)).sum(axis=2))
    precision = 1 / error**2 + 1 / tau**2
    effect = (y - mu) / error**2 / precision
    chance = norm.cdf(effect * np.sqrt(precision))
    expected = (weight[:, :, None] * chance).sum(axis=(0, 1)) / weight.sum()
    assert above_mean(dots, error) == pytest.approx(expected.tolist(), abs=2e-4)


def test_alike_teams_are_as_likely_above_as_below_and_order_follows_the_dots() -> None:
    assert above_mean([0.5] * 8, 0.08) == pytest.approx([0.5] * 8)
    mirrored = above_mean([0.25, 0.5, 0.75], 0.05)
    assert mirrored[1] == pytest.approx(0.5)
    assert mirrored[0] + mirrored[2] == pytest.approx(1)
    assert mirrored[2] > 0.95


def row(scale: str, dot: float = 0.5, above: float | None = 0.5) -> Row:
    return Row(scale, dot, above)


def test_at_most_two_strengths_the_likeliest_first() -> None:
    rows = [row("a", above=0.91), row("b", above=0.89), row("c", above=0.97), row("d", above=0.93)]
    assert strengths(rows, STRENGTH) == ["c", "d"]
    assert strengths(rows[:2], STRENGTH) == ["a"]
    assert strengths([row("a", above=None)], STRENGTH) == []


@pytest.mark.parametrize(
    ("rows", "rule", "scale"),
    [
        ([row("a", 0.1), row("b", 0.3, above=0.1)], "below", "b"),
        ([row("a", above=0.08), row("b", above=0.04)], "below", "b"),
        ([row("a", 0.6), row("b", 0.4), row("c", 0.5)], "lowest", "b"),
        ([row("a", 0.4), row("b", 0.4, above=None)], "lowest", "a"),
        ([row("a", 0.1, above=0.11), row("b")], "lowest", "a"),
        ([], "ask", None),
    ],
)
def test_the_one_question_by_its_rule(rows: list[Row], rule: str, scale: str | None) -> None:
    assert question(rows, STRENGTH) == (rule, scale)
