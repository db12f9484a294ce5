"""Names that stand for people: keyed hashes, the same everywhere in a study, of no use without its key.

The restricted table pseudonyms leads back from them.

A pseudonym is the first 50 bits of HMAC-SHA256(key, identity) (RFC 2104) in base32, ten lower-case
characters.
"""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.problems import Problem, StudyError

LENGTH = 10
RESPONSE = "response:"


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


def stand_in_key(study: str) -> bytes:
    """Return the open key of answers that carry no identity: there is nothing it could protect."""
    return f"responses of {study} without identity".encode()


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
