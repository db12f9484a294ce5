"""The pseudonym of everyone who occurs in the study, and the restricted table that leads back to them."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.pseudonyms import pseudonyms
from isop_analysis.cleaning.roster import Roster

RESPONSE = "response:"


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
