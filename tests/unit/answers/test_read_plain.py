from pathlib import Path

import pytest
from exported_study import Exported

from isop_analysis.study import StudyError

HEAD = ["a1", "A2 ", "years", "wish", "meets", "team"]
ROWS = [["4", "Mee eens", "3", "Meer ruimte: één plek", "Ouders", "LT01"], ["NA", "5", "1.5", "", "NA", "NA"]]


def text(delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\n" for row in [HEAD, *ROWS])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    study = Exported.make(tmp_path, "{name: plain, format: plain_csv, files: 'plain*', fields: {team: team}}")
    study.file("plain.csv", text(delimiter), encoding)
    study.run()
    assert study.answers() == {
        "a1": [4.0, "skipped"],
        "a2": [4.0, 5.0],
        "years": [3.0, 1.5],
        "meets_teacher": [0.0, "skipped"],
        "meets_parents": [1.0, "skipped"],
        "meets_nobody": [0.0, "skipped"],
    }
    assert study.table("received_comments")["text"].tolist() == ["Meer ruimte: één plek"]
    responses = study.table("received_responses")
    assert responses["team"].fillna("none").tolist() == ["LT01", "none"]
    assert responses["file_row"].tolist() == [2, 3]
    assert responses["tool_response"].isna().all()
    report = study.table("import_report").iloc[0]
    assert (report["encoding"], report["delimiter"]) == (encoding, delimiter)


def test_empty_rows_are_no_responses_and_keep_their_number(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("plain.csv", "a1;a2;years;wish;meets;\n4;4;3;;;\n;;;;;\n\n5;5;3;;;\n;;;;;\n")
    study.run()
    assert study.table("received_responses")["file_row"].tolist() == [2, 5]


def test_many_pieces_are_one_file_and_no_row_group_splits_a_response(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from isop_analysis.answers.delimited import PIECE

    study = Exported.make(tmp_path)
    n = 2 * PIECE + 7
    rows = "".join(f"{1 + row % 5},3,{row % 60},x{row},\n" for row in range(n))
    study.file("plain.csv", "a1,a2,years,wish,meets\n" + rows)
    study.run()
    answers = study.answers()
    assert answers["a1"] == [1.0 + row % 5 for row in range(n)]
    assert answers["years"] == [float(row % 60) for row in range(n)]
    assert study.table("received_responses")["response"].tolist() == list(range(1, n + 1))
    assert study.table("received_comments")["text"].tolist() == [f"x{row}" for row in range(n)]
    file = pq.ParquetFile(study.load().restricted / "received_answers.parquet")
    groups = [set(file.read_row_group(g, ["response"])["response"].to_pylist()) for g in range(3)]
    assert file.num_row_groups == 3
    assert [len(group) for group in groups] == [PIECE, PIECE, 7]
    assert not groups[0] & groups[1]


def test_two_imports_give_the_same_bytes(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    study.file("plain.csv", "a1,a2,years,wish,meets\n4,,3,x,Ouders\n")
    folders = (study.run().restricted, study.run().processed)
    first = [path.read_bytes() for folder in folders for path in sorted(folder.iterdir())]
    study.run()
    assert [path.read_bytes() for folder in folders for path in sorted(folder.iterdir())] == first
    modes = {path.stat().st_mode & 0o777 for path in folders[0].iterdir()}
    assert modes == {0o600}


def test_an_item_of_a_later_source_is_no_skipped_answer_of_an_earlier_one(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, '{name: plain, format: plain_csv, files: "plain_t0.csv"}')
    study.file("plain_t0.csv", "a1,years,wish,meets\n4,3,,\n5,2,,\n")
    study.file("plain_t1.csv", "a1,later,years,wish,meets\n4,,3,,\n5,2,2,,\n")
    path = tmp_path / "config" / "scan.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "answer_scales:", "  - {name: t1, format: plain_csv, files: plain_t1.csv}\nanswer_scales:"
    )
    text = text.replace("{qualtrics: QID5_7,", "{plain: null, t1: later, qualtrics: QID5_7,")
    path.write_text(text, encoding="utf-8")
    assert study.problems() == []
    study.run()
    assert study.answers()["a2"] == ["skipped", 2.0]
    assert len(study.answers()["a1"]) == 4
    report = study.table("import_report")
    assert (report["items_expected"] - report["items_matched"]).tolist() == [0, 0]


def test_an_item_that_no_source_asked_is_told(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    path = tmp_path / "config" / "scan.yaml"
    nowhere = "{qualtrics: null, limesurvey: null, plain: null, spss: null, forms: null}"
    text = path.read_text(encoding="utf-8")
    own = '{qualtrics: QID5_7, limesurvey: "SRT[SQ002]", spss: SRT_SQ002, forms: Ik overleg.}'
    path.write_text(text.replace(own, nowhere), encoding="utf-8")
    with pytest.raises(
        StudyError, match="'a2' was asked in no source; give it a column, or leave the item out"
    ):
        study.load()
