"""Models that ask for what nothing in a study tells: teams, sites, who came, an attribute."""

from dataclasses import replace
from pathlib import Path

import pytest

from isop_analysis.models.multilevel.formula_problems import read_formulas
from isop_analysis.models.structural.syntax_problems import syntax_problems
from isop_analysis.study import Study, load
from isop_analysis.study.structural_settings import Structural

ROOT = Path(__file__).parents[3]
TEXT = {"nl": "x", "en": "x"}
LEVELS = "level: 1\nns1_T0 ~ ns2_T0\nlevel: 2\nns1_T0 ~ ns2_T0"


@pytest.fixture(scope="module")
def tiny() -> Study:
    return load(ROOT / "config/tiny/config.yaml", ROOT)


def without_register(study: Study, *models: Structural, told: bool = True) -> Study:
    """Return the study without a register; where not `told`, exports say nothing of teams either."""
    config = study.config.model_copy(update={"team_register": None})
    part = study.model_parts[0]
    file = part.settings.model_copy(update={"structural": list(models)})
    found = replace(study, config_part=replace(study.config_part, settings=config))
    found = replace(found, model_parts=(replace(part, settings=file),))
    return found if told else replace(found, instrument_parts=tuple(map(_silent, found.instrument_parts)))


def _silent(part):  # type: ignore[no-untyped-def]
    fields = {"team": None, "site": None}
    sources = [
        one.model_copy(update={"fields": one.fields.model_copy(update=fields)})
        for one in part.settings.sources
    ]
    return replace(part, settings=part.settings.model_copy(update={"sources": sources}))


def path(**more: object) -> Structural:
    given = {"name": "m", "title": TEXT, "question": TEXT, "kind": "path", "syntax": "ns1_T0 ~ ns2_T0"}
    return Structural.model_validate(given | more)


def messages(study: Study) -> list[str]:
    return [f"{one.path}: {one.message}" for one in (*read_formulas(study).problems, *syntax_problems(study))]


def test_without_attendance_there_is_no_dose_and_no_model_of_sites(tiny: Study) -> None:
    assert messages(without_register(tiny)) == [
        "multilevel[1].formula: 'dose' has no value in this study; add the register's sheet of attendance "
        "(team_register.attendance), or leave it out",
        "micro_macro[0]: members' participation is part of it, and no register tells who came; add "
        "team_register.attendance, or leave it out",
    ]


def test_a_team_that_exports_name_is_a_cluster(tiny: Study) -> None:
    own = without_register(tiny, path(syntax=LEVELS, cluster="team"))
    assert not [one for one in messages(own) if "structural" in one]


def test_where_nothing_tells_a_team_models_of_teams_are_told(tiny: Study) -> None:
    told = messages(without_register(tiny, path(syntax=LEVELS, cluster="team"), told=False))
    assert told[0] == (
        "multilevel[0].rows: nobody is in a team: no register and no export tells it; write 'rows: all'"
    )
    assert (
        "structural[0].cluster: nobody's team is told by a register or an export; give it, or take 'cluster' "
        "out"
    ) in told


def test_a_dose_that_nobody_knows_is_no_column_of_a_path(tiny: Study) -> None:
    told = messages(without_register(tiny, path(syntax="ns1_T0 ~ dose_T1")))
    own = next(one for one in told if "dose_T1" in one)
    assert own.startswith("structural[0].syntax: the data will have no variable 'dose_T1'")
