"""The invented scores have the true parameters, and answers have the shape that the study describes."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from isop_analysis.demo import PRESETS
from isop_analysis.demo.attendance import attend
from isop_analysis.demo.composition import blau
from isop_analysis.demo.latent import draw_scores
from isop_analysis.demo.population import Population, populate
from isop_analysis.demo.responses import Answered, answer_all
from isop_analysis.demo.truth import TRUE_SCALES
from isop_analysis.stats.scales import reliability
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]


@cache
def study() -> Study:
    return load(ROOT / "config" / "config.yaml")


@cache
def invented(name: str) -> tuple[Population, tuple[Answered, ...]]:
    preset = PRESETS[name]
    population = populate(preset, 3)
    scores = draw_scores(preset, population, attend(preset, population, 3), 3)
    return population, tuple(answer_all(preset, study(), population, scores))


@pytest.mark.parametrize(
    ("name", "teams", "people"), [("pilot", 8, 72), ("demo", 24, 208), ("full", 100, 720)]
)
def test_presets_have_their_size(name: str, teams: int, people: int) -> None:
    population, _ = invented(name)
    assert len(population.teams) == teams
    assert len(population.persons) == people


def test_some_hundred_seventy_and_forty_five_members_answer_the_demos_scan() -> None:
    population, responses = invented("demo")
    members = {membership.person for membership in population.memberships}
    counts = [
        sum(
            r.instrument == "scan_netwerkleren" and r.wave.endswith(t) and r.person in members
            for r in responses
        )
        for t in ("t0", "t1", "t2")
    ]
    assert 95 <= counts[0] <= 125
    assert 60 <= counts[1] <= 85
    assert 40 <= counts[2] <= 60


@pytest.mark.parametrize("scale", TRUE_SCALES, ids=lambda scale: scale.name)
def test_reliability_is_good_but_for_the_weak_scale(scale: object) -> None:
    import pandas as pd

    name = scale.name  # type: ignore[attr-defined]
    instrument = next(i for i, own in study().scales if own.name == name)
    items = study().scale(name).items
    if len(items) == 1:
        return
    rows = [r.values for r in invented("full")[1] if r.instrument == instrument.name]
    frame = pd.DataFrame([{item: values.get(item) for item in items} for values in rows]).astype("float64")
    for item in items:
        if instrument.item(item).reversed:
            frame[item] = 6 - frame[item]
    low, high = (0.50, 0.60) if name == "give_and_take" else (0.70, 0.88)
    assert low <= reliability(frame.dropna()).alpha <= high
    assert 0.10 <= float((frame == 5).sum().sum() / frame.notna().sum().sum()) <= 0.25
    assert bool((frame.skew() < 0).all())


def test_two_to_five_per_cent_of_answers_are_skipped_and_three_to_eight_not_applicable_where_asked() -> None:
    kinds = [
        response.absent.get(item, "given")
        for response in invented("full")[1]
        for item in [*response.values, *response.absent]
        if item.startswith(("tr", "gt", "np"))
    ]
    assert 0.015 <= kinds.count("skipped") / len(kinds) <= 0.05
    assert 0.03 <= kinds.count("not_applicable") / len(kinds) <= 0.08


def test_growth_and_participation_are_found_again_in_the_latent_scores() -> None:
    """Ordinary least squares on the true predictors, over four draws of the full size; 3 SE of the mean."""
    estimates = np.array([_estimates(seed) for seed in range(4)])
    roles = next(scale for scale in TRUE_SCALES if scale.name == "roles_tasks")
    true = [roles.growth, roles.dose_person, roles.dose_occasion, roles.future, roles.future_growth]
    error = estimates.std(axis=0, ddof=1) / 2
    assert np.abs(estimates.mean(axis=0) - true) == pytest.approx(np.zeros(5), abs=float(3 * error.max()))
    assert estimates.mean(axis=0)[0] == pytest.approx(roles.growth, abs=0.05)
    assert estimates.mean(axis=0)[1] == pytest.approx(roles.dose_person, abs=0.2)


def _estimates(seed: int) -> np.ndarray:
    preset = replace(PRESETS["full"], seed=seed)
    population = populate(preset, 3)
    attendance = attend(preset, population, 3)
    scores = draw_scores(preset, population, attendance, 3)
    doses: dict[str, list[float]] = {}
    for m in population.memberships:
        doses.setdefault(m.team, []).extend(attendance.dose(m, t) for t in range(m.first, m.last + 1))
    rows, values = [], []
    for m in population.memberships:
        if len(population.memberships_of(m.person)) > 1:
            continue
        own = [attendance.dose(m, t) for t in range(m.first, m.last + 1)]
        mean, team = float(np.mean(own)), float(np.mean(doses[m.team]))
        future = float(population.persons[m.person].role == "future")
        for t in range(m.first, m.last + 1):
            rows.append([t, mean - team, own[t - m.first] - mean, future, future * t, 1, team])
            key = (m.person, population.team(m.team).cohort, t)
            values.append(scores.about_person[key]["roles_tasks"])
    solution = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)[0]
    return np.asarray(solution[:5])


def test_blaus_index_is_that_of_a_team_counted_by_hand() -> None:
    population, _ = invented("demo")
    team = population.teams[0].name
    members = [population.persons[m.person] for m in population.memberships if m.team == team]
    professions = [member.profession for member in members]
    pairs = [a != b for i, a in enumerate(professions) for b in professions[i + 1 :]]
    # n/(n−1)-corrected Blau is the chance that two members drawn without putting back differ.
    assert blau(population, team) == pytest.approx(sum(pairs) / len(pairs))
