"""The whole of clean on a small study, counted by hand."""

import pandas as pd
import pytest
from small_study import (
    answers,
    attendance,
    cleaned,
    consents,
    make_study,
    members,
    responses,
    revealed,
    table,
    teams,
    told,
)

from isop_analysis.contracts import by_name, read_table, tables_of
from isop_analysis.study import Study

STRAIGHT = [3.0, 3.0, 3.0, 3.0]
FINE = [4.0, 2.0, 4.0, 5.0]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    given = responses(
        {"email": "ann@x.nl", "team": "lt01"},  # 1 kept
        {"email": " Ann@X.nl ", "team": "LT01"},  # 2 duplicate, fewer answers
        {"email": "bob@x.nl", "team": "LT09"},  # 3 unknown team
        {"email": "cas@x.nl", "team": "LT01"},  # 4 did not agree
        {"email": "dee@x.nl", "team": "LT01", "test": True},  # 5 test
        {"email": "dee@x.nl", "team": "LT01", "seconds": 3.0},  # 6 speeder
        {"email": "eva@x.nl", "team": "LT01"},  # 7 straight-liner
        {"email": "fay@x.nl", "team": "LT02"},  # 8 unfinished
        {"email": "gus@x.nl"},  # 9 kept; a cell outside the range; team by the register
        {"email": "anonymous", "team": "LT02", "site": "elsewhere"},  # 10 kept, unlinked
        {"email": "ann@x.nl", "team": "LT01", "instrument": "meter", "file": "meter.xlsx"},  # 11 kept
        {"email": "who@x.nl", "team": "LT02"},  # 12 not in the consent file
    )
    cells: dict[int, list[float | None]] = {place: [*FINE, 1.0] for place in (1, 3, 4, 5, 6, 10, 12)}
    cells |= {2: [4.0, 2.0, 4.0, None], 7: STRAIGHT, 8: [4.0, None, None, None], 9: [4.0, 9.0, 4.0, 4.0]}
    people = ("ann", "bob", "dee", "eva", "fay", "gus")
    return cleaned(
        make_study(tmp_path_factory.mktemp("line")),
        responses=given,
        answers=answers(cells | {11: FINE}, meter=(11,)),
        comments=table(
            "received_comments",
            [
                {"response": 1, "instrument": "scan", "item": "open", "text": "my name is Ann"},
                {"response": 4, "instrument": "scan", "item": "open", "text": "leave me out"},
            ],
        ),
        teams=teams("LT01", "LT02"),
        members=members(
            {"team": "LT01", "email": "ann@x.nl", "Beroep": "Docent"},
            {"team": "LT01", "email": "cas@x.nl", "Beroep": "Leraar"},
            {"team": "LT02", "email": "gus@x.nl", "Beroep": "logopedist", "joined": "2023-09-01"},
            {"team": "", "email": "bob@x.nl", "Beroep": None},
        ),
        attendance=attendance(
            ("LT01", "ann@x.nl", "w0", 2, 1),
            ("LT01", "ann@x.nl", "w1", 6, 6),
            ("LT02", "gus@x.nl", "w0", 0, 0),
            ("LT01", "cas@x.nl", "w0", 2, 2),
        ),
        consent=consents(
            *({"email": f"{who}@x.nl"} for who in people), {"email": "cas@x.nl", "survey": False}
        ),
    )


def test_every_table_is_written_and_restricted_ones_are_the_owners_alone(study: Study) -> None:
    for name in tables_of("clean_answers"):
        folder = study.restricted if by_name(name).restricted else study.processed
        mode = (folder / f"{name}.parquet").stat().st_mode & 0o777
        assert mode == (0o600 if by_name(name).restricted else mode), name
        read_table(name, folder)
    assert not list(study.processed.glob("*.part"))


