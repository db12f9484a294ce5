"""The ladder: who is linked by which rung, who is ambiguous, who stays alone."""

from pathlib import Path
from typing import Any

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

from isop_analysis.cleaning.code_links import NearCodes, one_slip
from isop_analysis.cleaning.identities import address, code, mark
from isop_analysis.contracts import read_table
from isop_analysis.study import Study, StudyError

FINE = [4.0, 2.0, 4.0, 5.0]
ORDER = ["person", "token", "email", "alias", "self_code"]


def linked(tmp_path: Path, *rows: dict[str, Any], order: list[str] = ORDER, **tables: pd.DataFrame) -> Study:
    linking = {"order": order, "aliases": "aliases.csv"}
    settings: dict[str, Any] = {"cleaning": {"steps": []}, "linking": linking}
    if "consent" not in tables:
        settings["consent"] = None
    study = make_study(tmp_path, **settings)
    cells = dict.fromkeys(range(1, len(rows) + 1), FINE)
    own = {"teams": teams("LT01", "LT02")} | tables
    return cleaned(study, responses=responses(*rows), answers=answers(cells), **own)  # type: ignore[arg-type]


def by(study: Study) -> list[str]:
    return study.table("responses")["linked_by"].astype("str").tolist()


def people(study: Study) -> list[str]:
    return study.table("responses")["person"].tolist()


def questions(study: Study) -> list[tuple[int, str, str]]:
    rows = read_table("link_questions", study.restricted)
    return list(rows[["response", "kind", "candidates"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("cell", "spelled"),
    [
        (" Ann@X.NL\u00a0", "ann@x.nl"),
        ("mailto:ann@x.nl", "ann@x.nl"),
        ("a nn@x.nl", "ann@x.nl"),
        ("ann\u200b@x.nl", "ann@x.nl"),
        ("anonymous", None),
        ("@", None),
        ("", None),
        (None, None),
    ],
)
def test_spellings_of_an_address(cell: str | None, spelled: str | None) -> None:
    assert address(cell) == spelled


def test_spellings_of_codes_and_tokens() -> None:
    assert code(" AB-12.cd ") == "ab12cd"
    assert mark(" Tok1 ") == "Tok1"
    assert code("anoniem") is None


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("ab12cd", "ab12ce", True),
        ("ab12cd", "ab12c", True),
        ("ab12cd", "ab122cd", True),
        ("ab12cd", "ba12cd", True),
        ("ab12cd", "ab12cd", False),
        ("ab12cd", "ba12ce", False),
    ],
)
def test_one_slip(one: str, other: str, slip: bool) -> None:
    assert one_slip(one, other) is slip
    assert NearCodes([other]).near(one) == ([other] if slip else [])


def test_short_codes_have_no_neighbours() -> None:
    assert NearCodes(["abc"]).near("abd") == []


def test_each_rung_leads_to_the_person(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"token": "t1"},
        {"email": "ANN@x.nl"},
        {"email": "ann@new.nl"},
        {"self_code": "AB12CD", "team": "LT01"},
        {"self_code": "ab12ce", "team": "LT01", "wave": "w1"},
        {"email": "bob@x.nl"},
        consent=consents({"email": "ann@x.nl", "token": "t1", "self_code": "ab12cd"}, {"email": "bob@x.nl"}),
        members=members({"team": "LT01", "email": "ann@x.nl"}),
        aliases=table("received_aliases", [{"alias": "ann@new.nl", "email": "ann@x.nl"}]),
    )
    assert by(study) == ["token", "email", "alias", "self_code", "self_code", "email"]
    assert len(set(people(study)[:5])) == 1
    assert people(study)[5] not in people(study)[:5]
    assert questions(study) == []


def test_identifiers_that_lead_to_different_people_are_ambiguous(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"token": "t1", "email": "bob@x.nl"},
        {"token": "t1", "email": "ann@x.nl"},
        consent=consents({"email": "ann@x.nl", "token": "t1"}, {"email": "bob@x.nl", "token": "t2"}),
    )
    assert by(study) == ["ambiguous", "token"]
    assert people(study)[0] != people(study)[1]
    assert questions(study) == [(1, "several_people", "ann@x.nl; bob@x.nl")]


def test_a_token_of_two_people_links_nobody_unless_the_address_tells(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"token": "t1"},
        {"token": "t1", "email": "bob@x.nl"},
        consent=consents({"email": "ann@x.nl", "token": "t1"}, {"email": "bob@x.nl", "token": "t1"}),
    )
    assert by(study) == ["ambiguous", "email"]


