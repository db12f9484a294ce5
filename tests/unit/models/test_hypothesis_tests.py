"""Tests of hypotheses: Holm within a family, what counts, what is expected."""

import json
import shutil
from pathlib import Path

import pytest

from isop_analysis.__main__ import main
from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.stats.holm import holm
from isop_analysis.study import Study, StudyError, load
from isop_analysis.study.plan import read_registration, registration_file
from isop_analysis.study.registration import freeze

ROOT = Path(__file__).resolve().parents[3]


def test_holm_gives_what_r_gives() -> None:
    """R 4.2.2: p.adjust(c(.01, .04, .03, .005, .8), "holm")."""
    assert holm([0.01, 0.04, 0.03, 0.005, 0.8]) == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.8], abs=1e-15)


def test_a_test_that_could_not_be_computed_counts_in_its_family() -> None:
    """R 4.2.2: p.adjust(c(.02, NA, .01, .5), "holm", n = 4)."""
    adjusted = holm([0.02, None, 0.01, 0.5])
    assert adjusted[1] is None
    assert [p for p in adjusted if p is not None] == pytest.approx([0.06, 0.04, 1.0], abs=1e-15)
    assert holm([]) == []


@pytest.fixture
def study(tmp_path: Path) -> Study:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    registration = tmp_path / "config/demo.registration.json"
    registration.unlink()
    return load(tmp_path / "config/config.yaml")


def effect(model: str, scale: str, term: str, status: str = "fitted", **numbers: float) -> dict[str, object]:
    given: dict[str, object] = {
        "model": model, "scale": scale, "term": term, "status": status, "reason": None, "smallest": 0.2,
        "effect": 0.3, "effect_low": 0.1, "effect_high": 0.5, "p_value": 0.01, "df": 20.0, "change": 1.0,
        "estimate": 0.15, "ci_low": 0.05, "ci_high": 0.25, "verdict": "may_be_too_small",
        "n": 100, "clusters": 12, "converged": True, "singular": False,
    }  # fmt: skip
    return given | numbers


def effects_of(study: Study) -> list[dict[str, object]]:
    return [
        effect(one.model, scale, one.term) for one in study.hypotheses for scale in study.tested_scales(one)
    ]


def test_each_scale_is_a_test_and_families_are_held_apart(study: Study) -> None:
    effects = effects_of(study)
    effects[0]["p_value"], effects[1]["p_value"] = 0.001, 0.03
    effects[2] |= {"status": "refused", "reason": "no_scores {}", "p_value": None, "verdict": "refused"}
    rows = hypothesis_rows(study, effects)
    own = [row for row in rows if row["family"] == "participation"]
    assert [row["scale"] for row in own] == ["roles_tasks", "network_skill", "transfer"]
    assert [row["p_holm"] for row in own] == [pytest.approx(0.003), pytest.approx(0.06), None]
    assert [row["tests"] for row in own] == [3, 3, 3]
    assert [row["as_expected"] for row in own] == [True, True, None]
    assert (own[2]["status"], own[2]["reason"]) == ("refused", "no_scores {}")
    explored = [row for row in rows if row["kind"] == "exploratory"]
    assert {row["p_holm"] for row in explored} == {None}
    assert len(explored) == 7


def test_without_a_plan_nothing_deviates(study: Study) -> None:
    assert read_registration(study) is None
    assert deviation_rows(study) == []


def test_what_differs_from_the_frozen_plan_is_told_key_by_key(study: Study) -> None:
    freeze(study, "2025-01-31")
    assert deviation_rows(study) == []
    path = study.root / "config/hypotheses.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "direction: positive\n    model: composition", "model: composition"
    )
    path.write_text(text, encoding="utf-8")
    models = study.root / "config/models/teams.yaml"
    models.write_text(
        models.read_text(encoding="utf-8").replace("minimum_clusters: 12", "minimum_clusters: 8")
    )
    assert deviation_rows(load(study.root / "config/config.yaml")) == [
        {
            "deviation": "changed",
            "key": "hypotheses.diverse_teams.direction",
            "planned": '"positive"',
            "present": '"either"',
        },
        {
            "deviation": "changed",
            "key": "models.composition.minimum_clusters",
            "planned": "12",
            "present": "8",
        },
    ]


def test_a_frozen_plan_is_neither_overwritten_nor_changed(study: Study) -> None:
    freeze(study, "2025-01-31")
    with pytest.raises(StudyError) as again:
        freeze(study, "2025-02-01")
    assert str(again.value) == (
        "demo.registration.json: is there already; a frozen plan is not overwritten: the report lists what "
        "differs from it"
    )
    path = registration_file(study)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["plan"]["hypotheses"]["guidance"]["status"] = "confirmatory"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(StudyError) as changed:
        read_registration(study)
    assert str(changed.value) == (
        "demo.registration.json: was changed after it was frozen (its hash differs); restore it from the "
        "archive"
    )


def test_the_command_freezes_once(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(study.root / "config/config.yaml")
    assert main(["freeze", "--config", config, "--date", "2025-01-31"]) == 0
    path = study.root / "config/demo.registration.json"
    assert capsys.readouterr().out == f"froze the plan in {path}; commit it\n"
    assert main(["freeze", "--config", config]) == 1
    assert "is there already" in capsys.readouterr().err


def test_the_demo_does_what_it_planned() -> None:
    assert deviation_rows(load(ROOT / "config/config.yaml")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "model: composition",
            "model: compositon",
            "hypotheses[2].model: unknown multilevel model 'compositon'; did you mean 'composition'?",
        ),
        (
            "term: blau_profession",
            "term: blau_profesion",
            "hypotheses[2].term: model 'composition' declares no effect 'blau_profesion'; did you mean "
            "'blau_profession'?",
        ),
        (
            "family: composition",
            "family: compositions",
            "hypotheses[2].family: unknown family 'compositions'; did you mean 'composition'?",
        ),
        (
            "scales: [new_perspectives]",
            "scales: [transfer]",
            "hypotheses[2].scales[0]: model 'composition' has no scale 'transfer'; known: new_perspectives, "
            "practice_integration",
        ),
        (
            "    family: growth\n",
            "",
            "hypotheses[1]: confirmatory hypothesis 'growth_of_roles' needs a family; name one",
        ),
        (
            "name: diverse_teams",
            "name: guidance",
            "hypotheses[3].name: name 'guidance' is given twice; rename one",
        ),
    ],
)
def test_what_a_hypothesis_refers_to_must_be_there(study: Study, old: str, new: str, said: str) -> None:
    path = study.root / "config/hypotheses.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StudyError) as raised:
        load(study.root / "config/config.yaml")
    assert f"{raised.value.problems[0].path}: {raised.value.problems[0].message}" == said
