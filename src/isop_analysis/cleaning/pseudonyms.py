"""Names that stand for people, teams, sites, coders and documents: keyed hashes, of no use without the key.

The restricted tables pseudonyms (people) and hidden_names (the others) lead back from them.

A pseudonym is the first 50 bits of HMAC-SHA256(key, identity) (RFC 2104) in base32, ten lower-case
characters. What is hashed of all but people begins with its kind and a control character, which no identity
of a person holds: a team and a person of one name have two pseudonyms.
"""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.identities import place
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.problems import Problem, StudyError

LENGTH = 10
RESPONSE = "response:"
BETWEEN = "\x1f"
KINDS = ("team", "site", "coder", "document", "unit")
"""Columns whose names are hidden; `unit` is a school or municipality of open data: it gives a site away."""
NONE = "none"


def pseudonym(key: bytes, identity: str) -> str:
    """Return the ten characters that stand for an identity."""
    digest = hmac.digest(key, identity.encode("utf-8"), "sha256")
    return base64.b32encode(digest[:10])[:LENGTH].decode("ascii").lower()


def pseudonyms(key: bytes, identities: Iterable[str]) -> dict[str, str]:
    """Return the pseudonym of each identity.

    Raises
    ------
    StudyError
        When two identities would get the same one; at 50 bits that happens once in five million studies of
        20,000 people.
    """
    names = {identity: pseudonym(key, identity) for identity in identities}
    if len(set(names.values())) < len(names):
        reason = "two identities get the same pseudonym; make another key, before anything is published"
        raise StudyError([Problem("privacy.key", reason)])
    return names


@dataclass(frozen=True)
class HiddenNames:
    """Pseudonyms of teams, sites, coders and documents by kind and name; spellings of one name share one."""

    codes: dict[tuple[str, str], str]

    @classmethod
    def of(cls, key: bytes, names: Iterable[tuple[str, str]]) -> "HiddenNames":
        """Make the pseudonym of each kind and name, but for 'none'; StudyError when two of them collide."""
        asked = sorted({(kind, name) for kind, name in names if place(name) is not None})
        identities = {one: f"{one[0]}{BETWEEN}{place(one[1])}" for one in asked}
        made = pseudonyms(key, sorted(set(identities.values())))
        return cls({one: made[identity] for one, identity in identities.items()})

    @classmethod
    def in_tables(cls, key: bytes, tables: Iterable[pd.DataFrame]) -> "HiddenNames":
        """Make the pseudonyms of all that stands in columns called after a kind."""
        frames = list(tables)
        names = {
            (kind, str(name))
            for frame in frames
            for kind in KINDS
            if kind in frame
            for name in frame[kind].dropna().unique()
        }
        return cls.of(key, names)

    def hide(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with pseudonyms in columns called after a kind; 'none' and absent cells stay."""
        kinds = [kind for kind in KINDS if kind in frame]
        return frame.assign(**{kind: self._hidden(kind, frame[kind]) for kind in kinds})

    def _hidden(self, kind: str, names: pd.Series) -> pd.Series:
        own = {name: code for (one, name), code in self.codes.items() if one == kind}
        known = names.astype("object")
        return known.map(lambda name: name if pd.isna(name) else own.get(str(name), NONE)).astype("object")

    def table(self) -> pd.DataFrame:
        """Return the rows of hidden_names, by pseudonym."""
        rows = sorted((kind, code, name) for (kind, name), code in self.codes.items())
        return pd.DataFrame(
            {
                "kind": [k for k, _, _ in rows],
                "name": [n for _, _, n in rows],
                "pseudonym": [c for _, c, _ in rows],
            }
        )


@dataclass(frozen=True)
class Names:
    """Identity → pseudonym. Identities that hold at one moment only end in ``|instrument|wave``."""

    by_identity: dict[str, str]

    @classmethod
    def of(cls, key: bytes, identities: Iterable[str]) -> "Names":
        """Make the pseudonym of each identity; StudyError when two of them collide."""
        return cls(pseudonyms(key, sorted(set(identities))))

    def table(self, roster: Roster) -> pd.DataFrame:
        """Return the rows of pseudonyms: every identifier of everyone who has a pseudonym."""
        others = _identifiers(roster)
        rows = {
            (kind, identifier, person)
            for identity, person in self.by_identity.items()
            for kind, identifier in _spelled(identity, others)
        }
        frame = pd.DataFrame(sorted(rows), columns=["kind", "identity", "person"])
        return frame.drop_duplicates().reset_index(drop=True)


def at_moment(identity: str, instrument: str, wave: str) -> str:
    """Return the identity of someone whose answers may not be linked: another at every moment."""
    return f"{identity}|{instrument}|{wave}"


def person_behind(identity: str) -> str:
    """Return the person of an identity that may hold at one moment only; clean alone may ask this."""
    return identity.partition("|")[0]


def of_response(file: str, row: int) -> str:
    """Return the identity of a response that belongs to nobody known."""
    return f"{RESPONSE}{file}:{row}"


def _identifiers(roster: Roster) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for mail, who in roster.emails.items():
        found.setdefault(who, []).append(("email", mail))
    for alias, who in roster.aliases.items():
        found.setdefault(who, []).append(("alias", alias))
    for kind, table in (("token", roster.tokens), ("self_code", roster.codes)):
        for identifier, people in table.items():
            for who in people:
                found.setdefault(who, []).append((kind, identifier))
    return found


def _spelled(identity: str, others: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    if identity.startswith(RESPONSE):
        return [("response", identity.removeprefix(RESPONSE))]
    who = person_behind(identity)
    kind, colon, rest = who.partition(":")
    own = (kind, rest) if colon else ("email", who)
    return [own, *others.get(who, [])]
