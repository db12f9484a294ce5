"""Consent that the survey itself asks: per answer for the survey, per person for the rest; unknown is no."""

from pathlib import Path

import pytest
from answers.exported_study import CONFIG, Exported  # type: ignore[import-not-found]

from isop_analysis.steps import check_study, clean_answers

ASKED = """
consent: {asked: {survey: {item: years, agrees: [1]}, linking: {item: a2, agrees: [5]}}}
cleaning: {steps: [{rule: consent}]}
"""
WAVES = """
  - {name: w1, cohort: "2024", school_year: 2024-2025, occasion: T1, time: 1}
privacy"""
ROWS = {
    "plain_w0.csv": [
        "4,5,1,,,an@example.org",
        "3,5,2,,,bo@example.org",
        "3,4,1,,,cy@example.org",
        "2,5,,,,",
        "1,5,1,,,",
    ],
    "plain_w1.csv": ["4,5,1,,,an@example.org", "3,5,1,,,bo@example.org", "3,5,1,,,cy@example.org"],
}


def made(root: Path, config: str = CONFIG.replace("\nprivacy", WAVES) + ASKED) -> Exported:
    study = Exported.make(root, "{name: plain, format: plain_csv, fields: {email: mail}}", config=config)
    for name, rows in ROWS.items():
        study.file(name, "\n".join(["a1,a2,years,wish,meets,mail", *rows]) + "\n")
    return study


def test_who_says_no_is_left_out_and_who_may_not_be_linked_stands_alone(tmp_path: Path) -> None:
    study = made(tmp_path)
    clean_answers.run(study.run())
    kept = study.table("responses")
    assert kept["wave"].astype("str").tolist() == ["w0", "w0", "w0", "w1", "w1"]
    # an agreed to both, twice; cy to linking only once; bo's no at w0 is no for the person, at w1 too.
    assert kept["linked_by"].astype("str").value_counts().to_dict() == {
        "email": 2,
        "no_linking_consent": 2,
        "unlinked": 1,
    }
    assert kept["person"].nunique() == 4


def test_check_says_what_each_no_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = made(tmp_path)
    study.manifest()
    capsys.readouterr()
    check_study.run(study.load())
    printed = capsys.readouterr().out.splitlines()
    assert "no to survey: 2 answers, left out (item years)" in printed
    assert "no to linking: 1 answers, stand alone (item a2)" in printed


def test_an_item_that_is_none_is_told(tmp_path: Path) -> None:
    study = made(tmp_path, CONFIG + ASKED.replace("item: years", "item: jears"))
    with pytest.raises(ValueError, match=r"consent\.asked\.survey\.item: unknown closed item 'jears'"):
        study.load()


def test_one_way_of_asking_is_enough(tmp_path: Path) -> None:
    study = made(tmp_path, CONFIG + "consent: {asked: {}, purposes: {}}\n")
    with pytest.raises(ValueError, match="either purposes"):
        study.load()
