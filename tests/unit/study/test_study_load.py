"""A broken config is told in full: file, line, key path, value, the key probably meant."""

import re
import shutil
from pathlib import Path

import pytest

from isop_analysis.figures.drawn import read_figures
from isop_analysis.study import StudyError, load
from isop_analysis.study.readers import as_readers_see

ROOT = Path(__file__).parents[3]
BHR = ROOT / "config" / "bhr2000"


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    for file in sorted(BHR.rglob("*.yaml")):
        copy = tmp_path / "config" / file.relative_to(BHR)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "config"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as caught:
        load(folder / "config.yaml")
    return str(caught.value).splitlines()


def test_a_study_knows_its_parts_and_folders(study_folder: Path) -> None:
    study = load(study_folder / "config.yaml")
    assert study.name == "bhr2000"
    assert [scale.name for _, scale in study.scales] == ["leadership", "work_hours", "religiosity"]
    assert [model.name for model in study.multilevel] == ["null_leadership", "hours_religiosity"]
    assert study.raw == study_folder.parent / "data/raw/bhr2000"
    assert study.processed == study_folder.parent / "data/processed/bhr2000"


def test_misspelt_keys_in_several_files_are_told_at_once(study_folder: Path) -> None:
    change(study_folder / "instruments/leadership.yaml", "minimum_answered: 11", "minimum_anwered: 11")
    change(study_folder / "models/multilevel.yaml", "df: satterthwaite", "df: satterwaite")
    assert problems(study_folder) == [
        "config/instruments/leadership.yaml:70: scales[0].minimum_answered: "
        "key 'minimum_answered' is missing; add it",
        "config/instruments/leadership.yaml:74: scales[0].minimum_anwered: "
        "unknown key 'minimum_anwered'; did you mean 'minimum_answered'?",
        "config/models/multilevel.yaml:17: multilevel[1].df: 'satterwaite' is not allowed; write "
        "'auto', 'kenward-roger', 'satterthwaite' or 'normal'; did you mean 'satterthwaite'?",
    ]


def test_an_item_that_is_not_there_is_told_with_the_nearest(study_folder: Path) -> None:
    change(study_folder / "instruments/leadership.yaml", "items: [hrs]", "items: [hsr]")
    assert problems(study_folder) == [
        "config/instruments/leadership.yaml:78: scales[1].items[0]: unknown item 'hsr'; did you mean 'hrs'?"
    ]


def test_a_scale_that_is_not_there_is_told_with_the_nearest(study_folder: Path) -> None:
    change(study_folder / "models/multilevel.yaml", "scales: [leadership]", "scales: [leadershp]")
    assert problems(study_folder) == [
        "config/models/multilevel.yaml:5: multilevel[0].scales[0]: "
        "unknown scale 'leadershp'; did you mean 'leadership'?"
    ]


def test_a_fallback_that_is_not_there_is_told_with_the_nearest(study_folder: Path) -> None:
    models = study_folder / "models/multilevel.yaml"
    change(models, "df: satterthwaite", "df: satterthwaite\n    singular: nul_leadership")
    assert problems(study_folder) == [
        "config/models/multilevel.yaml:18: multilevel[1].singular: unknown multilevel model "
        "'nul_leadership'; did you mean 'null_leadership'?"
    ]


def test_a_margin_of_nothing_is_told(study_folder: Path) -> None:
    models = study_folder / "models/multilevel.yaml"
    margin = 'margins: [{name: empty, title: {nl: "x", en: "x"}}]'
    change(models, "df: satterthwaite", f"df: satterthwaite\n    {margin}")
    assert problems(study_folder) == [
        "config/models/multilevel.yaml:18: multilevel[1].margins[0]: name 'by', 'at' or 'slope_of'"
    ]


@pytest.mark.parametrize("groups", ["", "between: [person], "])
def test_others_need_groups_of_people(study_folder: Path, groups: str) -> None:
    models = study_folder / "models/multilevel.yaml"
    centred = f"centred: [{{name: mates, of: dose, {groups}others: true}}]"
    change(models, "df: satterthwaite", f"df: satterthwaite\n    {centred}")
    assert problems(study_folder) == [
        "config/models/multilevel.yaml:18: multilevel[1].centred[0].others: needs 'between' with groups of "
        "people, such as [team, wave]"
    ]


def test_a_range_that_cannot_be_is_told(study_folder: Path) -> None:
    change(study_folder / "instruments/leadership.yaml", "low: 1, high: 5}", "low: 5, high: 5}")
    assert problems(study_folder) == [
        "config/instruments/leadership.yaml:13: answer_scales[0]: "
        "low (5) must lie below high (5); correct one of them"
    ]


def test_a_missing_file_is_told(study_folder: Path) -> None:
    (study_folder / "instruments/leadership.yaml").unlink()
    assert problems(study_folder) == [
        "config/instruments/leadership.yaml: file is missing; create it or correct the path"
    ]


def test_a_key_that_stands_twice_is_told(study_folder: Path) -> None:
    change(study_folder / "config.yaml", "seed: 2000", "seed: 2000\nseed: 2001")
    assert problems(study_folder) == ["config/config.yaml:10: seed: key stands twice; keep one"]


def test_broken_yaml_is_told_with_its_line(study_folder: Path) -> None:
    change(study_folder / "config.yaml", "languages: [nl, en]", "languages: [nl, en")
    assert problems(study_folder)[0].startswith("config/config.yaml:9: is no valid YAML: ")


def test_an_empty_file_is_told(study_folder: Path) -> None:
    (study_folder / "config.yaml").write_text("")
    assert problems(study_folder) == ["config/config.yaml: is empty; a mapping of keys was expected"]


def test_a_file_in_another_encoding_is_told(study_folder: Path) -> None:
    (study_folder / "config.yaml").write_bytes("title: ééns".encode("cp1252"))
    assert problems(study_folder) == ["config/config.yaml: byte 7 is no UTF-8; save the file as UTF-8"]


def test_tables_say_how_to_run_a_study_that_is_not_the_first(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    study = load(tmp_path / "config/tiny/config.yaml", root=tmp_path)
    command = "./isop run --config config/tiny/config.yaml"
    with pytest.raises(FileNotFoundError, match=re.escape(f"run the step score_scales ({command}) first")):
        study.table("scale_scores")
    with pytest.raises(FileNotFoundError, match=re.escape(f"publish_tables ({command}) first")):
        as_readers_see(study).table("reliability")
    with pytest.raises(FileNotFoundError, match=re.escape(f"draw_figures ({command}) first")):
        read_figures(study, "nl")


def test_tables_say_which_step_writes_them(study_folder: Path) -> None:
    study = load(study_folder / "config.yaml")
    with pytest.raises(FileNotFoundError, match="run the step score_scales"):
        study.table("scale_scores")
    with pytest.raises(KeyError, match="did you mean 'scale_scores'"):
        study.table("scale_score")