def test_each_response_is_kept_or_left_out_for_its_reason(study: Study) -> None:
    log = study.table("exclusions")
    left_out = log[log["unit"] == "response"].sort_values("file_row")
    found = dict(
        zip(
            left_out["file_row"] - 1,
            zip(left_out["rule"], told(left_out["reason"]), strict=True),
            strict=True,
        )
    )
    assert found == {
        2: ("duplicates", "answered more than once; the most complete response is kept"),
        3: ("unknown_teams", "team is not in the register"),
        4: ("consent", "did not agree to survey"),
        5: ("test_answers", "preview or test answer"),
        6: ("speeders", "less than 1 s an answered item"),
        7: ("straight_liners", "one answer throughout, reversed items too"),
        8: ("unfinished", "fewer than 50 % of the scale items answered"),
        12: ("consent", "no consent on file"),
    }
    assert study.table("responses")["response"].tolist() == [1, 9, 10, 11]


def test_the_flow_adds_up_step_by_step(study: Study) -> None:
    flow = study.table("flow")
    scan = flow[flow["instrument"] == "scan"]
    assert scan["rule"].tolist() == [
        "received",
        "consent",
        "test_answers",
        "unknown_teams",
        "unfinished",
        "duplicates",
        "speeders",
        "straight_liners",
        "out_of_range",
    ]
    assert scan["rows_in"].tolist() == [11, 11, 9, 8, 7, 6, 5, 4, 3]
    assert scan["excluded"].tolist() == [0, 2, 1, 1, 1, 1, 1, 1, 0]
    assert scan["rows_out"].tolist() == [11, 9, 8, 7, 6, 5, 4, 3, 3]
    meter = flow[flow["instrument"] == "meter"]
    assert set(meter["rows_out"]) == {1}


def test_a_cell_outside_the_range_is_a_row_of_the_log_and_missing_in_the_answers(study: Study) -> None:
    log = study.table("exclusions")
    cells = log[(log["unit"] == "cell") & (log["rule"] == "out_of_range")]
    assert cells[["instrument", "item", "value"]].astype("str").to_numpy().tolist() == [["scan", "a2", "9"]]
    assert told(cells["reason"]) == ["outside 1–5; set to missing"]
    own = study.table("answers").query("response == 9").set_index("item")
    assert own["answer_kind"].astype("str").to_dict() == dict.fromkeys(("a1", "a3", "a4"), "given") | {
        "a2": "skipped"
    }
    assert pd.isna(own.loc["a2", "answer"])


def test_answers_carry_person_team_site_and_not_the_items_of_attributes(study: Study) -> None:
    rows = study.table("answers").merge(study.table("responses"), on="response", suffixes=("", "_response"))
    assert len(rows) == 16
    for name in ("person", "team", "site", "wave", "instrument"):
        assert (rows[name].astype("str") == rows[f"{name}_response"].astype("str")).all()
    assert "own_job" not in set(rows["item"])


def test_team_and_site_come_from_the_answer_else_from_the_register(study: Study) -> None:
    rows = revealed(study, "responses").set_index("response")
    assert rows["team"].tolist() == ["LT01", "LT02", "LT02", "LT01"]
    assert rows["site"].tolist() == ["Site 1", "Site 2", "Site 2", "Site 1"]
    assert rows["linked_by"].astype("str").tolist() == ["email", "email", "unlinked", "email"]
    assert rows.loc[1, "person"] == rows.loc[11, "person"]
    assert rows["items"].tolist() == [5, 4, 5, 4]
    assert rows["items_given"].tolist() == [5, 4, 5, 4]


def test_persons_have_attributes_from_the_register_or_their_answer(study: Study) -> None:
    persons, rows = study.table("persons").set_index("person"), study.table("responses").set_index("response")
    ann, gus, nobody = (persons.loc[rows.loc[number, "person"]] for number in (1, 9, 10))
    assert [ann["job"], gus["job"], nobody["job"]] == ["teacher", "support", "teacher"]
    assert [ann["responses"], gus["responses"], nobody["responses"]] == [2, 1, 1]
    assert [ann["in_team"], nobody["in_team"]] == [True, False]
    registered = persons[persons["in_register"]]
    assert len(persons) == 4  # ann, gus, nobody, and bob who is registered without a team
    assert registered["in_team"].sum() == 2
    assert persons["cohort"].astype("str").tolist().count("2023") == 3


