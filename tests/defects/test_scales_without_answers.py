import importlib

import pandas as pd
import pytest
from exported_study import SCAN, Exported

from isop_analysis.base.reasons import read_reasons

SCALE = """
scales:
  - {name: tasks, title: {nl: taken, en: tasks}, items: [a1, a2], minimum_answered: 1}
"""
NOBODY = "no answer to any of the items 'a1', 'a2'; expected at least two people's answers"
NO_GROUP = "no group among 0 usable of 0 rows; expected two or more groups to compare"


@pytest.fixture
def scaled(study: Exported, monkeypatch: pytest.MonkeyPatch) -> Exported:
    monkeypatch.setattr("exported_study.SCAN", SCAN + SCALE)
    study.instrument()
    return study


def test_scale_whose_columns_are_all_missing(scaled: Exported) -> None:
    scaled.file("plain.csv", "years,wish,meets\n3,,\n")
    assert scaled.problems() == [
        "data/raw/small/plain.csv:1: column 'a1' of item a1 is missing",
        "data/raw/small/plain.csv:1: column 'a2' of item a2 is missing",
    ]


def test_scale_that_nobody_answered(scaled: Exported) -> None:
    scaled.file("plain.csv", "a1,a2,years,wish,meets\n,,3,,\nN.v.t.,,4,,\n")
    study = scaled.run()
    for step in ("clean_answers", "score_scales", "measure_scales"):
        importlib.import_module(f"isop_analysis.steps.{step}").run(study)
    assert study.table("scale_scores")["status"].tolist() == ["no_answers", "no_answers"]
    assert said(study.table("reliability")["reason"]) == {NOBODY}
    assert set(study.table("reliability")["status"]) == {"refused"}
    assert study.table("scale_descriptives")[["n", "teams"]].values.tolist() == [[0, 0], [0, 0]]
    assert said(study.table("agreement")["reason"]) == {NO_GROUP}


def said(cells: pd.Series) -> set[str]:
    return {str(reason) for cell in cells for reason in read_reasons(cell)}
