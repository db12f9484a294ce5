"""What a person decided of the invented talks: doubtful words, and which passages may be quoted.

Ids are made as the line makes them, of the public key: what is written here fits what it asks.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.cleaning.key import read_names_key
from isop_analysis.cleaning.pseudonyms import HiddenNames
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.interviews import Talk
from isop_analysis.demo.planted_names import DOUBTFUL, PlantedTalks
from isop_analysis.demo.population import Population
from isop_analysis.qualitative.given_ids import given_id
from isop_analysis.qualitative.masking_found import PLACEHOLDERS
from isop_analysis.study import Study

APPROVED = (
    *("role_clarity", "role_contested", "tries_out", "no_time", "appreciation", "initiative", "guidance"),
    "parents_as_partner",
)
"""Codes of which somebody approved a passage."""
REFUSED = "shares_with_colleagues"
ROLE = "future"
ROLES = {"role_contested": "working", "no_time": "working"}
"""Whose passages were approved: enough of that role raised the code."""
DECIDED = ("mask", "keep")
"""What was decided of the first doubtful words; the rest is open."""


@dataclass(frozen=True)
class Said:
    """A passage that could be quoted: who said it, its code, and its words as masked."""

    talk: Talk
    code: str
    text: str
    masked: bool


def write_decided(folder: Path, study: Study, of: PlantedTalks, population: Population) -> None:
    """Write the decisions and approvals that config names; consent stands in the folder already."""
    if study.integration is None:
        return
    key, masking, quotes = read_names_key(study), study.integration.masking, study.integration.quotes
    documents = HiddenNames.of(key, [("document", talk.name) for talk in of.talks]).codes
    if masking.decisions:
        doubtful = [one for one in of.talks if one.passages[-1].words.endswith(f"{DOUBTFUL} bij.")]
        rows = [["doubtful", "decision"]]
        for talk, decision in zip(doubtful, DECIDED, strict=False):
            own = documents["document", talk.name]
            rows.append([given_id(key, "doubtful", own, DOUBTFUL, "0"), decision])
        (folder / masking.decisions).write_text(csv_text(rows), encoding="utf-8", newline="")
    if quotes is not None and quotes.approved:
        rows = [["quote", "approved", "by", "date"]]
        for said, approved in _approved(folder, study, of, population):
            document = documents["document", said.talk.name]
            one = given_id(key, "quote", document, said.code, said.text)
            rows.append([one, approved, "A.B.", "2025-08-28"])
        (folder / quotes.approved).write_text(csv_text(rows), encoding="utf-8", newline="")


def _approved(
    folder: Path, study: Study, of: PlantedTalks, population: Population
) -> Iterator[tuple[Said, str]]:
    """Yield passages of people who agreed to be quoted, each person once, with what was said of them."""
    agreed, used = _agreed(folder), set[str]()
    roles = {one.identity.email: one.role for one in population.persons}
    quotes = study.integration.quotes if study.integration else None
    shortest, longest = (quotes.shortest, quotes.longest) if quotes else (0, 0)
    for code in (*APPROVED, REFUSED):
        own = [
            one
            for one in _said(of)
            if one.code == code
            and shortest <= len(one.text) <= longest
            and one.talk.email in agreed - used
            and roles.get(one.talk.email) == ROLES.get(code, ROLE)
        ]
        if own:
            said = min(own, key=lambda one: not one.masked)
            used.add(said.talk.email)
            yield said, "no" if code == REFUSED else "yes"


def _said(of: PlantedTalks) -> Iterator[Said]:
    for talk in of.talks:
        for (start, end), passage in zip(talk.spans(), talk.passages, strict=True):
            names = [one for one in of.planted[talk.name] if start <= one.start and one.end <= end]
            words = passage.words
            for one in names:
                words = words.replace(talk.text[one.start : one.end], PLACEHOLDERS["name"])
            if DOUBTFUL not in words:
                yield Said(talk, passage.code, " ".join(words.split()), bool(names))


def _agreed(folder: Path) -> set[str]:
    """Return the addresses of those who agreed to be quoted and did not withdraw."""
    with (folder / "consent.csv").open(encoding="cp1252", newline="") as text:
        rows: Sequence[dict[str, str]] = list(csv.DictReader(text, delimiter=";"))
    return {row["e-mail"] for row in rows if row["citeren"] == "ja" and not row["ingetrokken"]}