def test_a_rare_value_merges_and_the_log_names_no_person(study: Study) -> None:
    log = study.table("exclusions")
    merged = log[log["rule"] == "merge_rare"]
    assert merged["value"].tolist() == ["support", "teacher", "therapist"]
    assert told(merged["reason"]) == [
        "fewer than 3 people, and no wider value to merge into",
        "fewer than 3 people, and no wider value to merge into",
        "fewer than 3 people; merged into support",
    ]
    assert merged["file"].isna().all()


def test_register_rows_of_people_who_did_not_agree_are_left_out_with_reason(study: Study) -> None:
    log = study.table("exclusions")
    rows = log[log["unit"] == "register_row"]
    assert told(rows["reason"]) == ["did not agree to survey"] * 2
    assert rows["file_row"].tolist() == [3, 5]
    dose = revealed(study, "participation")
    assert len(dose) == 3
    ann = dose[dose["team"] == "LT01"]
    assert ann["offered_to_date"].tolist() == [2, 8]
    assert ann["attended_to_date"].tolist() == [1, 7]
    assert ann["dose"].tolist() == [0.5, 0.875]
    assert pd.isna(dose.loc[dose["team"] == "LT02", "dose"].iloc[0])


def test_teams_are_composed_of_all_members(study: Study) -> None:
    rows = revealed(study, "teams").set_index("team")
    assert rows["members"].tolist() == [2, 1]
    assert rows.loc["LT01", "blau_job"] == 0.0
    assert pd.isna(rows.loc["LT02", "blau_job"])
    assert rows["hours"].tolist() == [12.5, 12.5]


def test_comments_stay_restricted_and_only_those_of_kept_responses(study: Study) -> None:
    comments = read_table("comments", study.restricted)
    assert comments["text"].tolist() == ["my name is Ann"]
    assert comments["person"].tolist() == [study.table("responses").set_index("response").loc[1, "person"]]


def test_people_are_counted_by_stage(study: Study) -> None:
    flow = study.table("people_flow").astype({"occasion": "str", "stage": "str"})
    counts = flow.set_index(["occasion", "stage"])["people"]
    stages = {"invited": 7, "agreed": 6, "answered": 7, "kept": 2, "outside": 1, "outside_kept": 0}
    assert counts["T0"].to_dict() == stages
    none = dict.fromkeys(("answered", "kept", "outside", "outside_kept"), 0)
    assert counts["T1"].to_dict() == {"invited": 7, "agreed": 6} | none
    assert counts["all"].to_dict() == counts["T0"].to_dict()


def test_links_are_counted_per_wave_without_tests(study: Study) -> None:
    linking = study.table("linking").astype({"instrument": "str", "linked_by": "str"})
    assert linking.set_index(["instrument", "linked_by"])["responses"].to_dict() == {
        ("scan", "email"): 8,
        ("scan", "unlinked"): 1,
        ("scan", "no_linking_consent"): 1,
        ("meter", "email"): 1,
    }


def test_a_second_run_writes_the_same_bytes(study: Study) -> None:
    from isop_analysis.steps import clean_answers

    before = {path.name: path.read_bytes() for path in study.processed.glob("*.parquet")}
    clean_answers.run(study)
    assert before == {path.name: path.read_bytes() for path in study.processed.glob("*.parquet")}


def test_no_identity_and_no_text_leaves_the_restricted_folder(study: Study) -> None:
    for path in study.processed.glob("*.parquet"):
        frame = pd.read_parquet(path)
        cells = {str(cell) for name in frame for cell in frame[name].dropna().unique()}
        shown = " ".join([*frame.columns, *cells]).casefold()
        assert "@" not in shown, path.name
        assert "my name" not in shown, path.name
        assert "elsewhere" not in shown, path.name
