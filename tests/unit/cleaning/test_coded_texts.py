"""Coded texts in cleaning: consent, teams, roles, pseudonyms; whose coding of a document is analysed."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from small_study import (
    answers,
    both,
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

from isop_analysis.cleaning.coded import CodedTexts, Speakers, clean_coded
from isop_analysis.cleaning.consent import Agreements
from isop_analysis.cleaning.membership import TeamAt
from isop_analysis.cleaning.register import RegisterRows
from isop_analysis.cleaning.roster import Roster
from isop_analysis.contracts import read_table
from isop_analysis.study import Study, StudyError

FILE = "data/raw/small/documents.csv"
NOWHERE = pd.DataFrame({"site": [], "cohort": []}, dtype="object")


def integration(**coded: Any) -> dict[str, Any]:
    documents = {"file": "documents.csv", "role": "role", "attribute": "job"}
    return {
        "coded": {"files": ["a.qdpx"], "documents": documents, "codebook": "1"} | coded,
        "themes": [{"name": "roles", "title": both("roles")}],
        "codes": [
            {"name": "clear", "title": both("Clear"), "theme": "roles"},
            {"name": "vague", "title": both("Vague"), "theme": "roles"},
        ],
    }


def documents(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = [{"document": f"talk {n}", "file_row": n + 1} | row for n, row in enumerate(rows, 1)]
    return table("received_documents", numbered, kind="interview", characters=100)


def codings(*rows: dict[str, Any]) -> pd.DataFrame:
    own = {"coding": "independent", "coder": "k1", "code": "clear", "kind": "text", "start": 0, "end": 4}
    return table("received_codings", list(rows), **own, text="four")


def study_of(root: Path, **coded: Any) -> Study:
    (root / "config").mkdir()
    (root / "config" / "integration.yaml").write_text(yaml.safe_dump(integration(**coded)))
    asked = {"survey": "s", "linking": "l", "interview": "i", "quoting": "q"}
    consent = {"file": "consent.csv", "self_code": "code", "purposes": asked}
    return make_study(root, integration="integration.yaml", consent=consent)


def run(root: Path, own: pd.DataFrame, given: pd.DataFrame, **coded: Any) -> Study:
    return cleaned(
        study_of(root, **coded),
        teams=teams("LT01"),
        consent=consents(
            {"email": "ann@x.nl", "token": "t1"},
            {"email": "bob@x.nl", "interview": False},
            {"email": "cas@x.nl", "withdrawn": "2024-01-01"},
            {"email": "dee@x.nl", "linking": False},
        ),
        members=members(
            {"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"}, {"team": "LT01", "email": "eve@x.nl"}
        ),
        documents=own,
        codings=given,
    )


def test_who_did_not_agree_is_left_out_and_no_word_is_kept(tmp_path: Path) -> None:
    study = run(
        tmp_path,
        documents(
            {"person": "Ann@x.nl", "team": "lt01", "wave": "w0"},
            {"person": "t1", "wave": "w0", "role": "Logopedist"},
            {"person": "bob@x.nl"},
            {"person": "cas@x.nl", "date": "2024-02-01"},
            {"person": "cas@x.nl", "date": "2023-12-01"},
            {"person": "cas@x.nl"},
            {"person": "eve@x.nl", "team": "LT01"},
            {"team": "LT01", "kind": "group"},
            {"person": "dee@x.nl", "team": "LT01", "wave": "w0"},
        ),
        codings(*({"document": f"talk {n}"} for n in range(1, 10))),
    )
    rows = revealed(study, "documents").set_index("document")
    # The only one with a day stands first.
    assert rows.index.tolist() == ["talk 5", "talk 1", "talk 2", "talk 8", "talk 9"]
    assert rows["place"].tolist() == [1, 2, 3, 4, 5]
    ann = study.table("persons").query("in_register")["person"].iloc[0]
    assert rows.loc[["talk 1", "talk 2"], "person"].tolist() == [ann, ann]
    assert pd.isna(rows.loc["talk 8", "person"])
    assert rows.loc["talk 9", "person"] not in study.table("persons")["person"].tolist()
    assert rows["team"].tolist() == ["none", "LT01", "LT01", "LT01", "LT01"]
    assert rows["site"].tolist() == ["none", *["Site 1"] * 4]
    # The person's own, the table's where it says one, none for a group.
    assert rows["role"].astype("object").where(rows["role"].notna(), None).tolist() == [
        None,
        "teacher",
        "therapist",
        None,
        None,
    ]
    for name in ("documents", "segments", "codings"):
        text = study.table(name).to_csv()
        assert "four" not in text
        assert "talk" not in text
        assert "k1" not in text
    log = study.table("exclusions").query("unit == 'document'")
    assert log["file_row"].tolist() == [4, 5, 7, 8]
    assert set(log["instrument"]) == {"coded"}
    assert told(log["reason"]) == [
        "did not agree to interview",
        "withdrew consent before answering",
        "withdrew consent, and this has no date",
        "no consent on file",
    ]


def test_who_may_be_quoted_agreed_to_it_and_has_withdrawn_nothing(tmp_path: Path) -> None:
    study = cleaned(
        study_of(tmp_path),
        teams=teams("LT01"),
        consent=consents(
            {"email": "ann@x.nl", "quoting": True},
            {"email": "bob@x.nl", "quoting": True, "interview": False},
            {"email": "cas@x.nl", "quoting": True, "withdrawn": "2024-01-01"},
            {"email": "dee@x.nl"},
        ),
        members=members({"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"}),
        documents=documents(
            {"person": "ann@x.nl"},
            {"person": "bob@x.nl"},
            {"person": "cas@x.nl", "date": "2023-12-01"},
            {"person": "dee@x.nl"},
            {"team": "LT01", "kind": "group"},
        ),
        codings=codings({"document": "talk 1"}),
    )
    # Cas's interview may be used, for it was before the withdrawal; quoted it may not be.
    assert revealed(study, "documents")["document"].tolist() == ["talk 3", "talk 1", "talk 4", "talk 5"]
    assert revealed(study, "quote_consents")["document"].tolist() == ["talk 1"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"team": "LT02"}, f"{FILE}:2: the team of this row is not in the register; correct one of them"),
        (
            {"person": "fay@x.nl"},
            f"{FILE}:2: the person of this row is in neither the register nor the consent file; "
            "correct one of them",
        ),
        (
            {"person": "ann@x.nl", "role": "Lerares"},
            f"{FILE}:2: job holds none of the study's values: a text of 7 characters; did you mean 'Leraar'?",
        ),
    ],
)
def test_documents_that_fit_nothing_are_refused(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    with pytest.raises(StudyError) as error:
        run(tmp_path, documents(row), codings())
    assert str(error.value) == message


def speakers(**known: Any) -> Speakers:
    empty: dict[str, Any] = {name: {} for name in ("emails", "aliases", "tokens", "codes", "teams")}
    roster = Roster(**empty | {"members": (), "attendance": (), "consents": ()} | known)
    nobody = RegisterRows(NOWHERE, pd.DataFrame(), pd.DataFrame(), pd.DataFrame())
    return Speakers(roster, Agreements(asked=False), nobody, TeamAt({}, {}))


def test_a_document_of_one_of_several_people_is_refused(tmp_path: Path) -> None:
    people = speakers(tokens={"t1": frozenset({"ann@x.nl", "bob@x.nl"})})
    with pytest.raises(StudyError) as error:
        clean_coded(study_of(tmp_path), documents({"person": "t1"}), codings(), people)
    assert str(error.value) == f"{FILE}:2: its person may be several people; give the e-mail address"


def test_where_nobody_is_registered_whoever_is_named_is_a_person(tmp_path: Path) -> None:
    own = documents({"person": "Bob@x.nl"}, {"person": " P 7", "team": " New   team "}, {"team": "none"})
    found = clean_coded(study_of(tmp_path), own, codings(), speakers())
    rows = found.documents.astype("object")
    assert rows["identity"].where(rows["identity"].notna(), None).tolist() == ["bob@x.nl", "person:P 7", None]
    assert rows["team"].tolist() == ["none", "New team", "none"]
    # Nothing is coded in any of them.
    assert rows["coders"].tolist() == [0, 0, 0]
    assert rows["analysed"].isna().all()


def analysed(root: Path, chosen: str | None, consensus: str | None = "agreed.qdpx") -> CodedTexts:
    """Three documents: one coded by two and agreed on, one by two, one by one."""
    independent = [
        {"document": "talk 1", "coder": "k1", "code": "clear"},
        {"document": "talk 1", "coder": "k2", "code": "vague"},
        {"document": "talk 2", "coder": "k1", "code": "clear"},
        {"document": "talk 2", "coder": "k2", "code": "vague", "start": 10, "end": 14},
        {"document": "talk 3", "coder": "k2", "code": "vague"},
        {"document": "talk 3", "coder": "k2", "code": "clear"},
        {"document": "talk 3", "coder": "k2", "code": "clear", "start": 50, "end": 54},
    ]
    agreed = {"document": "talk 1", "coder": "together", "coding": "consensus", "code": "clear"}
    study = study_of(root, analysis_coding=chosen, consensus=consensus)
    return clean_coded(study, documents({}, {}, {}), codings(*independent, agreed), speakers())


def test_the_consensus_is_analysed_and_where_it_lacks_a_document_its_only_coder(tmp_path: Path) -> None:
    found = analysed(tmp_path, "consensus")
    how = dict(zip(found.documents["document"], found.documents["analysed"], strict=True))
    # Of the second document two codings stand beside each other; import refuses that.
    assert how == {"talk 1": "consensus", "talk 2": None, "talk 3": "only_coder"}
    columns = ["segment", "document", "code", "coder"]
    assert found.segments[columns].values.tolist() == [
        [1, "talk 1", "clear", "together"],
        [2, "talk 3", "clear", "k2"],
        [2, "talk 3", "vague", "k2"],
        [3, "talk 3", "clear", "k2"],
    ]
    assert found.segments["characters"].tolist() == [4] * 4
    # What was agreed on afterwards is in no table of what coders gave independently.
    assert len(found.codings) == 7
    assert set(found.codings["coder"]) == {"k1", "k2"}


def test_a_coder_is_analysed_and_what_others_coded_alone(tmp_path: Path) -> None:
    found = analysed(tmp_path, "k1", None)
    assert found.documents["analysed"].tolist() == ["coder", "coder", "only_coder"]
    assert found.documents["coders"].tolist() == [2, 2, 1]
    assert found.segments.groupby("document")["coder"].unique().map(list).tolist() == [["k1"], ["k1"], ["k2"]]


def test_names_of_documents_and_coders_lead_back_in_restricted_alone(tmp_path: Path) -> None:
    study = run(tmp_path, documents({"team": "LT01", "kind": "group"}), codings({"document": "talk 1"}))
    hidden = read_table("hidden_names", study.restricted)
    kinds = hidden.groupby(hidden["kind"].astype("str"))["name"].unique().map(list).to_dict()
    assert (kinds["document"], kinds["coder"]) == (["talk 1"], ["k1"])
    assert study.table("documents")["document"].iloc[0] in hidden["pseudonym"].tolist()


def test_a_rare_role_is_told_as_its_person_has_it(tmp_path: Path) -> None:
    """Persons' rare values are merged into wider ones: a document must not tell them apart again."""
    from dataclasses import replace

    people = replace(
        speakers(emails={"ann@x.nl": "ann@x.nl"}),
        roles={"ann@x.nl": "support"},
        groups=frozenset({"support"}),
    )
    own = documents({"person": "ann@x.nl", "role": "Logopedist"}, {"role": "Logopedist"}, {"role": "Support"})
    found = clean_coded(study_of(tmp_path), own, codings(), people).documents["role"].astype("object")
    assert found.where(found.notna(), None).tolist() == ["support", None, "support"]


