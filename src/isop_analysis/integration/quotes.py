"""Quotes chosen by rule: passages that may be quoted, spread over teams, one a person; each is approved.

1. A passage may be quoted where its speaker agreed to that, its coding is analysed, its code is agreed on
   well enough, its masked words are neither too short nor too long, and nothing doubtful is undecided.
2. What was approved stays, what was not approved goes; the rest is filled up: round after round each code,
   rarest first, gets a passage of the team that it has fewest of, of somebody who is not quoted yet.
3. Among equals an arbitrary but lasting order decides: that of ids, keyed hashes of document, code, words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import category

from isop_analysis.contracts.table import Row
from isop_analysis.qualitative.given_ids import given_id
from isop_analysis.qualitative.masked_texts import context

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.integration_settings import Integration
    from isop_analysis.study.study import Study

QUOTE = "quote"
PICTURE = "So"
"""Unicode's category of emoji and other pictures, which print has no letters for."""


@dataclass(frozen=True)
class Passage:
    """A passage that may be quoted: its id, whose it is, its masked words, and what stands around."""

    quote: str
    document: str
    person: str
    team: str
    role: str | None
    occasion: str | None
    theme: str
    code: str
    language: str | None
    text: str
    context: str

    def row(self) -> Row:
        """Return the passage as a row of quotes."""
        names = (
            "quote",
            "document",
            "person",
            "team",
            "role",
            "occasion",
            "theme",
            "code",
            "language",
            "text",
        )
        return {name: getattr(self, name) for name in names} | {"characters": len(self.text)}


@dataclass(frozen=True)
class Texts:
    """The tables that passages are made of."""

    documents: "pd.DataFrame"
    segments: "pd.DataFrame"
    masked_texts: "pd.DataFrame"
    masked_segments: "pd.DataFrame"
    quote_consents: "pd.DataFrame"


def passages(study: "Study", of: Texts, below: frozenset[str], key: bytes) -> list[Passage]:
    """Return the passages that may be quoted; `below` are codes under the threshold of agreement."""
    integration = study.integration
    if integration is None or integration.quotes is None:
        return []
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    texts = dict(zip(of.masked_texts["document"], of.masked_texts["text"], strict=True))
    places = {row["segment"]: row for row in of.masked_segments.to_dict("records")}
    allowed = set(of.quote_consents["document"])
    documents = {row["document"]: row for row in _records(of.documents)}
    found: dict[str, Passage] = {}
    for row in _records(of.segments):
        place = places.get(row["segment"])
        if place is None or place["undecided"] or row["code"] in below or row["document"] not in allowed:
            continue
        whole, span = texts[row["document"]], (int(place["start"]), int(place["end"]))
        text = " ".join(whole[slice(*span)].split())
        if row["person"] is None or not _fits(text, integration):
            continue
        about = documents[row["document"]]
        number = given_id(key, QUOTE, row["document"], row["code"], text)
        found[number] = Passage(
            quote=number,
            **{name: row[name] for name in ("document", "person", "team", "theme", "code")},
            **{name: about[name] for name in ("role", "language")},
            occasion=occasions.get(about["wave"]),
            text=text,
            context=context(whole, *span),
        )
    return [found[number] for number in sorted(found)]


def _fits(text: str, integration: "Integration") -> bool:
    """Whether words are neither too short nor too long, and of signs that every typeface has."""
    quotes = integration.quotes
    printed = all(category(sign) != PICTURE for sign in text)
    return quotes is not None and printed and quotes.shortest <= len(text) <= quotes.longest


def chosen(
    offered: Sequence[Passage], codes: Sequence[str], per_code: int, approved: Mapping[str, bool]
) -> list[Passage]:
    """Return the passages that are quoted or offered as quotes, at most `per_code` of a code.

    `approved` says of ids what a person said of them; `codes` is the order of the codebook.
    """
    left = [one for one in offered if approved.get(one.quote, True)]
    kept = _filled([], [one for one in left if one.quote in approved], codes, per_code)
    found = _filled(kept, left, codes, per_code)
    return sorted(found, key=lambda one: (codes.index(one.code), one.quote))


def _filled(
    picked: Sequence[Passage], offered: Sequence[Passage], codes: Sequence[str], per_code: int
) -> list[Passage]:
    found = list(picked)
    people = {code: len({one.person for one in offered if one.code == code}) for code in codes}
    for number in range(per_code):
        for code in sorted(codes, key=lambda code: people[code]):
            own = [one for one in found if one.code == code]
            if len(own) <= number and (best := _best(offered, code, found)) is not None:
                found.append(best)
    return found


def _best(offered: Sequence[Passage], code: str, found: Sequence[Passage]) -> Passage | None:
    """Return a code's next passage: of the team with fewest of it, of nobody quoted, in other words."""
    people, words = {one.person for one in found}, {one.text for one in found}
    teams = [one.team for one in found if one.code == code]
    own = [one for one in offered if one.code == code and one.person not in people and one.text not in words]
    return min(own, key=lambda one: (teams.count(one.team), one.quote), default=None)


def candidate_rows(found: Sequence[Passage], approved: Mapping[str, bool]) -> list[Row]:
    """Return the rows of quote_candidates."""
    return [
        {name: getattr(one, name) for name in ("quote", "code", "text", "context")}
        | {"approved": approved.get(one.quote)}
        for one in found
    ]


def quote_rows(found: Sequence[Passage], approved: Mapping[str, bool]) -> list[Row]:
    """Return the rows of quotes: what was approved."""
    return [one.row() for one in found if approved.get(one.quote)]


def _records(frame: "pd.DataFrame") -> list[dict[Any, Any]]:
    plain = frame.astype("object")
    return plain.where(plain.notna(), None).to_dict("records")
