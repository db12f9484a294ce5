"""Coded texts under pseudonyms: documents, the coding that is analysed, and what coders gave independently.

1. Documents of people who did not agree to the interview, or withdrew, are left out, each with its reason; a
   document that names nobody stays, at team level; a group talk belongs to its team. Quotable is what
   somebody said who agreed to that, too. Open answers go where their response went, and are never quoted.
2. Of each document one coding is analysed: the consensus or the coder that config names, else its only coder.
3. No table holds a word that was said: positions and lengths in characters only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.analysed_coding import Cells, analysed_rows, cells_of, chosen_codings, coders_of
from isop_analysis.cleaning.attributes import Stated, match_values
from isop_analysis.cleaning.coded_answers import ANSWER, Respondent, Responses
from isop_analysis.cleaning.consent import Agreements
from isop_analysis.cleaning.identities import address, mark, place, written
from isop_analysis.cleaning.membership import TeamAt
from isop_analysis.cleaning.pseudonyms import at_moment
from isop_analysis.cleaning.register import NO_TEAM, RegisterRows
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.integration_settings import CONSENSUS, Documents
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

SHOWN = 20
DOCUMENT_COLUMNS = (
    *("document", "place", "kind", "identity", "team", "site", "wave", "role", "language", "characters"),
    *("coders", "analysed"),
)
SEGMENT_COLUMNS = (
    *("segment", "document", "team", "site", "identity", "code", "theme", "coder", "wave", "start", "end"),
    "characters",
)
CODING_COLUMNS = ("document", "identity", "coder", "code", "kind", "start", "end", "characters")


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


@dataclass(frozen=True)
class CodedTexts:
    """The tables with identities (column `identity`) in place of persons, and the log's rows."""

    documents: pd.DataFrame = field(default_factory=lambda: _empty(DOCUMENT_COLUMNS))
    segments: pd.DataFrame = field(default_factory=lambda: _empty(SEGMENT_COLUMNS))
    codings: pd.DataFrame = field(default_factory=lambda: _empty(CODING_COLUMNS))
    quotable: pd.DataFrame = field(default_factory=lambda: _empty(("document",)))
    log: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True)
class Speakers:
    """All that is known of whoever is named beside a document.

    `roles` are those of persons by identity, `groups` all that any of them has: rare ones are merged there.
    None where persons have no such attribute. `responses` are those of the surveys, for their open answers.
    """

    roster: Roster
    agreements: Agreements
    register: RegisterRows
    team_at: TeamAt
    roles: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] | None = None
    responses: Responses = field(default_factory=Responses)


def clean_coded(study: Study, documents: pd.DataFrame, codings: pd.DataFrame, people: Speakers) -> CodedTexts:
    """Return the documents that may be used, and what is coded in them.

    Raises
    ------
    StudyError
        With every talk whose team or person the register does not know, whose person may be several people,
        or whose role is none of the study's.
    """
    if study.integration is None or documents.empty:
        return CodedTexts()
    cells = documents.astype("object").where(documents.notna(), None).to_dict("records")
    answers = [row for row in cells if row["kind"] == ANSWER]
    talks = [row for row in cells if row["kind"] != ANSWER]
    kept, log = _talks(study, study.integration.coded.documents, talks, people)
    for row in answers:
        if (who := people.responses.respondent(row)) is not None:
            kept.append(_answer(row, who, people))
        else:
            log.append(people.responses.excluded(row))
    given = codings.astype("object").where(codings.notna(), None).to_dict("records")
    made = _tables(study, pd.DataFrame(kept, columns=_KEPT), given, log)
    quotable = [row["document"] for row in talks if _refusal(row, people) is None and _quotable(row, people)]
    return replace(made, quotable=pd.DataFrame({"document": quotable}, dtype="str"))


def _talks(
    study: Study, settings: Documents | None, cells: list[Cells], people: Speakers
) -> tuple[list[tuple[object, ...]], list[dict[str, object]]]:
    """Return the documents of the table that may be used, and the log's rows of the others."""
    if settings is None:
        return [], []
    file = f"{study.config.raw}/{settings.file}"
    problems = [found for row in cells if (found := _problem(file, row, people))]
    if problems:
        raise StudyError(problems[:SHOWN])
    roles = _roles(study, settings, file, cells)
    kept, log = [], []
    for row, role in zip(cells, roles, strict=True):
        refusal = _refusal(row, people)
        if refusal is None:
            kept.append(_document(row, role, people))
        else:
            log.append(_excluded(settings.file, row, refusal))
    return kept, log


def _answer(row: Cells, who: Respondent, people: Speakers) -> tuple[object, ...]:
    role = people.roles.get(who.identity)
    own = (who.identity, who.team, who.site, row["wave"], role)
    return row["document"], ANSWER, *own, row["language"], None, row["characters"]


