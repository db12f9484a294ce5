from collections.abc import Callable
from pathlib import Path

from exported_study import Exported, qualtrics

Said = Callable[..., list[str]]
FILE = "data/raw/small/plain.csv:1"
IDS = "_recordId,finished,recipientEmail,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8_1,QID8_2,QID8_3"
ROW = "R_1,True,an@x.nl,4,4,4,,1,,"


def test_column_renamed(said_of: Said) -> None:
    assert said_of("a1,a2,yeers,wish,meets\n4,4,3,,\n") == [
        f"{FILE}: column 'years' of item years is missing; did you mean 'yeers'?"
    ]


def test_column_missing(said_of: Said) -> None:
    assert said_of("a1,years,wish,meets\n4,3,,\n") == [f"{FILE}: column 'a2' of item a2 is missing"]


def test_column_missing_while_others_are_unused(said_of: Said) -> None:
    assert said_of("a1,a2,years,meets,remarks,Naam\n4,4,3,,,\n") == [
        f"{FILE}: column 'wish' of item wish is missing; none of the 2 other headings is like it"
    ]


def test_column_doubled(said_of: Said) -> None:
    assert said_of("a1,a2,years,wish,meets,A2 \n4,4,3,,,4\n") == [
        f"{FILE}: column 'a2' of item a2 stands twice (columns 2 and 6); keep one"
    ]


def test_question_missing(said_of: Said) -> None:
    assert said_of("a1,a2,years,wish\n4,4,3,\n") == [f"{FILE}: column 'meets' of question meets is missing"]


def test_import_id_renumbered(said_of: Said) -> None:
    text = qualtrics(ROW, ids=IDS.replace("QID5_7", "QID5_9"))
    assert said_of(text, "scan.csv") == [
        "data/raw/small/scan.csv:1: column 'QID5_7' of item a2 is missing; did you mean 'QID5_9'?"
    ]


def test_one_option_missing(said_of: Said) -> None:
    text = qualtrics(ROW, ids=IDS.replace("QID8_3", "other"))
    assert said_of(text, "scan.csv") == [
        "data/raw/small/scan.csv:1: column 'QID8_3' of question meets is missing; did you mean 'Q8_3'?"
    ]


def test_declared_field_missing(tmp_path: Path) -> None:
    study = Exported.make(
        tmp_path, "{name: plain, format: plain_csv, files: 'plain*', fields: {team: leerteam}}"
    )
    study.file("plain.csv", "a1,a2,years,wish,meets,leer_team\n4,4,3,,,LT01\n")
    assert study.problems() == [f"{FILE}: column 'leerteam' (team) is missing; did you mean 'leer_team'?"]


def test_everything_that_is_wrong_is_said_at_once(study: Exported) -> None:
    study.file("plain.csv", "a1,a2,yeers,wish,meets\n4,4,3,,\n")
    study.file("scan.csv", qualtrics(ROW, ids=IDS.replace("QID5_7", "QID5_9")))
    study.file("plain_more.csv", "")
    assert [problem.split(": ")[0] for problem in study.problems()] == [
        "data/raw/small/plain.csv:1",
        "data/raw/small/plain_more.csv",
        "data/raw/small/scan.csv:1",
    ]
