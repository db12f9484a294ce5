"""What can't be a hypothesis is told with file, line, key path, and the way to mend it; all at once."""

from pathlib import Path

import pytest
from hypotheses_study import change, small_study, write_study

from isop_analysis.study import StudyError, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_study(tmp_path)
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as caught:
        load(folder / "config.yaml")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "family: main\n    direction: positive\n    model: dosage",
            "family: mian\n    direction: positive\n    model: dosage",
            ["7: hypotheses[0].family: unknown family 'mian'; did you mean 'main'?"],
        ),
        (
            "model: growth",
            "model: grwoth",
            ["16: hypotheses[1].model: unknown multilevel model 'grwoth'; did you mean 'growth'?"],
        ),
        (
            "model: growth",
            "model: factors",
            [
                "16: hypotheses[1].model: 'factors' is a structural model; a hypothesis is tested by a "
                "multilevel model"
            ],
        ),
        (
            "term: dose",
            "term: dosis",
            ["10: hypotheses[0].term: model 'dosage' declares no effect 'dosis'; did you mean 'dose'?"],
        ),
        (
            "scales: [skill]",
            "scales: [attitude]",
            ["18: hypotheses[1].scales[0]: model 'growth' has no scale 'attitude'; known: skill"],
        ),
        (
            "scales: [attitude]",
            "scales: [atitude]",
            ["25: hypotheses[2].scales[0]: model 'dosage' has no scale 'atitude'; did you mean 'attitude'?"],
        ),
        (
            "scales: [skill]",
            "scales: [skill, skill]",
            ["18: hypotheses[1].scales[1]: scale 'skill' stands twice; keep one"],
        ),
        (
            "scales: [skill]",
            "scales: []",
            ["18: hypotheses[1].scales: names no scale, so that nothing is tested; name one, or 'all'"],
        ),
        (
            "status: exploratory",
            "status: confirmatory\n    family: main",
            [
                "25: hypotheses[2].term: effect 'time' of 'dosage' has no smallest effect that matters with "
                "its source; a confirmatory hypothesis needs both: add them to the model"
            ],
        ),
        (
            "status: exploratory",
            "status: exploratory\n    family: main",
            ["22: hypotheses[2].family: an exploratory hypothesis belongs to no family; leave 'family' out"],
        ),
        (
            "    family: main\n    direction: positive\n    model: growth",
            "    direction: positive\n    model: growth",
            ["11: hypotheses[1]: confirmatory hypothesis 'skill_grows' needs a family; name one"],
        ),
        (
            "hypotheses:\n",
            "  - {name: main, title: {nl: Nog eens, en: Again}}\nhypotheses:\n",
            ["3: families[1].name: family 'main' is given twice; rename one"],
        ),
        (
            "name: skill_grows",
            "name: dose_helps",
            ["11: hypotheses[1].name: name 'dose_helps' is given twice; rename one"],
        ),
        (
            "direction: negative",
            "direction: down",
            ["22: hypotheses[2].direction: 'down' is not allowed; write 'positive', 'negative' or 'either'"],
        ),
    ],
)
def test_each_defect_has_its_sentence(folder: Path, old: str, new: str, expected: list[str]) -> None:
    change(folder, "hypotheses.yaml", old, new)
    told = [line.removeprefix("hypotheses.yaml:") for line in problems(folder)]
    assert sorted(told) == sorted(expected)


def test_problems_of_models_and_hypotheses_are_told_together(folder: Path) -> None:
    change(folder, "models.yaml", "scales: [skill]", "scales: [skil]")
    change(folder, "hypotheses.yaml", "term: dose", "term: dosis")
    assert [line.split(": ")[0] for line in problems(folder)] == [
        "models.yaml:20",
        "hypotheses.yaml:10",
        "hypotheses.yaml:18",
    ]


def test_one_test_counts_once(folder: Path) -> None:
    change(folder, "hypotheses.yaml", "term: time\n    scales: [attitude]", "term: dose")
    assert problems(folder) == [
        f"hypotheses.yaml:19: hypotheses[2]: tests 'dose' of 'dosage' on '{scale}', as 'dose_helps' does; "
        "keep one"
        for scale in ("skill", "attitude")
    ]


def test_a_study_knows_its_hypotheses(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    tested = {one.name: study.tested_scales(one) for one in study.hypotheses}
    assert tested == {
        "dose_helps": ["skill", "attitude"],
        "skill_grows": ["skill"],
        "time_and_attitude": ["attitude"],
    }
    assert [document.file for document in study.documents][-1] == "hypotheses.yaml"


def test_a_study_without_a_file_has_none(folder: Path) -> None:
    change(folder, "config.yaml", "hypotheses: hypotheses.yaml\n", "")
    study = load(folder / "config.yaml")
    assert study.hypotheses == ()
