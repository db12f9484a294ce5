"""From what was received to what may be analysed, in one line.

1. Roster, agreements and links: whose is each response, may it be used, may it be linked.
2. One reading of the answers counts what the rules have to know; the rules leave responses out, in order.
3. People with attributes, memberships, participation, teams, coded texts; identities become pseudonyms.
4. A second reading writes the answers of the responses that were kept.

Refused: a missing or other key, unknown teams, values and codes, contradictions in the register (StudyError).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import written
from isop_analysis.cleaning.answer_chunks import read_chunks
from isop_analysis.cleaning.answer_tally import Tally, tally
from isop_analysis.cleaning.asked_consent import agreed_in_survey, answered_consent, refuse_by_answer
from isop_analysis.cleaning.claims import Link, carries_identity, read_claims
from isop_analysis.cleaning.coded import CodedTexts, Speakers, clean_coded
from isop_analysis.cleaning.coded_answers import Responses
from isop_analysis.cleaning.consent import Agreements, read_agreements
from isop_analysis.cleaning.flows import linking_counts, people_flow, wave_starts
from isop_analysis.cleaning.item_traits import item_traits
from isop_analysis.cleaning.kept_answers import KeptResponses, write_answers
from isop_analysis.cleaning.key import read_key, read_names_key, stand_in_key
from isop_analysis.cleaning.ledger import EXCLUSION_COLUMNS, Ledger, apply_rules, changes_cells
from isop_analysis.cleaning.linked import link_responses, place_responses
from isop_analysis.cleaning.links import link_claims
from isop_analysis.cleaning.membership import memberships, participation, team_at
from isop_analysis.cleaning.persons import People, gather_people
from isop_analysis.cleaning.pseudonyms import HiddenNames, Names
from isop_analysis.cleaning.received import Received
from isop_analysis.cleaning.register import RegisterRows, read_register
from isop_analysis.cleaning.roster import Roster, read_roster
from isop_analysis.cleaning.rules import Evidence
from isop_analysis.cleaning.teams import describe_teams
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Known:
    """Everyone the study knows of, what they agreed to, and the register."""

    roster: Roster
    links: list[Link]
    asked: pd.DataFrame | None
    agreements: Agreements
    register: RegisterRows
    key: bytes


@dataclass(frozen=True)
class Cleaned:
    """The tables of clean by name; the answers are written by `write_answers`."""

    tables: dict[str, pd.DataFrame]
    kept: KeptResponses


def clean(study: Study, received: Received) -> Cleaned:
    """Return the tables of clean, all but the answers.

    Raises
    ------
    StudyError
        With everything that has to be mended before this study can be cleaned.
    RuntimeError
        When responses in and out don't add up.
    """
    known = read_known(study, received)
    links = known.links
    rows = link_responses(study, received.responses, links, known.agreements)
    rows = refuse_by_answer(study, rows, known.asked)
    where = team_at(known.register)
    has_register = study.config.team_register is not None
    rows = place_responses(rows, known.register, where, has_register=has_register)
    counted = tally(read_chunks(received.answers), rows.index.to_numpy(dtype=np.int64), item_traits(study))
    rows = rows.join(counted.responses)
    ledger = apply_rules(_evidence(study, rows, counted, known), study.config.cleaning)
    return _tables(study, received, known, links, rows, counted, ledger)


def read_known(study: Study, received: Received) -> Known:
    """Return the people of the study, and the key, which answers without any identity don't need."""
    roster = read_roster(study, received)
    links = link_claims(read_claims(received.responses), roster, study.config.linking)
    asked = answered_consent(study, received)
    agreements = read_agreements(study, received.consent, roster)
    if asked is not None:
        agreements = agreed_in_survey(study, asked, links)
    starts = wave_starts(received.responses)
    register = read_register(study, received, roster, agreements, starts)
    named = (
        roster.known
        or carries_identity(received.responses)
        or bool(received.documents["person"].notna().any())
    )
    key = read_key(study) if named else stand_in_key(study.name)
    return Known(roster, links, asked, agreements, register, key)


def _evidence(study: Study, rows: pd.DataFrame, counted: Tally, known: Known) -> Evidence:
    by_team = {
        one.name: one.about == "team" or any(item.about == "team" for item in one.items)
        for one in study.instruments
    }
    instrument = rows["instrument"].astype("str")
    responses = rows.assign(
        person=rows["identity"],
        by_team=instrument.map(by_team).astype("bool"),
    )
    ranges = {name: (trait.low, trait.high) for name, trait in item_traits(study).items()}
    if study.config.team_register is None:
        responses = responses.assign(unknown_team=None)
    return Evidence(responses, counted.outside, ranges, tuple(known.register.teams.index))


