from pathlib import Path

import pytest
from exported_study import Exported, qualtrics

from isop_analysis.base.reasons import read_reasons

SOURCE = '{name: qualtrics, format: qualtrics_csv, missing: [{code: "-99", kind: skipped}]}'
FULL = "R_1,True,An@x.nl,Mee eens,Strongly agree,4,Meer tijd,,Ouders,"


def test_columns_go_by_import_id_whatever_the_headers_say(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, SOURCE)
    study.file("scan.csv", qualtrics(FULL, "R_2,True,anonymous,,Weet ik niet,4.5,,,,"))
    study.run()
    assert study.answers() == {
        "a1": [4.0, "skipped"],
        "a2": [5.0, "dont_know"],
        "years": [4.0, 4.5],
        "meets_teacher": [0.0, "skipped"],
        "meets_parents": [1.0, "skipped"],
        "meets_nobody": [0.0, "skipped"],
    }
    responses = study.table("received_responses")
    assert responses["tool_response"].tolist() == ["R_1", "R_2"]
    assert responses["email"].fillna("nobody").tolist() == ["An@x.nl", "nobody"]
    assert responses["file_row"].tolist() == [4, 5]
    comments = study.table("received_comments")
    assert comments[["response", "item", "text"]].values.tolist() == [[1, "wish", "Meer tijd"]]


def test_texts_and_codes_are_the_same_answers(tmp_path: Path) -> None:
    names = "ResponseId,Finished,Q5_1,Q5_2,Q6,Q9,Q8"
    ids = "_recordId,finished,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8"
    rows = [
        "R_1,1,4,5.0,4,,",
        'R_2,1,-99,"A2",-99,,"1,3"',
        'R_3,1, mee  EENS ,helemaal\u00a0mee eens,0,,"Leraar, ook vak,Ouders"',
        'R_4,1,9,1,61,,"Ouders,"',
    ]
    study = Exported.make(tmp_path, SOURCE)
    study.file("scan.csv", qualtrics(*rows, names=names, ids=ids))
    study.run()
    assert study.answers() == {
        "a1": [4.0, "skipped", 4.0, 9.0],
        "a2": [5.0, 2.0, 5.0, 1.0],
        "years": [4.0, "skipped", 0.0, 61.0],
        "meets_teacher": ["skipped", 1.0, 1.0, 0.0],
        "meets_parents": ["skipped", 0.0, 1.0, 1.0],
        "meets_nobody": ["skipped", 1.0, 0.0, 0.0],
    }


def test_what_follows_the_last_answer_of_an_unfinished_response_was_not_seen(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, SOURCE)
    rows = [
        "R_1,False,,,Mee eens,,,,,",
        "R_2,False,,,,,,,,",
        "R_3,True,,,Mee eens,,,,,",
        "R_4,False,,Mee eens,-99,,,,,",
    ]
    study.file("scan.csv", qualtrics(*rows))
    study.run()
    answers = study.answers()
    assert answers["a1"] == ["skipped", "not_seen", "skipped", 4.0]
    assert answers["a2"] == [4.0, "not_seen", 4.0, "skipped"]
    assert answers["years"] == ["not_seen", "not_seen", "skipped", "not_seen"]
    assert answers["meets_nobody"] == ["not_seen", "not_seen", "skipped", "not_seen"]
    assert study.table("received_responses")["finished"].tolist() == [False, False, True, False]


def test_a_source_may_say_that_all_was_seen(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, "{name: qualtrics, format: qualtrics_csv, unseen_after_last: false}")
    study.file("scan.csv", qualtrics("R_1,False,,Mee eens,,,,,,"))
    study.run()
    assert study.answers()["years"] == ["skipped"]


def test_the_tools_own_columns_give_who_when_and_what_is_a_test(tmp_path: Path) -> None:
    names = (
        "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,ResponseId,RecipientLastName,"  # noqa: E501
        "RecipientEmail,ExternalReference,DistributionChannel,Q5_1,Q5_2,Q6,Q9,Q8"
    )
    ids = (
        "startDate,endDate,status,ipAddress,progress,duration,finished,_recordId,recipientLastName,"
        "recipientEmail,externalDataReference,distributionChannel,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8"
    )
    rows = [
        "2024-10-01 09:00:00,2024-10-01 09:05:00,0,192.0.2.1,100,290,True,R_1,Jansen,a@x.nl,tok1,email,1,1,1,,2",  # noqa: E501
        "10/1/2024 9:00,10/1/2024 9:07,Survey Preview,192.0.2.1,100,,True,R_2,,,,preview,1,1,1,,2",
        "10/30/2024 21:00,10/30/2024 21:01,0,,40,,False,R_3,,b@test.example.org,,email,1,1,1,,2",
        "10/30/2024 21:00,10/30/2024 21:01,0,,40,,False,R_4,,,,preview,1,1,1,,2",
    ]
    study = Exported.make(
        tmp_path, '{name: qualtrics, format: qualtrics_csv, test_emails: ["@test.example.org"]}'
    )
    study.file("scan.csv", qualtrics(*rows, names=names, ids=ids))
    study.run()
    table = study.table("received_responses")
    assert table["started"].tolist() == [
        "2024-10-01 09:00:00",
        "2024-10-01 09:00:00",
        "2024-10-30 21:00:00",
        "2024-10-30 21:00:00",
    ]
    assert table["seconds"].tolist() == [290.0, 420.0, 60.0, 60.0]
    assert table["progress"].tolist() == [100.0, 100.0, 40.0, 40.0]
    assert table["test"].tolist() == [False, True, True, True]
    assert table["token"].fillna("none").tolist() == ["tok1", "none", "none", "none"]
    report = study.table("import_report").iloc[0]
    assert (report["rows"], report["columns"], report["columns_dropped"]) == (4, 17, 2)
    assert (report["items_matched"], report["items_expected"]) == (5, 5)
    restricted = "".join(table.astype("str").to_csv())
    assert "192.0.2.1" not in restricted
    assert "Jansen" not in restricted


