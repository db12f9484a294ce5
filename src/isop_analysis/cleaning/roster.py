"""Everyone the study knows of: members by the register, people in the consent file, their other addresses.

A person's identity is their address after aliases; where they have none, ``token:…`` or ``self_code:…``.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.identities import address, code, mark, place
from isop_analysis.cleaning.received import Received
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Roster:
    """Identities by address, token and code; a token or code that several people have leads to all of them.

    `aliases` holds other addresses, tokens or codes → identity. `members` and `consents` are the identities
    of the rows of the register's members and of the consent file, `attendance` those of its rows, in their
    order.
    """

    emails: dict[str, str]
    aliases: dict[str, str]
    tokens: dict[str, frozenset[str]]
    codes: dict[str, frozenset[str]]
    teams: dict[str, frozenset[str]]
    members: tuple[str | None, ...]
    attendance: tuple[str | None, ...]
    consents: tuple[str | None, ...]

    @property
    def known(self) -> frozenset[str]:
        """Every identity of the register and the consent file."""
        return frozenset(who for who in (*self.members, *self.consents) if who is not None)

    def of(self, cell: object) -> frozenset[str]:
        """Return who an address, alias, token or code of the roster may be."""
        mail, token, own = address(cell), mark(cell), code(cell)
        if mail is not None:
            who = self.emails.get(mail) or self.aliases.get(mail)
            return frozenset({who}) if who else frozenset()
        if token in self.tokens:
            return self.tokens[token]
        return self.codes.get(own, frozenset()) if own is not None else frozenset()


def read_roster(study: Study, received: Received) -> Roster:
    """Gather the people of the register, the consent file and the aliases.

    A token that stands beside one address in the register and another in the consent file makes them one
    person; one that stands beside two addresses of the same file leads to both, and links nobody.

    Raises
    ------
    StudyError
        When aliases are incomplete, lead to two addresses, or go round in a circle.
    """
    other = _aliases(study, received.aliases) if "alias" in study.config.linking.order else {}
    register, consent = received.members, received.consent
    spelling = _spelling(other, register, consent)
    members = tuple(spelling.who(*cells) for cells in _cells(register, ("email", "token")))
    consents = tuple(spelling.who(*cells) for cells in _cells(consent, ("email", "token", "self_code")))
    attendance = tuple(spelling.who(*cells) for cells in _cells(received.attendance, ("email",)))
    return Roster(
        emails=_emails(spelling, register, consent),
        aliases={alias: spelling.final(who) for alias, who in other.items()},
        tokens=_several(((register, members), (consent, consents)), "token", mark),
        codes=_several(((consent, consents),), "self_code", code),
        teams=_teams(register, members),
        members=members,
        attendance=attendance,
        consents=consents,
    )


@dataclass(frozen=True)
class Spelling:
    """How the identifiers of a row lead to one identity."""

    other: dict[str, str]
    same: dict[str, str]
    by_token: dict[str, str]

    def final(self, mail: str) -> str:
        """Return the address that stands for the person who uses this one."""
        mail = self.other.get(mail, mail)
        return self.same.get(mail, mail)

    def who(self, email: object, token: object = None, own: object = None) -> str | None:
        """Return the identity of a row by its address, else its token, else its self-made code."""
        mail, key, made = address(email), mark(token), code(own)
        if mail is not None:
            return self.final(mail)
        if key is not None:
            return self.by_token.get(key, f"token:{key}")
        return f"self_code:{made}" if made is not None else None


def _spelling(other: dict[str, str], register: pd.DataFrame, consent: pd.DataFrame) -> Spelling:
    registered, agreed = _addresses_by_token(other, register), _addresses_by_token(other, consent)
    in_register = {mail for mails in registered.values() for mail in mails}
    same = {
        mail: next(iter(registered[token]))
        for token, mails in agreed.items()
        for mail in mails
        if len(mails) == 1 and len(registered.get(token, ())) == 1 and mail not in in_register
    }
    by_token = {
        token: same.get(mail, mail)
        for mails_by_token in (agreed, registered)
        for token, mails in mails_by_token.items()
        for mail in mails
        if len(mails) == 1
    }
    return Spelling(other, same, by_token)


def _addresses_by_token(other: dict[str, str], table: pd.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for email, token in _cells(table, ("email", "token")):
        mail, key = address(email), mark(token)
        if mail is not None and key is not None:
            found[key].add(other.get(mail, mail))
    return found


def _emails(spelling: Spelling, *tables: pd.DataFrame) -> dict[str, str]:
    mails = {address(email) for table in tables for (email,) in _cells(table, ("email",))}
    written = {mail for mail in mails if mail is not None}
    return {mail: spelling.final(mail) for mail in {*written, *map(spelling.final, written)}}


def _aliases(study: Study, table: pd.DataFrame) -> dict[str, str]:
    """Follow aliases of aliases to the last address."""
    file = f"{study.config.raw}/{study.config.linking.aliases}"
    steps: dict[str, str] = {}
    problems = []
    for row, (alias, email) in enumerate(_cells(table, ("alias", "email")), start=2):
        other, mail = address(alias) or code(alias), address(email)
        if other is None or mail is None:
            problems.append(Problem(file, "needs an alias and an e-mail address; complete the row", row))
        elif steps.get(other, mail) != mail:
            problems.append(Problem(file, "gives an alias a second address; keep one of them", row))
        elif other != mail:
            steps[other] = mail
    if problems:
        raise StudyError(problems)
    return {alias: _end(file, steps, alias) for alias in steps}


def _end(file: str, steps: dict[str, str], alias: str) -> str:
    here, passed = alias, {alias}
    while here in steps:
        here = steps[here]
        if here in passed:
            reason = (
                f"{len(passed)} aliases lead to each other in a circle; name one address as the person's own"
            )
            raise StudyError([Problem(file, reason)])
        passed.add(here)
    return here


def _cells(table: pd.DataFrame, names: tuple[str, ...]) -> list[tuple[object, ...]]:
    columns = [table[name].astype("object").tolist() for name in names]
    return list(zip(*columns, strict=True))


def _several(
    tables: tuple[tuple[pd.DataFrame, tuple[str | None, ...]], ...],
    name: str,
    spelled: Callable[[object], str | None],
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table, people in tables:
        for (cell,), who in zip(_cells(table, (name,)), people, strict=True):
            key = spelled(cell)
            if key is not None and who is not None:
                found[key].add(who)
    return {key: frozenset(people) for key, people in found.items()}


def _teams(register: pd.DataFrame, members: tuple[str | None, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for (cell,), who in zip(_cells(register, ("team",)), members, strict=True):
        team = place(cell)
        if who is not None and team is not None:
            found[who].add(team)
    return {who: frozenset(teams) for who, teams in found.items()}
