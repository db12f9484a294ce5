"""What an SPSS file says of its own values: missing words and ranges, sets of answers, damaged dates."""

import struct
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from exported_study import Exported

FILE = "data/raw/small/scan.sav"
SETS = 7


def write(path: Path, labels: dict[str, str] | None = None, **kept: Any) -> None:
    columns: dict[str, list[Any]] = {
        "SRT_SQ001": [4.0, 2.0, 1.0],
        "SRT_SQ002": [5.0, 3.0, 1.0],
        "YEARS": [12.0, 3.5, None],
        "WISH": ["Meer tijd", "", ""],
        "MEETS_1": [1.0, 0.0, None],
        "MEETS_2": [0.0, 0.0, None],
        "MEETS_3": [0.0, 1.0, None],
    }
    own = {name: kept.pop(name) for name in list(kept) if isinstance(kept[name], list)}
    columns = {name: cells for name, cells in (columns | own).items() if cells}
    names = [str((labels or {}).get(name, name)) for name in columns]
    pyreadstat.write_sav(pd.DataFrame(columns), str(path), column_labels=names, **kept)


def write_set(path: Path, definition: str) -> None:
    """Add the record of a multiple-response set, which pyreadstat doesn't write, before the last record."""
    content, text = path.read_bytes(), definition.encode() + b"\n"
    place = content.index(struct.pack("<ii", 999, 0))
    record = struct.pack("<iiii", 7, SETS, 1, len(text)) + text
    path.write_bytes(content[:place] + record + content[place:])


def test_words_declared_missing_are_no_answers(study: Exported) -> None:
    study.instrument('{name: spss, format: spss_sav, missing: [{code: "n.a.", kind: refused}]}')
    write(
        study.raw / "scan.sav",
        SRT_SQ001=["Mee eens", "n.a.", "Neutraal"],
        WISH=["Meer tijd", "leeg", ""],
        missing_ranges={"SRT_SQ001": ["n.a."], "WISH": ["leeg"]},
    )
    study.run()
    assert study.answers()["a1"] == [4.0, "refused", 3.0]
    assert study.table("received_comments")["text"].tolist() == ["Meer tijd"]


def test_a_word_declared_missing_whose_meaning_nobody_gave_is_refused(study: Exported) -> None:
    study.instrument("{name: spss, format: spss_sav}")
    write(
        study.raw / "scan.sav", SRT_SQ001=["Mee eens", "Neutraal", "Mee eens"],
        missing_ranges={"SRT_SQ001": ["Neutraal"]},
    )  # fmt: skip
    assert study.problems() == [
        f"{FILE}:3: column 'SRT_SQ001' (a1): 'Neutraal' is user-missing in the file; add it to the source's "
        "'missing'"
    ]


@pytest.mark.parametrize("bounds", [{"lo": 97, "hi": 99}, {"lo": 97, "hi": float("inf")}, 98])
def test_a_range_of_missing_values_is_one_of_them_each(study: Exported, bounds: Any) -> None:
    study.instrument('{name: spss, format: spss_sav, missing: [{code: "98", kind: dont_know}]}')
    write(study.raw / "scan.sav", SRT_SQ001=[4.0, 98.0, 1.0], missing_ranges={"SRT_SQ001": [bounds]})
    study.run()
    assert study.answers()["a1"] == [4.0, "dont_know", 1.0]


def test_a_field_declared_missing_is_empty(study: Exported) -> None:
    study.instrument("{name: spss, format: spss_sav, fields: {team: TEAM, person: WHO}}")
    write(
        study.raw / "scan.sav", TEAM=[1.0, 99.0, 2.0], WHO=["p1", "geen", "p3"],
        missing_ranges={"TEAM": [99], "WHO": ["geen"]},
    )  # fmt: skip
    study.run()
    table = study.table("received_responses")
    assert table["team"].fillna("none").tolist() == ["1", "none", "2"]
    assert table["person"].fillna("none").tolist() == ["p1", "none", "p3"]


def test_a_set_of_dichotomies_is_found_by_the_labels_of_its_variables(study: Exported) -> None:
    study.instrument("{name: spss, format: spss_sav}")
    labels = {"v7": "Leraar, ook vak", "v8": "Ouders", "v9": "Niemand"}
    gone: dict[str, list[Any]] = {"MEETS_1": [], "MEETS_2": [], "MEETS_3": []}
    marks: dict[str, list[Any]] = {"v7": [2.0, 1.0, None], "v8": [1.0, 1.0, None], "v9": [1.0, 2.0, None]}
    write(study.raw / "scan.sav", labels, **gone, **marks)
    write_set(study.raw / "scan.sav", "$MEETS=D1 2 8 Met wie? v7 v8 v9")
    study.run()
    answers = study.answers()
    assert answers["meets_teacher"] == [1.0, 0.0, "skipped"]
    assert answers["meets_parents"] == [0.0, 0.0, "skipped"]
    assert answers["meets_nobody"] == [0.0, 1.0, "skipped"]


def test_a_set_of_categories_is_one_question(study: Exported) -> None:
    study.instrument('{name: spss, format: spss_sav, missing: [{code: "9", kind: refused}]}')
    words = {1: "Leraar, ook vak", 2: "Ouders", 3: "Niemand"}
    gone: dict[str, list[Any]] = {"MEETS_1": [], "MEETS_2": [], "MEETS_3": []}
    write(
        study.raw / "scan.sav", None, **gone, first=[2.0, 9.0, None], second=[1.0, 9.0, None],
        variable_value_labels={"first": words, "second": words},
        missing_ranges={"first": [9], "second": [9]},
    )  # fmt: skip
    write_set(study.raw / "scan.sav", "$MEETS=C 8 Met wie? first second")
    study.run()
    answers = study.answers()
    assert answers["meets_teacher"] == [1.0, "refused", "skipped"]
    assert answers["meets_parents"] == [1.0, "refused", "skipped"]
    assert answers["meets_nobody"] == [0.0, "refused", "skipped"]


@pytest.mark.parametrize("seconds", [1e300, float("inf"), -1e15, 1e12])
def test_a_damaged_date_is_told(study: Exported, seconds: float) -> None:
    study.instrument("{name: spss, format: spss_sav, fields: {started: start}}")
    moments = list(pd.to_datetime(["2024-10-01 09:00:00", "2024-10-01 10:00:00", None]))
    write(study.raw / "scan.sav", start=moments)
    good, path = struct.pack("<d", 13947152400.0), study.raw / "scan.sav"
    content = path.read_bytes()
    assert good in content
    path.write_bytes(content.replace(good, struct.pack("<d", seconds)))
    (said,) = study.problems()
    assert said.startswith(f"{FILE}:2: column 'start' holds no date (")
    assert said.endswith("); write it as 2024-09-30 14:05")


def test_dates_and_times_of_a_file_are_as_it_shows_them(study: Exported) -> None:
    study.instrument("{name: spss, format: spss_sav, fields: {started: start, ended: stop}}")
    moments = pd.to_datetime(["2024-10-01 09:00:00", "2024-10-01 10:00:00", None])
    write(study.raw / "scan.sav", start=list(moments), stop=list(moments + pd.Timedelta(seconds=90)))
    study.run()
    table = study.table("received_responses")
    assert table["started"].fillna("none").tolist() == ["2024-10-01 09:00:00", "2024-10-01 10:00:00", "none"]
    assert table["seconds"].fillna(-1).tolist() == [90.0, 90.0, -1.0]
