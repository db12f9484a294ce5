"""Refusals told before the run: from what the raw files hold at most."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from isop_analysis.models.forecasts import Counted, forecasts
from isop_analysis.study import Study, load
from isop_analysis.study.structural_settings import Structural

ROOT = Path(__file__).parents[3]
INSTRUMENTS = ("scan_netwerkleren", "srt_tool", "kwaliteitsmeter")
TEXT = {"nl": "x", "en": "x"}
PATH = {"name": "m", "title": TEXT, "question": TEXT, "kind": "path"}
UNITS = {"under_advised": {2023: 12, 2025: 12}}


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/tiny/config.yaml", ROOT)


def counted(
    people: int = 500, teams: int = 40, sites: int = 20, units: dict[str, dict[int, int]] = UNITS
) -> Counted:
    responses = Counter({(one, wave): people for one in INSTRUMENTS for wave in ("c2024_t0", "c2024_t1")})
    return Counted(responses, teams, sites, units)


def test_enough_of_everything_is_told_nothing_of(study: Study) -> None:
    assert forecasts(study, counted()) == []


def test_fewer_responses_than_a_factor_model_needs(study: Study) -> None:
    """Two factors of four items have 8 loadings, 8 residuals and 1 covariance: 17 × 5 rows; 100 are asked."""
    assert forecasts(study, counted(people=99)) == [
        "will be refused: model 'cfa_attitudes' at 'T0': 99 responses at most, 100 are needed"
    ]
    assert forecasts(study, counted(people=100)) == []


def test_fewer_teams_than_a_model_asks(study: Study) -> None:
    told = forecasts(study, counted(teams=5))
    assert told == [
        f"will be refused: model '{name}', all scales: 5 teams at most, minimum_clusters is 6"
        for name in ("null_models", "participation", "growth")
    ]


def test_a_scale_that_no_file_asked(study: Study) -> None:
    told = forecasts(study, replace(counted(), unasked=frozenset({"network_skill"})))
    assert "will be refused: model 'participation', scale 'network_skill': no file asked its items" in told
    assert all("'network_skill': no file asked its items" in one for one in told)


def test_an_instrument_that_nobody_answered(study: Study) -> None:
    none = Counted({("srt_tool", "c2024_t0"): 500, ("kwaliteitsmeter", "c2024_t0"): 500}, 40, 20, UNITS)
    told = forecasts(study, none)
    assert (
        "will be refused: model 'participation', scale 'network_skill': no response to its instrument" in told
    )
    assert "will be refused: model 'cfa_attitudes' at 'T0': 0 responses at most, 100 are needed" in told


def test_outcomes_of_no_later_year_and_of_few_sites(study: Study) -> None:
    """The first wave is of 2024–2025 and the outcome counts from a year later."""
    early = {"under_advised": {2023: 12, 2024: 12}}
    assert forecasts(study, counted(units=early)) == [
        "will be refused: model 'sites_and_chances', outcome 'under_advised': 'schooladviezen.csv' has no "
        "school year that comes 1 or more years after the first wave's"
    ]
    few = {"under_advised": {2025: 9}}
    assert forecasts(study, counted(units=few)) == [
        "will be refused: model 'sites_and_chances', outcome 'under_advised': 9 sites at most, minimum_units "
        "is 10"
    ]


def test_one_wave_in_which_nobody_can_be_linked(study: Study) -> None:
    """Without it a path over two occasions has no row, and nobody is known again."""
    path = "ns1_T1 ~ ns1_T0"
    part = study.model_parts[0]
    growth = next(one for one in part.settings.multilevel if one.name == "growth")
    again = growth.model_copy(update={"formula": "score ~ time + (1 | person)", "name": "again"})
    model = Structural.model_validate(PATH | {"syntax": path, "missing": "listwise", "minimum_n": 50})
    own = part.settings.model_copy(update={"multilevel": [again], "structural": [model], "micro_macro": []})
    changed = replace(study, model_parts=(replace(part, settings=own),))
    both = Counter({(one, wave): 500 for one in INSTRUMENTS for wave in ("c2024_t0", "c2024_t1")})
    first = Counter({(one, "c2024_t0"): 500 for one in INSTRUMENTS})
    assert forecasts(changed, Counted(both, 40, 20, UNITS, both)) == []
    assert forecasts(changed, Counted(both, 40, 20, UNITS, first)) == [
        "will be refused: model 'again', scale 'roles_tasks': nobody can be recognised at two occasions, and "
        "it sets people apart",
        "will be refused: model 'm' for 'ns1_T1': 0 responses of people who can be linked at most, minimum_n "
        "is 50",
    ]