def test_open_answers_go_where_their_response_went(tmp_path: Path) -> None:
    """Whose they are, team, site and role are the response's; consent is that to the survey, no other."""
    written = {"kind": "answer", "wave": "w0", "file": "meter.csv", "item": "m1"}
    own = [{"document": f"wish {n}", "file_row": n} | written for n in (1, 2, 3)]
    talk = {"person": "ann@x.nl", "team": "LT01"}
    study = cleaned(
        study_of(tmp_path),
        responses=responses(
            *(
                {"instrument": "meter", "file": "meter.csv", "file_row": n, "team": "LT01", "email": who}
                for n, who in enumerate(("bob@x.nl", "fay@x.nl", "ann@x.nl"), start=1)
            )
        ),
        answers=answers({n: [1, 2, 3, 5] for n in (1, 2, 3)}, meter=(1, 2, 3)),
        teams=teams("LT01"),
        consent=consents(
            {"email": "ann@x.nl", "interview": False},
            {"email": "bob@x.nl", "interview": False},
            {"email": "fay@x.nl", "survey": False},
        ),
        members=members(
            {"team": "LT01", "email": "ann@x.nl", "Beroep": "Leraar"},
            {"team": "LT01", "email": "bob@x.nl"},
        ),
        documents=documents(talk, *own),
        codings=codings(*({"document": f"wish {n}"} for n in (1, 2, 3))),
    )
    rows = revealed(study, "documents").set_index("document")
    assert rows.index.tolist() == ["wish 1", "wish 3"]
    assert rows["kind"].tolist() == ["answer", "answer"]
    assert rows[["team", "site", "analysed"]].values.tolist() == [["LT01", "Site 1", "only_coder"]] * 2
    people = study.table("responses").set_index("response")["person"]
    assert set(rows["person"]) == set(people)
    assert rows.loc["wish 3", "role"] == "teacher"
    assert set(revealed(study, "segments")["document"]) == {"wish 1", "wish 3"}
    log = study.table("exclusions").query("unit == 'document'").astype("object")
    log = log.set_index("file_row")
    of_answer = log[log["instrument"] == "meter"]
    assert of_answer[["rule", "file", "item"]].values.tolist() == [["consent", "meter.csv", "m1"]]
    assert told(of_answer["reason"]) == ["did not agree to survey"]
    assert told(log[log["instrument"] == "coded"]["reason"]) == ["did not agree to interview"]
