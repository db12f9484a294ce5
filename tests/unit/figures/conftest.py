"""The demo's figures in English, drawn once a process, by kind; not to be changed.

How published tables are read and changed stands with the report's tests.
"""

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))

from published_tables import readers_study

from isop_analysis.figures.drawn import Drawn
from isop_analysis.figures.kinds import (
    answer_forests,
    answers,
    choices,
    confounding,
    detectable,
    effects,
    expected_lines,
    flow,
    joint_displays,
    loadings,
    missing,
    path_diagrams,
    professions,
    region,
    scales_by_occasion,
    site_paths,
    site_slopes,
    teams,
)
from isop_analysis.figures.style import use_style
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import words_in
from isop_analysis.study.study import Study


@pytest.fixture(scope="session")
def told_study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="session")
def tables(told_study: Study) -> Tables:
    return Tables(told_study)


def drawn_by(module: Any) -> Any:
    """A fixture of its own for each kind, so that it is known which tests call which drawing."""

    @pytest.fixture(scope="session")
    def drawn(told_study: Study) -> dict[str, Drawn]:
        use_style()
        return {one.name: one for one in module.draw(told_study, words_in("en"))}

    return drawn


answer_forests_drawn = drawn_by(answer_forests)
answers_drawn = drawn_by(answers)
choices_drawn = drawn_by(choices)
professions_drawn = drawn_by(professions)
confounding_drawn = drawn_by(confounding)
detectable_drawn = drawn_by(detectable)
effects_drawn = drawn_by(effects)
expected_lines_drawn = drawn_by(expected_lines)
flow_drawn = drawn_by(flow)
joint_displays_drawn = drawn_by(joint_displays)
loadings_drawn = drawn_by(loadings)
missing_drawn = drawn_by(missing)
path_diagrams_drawn = drawn_by(path_diagrams)
region_drawn = drawn_by(region)
scales_drawn = drawn_by(scales_by_occasion)
site_paths_drawn = drawn_by(site_paths)
site_slopes_drawn = drawn_by(site_slopes)
teams_drawn = drawn_by(teams)
