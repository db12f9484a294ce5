"""Attributes, rare values, memberships, doses, composition, consent by date, segments."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_study import (
    answers,
    attendance,
    both,
    cleaned,
    consents,
    make_study,
    members,
    responses,
    revealed,
    teams,
    told,
)

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.attributes import Stated, match_values, merge_rare
from isop_analysis.cleaning.dates import days, legible_days
from isop_analysis.cleaning.teams import blau
from isop_analysis.study import Study, StudyError
from isop_analysis.study.participant_settings import Attribute

FINE = [4.0, 2.0, 4.0, 5.0]


def attribute(*values: tuple[str, str | None]) -> Attribute:
    return Attribute.model_validate(
        {
            "name": "job",
            "title": both("job"),
            "values": [
                {"name": name, "nl": f"{name} nl", "en": f"{name} en", "parent": parent}
                for name, parent in values
            ],
        }
    )


def plain(tmp_path: Path, **tables: Any) -> Study:
    given = {"consent": consents({"email": "ann@x.nl"}, {"email": "bob@x.nl"})} | tables
    given.setdefault("teams", teams("LT01", "LT02"))
    return cleaned(make_study(tmp_path), **given)


def test_blau_is_the_share_of_pairs_that_differ() -> None:
    # three of one kind and one of another: 3 of 6 pairs differ
    assert blau(pd.Series(["a", "a", "a", "b"])) == pytest.approx(0.5)
    assert blau(pd.Series(["a", "b", "c"])) == pytest.approx(1.0)
    assert blau(pd.Series(["a", "a", None])) == 0.0
    assert blau(pd.Series(["a", None])) is None


def test_words_mean_a_value_by_name_label_or_what_is_accepted() -> None:
    jobs = attribute(("teacher", None))
    said = [Stated("p", (word,), "register.xlsx", 2) for word in ("teacher", "TEACHER nl", "teacher en", "")]
    assert match_values(jobs, said) == ["teacher"] * 3 + [None]


def test_an_unknown_value_is_told_with_the_one_meant() -> None:
    jobs = attribute(("teacher", None), ("nurse", None))
    with pytest.raises(StudyError) as error:
        match_values(jobs, [Stated("p", ("techer",), "register.xlsx", 7)])
    assert str(error.value) == (
        "register.xlsx:7: job holds none of the study's values: 'techer'; did you mean 'teacher'?"
    )


def test_rare_values_merge_until_none_is_rare() -> None:
    jobs = attribute(("a", None), ("b", "w"), ("c", "w"), ("w", "o"), ("o", None))
    merging = merge_rare(jobs, {"a": 9, "b": 2, "c": 1, "w": 0, "o": 4}, 5)
    assert merging.into == {"b": "o", "c": "o", "w": "o"}
    assert merge_rare(jobs, {"a": 9, "b": 4, "c": 3, "w": 0, "o": 4}, 5).into == {"b": "w", "c": "w"}


def test_a_value_that_stays_too_rare_takes_in_its_rarest_other_child() -> None:
    jobs = attribute(("b", "w"), ("c", "w"), ("d", "w"), ("w", None))
    merging = merge_rare(jobs, {"b": 2, "c": 9, "d": 6, "w": 0}, 5)
    assert merging.into == {"b": "w", "d": "w"}
    assert [row["value"] for row in merging.log] == ["b", "d"]


def test_a_rare_value_without_a_wider_one_is_logged() -> None:
    merging = merge_rare(attribute(("a", None), ("b", None)), {"a": 9, "b": 2}, 5)
    assert merging.into == {}
    assert [row["reason"] for row in merging.log] == [Reason("rare_value_kept", minimum=5)]


def test_parents_in_a_circle_end() -> None:
    merging = merge_rare(attribute(("a", "b"), ("b", "a")), {"a": 1, "b": 2}, 5)
    assert merging.into == {"a": "b"}


def test_two_rows_of_the_register_may_not_contradict_each_other(tmp_path: Path) -> None:
    rows = members(
        {"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"},
        {"team": "LT02", "email": "ANN@x.nl", "Beroep": "Logopedist"},
    )
    with pytest.raises(StudyError) as error:
        plain(tmp_path, members=rows)
    assert "register.xlsx:3: job 'therapist' contradicts 'teacher' in another row of the same person" in str(
        error.value
    )


def test_membership_is_weighted_by_sessions_attended(tmp_path: Path) -> None:
    asked = (("ann", "w0"), ("ann", "w1"), ("bob", "w0"))
    study = plain(
        tmp_path,
        members=members(
            {"team": "LT01", "email": "ann@x.nl", "joined": "2023-09-01", "left": "2023-12-01"},
            {"team": "LT02", "email": "ann@x.nl", "joined": "2023-12-01"},
            {"team": "LT01", "email": "bob@x.nl"},
            {"team": "LT02", "email": "bob@x.nl"},
        ),
        attendance=attendance(
            ("LT01", "ann@x.nl", "w0", 2, 1),
            ("LT02", "ann@x.nl", "w1", 4, 3),
            ("lt02", "bob@x.nl", "w1", 4, 0),
        ),
        responses=responses(*({"email": f"{who}@x.nl", "wave": wave} for who, wave in asked)),
        answers=answers({1: FINE, 2: FINE, 3: FINE}),
    )
    rows = revealed(study, "memberships").set_index(["person", "team"])
    ann, _, bob = study.table("responses")["person"]
    assert rows["weight"].loc[ann].to_dict() == {"LT01": 0.25, "LT02": 0.75}
    assert rows["weight"].loc[bob].to_dict() == {"LT01": 0.5, "LT02": 0.5}
    assert rows.loc[(ann, "LT01"), "left"] == "2023-12-01"
    # without a team answered: where one attended in that wave; bob's two weigh the same, the first by name
    assert revealed(study, "responses")["team"].tolist() == ["LT01", "LT02", "LT01"]


def test_more_sessions_attended_than_offered_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        plain(tmp_path, attendance=attendance(("LT01", "ann@x.nl", "w0", 2, 3)))
    assert str(error.value) == "register.xlsx:2: 3 sessions attended of 2 offered; correct the row"


def test_the_same_attendance_twice_is_logged_and_another_one_refused(tmp_path: Path) -> None:
    twice = attendance(("LT01", "ann@x.nl", "w0", 2, 1), ("LT01", "Ann@x.nl", "w0", 2, 1))
    study = plain(tmp_path / "same", attendance=twice)
    assert len(revealed(study, "participation")) == 1
    assert study.table("exclusions")["rule"].astype("str").tolist() == ["duplicate_rows"]
    other = attendance(("LT01", "ann@x.nl", "w0", 2, 1), ("LT01", "ann@x.nl", "w0", 2, 2))
    with pytest.raises(StudyError) as error:
        plain(tmp_path / "other", attendance=other)
    assert "stands twice in its team in wave w0, with other numbers (rows 2, 3)" in str(error.value)
    assert "ann@x.nl" not in str(error.value)


def test_a_member_of_an_unknown_team_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"register.xlsx:2: team of this row is not in the register's sheet"):
        plain(tmp_path, members=members({"team": "LT09", "email": "ann@x.nl"}))


@pytest.mark.parametrize(
    "cell", ["2024-09-03", "2024-09-03 23:10:00", "03-09-2024", "3-9-2024 10:00", "03/09/2024"]
)
def test_days_are_read_as_files_hold_them(cell: str) -> None:
    assert legible_days(pd.Series([cell], dtype="str")).tolist() == [pd.Timestamp("2024-09-03")]


def test_a_date_that_is_none_is_told() -> None:
    with pytest.raises(
        StudyError, match=r"consent.csv:3: column 'date' holds no date; write it as 2024-09-30"
    ):
        days(pd.Series(["2024-09-03", "soon", None], dtype="str"), "consent.csv", "date")


def test_a_withdrawal_works_from_its_day_on(tmp_path: Path) -> None:
    study = plain(
        tmp_path,
        consent=consents({"email": "ann@x.nl", "withdrawn": "2023-11-01"}),
        members=members({"team": "LT01", "email": "ann@x.nl"}),
        attendance=attendance(("LT01", "ann@x.nl", "w0", 2, 1), ("LT01", "ann@x.nl", "w1", 6, 6)),
        responses=responses(
            {"email": "ann@x.nl", "started": "2023-10-31 23:59:00"},
            {"email": "ann@x.nl", "started": "2023-11-01 08:00:00", "wave": "w1"},
            {"email": "ann@x.nl", "started": None, "wave": "w1", "instrument": "meter"},
        ),
        answers=answers({1: FINE, 2: FINE, 3: FINE}, meter=(3,)),
    )
    assert study.table("responses")["response"].tolist() == [1]
    log = study.table("exclusions")
    assert told(log.loc[log["unit"] == "response", "reason"]) == [
        "withdrew consent before answering",
        "withdrew consent, and this has no date",
    ]
    assert revealed(study, "participation")["wave"].astype("str").tolist() == ["w0"]
    agreed = study.table("people_flow").query("stage == 'agreed'").set_index("occasion")["people"]
    assert agreed.to_dict() == {"T0": 1, "T1": 0, "all": 1}


def test_of_two_rows_of_consent_the_later_counts(tmp_path: Path) -> None:
    study = plain(
        tmp_path,
        consent=consents(
            {"email": "ann@x.nl", "date": "2023-09-05"},
            {"email": "ann@x.nl", "date": "2023-09-01", "survey": False},
            {"email": "bob@x.nl", "date": "2023-09-01"},
            {"email": "bob@x.nl", "date": "2023-09-01", "survey": False},
        ),
        responses=responses({"email": "ann@x.nl"}, {"email": "bob@x.nl"}),
        answers=answers({1: FINE, 2: FINE}),
    )
    assert study.table("responses")["response"].tolist() == [1]


def test_a_purpose_without_a_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        StudyError, match=r"cleaning.steps\[0\]: purpose 'survey' has no column in consent.purposes"
    ):
        make_study(tmp_path, consent={"purposes": {"linking": "l"}})


def test_a_row_of_attendance_that_stands_twice_counts_once_unless_its_numbers_differ(tmp_path: Path) -> None:
    rows = [("LT01", "ann@x.nl", "w0", 4, 3), ("LT01", "Ann@x.nl", "w0", 4, 3)]
    study = plain(tmp_path / "same", attendance=attendance(*rows))
    assert revealed(study, "participation")["attended_to_date"].tolist() == [3]
    log = study.table("exclusions")
    assert log["rule"].tolist() == ["duplicate_rows"]
    assert log["file_row"].tolist() == [3]
    other = attendance(rows[0], ("LT01", "Ann@x.nl", "w0", 4, 2)).assign(file=["one.xlsx", "two.xlsx"])
    with pytest.raises(StudyError) as error:
        plain(tmp_path / "other", attendance=other)
    assert str(error.value) == (
        "two.xlsx:3: the person of this row stands twice in its team in wave w0, with other numbers "
        "(rows 2, 3); keep one row"
    )


def test_a_study_with_nothing_in_it_has_every_table(tmp_path: Path) -> None:
    study = cleaned(make_study(tmp_path, consent=None, team_register=None, attributes=[]))
    for name in (
        "persons",
        "teams",
        "answers",
        "responses",
        "flow",
        "exclusions",
        "documents",
        "segments",
        "codings",
        "participation",
        "people_flow",
    ):
        assert study.table(name).empty


def test_without_a_register_teams_are_those_answered_in_their_first_spelling(tmp_path: Path) -> None:
    study = make_study(tmp_path, consent=None, team_register=None, attributes=[], cleaning={"steps": []})
    rows = [
        {"team": "lt  01", "site": "De  Es"},
        {"team": "LT 01", "site": None},
        {"team": "none", "site": "De Berk"},
        {"team": "LT02", "site": "none"},
    ]
    given = {place: [4.0, 2.0, 4.0, 5.0] for place in range(1, 5)}
    study = cleaned(study, responses=responses(*rows), answers=answers(given))
    found = revealed(study, "responses")
    assert found["team"].tolist() == ["LT 01", "LT 01", "none", "LT02"]
    assert found["site"].tolist() == ["De Es", "none", "De Berk", "none"]
    teams_found = revealed(study, "teams").set_index("team")
    assert teams_found["site"].to_dict() == {"LT 01": "De Es", "LT02": "none"}
    assert teams_found["members"].isna().all()


def test_people_outside_the_register_are_none_of_the_invited_who_answered(tmp_path: Path) -> None:
    """Of 90 people with an address 89 stand in the register: told '90 of 90' it was too high by one."""
    everyone = [f"p{number}@x.nl" for number in range(90)]
    study = make_study(tmp_path, consent=None, attributes=[], cleaning={"steps": []})
    given = {place: [4.0, 2.0, 4.0, 5.0] for place in range(1, 91)}
    study = cleaned(
        study,
        teams=teams("LT01"),
        members=members(*({"team": "LT01", "email": mail} for mail in everyone[1:])),
        responses=responses(*({"email": mail} for mail in everyone)),
        answers=answers(given),
    )
    flow = study.table("people_flow").query("occasion == 'T0'")
    found = dict(zip(flow["stage"].astype("str"), flow["people"], strict=True))
    assert found == {"invited": 89, "answered": 89, "kept": 89, "outside": 1, "outside_kept": 1}


def test_who_is_invited_in_another_cohort_is_no_outsider_and_counts_once(tmp_path: Path) -> None:
    waves = [
        {"name": "w0", "cohort": "2023", "school_year": "2023-2024", "occasion": "T0", "time": 0},
        {"name": "x0", "cohort": "2024", "school_year": "2024-2025", "occasion": "T0", "time": 0},
    ]
    study = make_study(tmp_path, waves=waves, consent=None, attributes=[], cleaning={"steps": []})
    study = cleaned(
        study,
        teams=teams("LT01", "LT02").assign(cohort=["2023", "2024"]),
        members=members(
            {"team": "LT01", "email": "ann@x.nl"},
            {"team": "LT02", "email": "ann@x.nl"},
            {"team": "LT01", "email": "bob@x.nl"},
        ),
        responses=responses({"email": "ann@x.nl", "wave": "x0"}, {"email": "bob@x.nl", "wave": "x0"}),
        answers=answers({1: [4.0, 2.0, 4.0, 5.0], 2: [4.0, 2.0, 4.0, 5.0]}),
    )
    flow = study.table("people_flow").query("occasion == 'all'")
    found = {(row.cohort, row.stage): row.people for row in flow.itertuples()}
    assert [found["2023", stage] for stage in ("invited", "answered", "outside")] == [2, 0, 0]
    assert [found["2024", stage] for stage in ("invited", "answered", "outside")] == [0, 2, 0]


def test_people_are_counted_in_the_cohort_of_their_team_else_of_their_answers(tmp_path: Path) -> None:
    waves = [
        {"name": "w0", "cohort": "2023", "school_year": "2023-2024", "occasion": "T0", "time": 0},
        {"name": "x0", "cohort": "2024", "school_year": "2024-2025", "occasion": "T0", "time": 0},
    ]
    study = cleaned(
        make_study(tmp_path, waves=waves, cleaning={"steps": []}),
        teams=teams("LT01"),
        members=members({"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"}),
        consent=consents({"email": "ann@x.nl"}, {"email": "bob@x.nl"}, {"email": "dee@x.nl"}),
        responses=responses({"email": "bob@x.nl", "wave": "x0"}),
        answers=answers({1: [4.0, 2.0, 4.0, 5.0]}),
    )
    flow = study.table("people_flow").query("occasion == 'all'")
    found = {(row.cohort, row.stage): row.people for row in flow.itertuples()}
    invited = {cohort: found[cohort, "invited"] for cohort in ("2023", "2024", "none")}
    assert invited == {"2023": 1, "2024": 1, "none": 1}
    assert {cohort: found[cohort, "answered"] for cohort in invited} == {"2023": 0, "2024": 1, "none": 0}


def test_at_an_occasion_those_are_invited_who_were_a_member_while_it_was_answered(tmp_path: Path) -> None:
    """Ann left before T1 and Bob joined after T0; Eve left too, but answered; Dee has no days."""
    days = {
        "ann": ("2023-01-01", "2023-12-31"),
        "bob": ("2023-11-01", None),
        "cas": ("2023-01-01", "2024-03-02"),
        "dee": (None, None),
        "eve": ("2023-01-01", "2023-12-31"),
    }
    rows = [
        {"team": "LT01", "email": f"{who}@x.nl", "joined": joined, "left": left}
        for who, (joined, left) in days.items()
    ]
    frame = members(*rows)
    study = cleaned(
        make_study(tmp_path, consent=None, attributes=[], cleaning={"steps": []}),
        teams=teams("LT01"),
        members=frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("joined", "left")}),
        responses=responses(
            {"email": "ann@x.nl"},
            {"email": "bob@x.nl", "wave": "w1", "started": "2024-03-01 10:00:00"},
            {"email": "eve@x.nl", "wave": "w1", "started": "2024-03-05 10:00:00"},
            {"email": "ann@x.nl", "wave": "w1", "started": "2023-10-01 10:00:00", "test": True},
        ),
        answers=answers({1: FINE, 2: FINE, 3: FINE, 4: FINE}),
    )
    invited = study.table("people_flow").query("stage == 'invited'").set_index("occasion")["people"]
    assert invited.to_dict() == {"T0": 4, "T1": 4, "all": 5}