def _tables(
    study: Study,
    received: Received,
    known: Known,
    links: list[Link],
    rows: pd.DataFrame,
    counted: Tally,
    ledger: Ledger,
) -> Cleaned:
    register = known.register
    kept = rows.loc[ledger.kept]
    people = gather_people(study, register, kept, counted.attributes)
    coded = _coded_texts(study, received, known, people, Responses.of(rows, ledger))
    members, dose = memberships(register), participation(study, register)
    identities = {*rows["identity"], *people.persons["identity"], *coded.documents["identity"].dropna()}
    names = Names.of(known.key, sorted({*identities, *members["who"], *dose["who"]}))
    name = names.by_identity
    teams = describe_teams(study, register, people.members, kept)
    of_texts = [coded.documents, coded.segments, coded.codings]
    hidden = _hidden_names(study, [teams, members, dose, kept, *of_texts])
    responses = hidden.hide(kept.assign(person=kept["identity"].map(name)).reset_index())
    notes = [register.exclusions, _log(people.log), _log(coded.log)]
    log = pd.concat([ledger.exclusions, *notes], ignore_index=True)
    tables = {
        "pseudonyms": names.table(known.roster),
        "hidden_names": hidden.table(),
        "comments": _comments(received, responses),
        "link_questions": _questions(rows, links),
        "sheet_consents": _on_sheets(people.persons, known.agreements, name),
        "quote_consents": hidden.hide(coded.quotable).sort_values("document", ignore_index=True),
        "persons": _named(people.persons, "identity", name).drop(columns=["who"]),
        "teams": hidden.hide(teams).sort_values("team", kind="stable").reset_index(drop=True),
        "memberships": _named(hidden.hide(members), "who", name),
        "participation": _named(hidden.hide(dose), "who", name),
        "responses": responses[RESPONSE_COLUMNS],
        "exclusions": log.assign(reason=[written([reason]) for reason in log["reason"]]),
        "flow": ledger.flow,
        "people_flow": people_flow(study, known.roster, register, known.agreements, rows, ledger.kept),
        "linking": linking_counts(rows),
        "documents": _named(hidden.hide(coded.documents), "identity", name, by=["place"]),
        "segments": _named(hidden.hide(coded.segments), "identity", name, by=["segment", "code"]),
        "codings": _named(
            hidden.hide(coded.codings), "identity", name, by=["document", "start", "end", "coder", "code"]
        ),
    }
    received_ids = rows.index.to_numpy(dtype=np.int64)
    return Cleaned(tables, KeptResponses.of(received_ids, responses))


def _coded_texts(
    study: Study, received: Received, known: Known, people: People, responses: Responses
) -> CodedTexts:
    attribute = study.integration.coded.attribute if study.integration else None
    roles: dict[str, str] = {}
    groups = None
    if attribute is not None:
        own = people.persons.set_index("identity")[attribute]
        groups = frozenset(str(value) for value in own.cat.categories)
        roles = {str(who): str(value) for who, value in own.astype("object").dropna().items()}
    where = team_at(known.register)
    speakers = Speakers(known.roster, known.agreements, known.register, where, roles, groups, responses)
    return clean_coded(study, received.documents, received.codings, speakers)


def _hidden_names(study: Study, tables: list[pd.DataFrame]) -> HiddenNames:
    """Return the pseudonyms of all that is no person; the key is asked for only where there is any."""
    if not HiddenNames.in_tables(b"", tables).codes:
        return HiddenNames({})
    return HiddenNames.in_tables(read_names_key(study), tables)


RESPONSE_COLUMNS = [
    "response",
    "person",
    "team",
    "site",
    "wave",
    "instrument",
    "linked_by",
    "items_given",
    "items",
]


def _named(
    table: pd.DataFrame, column: str, names: dict[str, str], by: list[str] | None = None
) -> pd.DataFrame:
    """Put pseudonyms in the place of identities, in an order that tells nothing of the identities."""
    person = table[column].map(names)
    named = table.drop(columns=[column]).assign(person=person)
    order = by or [name for name in ("person", "team", "wave") if name in named]
    return named.sort_values(order, kind="stable").reset_index(drop=True)


def _on_sheets(persons: pd.DataFrame, agreements: Agreements, names: dict[str, str]) -> pd.DataFrame:
    """Return the people who may be counted on their team's sheet, under pseudonyms."""
    agreed = [agreements.stands(who, "team_sheet") for who in persons["who"]]
    return pd.DataFrame({"person": sorted(names[one] for one in persons.loc[agreed, "identity"])})


def _log(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=EXCLUSION_COLUMNS).astype("object")


def _comments(received: Received, responses: pd.DataFrame) -> pd.DataFrame:
    own = responses[["response", "person", "team", "wave"]]
    table = received.comments.merge(own, on="response").sort_values(["response", "item"], kind="stable")
    return table[["person", "team", "wave", "instrument", "item", "text"]].reset_index(drop=True)


def _questions(rows: pd.DataFrame, links: list[Link]) -> pd.DataFrame:
    """Return the responses that a person has to decide on; tests are nobody's."""
    columns = ["response", "instrument", "wave", "kind", "candidates"]
    own = rows.reset_index()[["response", "instrument", "wave", "test"]]
    found = [
        (response, instrument, wave, link.question, "; ".join(link.candidates))
        for (response, instrument, wave, test), link in zip(own.itertuples(index=False), links, strict=True)
        if link.question is not None and not test
    ]
    return pd.DataFrame(found, columns=columns)


def write_kept_answers(study: Study, received: Received, cleaned: Cleaned) -> int:
    """Write the table answers of the responses that were kept; return its number of rows."""
    target = study.processed / "answers.parquet"
    mend = changes_cells(study.config.cleaning)
    return write_answers(received.answers, target, cleaned.kept, item_traits(study), mend=mend)
