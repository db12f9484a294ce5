"""What the part `networks` of a study file may say: questions, professions and items that are there."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from isop_analysis.study import StudyError, load

ROOT = Path(__file__).parents[3]


def problems(root: Path, **changes: Any) -> list[str]:
    """Return what is wrong with the demo study once its part `networks` is changed."""
    shutil.copytree(ROOT / "config", root / "config")
    path = root / "config/config.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["networks"] |= changes
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(StudyError) as error:
        load(path, root)
    return [f"{one.path}: {one.message}" for one in error.value.problems]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"attribute": "profesion"},
            "networks.attribute: unknown attribute 'profesion'; did you mean 'profession'?",
        ),
        (
            {"contents": [{"question": "work_with"}], "outside": [], "nobody": []},
            "networks.contents[0].question: unknown multiple-choice question 'work_with'; did you mean "
            "'works_with'?",
        ),
        (
            {"tasks": "shared_task"},
            "networks.tasks: unknown multiple-choice question 'shared_task'; did you mean 'shared_tasks'?",
        ),
        (
            {"tasks": "works_with"},
            "networks.tasks: question 'works_with' stands twice; keep one",
        ),
        (
            {"outside": ["parent"]},
            "networks.outside[0]: unknown option 'parent'; did you mean 'parents'?",
        ),
        (
            {"outside": ["parents", "nobody"]},
            "networks.nobody[0]: option 'nobody' stands in 'outside' too; keep one",
        ),
        (
            {"contents": [{"question": "works_with"}], "outside": []},
            "networks.contents[0].question: option 'parents' of 'works_with' is no value of attribute "
            "'profession'; name it in 'outside' or 'nobody' if it is no profession; known: childcare_worker, "
            "other, sen_coordinator, social_worker, speech_therapist, support, teacher, teaching_assistant, "
            "youth_care",
        ),
        (
            {"contents": [{"question": "works_with", "frequency": "often"}]},
            "networks.contents[0].frequency: no instrument has the item 'often_teacher', which asks how "
            "often; add it, or drop the key",
        ),
        (
            {"respons": 0.7},
            "networks.respons: unknown key 'respons'; did you mean 'response'?",
        ),
    ],
)
def test_what_leads_nowhere_is_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    assert message in problems(tmp_path, **changes)


def test_a_measure_of_networks_keeps_its_name_for_itself(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    path = tmp_path / "config/config.yaml"
    path.write_text(path.read_text().replace("- name: assignments", "- name: works_with_named"))
    with pytest.raises(StudyError, match="'works_with_named' is a measure of networks; rename the scale"):
        load(path, tmp_path)


def test_the_demo_needs_five_lines() -> None:
    networks = load(ROOT / "config/config.yaml", ROOT).config.networks
    assert networks is not None
    assert networks.questions == ("coordinates_with", "works_with", "shared_tasks")
    assert networks.ties(["teacher", "parents", "nobody"]) == ["teacher"]
    assert (networks.response, networks.draws) == (0.8, 9999)
