"""Parts of cleaning on rows made by hand: dates, dose, links by code, the register's cells."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_study import both, config, make_study, table

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning import key
from isop_analysis.cleaning.claims import Claim, Link
from isop_analysis.cleaning.code_links import KnownCodes, group_codes
from isop_analysis.cleaning.consent import Agreement, Agreements, read_agreements
from isop_analysis.cleaning.dates import days, legible_days, legible_times
from isop_analysis.cleaning.flows import people_flow
from isop_analysis.cleaning.item_traits import ItemTrait, columns_of, item_traits
from isop_analysis.cleaning.ledger import Ledger, apply_rules, check_arithmetic
from isop_analysis.cleaning.linked import link_responses
from isop_analysis.cleaning.links import link_claims
from isop_analysis.cleaning.lock import read_lock
from isop_analysis.cleaning.membership import memberships, participation, team_at
from isop_analysis.cleaning.persons import gather_people
from isop_analysis.cleaning.received import Received
from isop_analysis.cleaning.register import RegisterRows, measure_column
from isop_analysis.cleaning.roster import Roster, read_roster
from isop_analysis.cleaning.rules import Evidence
from isop_analysis.study import Study, StudyError
from isop_analysis.study.cleaning_rules import Cleaning
from isop_analysis.study.participant_settings import Linking, Measure

NOWHERE = pd.DataFrame({"site": [], "cohort": []}, dtype="object")


def roster(**known: Any) -> Roster:
    empty: dict[str, Any] = {name: {} for name in ("emails", "aliases", "tokens", "codes", "teams")}
    return Roster(**empty | {"members": (), "attendance": (), "consents": ()} | known)


def register(
    teams: dict[str, str] | None = None, members: list[Any] = (), attendance: list[Any] = ()
) -> RegisterRows:  # type: ignore[assignment]
    """A register of teams with their sites, members (who, team), and who, team, wave, offered, attended."""
    sites = pd.DataFrame({"site": teams or {}, "cohort": dict.fromkeys(teams or {}, "2023")}, dtype="object")
    people = pd.DataFrame(list(members), columns=["who", "team"], dtype="object")
    names = ["who", "team", "wave", "offered", "attended"]
    sessions = pd.DataFrame(list(attendance), columns=names).assign(refusal=None)
    people = people.assign(refusal=None, joined=None, left=None, file="register.xlsx", file_row=2)
    return RegisterRows(sites, people, sessions.astype({"offered": float, "attended": float}), pd.DataFrame())


def test_a_moment_with_a_zone_is_told_in_universal_time() -> None:
    cells = pd.Series(["2024-03-01T00:30:00+02:00", "2024-03-01 10:15:00", "1-3-2024 9:00", None, "soon"])
    assert legible_times(cells).dt.strftime("%F %T").fillna("NaT").tolist() == [
        "2024-02-29 22:30:00",
        "2024-03-01 10:15:00",
        "2024-03-01 00:00:00",
        "NaT",
        "NaT",
    ]
    assert legible_days(cells).dt.strftime("%F").fillna("NaT").tolist() == [
        "2024-02-29",
        "2024-03-01",
        "2024-03-01",
        "NaT",
        "NaT",
    ]


def test_empty_cells_hold_no_date_and_words_are_told_by_row() -> None:
    found = days(pd.Series(["", None, " ", "30/09/2024", "30.9.2024"]), "consent.csv", "date")
    assert found.dt.strftime("%F").fillna("NaT").tolist() == ["NaT", "NaT", "NaT", "2024-09-30", "2024-09-30"]
    with pytest.raises(StudyError) as error:
        days(pd.Series(["2024-09-30", "soon", None, "later"]), "consent.csv", "date")
    told = "column 'date' holds no date; write it as 2024-09-30"
    assert str(error.value).splitlines()[-2:] == [f"consent.csv:3: {told}", f"consent.csv:5: {told}"]


def test_someone_who_attended_a_team_without_being_listed_there_is_a_member_by_their_sessions() -> None:
    rows = register(
        members=[("bob", "LT02"), ("bob", "LT01"), ("ann", "LT01")],
        attendance=[("ann", "LT02", "w0", 4, 3), ("ann", "LT01", "w0", 4, 1)],
    )
    found = memberships(rows)
    assert found[["who", "team", "weight"]].to_numpy().tolist() == [
        ["ann", "LT01", 0.25],
        ["ann", "LT02", 0.75],
        ["bob", "LT01", 0.5],
        ["bob", "LT02", 0.5],
    ]


def test_of_equal_teams_the_first_by_name_is_the_persons_team() -> None:
    rows = register(
        members=[("bob", "LT02"), ("bob", "LT01"), ("ann", "LT01")],
        attendance=[
            ("ann", "LT02", "w0", 4, 2),
            ("ann", "LT01", "w0", 4, 2),
            ("ann", "LT02", "w1", 6, 2),
            ("ann", "LT01", "w1", 4, 2),
            ("ann", "LT02", "w2", 4, 3),
            ("ann", "LT01", "w2", 9, 1),
        ],
    )
    where = team_at(rows)
    assert where.in_wave == {("ann", "w0"): "LT01", ("ann", "w1"): "LT02", ("ann", "w2"): "LT02"}
    assert where.main == {"ann": "LT02", "bob": "LT01"}
    assert [where.team(who, "w9") for who in ("ann", "cas", None)] == ["LT02", None, None]


def test_the_dose_adds_up_in_the_order_of_the_waves_and_not_of_the_rows(tmp_path: Path) -> None:
    rows = register(
        attendance=[("ann", "LT01", "w1", 6, 2), ("ann", "LT01", "w0", 2, 2), ("bob", "LT01", "w0", 0, 0)]
    )
    found = participation(make_study(tmp_path), rows)
    assert found.columns.tolist()[:5] == ["who", "team", "wave", "offered", "attended"]
    assert found["wave"].tolist() == ["w0", "w1", "w0"]
    assert found["offered_to_date"].tolist() == [2.0, 8.0, 0.0]
    assert found["attended_to_date"].tolist() == [2.0, 4.0, 0.0]
    assert found["dose"].tolist()[:2] == [1.0, 0.5]
    assert np.isnan(found["dose"].iloc[2])


def test_options_of_multiple_choice_count_for_no_scale_and_hold_nought_or_one(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    options = [{"name": name, **both(f"{name} option")} for name in ("books", "talks")]
    question = {"name": "learned", "text": both("learned"), "options": options}
    scan = study.instruments[0]
    known = scan.model_dump(mode="json") | {"multiple_choice": [question]}
    changed = type(scan).model_validate(known)
    traits = item_traits(replace_instrument(study, changed))
    assert traits["learned_books"] == ItemTrait(False, False, False, 0, 1, False, True)
    assert traits["learned_talks"] == traits["learned_books"]
    assert traits["a2"] == ItemTrait(True, True, True, 1, 5, False, True)
    assert traits["own_job"] == ItemTrait(False, False, False, 1, 3, True, True)


def replace_instrument(study: Study, instrument: Any) -> Any:
    class Changed:
        config = study.config
        instruments = (instrument,)

    return Changed()


def test_an_item_that_nobody_knows_has_no_range_and_no_scale() -> None:
    own = columns_of({"a": ItemTrait(True, True, True, 1, 5, True, True)}, ["b", "a"])
    for name in ("scaled", "comparable", "reversed", "attribute", "checked"):
        assert getattr(own, name).tolist() == [False, True], name
        assert getattr(own, name).dtype == bool
    assert own.low.tolist() == [-np.inf, 1.0]
    assert own.high.tolist() == [np.inf, 5.0]


def claim(code: str | None = None, moment: str = "scan w0", team: str | None = "lt01", **other: Any) -> Claim:
    return Claim(other.get("person"), other.get("email"), other.get("token"), code, team, moment)


def test_codes_in_a_chain_of_slips_are_not_joined() -> None:
    chain = {place: claim(code, f"scan w{place}") for place, code in enumerate(("abcde", "abcdf", "abxdf"))}
    found = group_codes(chain, 1, asked=False)
    name = "self_code:lt01:"
    assert found == {
        0: Link(None, "ambiguous", "near_codes", (f"{name}abcdf",)),
        1: Link(None, "ambiguous", "near_codes", (f"{name}abcde", f"{name}abxdf")),
        2: Link(None, "ambiguous", "near_codes", (f"{name}abcdf",)),
    }
    assert group_codes(chain, 0, asked=False) == dict.fromkeys(chain, Link(None, "unlinked"))


def test_two_codes_at_one_slip_are_joined_under_the_one_used_more_unless_they_met() -> None:
    apart = {0: claim("abcdf", "w0"), 1: claim("abcde", "w1"), 2: claim("abcdf", "w2")}
    linked = Link("self_code:lt01:abcdf", "self_code", "unknown_code")
    assert group_codes(apart, 1, asked=True) == dict.fromkeys(apart, linked)
    met = apart | {1: claim("abcde", "w2")}
    own = Link("self_code:lt01:abcdf", "self_code")
    alone = Link(None, "ambiguous", "near_codes", ("self_code:lt01:abcdf",))
    assert group_codes(met, 1, asked=False) == {0: own, 1: alone, 2: own}


def test_codes_without_a_team_are_joined_by_the_same_code_only() -> None:
    claims = {0: claim("abcde", "w0", None), 1: claim("abcde", "w1", None), 2: claim("abcdf", "w1", None)}
    same = Link("self_code:none:abcde", "self_code")
    assert group_codes(claims, 1, asked=False) == {0: same, 1: same, 2: Link(None, "unlinked")}


def test_two_slips_of_one_code_at_one_moment_are_two_people() -> None:
    known = KnownCodes({"ab12cd": {"ann"}}, {"ann": {"lt01"}}, set())
    claims = {0: claim("ab12ce", "w1"), 1: claim("ab12cf", "w1"), 2: claim("ab12cg", "w2")}
    twice = Link(None, "ambiguous", "second_answer", ("ann",))
    assert known.match(claims, 1) == {0: twice, 1: twice, 2: Link("ann", "self_code")}
    assert known.match(claims, 0) == {}


def test_an_address_stands_for_the_token_beside_it_unless_two_do() -> None:
    claims = [
        claim(None, email="ann@x.nl", token="t1"),
        claim(None, token="t1"),
        claim(None, email="bob@x.nl", token="t2"),
        claim(None, email="cas@x.nl", token="t2"),
        claim(None, token="t2"),
        claim(None, token="t3"),
        claim(None),
    ]
    linking = Linking.model_validate({"order": ["token", "email"]})
    found = link_claims(claims, roster(), linking)
    assert [link.identity for link in found] == [
        "ann@x.nl",
        "ann@x.nl",
        "bob@x.nl",
        "cas@x.nl",
        "token:t2",
        "token:t3",
        None,
    ]
    assert [link.by for link in found] == ["token"] * 6 + ["unlinked"]
    assert {link.question for link in found} == {None}


def test_a_known_token_beside_a_new_address_is_no_address_of_other_tokens() -> None:
    known = roster(tokens={"t1": frozenset({"ann@x.nl"})}, consents=("ann@x.nl",))
    claims = [claim(None, token="t1", email="new@x.nl"), claim(None, token="t2"), claim(None, token="t1")]
    found = link_claims(claims, known, Linking.model_validate({"order": ["token", "email"]}))
    assert [link.identity for link in found] == ["ann@x.nl", "token:t2", "ann@x.nl"]
    assert [link.question for link in found] == [None, "unknown_token", None]


def test_rungs_that_lead_apart_are_ambiguous_and_a_person_id_joins_what_it_leads_to() -> None:
    known = roster(
        emails={"ann@x.nl": "ann@x.nl", "bob@x.nl": "bob@x.nl"},
        tokens={"t1": frozenset({"ann@x.nl"})},
        aliases={"ann@new.nl": "ann@x.nl"},
        codes={"ab12cd": frozenset({"ann@x.nl"})},
        teams={"ann@x.nl": frozenset({"lt01"})},
        consents=("ann@x.nl", "bob@x.nl"),
    )
    linking = Linking.model_validate(
        {"order": ["person", "token", "email", "alias", "self_code"], "aliases": "aliases.csv"}
    )
    claims = [
        claim(None, token="t1", email="bob@x.nl"),
        claim(None, person="P1", email="bob@x.nl"),
        claim(None, person="P1"),
        claim(None, person="P2"),
        claim(None, person="P3", email="ann@x.nl"),
        claim(None, person="P3", email="bob@x.nl"),
        claim(None, email="ann@new.nl"),
        claim("ab12cd", email="stranger@x.nl"),
        claim("ab12cd", "scan w1"),
    ]
    both_people = ("ann@x.nl", "bob@x.nl")
    assert link_claims(claims, known, linking) == [
        Link(None, "ambiguous", "several_people", both_people),
        Link("bob@x.nl", "person"),
        Link("bob@x.nl", "person"),
        Link("person:P2", "person"),
        Link("ann@x.nl", "email"),
        Link("bob@x.nl", "email"),
        Link("ann@x.nl", "alias"),
        Link("ann@x.nl", "self_code"),
        Link("ann@x.nl", "self_code"),
    ]


def test_a_lock_file_that_holds_something_else_is_told(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    lock = tmp_path / "config" / "small.lock.json"
    for content in ("{", '{"other": 1}', '{"key": 1}'):
        lock.write_text(content)
        with pytest.raises(StudyError, match=r"config/small\.lock\.json: is no lock file of a study"):
            read_lock(study)


def test_the_key_of_people_who_exist_is_not_read_inside_the_project(tmp_path: Path) -> None:
    inside = {"minimum_cell": 5, "key": {"file": "config/small.key", "public": False}}
    study = make_study(tmp_path, invented=False, privacy=inside)
    with pytest.raises(StudyError, match="lies inside the project; name a file elsewhere"):
        key.read_key(study)


def test_participation_carries_the_registers_measures(tmp_path: Path) -> None:
    settings = config()["team_register"]
    minutes = {"name": "minutes", "title": both("minutes"), "column": "Min"}
    attended = settings["attendance"] | {"measures": [minutes]}
    study = make_study(tmp_path, team_register=settings | {"attendance": attended})
    rows = register(attendance=[("ann", "LT01", "w1", 6, 2), ("ann", "LT01", "w0", 2, 2)])
    rows.attendance["Min"] = ["90", "7,5"]
    assert participation(study, rows)["minutes"].tolist() == [7.5, 90.0]


def test_people_without_a_token_are_not_one_person(tmp_path: Path) -> None:
    own = {
        name: table(f"received_{name}", [])
        for name in ("responses", "comments", "aliases", "documents", "codings")
    }
    received = Received(
        teams=table("register_teams", []),
        members=table("register_members", [{"email": "ann@x.nl", "team": "LT01"}]),
        attendance=table("register_attendance", [{"email": "ann@x.nl"}]),
        consent=table(
            "received_consent",
            [
                {"email": "bob@x.nl"},
                {"token": "t1"},
                {"self_code": "Ab 1"},
                {"email": "cas@x.nl", "token": "t9"},
            ],
        ),
        answers=tmp_path / "none.parquet",
        **own,
    )
    found = read_roster(make_study(tmp_path), received)
    assert found.members == found.attendance == ("ann@x.nl",)
    assert found.consents == ("bob@x.nl", "token:t1", "self_code:ab1", "cas@x.nl")
    assert found.emails == {mail: mail for mail in ("ann@x.nl", "bob@x.nl", "cas@x.nl")}
    assert found.tokens == {"t1": frozenset({"token:t1"}), "t9": frozenset({"cas@x.nl"})}
    assert found.teams == {"ann@x.nl": frozenset({"lt01"})}
    assert found.of("AB-1") == frozenset({"self_code:ab1"})
    assert found.of("t1") == frozenset({"token:t1"})
    assert [found.of(cell) for cell in ("eve@x.nl", "t2", None)] == [frozenset()] * 3


def test_without_a_consent_file_nobody_is_asked_and_without_a_roster_nobody_counted(tmp_path: Path) -> None:
    study = make_study(tmp_path, consent=None)
    agreements = read_agreements(study, table("received_consent", []), roster())
    assert agreements == Agreements(asked=False)
    none = people_flow(study, roster(), register(), agreements, pd.DataFrame(), pd.Index([]))
    assert none.columns.tolist() == ["cohort", "occasion", "stage", "people"]
    assert none.empty


def test_a_withdrawal_counts_from_its_day_on(tmp_path: Path) -> None:
    given = [(1, "2024-01-09 23:59:00"), (2, "2024-01-10 00:01:00"), (3, None)]
    rows = pd.DataFrame(given, columns=["response", "started"])
    rows = rows.assign(instrument="scan", wave="w0", file="scan.csv", file_row=rows["response"] + 1)
    agreed = Agreement(frozenset({"survey", "linking"}), pd.Timestamp("2024-01-10"))
    links = [Link("ann@x.nl", "email")] * 3
    found = link_responses(make_study(tmp_path), rows, links, Agreements(True, {"ann@x.nl": agreed}))
    assert found["refusal"].tolist() == [None, Reason("withdrew_consent"), Reason("withdrew_undated")]
    assert found["identity"].tolist() == ["ann@x.nl"] * 3


def test_a_key_without_a_lock_file_is_recorded_once(tmp_path: Path) -> None:
    study = make_study(tmp_path)
    known = key.make(study)
    lock = tmp_path / "config" / "small.lock.json"
    before = lock.read_text()
    lock.unlink()
    assert key.record(study) == known
    assert lock.read_text() == before
    assert key.record(study) == known


def test_a_measure_is_read_with_comma_or_point_and_tells_what_is_no_number() -> None:
    measure = Measure.model_validate({"name": "hours", "title": both("hours"), "column": "Uren"})
    cells = pd.DataFrame({"Uren": [" 12,5", "3.25", "", None]})
    assert measure_column(cells, measure).tolist()[:2] == [12.5, 3.25]
    assert measure_column(cells, measure).isna().tolist() == [False, False, True, True]
    assert measure_column(pd.DataFrame({"Uren": [1, 2]}), measure).tolist() == [1.0, 2.0]
    # A column that bears the measure's own name goes before the register's heading.
    assert measure_column(pd.DataFrame({"hours": ["4"], "Uren": ["5"]}), measure).tolist() == [4.0]
    assert measure_column(pd.DataFrame({"other": []}), measure).empty
    with pytest.raises(
        StudyError, match="register: column 'Uren' holds a text of 4 characters; a number was expected"
    ):
        measure_column(pd.DataFrame({"Uren": ["1", "many", "few"]}), measure)
    with pytest.raises(StudyError, match="register: column 'Uren' of hours is missing; add it"):
        measure_column(pd.DataFrame({"other": [1]}), measure)


def ledger(flow: list[tuple[int, int, int]], kept: int, logged: int) -> Ledger:
    rows = [
        {
            "instrument": "scan",
            "wave": "w0",
            "step": step,
            "rows_in": own[0],
            "excluded": own[1],
            "rows_out": own[2],
        }
        for step, own in enumerate(flow)
    ]
    log = pd.DataFrame({"unit": ["response"] * logged + ["cell"] * 2})
    return Ledger(pd.RangeIndex(kept), log, pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("flow", "kept", "logged"),
    [
        ([(3, 0, 3), (2, 1, 1)], 1, 2),  # what comes in is not what went out before
        ([(3, 0, 3), (3, 1, 1)], 1, 2),  # in is not out and left out together
        ([(3, 0, 3), (3, -1, 4), (4, 2, 2)], 2, 1),  # fewer than nobody left out
        ([(2, 0, 2), (2, 1, 1)], 1, 2),  # another number than was received
        ([(3, 0, 3), (3, 2, 1)], 2, 2),  # more kept than came out
        ([(3, 0, 3), (3, 1, 2)], 1, 2),  # fewer kept than came out
        ([(3, 0, 3), (3, 2, 1)], 1, 1),  # one lost without a row of the log
        ([(3, 0, 3), (3, 2, 1)], 1, 3),  # one logged twice
    ],
)
def test_each_error_of_the_flow_is_found(flow: list[tuple[int, int, int]], kept: int, logged: int) -> None:
    with pytest.raises(RuntimeError, match="the flow does not add up: 3 responses received"):
        check_arithmetic(ledger(flow, kept, logged), pd.DataFrame(index=range(3)))
    check_arithmetic(ledger([(3, 0, 3), (3, 2, 1)], 1, 2), pd.DataFrame(index=range(3)))


def test_the_flow_counts_its_steps_from_nought_as_received() -> None:
    columns = ["instrument", "wave", "file", "file_row", "test"]
    frame = pd.DataFrame(
        [("scan", "w0", "scan.csv", 2, False), ("scan", "w0", "scan.csv", 3, True)], columns=columns
    )
    cells = pd.DataFrame(columns=["response", "item", "answer"])
    found = apply_rules(
        Evidence(frame, cells, {}), Cleaning.model_validate({"steps": [{"rule": "test_answers"}]})
    )
    assert found.flow[["step", "rule", "rows_in", "excluded", "rows_out"]].to_numpy().tolist() == [
        [0, "received", 2, 0, 2],
        [1, "test_answers", 2, 1, 1],
    ]


def test_each_attribute_is_read_from_its_own_item_and_the_earliest_wave(tmp_path: Path) -> None:
    attributes = [
        {
            "name": name,
            "title": both(name),
            "item": item,
            "values": [
                {"name": value, **both(value), "accept": [code]}
                for value, code in (("yes", "1"), ("no", "0"))
            ],
        }
        for name, item in (("first", "a_item"), ("second", "b_item"))
    ]
    config = make_study(tmp_path, privacy={"minimum_cell": 3, "key": {"file": "k", "public": True}}).config
    own = [type(config.attributes[0]).model_validate(one) for one in attributes]
    settings = config.model_copy(update={"attributes": own})
    kept = pd.DataFrame(
        {
            "identity": ["ann", "ann"],
            "who": ["ann", "ann"],
            "wave": ["w1", "w0"],
            "team": "none",
            "site": "none",
        },
        index=pd.Index([1, 2], name="response"),
    )
    cells = [(1, "b_item", 1.0), (2, "a_item", 1.0), (2, "b_item", 0.0), (3, "a_item", 0.0)]
    answers = pd.DataFrame(cells, columns=["response", "item", "answer"])

    class Two:
        config = settings
        instruments = ()

    found = gather_people(Two(), register(), kept, answers)  # type: ignore[arg-type]
    assert found.persons[["identity", "first", "second", "responses"]].astype("str").to_numpy().tolist() == [
        ["ann", "yes", "no", "2"]
    ]
    assert found.persons["cohort"].tolist() == ["2023"]