def _problem(file: str, row: Cells, people: Speakers) -> Problem | None:
    number = int(str(row["file_row"]))
    if len(people.register.teams) and place(row["team"]) and people.register.spelled(row["team"]) is None:
        return Problem(file, "the team of this row is not in the register; correct one of them", number)
    who = people.roster.of(row["person"])
    if len(who) > 1:
        return Problem(file, "its person may be several people; give the e-mail address", number)
    if people.roster.known and written(row["person"]) and not who:
        message = (
            "the person of this row is in neither the register nor the consent file; correct one of them"
        )
        return Problem(file, message, number)
    return None


def _who(row: Cells, people: Speakers) -> str | None:
    """Return the person; where nobody is registered someone whom no file knows is a person too."""
    who = next(iter(people.roster.of(row["person"])), None)
    if who is None and written(row["person"]):
        return address(row["person"]) or f"person:{mark(row['person'])}"
    return who


def _refusal(row: Cells, people: Speakers) -> Reason | None:
    if not written(row["person"]):
        return None
    day = pd.Timestamp(str(row["date"])) if row["date"] else None
    return people.agreements.refusal(_who(row, people), "interview", day)


def _quotable(row: Cells, people: Speakers) -> bool:
    """Whether somebody is named who agreed to be quoted and has withdrawn nothing since."""
    named = bool(written(row["person"]))
    return named and people.agreements.stands(_who(row, people), "quoting")


def _roles(study: Study, settings: Documents, file: str, cells: list[Cells]) -> list[str | None]:
    attribute = next((one for one in study.config.attributes if one.name == settings.attribute), None)
    if attribute is None:
        return [None] * len(cells)
    stated = [
        Stated("", (str(row["role"]),) if row["role"] else (), file, int(str(row["file_row"])))
        for row in cells
    ]
    return match_values(attribute, stated)


_KEPT = ("document", "kind", "identity", "team", "site", "wave", "role", "language", "date", "characters")


def _document(row: Cells, role: str | None, people: Speakers) -> tuple[object, ...]:
    register, who, wave = people.register, _who(row, people), row["wave"]
    linked = who is not None and people.agreements.agrees(who, "linking")
    own = people.team_at.team(who, str(wave)) if linked else None
    named = " ".join(str(row["team"]).split()) if place(row["team"]) is not None else None
    team = register.spelled(row["team"]) or named or own or NO_TEAM
    site = " ".join(str(register.teams["site"].get(team, NO_TEAM)).split())
    identity = who if linked or who is None else at_moment(who, "documents", str(wave))
    if role is None or (people.groups is not None and role not in people.groups):
        role = people.roles.get(str(identity))
    facts = (row["language"], row["date"], row["characters"])
    return row["document"], row["kind"], identity, team, site, wave, role, *facts


def _excluded(file: str, row: Cells, reason: Reason) -> dict[str, object]:
    return {
        "unit": "document",
        "rule": "consent",
        "instrument": "coded",
        "wave": row["wave"],
        "file": file.rsplit("/", 1)[-1],
        "file_row": row["file_row"],
        "reason": reason,
    }


def _tables(
    study: Study, documents: pd.DataFrame, given: list[Cells], log: list[dict[str, object]]
) -> CodedTexts:
    """Return the tables of the documents that are kept: talks by day or name, then open answers."""
    last = {"answer": documents["kind"] == ANSWER, "undated": documents["date"].isna()}
    by = documents.assign(**last).sort_values([*last, "date", "document"], kind="stable")
    by = by.reset_index(drop=True)
    kept = {str(row["document"]): row for row in by.astype("object").to_dict("records")}
    codings = [row for row in given if row["document"] in kept]
    chosen = chosen_codings(study, codings)
    coders = coders_of(codings)
    how = [chosen[name].how if name in chosen else None for name in kept]
    table = by.assign(
        place=range(1, len(by) + 1),
        coders=[len(coders.get(name, ())) for name in kept],
        analysed=pd.Series(how, index=by.index, dtype="object"),
    )
    independent = [
        (
            *cells_of(row, kept, "document", "identity", "coder", "code"),
            *(row["kind"], row["start"], row["end"], kept[str(row["document"])]["characters"]),
        )
        for row in codings
        if row["coding"] != CONSENSUS
    ]
    return CodedTexts(
        table[list(DOCUMENT_COLUMNS)],
        pd.DataFrame(analysed_rows(study, codings, chosen, kept), columns=list(SEGMENT_COLUMNS)),
        pd.DataFrame(independent, columns=list(CODING_COLUMNS)),
        log=log,
    )
