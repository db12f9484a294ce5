"""Columns whose cells look like people's numbers or addresses although the config doesn't say so.

In a study that says it is invented, addresses of other than example domains (RFC 2606, and SIDN's example.nl)
are refused as well.

A column is refused when at least three quarters of its different cells of one shape (nine digits, digits
after 0 or +, …) pass that shape's test, and at least as many pass as `LEAST` says. One number of nine digits
in eleven passes the eleven-test by chance: codes, counts, dates and durations stay far below three quarters.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from isop_analysis.study.config import Config
from isop_analysis.study.problems import Problem

SHARE = 0.75
LEAST = {
    "citizen service numbers": 5,
    "pupil numbers": 5,
    "IBANs": 3,
    "phone numbers": 3,
    "mobile numbers without their 0": 5,
    "e-mail addresses": 3,
}
KEPT = 20_000
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
NINE = re.compile(r"\d{8,9}(\.0+)?|\d{4}\.\d{2}\.\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{3} \d{2} \d{2} \d{2}")
IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
PHONE = re.compile(r"(?:\+|00)[1-9][\d\s()-]{7,17}\d|\(?0[1-9][\d\s()-]{7,11}\d")
EXAMPLE = re.compile(r"(.*\.)?(example(\.(com|org|net|nl))?|test|invalid|localhost)", re.IGNORECASE)
EMPTY = frozenset({"", "0", "1", "2", "3", "4", "5"})


def eleven_test(number: str) -> int:
    """Return the rest by eleven of 9 a + 8 b + … + 2 h − i: 0 for a citizen service number, 5 for a pupil."""
    digits = [int(sign) for sign in number]
    return (sum(w * d for w, d in zip(range(9, 1, -1), digits, strict=False)) - digits[8]) % 11


def looks_like(cell: str) -> tuple[str, ...]:
    """Return what a cell has the shape of, the kind it passes the test of first; none for all other cells."""
    bare = cell.strip()
    if bare in EMPTY:
        return ()
    if MAIL.fullmatch(bare):
        return ("e-mail addresses",)
    if NINE.fullmatch(bare):
        number = re.sub(r"\D", "", bare.split(".0")[0] if bare.endswith(".0") else bare).zfill(9)
        rest = eleven_test(number) if number.strip("0") else 1
        if rest == 5 and number.startswith("10"):
            return ("pupil numbers", "nine digits")
        return ("citizen service numbers", "nine digits") if rest == 0 else ("", "nine digits")
    if IBAN.fullmatch(bare):
        return ("IBANs" if _is_iban(bare.replace(" ", "")) else "", "iban")
    if PHONE.fullmatch(bare) and 10 <= len(re.sub(r"\D", "", bare)) <= 15:
        return ("phone numbers", "phone")
    return ()


def _is_iban(number: str) -> bool:
    moved = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


@dataclass
class Column:
    """The different cells of a column by what they have the shape of and what they pass as."""

    seen: set[str] = field(default_factory=set)
    shapes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    passed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    mobile: set[str] = field(default_factory=set)

    def note(self, cells: Iterable[str]) -> None:
        """Look at cells; each is counted once, and after twenty thousand the column is known well enough."""
        for cell in set(cells) - EMPTY:
            if len(cell) < 6 or len(self.seen) >= KEPT or cell in self.seen:
                continue
            found = looks_like(cell)
            if found:
                self.seen.add(cell)
                self.passed[found[0]] += 1
                self.shapes[found[-1]] += 1
            if found and found[-1] == "nine digits" and cell.startswith("6"):
                self.mobile.add(cell[:4])
                self.passed["mobile numbers without their 0"] += 1

    @property
    def kind(self) -> str | None:
        """What the column looks like; None for nothing of the kind."""
        nine = self.shapes.get("nine digits", 0)
        whole = {"citizen service numbers": nine, "pupil numbers": nine, "IBANs": self.shapes.get("iban", 0)}
        # Numbers given out one after another begin alike, and so do few phones.
        whole["mobile numbers without their 0"] = nine if len(self.mobile) > 4 else nine * 1000
        for kind, least in LEAST.items():
            passed = self.passed.get(kind, 0)
            if passed >= least and passed >= SHARE * whole.get(kind, passed):
                return kind
        return None


class IdentityLook:
    """Looks at the columns of one table; `declared` are the positions of columns declared as identity."""

    def __init__(
        self, config: Config, shown: str, headings: Sequence[str], declared: Iterable[int], place: str = ""
    ) -> None:
        self.shown, self.headings, self.place = shown, list(headings), place
        self.invented = config.invented
        self.foreign: dict[int, set[str]] = defaultdict(set)
        names = {" ".join(name.split()).casefold() for name in config.privacy.dropped}
        own = {at for at, one in enumerate(self.headings) if " ".join(one.split()).casefold() in names}
        self.passed_over = own | set(declared)
        self.columns: dict[int, Column] = defaultdict(Column)

    def note(self, columns: Sequence[Sequence[str]]) -> None:
        """Look at a piece of the table, a sequence of cells a column."""
        for at, cells in enumerate(columns):
            if self.invented:
                self.foreign[at] |= {one for one in set(cells) if "@" in one and _is_foreign(one)}
            if at not in self.passed_over:
                self.columns[at].note(cells)

    @property
    def problems(self) -> list[Problem]:
        """One problem a column that looks like identities; its heading unless that looks like one, too."""
        found = [(at, kind) for at, column in sorted(self.columns.items()) if (kind := column.kind)]
        undeclared = [Problem(self.shown, self._message(at, kind), None, self.place) for at, kind in found]
        foreign = [(at, len(cells)) for at, cells in sorted(self.foreign.items()) if cells]
        return [*undeclared, *(Problem(self.shown, _foreign(at, n), None, self.place) for at, n in foreign)]

    def _message(self, at: int, kind: str) -> str:
        heading = " ".join(self.headings[at].split()) if at < len(self.headings) else ""
        headed = heading and not looks_like(heading) and "@" not in heading and not _all_cells(self.headings)
        name = f"column {at + 1} ('{heading}')" if headed else f"column {at + 1}"
        return (
            f"{name} looks like {kind}, and the config doesn't say so; name it as e-mail, token or code, "
            "list it under privacy.dropped, or take it out of the file"
        )


def _is_foreign(cell: str) -> bool:
    address = cell.strip().strip("<>,;")
    return MAIL.fullmatch(address) is not None and EXAMPLE.fullmatch(address.rsplit("@", 1)[1]) is None


def _foreign(at: int, count: int) -> str:
    return (
        f"column {at + 1} holds addresses of other domains than example.org, .com, .net and .nl ({count}); "
        "an invented study may hold invented people's only: set invented: false, and make a key"
    )


def _all_cells(headings: Sequence[str]) -> bool:
    """Whether a first row holds an address, a person's number or a phone: then it is no header."""
    return any(looks_like(one)[:1] not in ((), ("",)) for one in headings)
