"""What a response says of who gave it, and to whom it was linked."""

from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.identities import address, code, mark, place, written

IDENTIFIERS = ("person", "email", "token", "self_code")


@dataclass(frozen=True, slots=True)
class Claim:
    """Identifiers of a response in their one spelling; `moment` is its instrument and wave.

    `unreadable` says that an identifier was given but none can be read.
    """

    person: str | None
    email: str | None
    token: str | None
    code: str | None
    team: str | None
    moment: str
    unreadable: bool = False

    @property
    def nameless(self) -> bool:
        """Whether no identifier can be read."""
        return self.person is None and self.email is None and self.token is None and self.code is None


@dataclass(frozen=True, slots=True)
class Link:
    """Whose response it is, by which rung; `question` and `candidates` where a person has to decide."""

    identity: str | None
    by: str
    question: str | None = None
    candidates: tuple[str, ...] = ()


UNLINKED = Link(None, "unlinked")


def read_claims(responses: pd.DataFrame) -> list[Claim]:
    """Return the claim of each response, in order."""
    columns = [responses[name].astype("object").tolist() for name in IDENTIFIERS]
    teams = responses["team"].astype("object").tolist()
    moments = (responses["instrument"].astype("str") + " " + responses["wave"].astype("str")).tolist()
    return [_claim(*cells) for cells in zip(*columns, teams, moments, strict=True)]


def _claim(person: object, email: object, token: object, own: object, team: object, moment: str) -> Claim:
    claim = Claim(mark(person), address(email), mark(token), code(own), place(team), moment)
    if claim.nameless and any(written(cell) for cell in (person, email, token, own)):
        return Claim(None, None, None, None, claim.team, moment, unreadable=True)
    return claim


def carries_identity(responses: pd.DataFrame) -> bool:
    """Whether any response carries an identifier; if none does, there is nothing for a key to protect."""
    return any(bool(responses[name].map(written).any()) for name in IDENTIFIERS)