def test_a_token_joins_the_addresses_of_register_and_consent_file(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"email": "ann@work.nl"},
        {"email": "ann@home.nl"},
        consent=consents({"email": "ann@home.nl", "token": "t1"}),
        members=members({"team": "LT01", "email": "ann@work.nl", "token": "t1"}),
    )
    assert by(study) == ["email", "email"]
    assert len(set(people(study))) == 1
    assert revealed(study, "responses")["team"].tolist() == ["LT01", "LT01"]


def test_a_response_without_a_team_is_linked_by_the_same_code_only(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"self_code": "AB-12 cd"},
        {"self_code": "ab12ce"},
        {"self_code": "xy77zz"},
        {"self_code": "xy77zz", "team": "LT02"},
        consent=consents(
            {"email": "ann@x.nl", "self_code": "ab12cd"},
            {"email": "bob@x.nl", "self_code": "xy77zz"},
            {"email": "dee@x.nl", "self_code": "xy77zz"},
        ),
        members=members(
            {"team": "LT01", "email": "ann@x.nl"},
            {"team": "LT01", "email": "bob@x.nl"},
            {"team": "LT02", "email": "dee@x.nl"},
        ),
    )
    assert by(study) == ["self_code", "unlinked", "ambiguous", "self_code"]
    pseudonyms = read_table("pseudonyms", study.restricted).set_index("identity")["person"]
    assert [people(study)[place] for place in (0, 3)] == pseudonyms[["ann@x.nl", "dee@x.nl"]].tolist()
    assert questions(study) == [(2, "unknown_code", ""), (3, "several_people", "bob@x.nl; dee@x.nl")]


def test_a_person_of_no_known_team_is_linked_by_the_same_code_in_any_team(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"self_code": "ab12cd", "team": "LT01"},
        {"self_code": "ab12cd", "team": "LT01", "wave": "w1"},
        {"self_code": "ab12ce", "team": "LT02"},
        {"self_code": "gh34ij", "team": "LT02"},
        consent=consents(
            {"email": "ann@x.nl", "self_code": "ab12cd"},
            {"email": "bob@x.nl", "self_code": "gh34ij"},
            {"email": "dee@x.nl", "self_code": "gh34ij"},
        ),
        members=members({"team": "LT02", "email": "dee@x.nl"}),
    )
    assert by(study) == ["self_code", "self_code", "unlinked", "self_code"]
    pseudonyms = read_table("pseudonyms", study.restricted).set_index("identity")["person"]
    assert people(study)[0] == people(study)[1] == pseudonyms["ann@x.nl"]
    # Of two people with one code the one of the team is meant, not the one whose team nobody knows.
    assert people(study)[3] == pseudonyms["dee@x.nl"]


def test_a_code_in_another_team_or_of_two_people_is_not_guessed(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"self_code": "ab12cd", "team": "LT02"},
        {"self_code": "xy99zz", "team": "LT01"},
        consent=consents(
            {"email": "ann@x.nl", "self_code": "ab12cd"},
            {"email": "bob@x.nl", "self_code": "xy99zz"},
            {"email": "cas@x.nl", "self_code": "xy99zz"},
        ),
        members=members(*({"team": "LT01", "email": f"{who}@x.nl"} for who in ("ann", "bob", "cas"))),
    )
    assert by(study) == ["unlinked", "ambiguous"]
    assert questions(study) == [
        (1, "unknown_code", ""),
        (2, "several_people", "bob@x.nl; cas@x.nl"),
    ]


def test_a_code_with_a_slip_at_a_moment_that_the_person_answered_is_someone_else(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"email": "ann@x.nl", "self_code": "ab12cd", "team": "LT01"},
        {"self_code": "ab12ce", "team": "LT01"},
        {"self_code": "ab12ce", "team": "LT01", "wave": "w1"},
        consent=consents({"email": "ann@x.nl"}),
    )
    assert by(study) == ["email", "ambiguous", "self_code"]
    assert questions(study) == [(2, "second_answer", "ann@x.nl")]


def test_no_slip_is_forgiven_where_the_config_allows_none(tmp_path: Path) -> None:
    study = make_study(
        tmp_path,
        consent=None,
        cleaning={"steps": []},
        linking={"code_slips": 0, "order": ["email", "self_code"]},
    )
    rows = responses(
        {"email": "a@x.nl", "self_code": "ab12cd", "team": "LT01"},
        {"self_code": "ab12ce", "team": "LT01", "wave": "w1"},
    )
    cleaned(study, responses=rows, answers=answers({1: FINE, 2: FINE}), teams=teams("LT01"))
    assert by(study) == ["email", "unlinked"]


