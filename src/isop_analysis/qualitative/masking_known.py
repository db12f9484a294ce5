"""Whom and what a study knows by name: people, places, schools, teams, from its own tables and lists."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts import read_table
from isop_analysis.contracts.received import NAMING
from isop_analysis.qualitative.masking_found import Finding

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

MAILBOXES = frozenset(
    [
        *("info", "post", "mail", "contact", "admin", "administratie", "secretariaat", "kantoor", "directie"),
        *("directeur", "leerteam", "team", "school", "student", "docent", "onderzoek", "noreply", "reply"),
    ]
)
"""What stands before the @ and is nobody's name."""
APART = re.compile(r"[^\W\d_]+")
NONE = "none"
SHORTEST = 2


@dataclass(frozen=True)
class KnownNames:
    """Names by kind; `teams` and `sites` with digits are looked for as they are written."""

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    as_written: tuple[tuple[str, str], ...] = ()
    """Pairs of a kind of masking and what is looked for."""

    @property
    def all_of_them(self) -> tuple[str, ...]:
        """Every name, of whatever kind."""
        return (*self.names, *self.places, *self.schools, *(one for _, one in self.as_written))


def known_names(study: "Study") -> KnownNames:
    """Return all names that a study's restricted tables, its region and its lists hold."""
    read = {name: read_table(name, study.restricted) for name in NAMING}
    region = study.table("region_names")
    members, responses = read["register_members"], read["received_responses"]
    addresses = [
        *members["email"],
        *responses["email"].dropna(),
        *responses["person"].dropna(),
        *read["received_aliases"][["alias", "email"]].to_numpy().flat,
        *read["received_consent"]["email"].dropna(),
        *read["received_documents"]["person"].dropna(),
    ]
    places_of = [read["register_teams"], responses]
    sites = {*read["site_keys"]["site"], *(name for one in places_of for name in one["site"].dropna())}
    teams = {*read["received_documents"]["team"].dropna(), *members["team"].dropna()}
    teams |= {name for one in places_of for name in one["team"].dropna()}
    lists = [*_pairs(read["masking_entries"]), *_pairs(region)]
    return gathered(map(str, addresses), map(str, teams), map(str, sites), lists)


def gathered(
    addresses: Iterable[str], teams: Iterable[str], sites: Iterable[str], lists: Iterable[tuple[str, str]]
) -> KnownNames:
    """Return the names in addresses, of teams and sites, and of lists (kind, entry), in one order."""
    listed = sorted(set(lists))
    by_kind = {
        kind: {entry for own, entry in listed if own == kind} for kind in ("names", "places", "schools")
    }
    own_sites = {one for one in sites if _is_name(one)}
    numbered = {one for one in own_sites if _has_digits(one)}
    as_written = {("team", " ".join(one.split())) for one in teams if _is_name(one)}
    as_written |= {("school", " ".join(one.split())) for one in numbered}
    return KnownNames(
        tuple(sorted(by_kind["names"] | {name for one in addresses if (name := name_in(one))})),
        tuple(sorted(by_kind["places"])),
        tuple(sorted(by_kind["schools"] | (own_sites - numbered))),
        tuple(sorted(as_written)),
    )


def name_in(address: str) -> str:
    """Return the name that an address or identity is made of; nothing where it is none.

    >>> name_in("noor.nijland2@school.example.org"), name_in("info@school.example.org"), name_in("27cppc")
    ('Noor Nijland', '', '')
    """
    own = address.partition("@")[0]
    if "@" not in address and (_has_digits(own) or not own.strip()):
        return ""
    words = [one for one in APART.findall(own) if len(one) >= SHORTEST and one.casefold() not in MAILBOXES]
    return " ".join(one.capitalize() for one in words)


def finder_of(as_written: Iterable[tuple[str, str]]) -> Callable[[str], list[Finding]]:
    """Return what finds names as they are written, in any case, with any white space within them."""
    shapes = [(kind, re.compile(rf"(?<!\w){_spelled(one)}(?!\w)", re.IGNORECASE)) for kind, one in as_written]
    return lambda text: [
        Finding(*found.span(), kind) for kind, shape in shapes for found in shape.finditer(text)
    ]


def _spelled(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _pairs(frame: "pd.DataFrame") -> Iterable[tuple[str, str]]:
    return zip(frame["kind"].astype("str"), frame["entry"], strict=True)


def _is_name(one: str) -> bool:
    return len(one.strip()) > 1 and one.strip().casefold() != NONE and any(map(str.isalpha, one))


def _has_digits(one: str) -> bool:
    return any(map(str.isdigit, one))
