"""A declared contrast as read from published tables: estimate, margins, whom it rests on."""

from pathlib import Path

import pytest
from published_tables import change, readers_study

from isop_analysis.contracts.cells import Count
from isop_analysis.language.effects import Contrast, Detectable, contrasts, reach_of, weak_scales
from isop_analysis.language.rows import Tables
from isop_analysis.stats.verdicts import Interval, Verdict

WEAK = {"scale": "network_skill", "occasion": "all"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The demo, with network skill measured weakly."""
    study = readers_study(tmp_path_factory.mktemp("demo"))
    change(study, "reliability", WEAK, weak=True)
    return Tables(study)


@pytest.fixture(scope="module")
def found(tables: Tables) -> dict[tuple[str, str, str], Contrast]:
    return {(one.model, one.scale_name, one.term): one for one in contrasts(tables, "en")}


def test_an_estimate_is_read_with_all_that_limits_it(found: dict[tuple[str, str, str], Contrast]) -> None:
    assert found["participation", "roles_tasks", "participation_person"] == Contrast(
        scale="Knowledge of roles and tasks",
        title="a person's participation",
        unit="half of the sessions more",
        groups=False,
        verdict=Verdict.MAY_BE_TOO_SMALL,
        reason="no reason was recorded",
        points=0.3,
        points_interval=Interval(0.08, 0.52),
        sds=0.36,
        sds_interval=Interval(0.09, 0.62),
        robust_interval=Interval(-0.12, 0.84),
        smallest=0.2,
        detectable=Detectable(0.37, 0.39, 0.33, 0.31, 0.8, 0.006),
        n=Count(210, 214),
        clusters=12,
        counts=(("person", Count(110, 114)), ("team", Count(24, 24)), ("site", Count(12, 12))),
        singular=True,
        change_within=True,
        depends=True,
        model="participation",
        term="participation_person",
        scale_name="roles_tasks",
        chapter="roles",
    )


def test_points_of_a_change_beyond_one_come_from_the_effect_of_that_change(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    key = {"model": "participation", "scale": "roles_tasks", "term": "participation_person"}
    change(study, "model_effects", key, change=1.5)
    own = next(one for one in contrasts(Tables(study), "en") if key["term"] == one.term and one.sds == 0.36)
    assert own.points == pytest.approx(0.36 * 0.84)


def test_people_without_a_team_stand_apart_and_weak_scales_are_marked(
    tables: Tables, found: dict[tuple[str, str, str], Contrast]
) -> None:
    assert weak_scales(tables) == {"give_and_take", "network_skill"}
    alone = found["team_or_none", "network_skill", "dose"]
    assert [name for name, _ in alone.counts] == ["person", "team_or_alone"]
    assert alone.weak_scale
    assert not found["team_or_none", "roles_tasks", "dose"].weak_scale


def test_an_axis_reaches_past_nine_in_ten_intervals_and_what_matters(
    found: dict[tuple[str, str, str], Contrast],
) -> None:
    """Ends .47, .50 and .62: nine in ten of three are two; a half more than what matters is less."""
    names = ("roles_tasks", "network_skill", "transfer")
    own = [found["participation", name, "participation_person"] for name in names]
    ends = sorted(max(-one.sds_interval.low, one.sds_interval.high) for one in own if one.sds_interval)
    assert ends == [0.47, 0.5, 0.62]
    assert reach_of(own) == pytest.approx(0.5 * 1.08)
    assert reach_of(own, fitting=1.0) == pytest.approx(0.62 * 1.08)
    assert reach_of([]) == 1.0
