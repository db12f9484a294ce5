"""Talks with a known association of a theme with a score: the chances add up, and it is found again."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from statistics import fmean, stdev

import numpy as np
import pandas as pd
import pytest

from isop_analysis.demo.attendance import attend
from isop_analysis.demo.consent import ConsentPlan
from isop_analysis.demo.interviews import TILTED, code_weights, invent_talks
from isop_analysis.demo.latent import draw_scores
from isop_analysis.demo.population import Population, populate
from isop_analysis.demo.presets import DEMO
from isop_analysis.demo.theme_talk import THEME, TiltedTeams, chance_to_raise, talk_tables
from isop_analysis.integration.joint_display import Scored, Subject
from isop_analysis.integration.theme_scores import Shares, Talked
from isop_analysis.stats.permuted import permuted_slope
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]
EVERYONE = ConsentPlan((), (), (), (), ())
SEEDS = 30


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/config.yaml", ROOT)


@pytest.fixture(scope="module")
def population() -> Population:
    return populate(DEMO, 3)


@pytest.fixture(scope="module")
def tilted(population: Population) -> TiltedTeams:
    scores = draw_scores(DEMO, population, attend(DEMO, population, 3), 3)
    return TiltedTeams.of(population, scores, strength=1.0)


def test_the_chance_of_a_talk_is_that_of_every_order_of_its_codes(population: Population) -> None:
    team, tilt = population.teams[0].name, 0.7
    weights = code_weights(population, team)
    weights |= {code: weights[code] * np.exp(tilt) for code in TILTED}
    chances = []
    for size in (2, 3, 4):
        raised = 0.0
        for codes in permutations(weights, size):
            chance, left = 1.0, sum(weights.values())
            for code in codes:
                chance *= weights[code] / left
                left -= weights[code]
            raised += chance * (not set(TILTED).isdisjoint(codes))
        chances.append(raised)
    assert chance_to_raise(population, team, tilt) == pytest.approx(fmean(chances))


def test_the_known_association_is_found_again_over_thirty_draws_of_talk(
    study: Study, population: Population, tilted: TiltedTeams
) -> None:
    """Mean estimate within three standard errors of the truth; the truth in about 95 % of the intervals."""
    gaps, covered, rejected = [], [], []
    for seed in range(SEEDS):
        talks = invent_talks(replace(DEMO, seed=seed), study, population, EVERYONE, tilted.tilts)
        talked = Talked.of(*talk_tables(talks))
        teams = sorted(set(talked.people["team"]))
        means = np.array([tilted.means[team] for team in teams])
        truth = float(np.polyfit(means, [tilted.chances[team] for team in teams], 1)[0])
        own = Shares.of(Scored(pd.DataFrame({"team": teams, "mean": means}), 0), talked, Subject(THEME))
        found = permuted_slope(own.raised / own.asked, own.scores, own.lengths, seed, draws=499)
        assert found is not None
        gaps.append(found.estimate - truth)
        covered.append(found.low <= truth <= found.high)
        rejected.append(found.p_value <= 0.05)
    assert truth > 0.3
    assert abs(fmean(gaps)) < 3 * stdev(gaps) / SEEDS**0.5
    assert sum(covered) >= 26
    assert sum(rejected) >= 25


def test_without_a_tilt_talks_are_those_of_before(study: Study, population: Population) -> None:
    plain = invent_talks(DEMO, study, population, EVERYONE)
    assert plain == invent_talks(DEMO, study, population, EVERYONE, dict.fromkeys(["LT01"], 0.0))
    documents, segments = talk_tables(plain)
    assert len(documents) == DEMO.interviews
    assert set(segments["theme"]) == {THEME, "other"}