def test_without_a_roster_addresses_and_codes_are_identities(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"email": "ann@x.nl", "self_code": "ab12cd", "team": "LT01"},
        {"self_code": "AB12CD", "team": "LT01", "wave": "w1"},
        {"self_code": "qq00qq", "team": "LT02"},
        {"self_code": "qq00qr", "team": "LT02", "wave": "w1"},
        {"self_code": "zz00zz", "team": "LT02"},
    )
    assert by(study) == ["email", "self_code", "self_code", "self_code", "unlinked"]
    who = people(study)
    assert who[0] == who[1]
    assert who[2] == who[3]
    assert len(set(who)) == 3


def test_codes_near_several_others_are_ambiguous(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        *(
            {"self_code": f"qq00q{end}", "team": "LT02", "wave": wave}
            for end, wave in zip("abc", ("w0", "w1", "w1"), strict=True)
        ),
    )
    assert by(study) == ["ambiguous"] * 3


def test_a_person_id_joins_what_its_responses_lead_to(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"person": "P1", "email": "ann@x.nl"},
        {"person": "P1"},
        {"person": "P2"},
        {"person": "P2", "wave": "w1"},
        consent=consents({"email": "ann@x.nl"}),
    )
    assert by(study)[:2] == ["person", "person"]
    who = people(study)
    assert who[0] == who[1]
    # P2 is not in the consent file: unknown is no, so its answers are not linked with each other.
    assert by(study)[2:] == ["no_linking_consent"] * 2
    assert who[2] != who[3]


def test_without_consent_to_link_a_person_is_another_at_every_moment(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"email": "ann@x.nl"},
        {"email": "ann@x.nl", "wave": "w1"},
        {"email": "ann@x.nl"},
        consent=consents({"email": "ann@x.nl", "linking": False}),
        members=members({"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"}),
        attendance=attendance(("LT01", "ann@x.nl", "w0", 2, 2)),
    )
    assert by(study) == ["no_linking_consent"] * 3
    who = people(study)
    assert who[0] == who[2] != who[1]
    flow = study.table("people_flow").query("stage == 'answered'").set_index("occasion")["people"]
    assert flow.to_dict() == {"T0": 1, "T1": 1, "all": 1}
    assert study.table("participation").empty
    assert not study.table("persons")["in_register"].any()
    assert study.table("persons")["job"].isna().all()
    assert study.table("responses")["team"].tolist() == ["none"] * 3
    log = study.table("exclusions")
    assert told(log["reason"]) == ["did not agree to linking"] * 2


def test_an_unknown_address_is_a_question_with_the_near_ones(tmp_path: Path) -> None:
    study = linked(tmp_path, {"email": "amn@x.nl"}, {"email": "???"}, consent=consents({"email": "ann@x.nl"}))
    assert questions(study) == [(1, "unknown_email", "ann@x.nl"), (2, "unreadable_identifier", "")]


def test_an_alias_may_be_a_code_that_someone_decided_on(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"self_code": "QQ-99", "team": "LT01"},
        consent=consents({"email": "ann@x.nl"}),
        aliases=table("received_aliases", [{"alias": "qq99", "email": "ann@x.nl"}]),
    )
    assert by(study) == ["alias"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a@x.nl", "b@x.nl"), ("b@x.nl", "a@x.nl")], "aliases lead to each other in a circle"),
        ([("a@x.nl", "b@x.nl"), ("a@x.nl", "c@x.nl")], "aliases.csv:3: gives an alias a second address"),
        ([("a@x.nl", "nothing")], "aliases.csv:2: needs an alias and an e-mail address"),
    ],
)
def test_aliases_that_lead_astray_are_refused(
    tmp_path: Path, rows: list[tuple[str, str]], message: str
) -> None:
    aliases = table("received_aliases", [{"alias": alias, "email": email} for alias, email in rows])
    with pytest.raises(StudyError) as error:
        linked(tmp_path, {"email": "a@x.nl"}, aliases=aliases)
    assert message in str(error.value)
    assert "@x.nl" not in str(error.value)


def test_the_pseudonym_table_leads_from_every_identifier_to_the_person(tmp_path: Path) -> None:
    study = linked(
        tmp_path,
        {"email": "ann@new.nl"},
        {},
        consent=consents({"email": "ann@x.nl", "token": "t1", "self_code": "ab12cd"}),
        aliases=table("received_aliases", [{"alias": "ann@new.nl", "email": "ann@x.nl"}]),
    )
    rows = read_table("pseudonyms", study.restricted).astype({"kind": "str"})
    ann, nobody = people(study)
    assert sorted(
        rows.loc[rows["person"] == ann, ["kind", "identity"]].itertuples(index=False, name=None)
    ) == [
        ("alias", "ann@new.nl"),
        ("email", "ann@x.nl"),
        ("self_code", "ab12cd"),
        ("token", "t1"),
    ]
    assert rows.loc[rows["person"] == nobody, "identity"].tolist() == ["scan.csv:3"]
