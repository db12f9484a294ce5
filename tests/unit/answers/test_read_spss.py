from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
from exported_study import Exported

AGREE = {1: "Helemaal mee oneens", 2: "Mee oneens", 3: "Neutraal", 4: "Mee eens", 5: "Helemaal mee eens"}
CODED = (
    '{name: spss, format: spss_sav, missing: [{code: "97", kind: not_seen}, {code: "98", kind: dont_know}]}'
)


def write(path: Path, labels: dict[str, dict[int, str]] | None = None, **columns: list[Any]) -> None:
    data: dict[str, list[Any]] = {
        "SRT_SQ001": [4, 97, None],
        "SRT_SQ002": [5, 98, 1],
        "YEARS": [12, 3.5, None],
        "WISH": ["Meer tijd", "", ""],
        "MEETS_1": [1, 0, None],
        "MEETS_2": [0, 0, None],
        "MEETS_3": [0, 1, None],
    } | columns
    shown = AGREE | {97: "Niet gezien", 98: "Weet niet"}
    pyreadstat.write_sav(
        pd.DataFrame(data),
        str(path),
        variable_value_labels=labels or {"SRT_SQ001": shown, "SRT_SQ002": shown},
        missing_ranges={"SRT_SQ001": [{"lo": 97, "hi": 99}], "SRT_SQ002": [97, 98]},
    )


def test_values_labels_and_user_missing_codes(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, CODED)
    write(study.raw / "scan.sav")
    study.run()
    assert study.answers() == {
        "a1": [4.0, "not_seen", "skipped"],
        "a2": [5.0, "dont_know", 1.0],
        "years": [12.0, 3.5, "skipped"],
        "meets_teacher": [1.0, 0.0, "skipped"],
        "meets_parents": [0.0, 0.0, "skipped"],
        "meets_nobody": [0.0, 1.0, "skipped"],
    }
    assert study.table("received_comments")["text"].tolist() == ["Meer tijd"]


def test_a_variable_that_lost_its_format_is_read_as_its_values(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, CODED)
    path = study.raw / "scan.sav"
    write(path)
    whole = path.read_bytes()
    name = whole.index(b"YEARS   ")  # the formats for print and for writing stand before it
    path.write_bytes(whole[: name - 8] + bytes(8) + whole[name:])
    study.run()
    assert study.answers()["years"] == [12.0, 3.5, "skipped"]


def test_fields_of_every_type(tmp_path: Path) -> None:
    fields = "{response: id, team: TEAM, token: token, started: start, ended: stop}"
    study = Exported.make(tmp_path, CODED.replace("format:", f"fields: {fields}, format:"))
    moments = pd.to_datetime(["2024-10-01 09:00:00", "2024-10-01 10:00:00", None])
    write(
        study.raw / "scan.sav",
        {"TEAM": {1: "LT01", 2: "LT02"}},
        id=[1.0, 2.0, 3.0],
        TEAM=[1, 2, None],
        token=[123456.0, None, None],
        start=list(moments),
        stop=list(moments + pd.Timedelta(seconds=90)),
    )
    study.run()
    table = study.table("received_responses")
    assert table["tool_response"].tolist() == ["1", "2", "3"]
    assert table["team"].fillna("none").tolist() == ["LT01", "LT02", "none"]
    assert table["token"].fillna("none").tolist() == ["123456", "none", "none"]
    assert table["started"].fillna("none").tolist() == ["2024-10-01 09:00:00", "2024-10-01 10:00:00", "none"]
    assert table["seconds"].fillna(-1).tolist() == [90.0, 90.0, -1.0]
    assert table["finished"].tolist() == [True, True, False]


def test_a_user_missing_code_without_a_meaning_is_refused(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    write(study.raw / "scan.sav", SRT_SQ002=[5, 4, 1])
    assert study.problems() == [
        "data/raw/small/scan.sav:3: column 'SRT_SQ001' (a1): 97 is user-missing in the file; add "
        "it to the source's 'missing'"
    ]


def test_a_value_labelled_otherwise_than_in_the_codebook_is_refused(tmp_path: Path) -> None:
    turned = {6 - value: label for value, label in AGREE.items()}
    study = Exported.make(tmp_path, CODED)
    write(study.raw / "scan.sav", {"SRT_SQ001": AGREE, "SRT_SQ002": turned})
    where, mend = "column 'SRT_SQ002' (a2)", "correct the codebook, or add the label to 'accept'"
    assert study.problems() == [
        f"data/raw/small/scan.sav:2: {where}: value 5 is labelled 'Helemaal mee oneens' in the file, "
        f"but 'Helemaal mee eens' in the codebook (agree); {mend}",
        f"data/raw/small/scan.sav:4: {where}: value 1 is labelled 'Helemaal mee eens' in the file, "
        f"but 'Helemaal mee oneens' in the codebook (agree); {mend}",
    ]