def test_a_legacy_export_goes_by_name_despite_mark_and_trailing_comma(tmp_path: Path) -> None:
    head = "V1,V5,V7,V8,V9,V10,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8_1,QID8_2,QID8_3,LocationLatitude,"
    second = (
        "ResponseID,EmailAddress,Status,StartDate,EndDate,Finished,Ik ken,Ik overleg,Jaren,Wens,L,O,N,Lat,"
    )
    rows = [
        'R_1,a@x.nl,0,2024-10-01 09:00:00,2024-10-01 09:05:00,1,4,5,3,"Meer tijd,\nen ""rust""",1,,,0.0,',
        "R_2,,1,2024-10-01 09:00:00,2024-10-01 09:05:00,0,4,,,,,,,,",
    ]
    study = Exported.make(tmp_path, SOURCE)
    study.file("scan.csv", "\r\n".join([head, second, *rows]) + "\r\n", encoding="utf-8-sig")
    study.run()
    responses = study.table("received_responses")
    assert responses["tool_response"].tolist() == ["R_1", "R_2"]
    assert responses["email"].fillna("none").tolist() == ["a@x.nl", "none"]
    assert responses["seconds"].tolist() == [300.0, 300.0]
    assert responses["test"].tolist() == [False, True]
    assert responses["file_row"].tolist() == [3, 4]
    assert study.answers()["a2"] == [5.0, "not_seen"]
    assert study.answers()["meets_teacher"] == [1.0, "not_seen"]
    assert study.table("received_comments")["text"].tolist() == ['Meer tijd,\nen "rust"']
    report = study.table("import_report").iloc[0]
    assert report["encoding"] == "utf-8-sig"
    (note,) = read_reasons(report["notes"])
    assert str(note) == "no row of ImportIds: columns matched by name"


def test_an_export_whose_row_of_texts_was_deleted_loses_no_response(tmp_path: Path) -> None:
    head = "ResponseId,StartDate,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8"
    study = Exported.make(tmp_path, SOURCE)
    study.file("scan.csv", f"{head}\nR_1,2024-10-01 09:00:00,1,1,1,,2\nR_2,2024-10-02 09:00:00,2,1,1,,2\n")
    study.run()
    assert study.answers()["a1"] == [1.0, 2.0]


def test_a_choices_id_may_stand_apart(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, SOURCE)
    text = qualtrics(FULL)
    for place in (1, 2, 3):
        text = text.replace(f'""QID8_{place}""', f'""QID8"",""choiceId"":""{place}""')
    assert text.count("choiceId") == 3
    study.file("scan.csv", text)
    study.run()
    assert study.answers()["meets_parents"] == [1.0]


MARKED = "ResponseId,Status,Finished,Q5_1,Q5_2,Q6,Q9,Q8_1,Q8_2,Q8_3"
IDS = "_recordId,status,finished,QID5_1,QID5_7,QID6_TEXT,QID9_TEXT,QID8_1,QID8_2,QID8_3"


def marked(tmp_path: Path, *statuses: str) -> Exported:
    study = Exported.make(tmp_path)
    rows = [f"R_{place},{status},True,4,4,4,,1,," for place, status in enumerate(statuses)]
    study.file("scan.csv", qualtrics(*rows, names=MARKED, ids=IDS))
    return study


def test_a_status_that_is_unknown_is_named_and_not_kept(tmp_path: Path) -> None:
    assert marked(tmp_path, "IP Address", "Spam", "Spam").problems() == [
        "data/raw/small/scan.csv:5: column 'Status' holds an unknown status: a text of 4 characters (2 rows "
        "or more); name it in the source's 'answer_status' where it counts, in 'test_status' where not"
    ]


@pytest.mark.parametrize("status", ["IP Address", "0", "Survey Preview", "1", "Offline", ""])
def test_statuses_of_the_tool_are_known(tmp_path: Path, status: str) -> None:
    assert marked(tmp_path, "IP Address", status).problems() == []


def test_a_status_that_the_source_declares_is_known(tmp_path: Path) -> None:
    study = marked(tmp_path, "IP Address", "Spam")
    study.instrument("{name: qualtrics, format: qualtrics_csv, answer_status: [spam]}")
    assert study.problems() == []
