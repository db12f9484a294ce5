"""`mask`: people, places, schools, numbers and addresses out of what people said.

A text or a whole coded project. What is masked becomes a placeholder; a log says where, of which kind and how
long it was, with a keyed hash by which the same words are known again, and never holds the words. What is
doubtful is listed apart for a person to decide; facts on health and care always are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from isop_analysis.base.reasons import Refused
from isop_analysis.qualitative.masking_found import Moves
from isop_analysis.qualitative.masking_log import Entry, doubtful, log
from isop_analysis.qualitative.masking_rules import Rules
from isop_analysis.qualitative.masking_talk import Talk
from isop_analysis.qualitative.project import Project

if TYPE_CHECKING:
    import pandas as pd

KEY = 16
"""Bytes of a key, at the least."""


@dataclass(frozen=True, repr=False)
class Masked:
    """A masked text.

    text
        With placeholders by kind: `[naam]`, `[plaats]`, `[school]`, `[telefoon]`, …
    log
        A row a masking: document, part, offset and length (code points of the text as it was), kind, hash
        (keyed, ten characters), masked_offset (where the placeholder begins).
    doubtful
        A row a thing to decide on: document, part, kind (name, place, school, number, account, date, health,
        care), offset, length, masked_offset.
    moves
        `moves.span(start, end)` gives the place in the masked text of a place in the text as it was.
    searched
        Whether the package deduce was there and looked, too.
    """

    text: str
    log: "pd.DataFrame"
    doubtful: "pd.DataFrame"
    moves: Moves
    searched: bool

    def __repr__(self) -> str:
        return f"Masked({len(self.log)} maskings, {len(self.doubtful)} doubtful)"


@dataclass(frozen=True, repr=False)
class MaskedProject:
    """A masked project: segments lie on the same words; `log`, `doubtful`, `searched` as in `Masked`.

    `document` is the masked name of the document; a row on something else, such as a case, has none. `part`
    says which piece of text it is: text, or what held it ("document/name", "case/value", "Description").
    """

    project: Project
    log: "pd.DataFrame"
    doubtful: "pd.DataFrame"
    searched: bool

    def __repr__(self) -> str:
        return f"MaskedProject({len(self.log)} maskings, {len(self.doubtful)} doubtful)"


@overload
def mask(
    what: str,
    *,
    key: bytes,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    schools: Iterable[str] = (),
    document: str | None = None,
) -> Masked: ...


@overload
def mask(
    what: Project,
    *,
    key: bytes,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    schools: Iterable[str] = (),
    document: str | None = None,
) -> MaskedProject: ...


def mask(
    what: str | Project,
    *,
    key: bytes,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    schools: Iterable[str] = (),
    document: str | None = None,
) -> Masked | MaskedProject:
    """Mask a text or a coded project; its talk is Dutch.

    Parameters
    ----------
    key
        The study's key, at least 16 bytes: hashes in the log can't be made, or tried out, without it.
    names
        Who may be spoken of, a person each: "Sanne", "Sanne van der Berg", "Berg, S. van der". Found in every
        case, with and without accents, in possessives and diminutives, with the surname behind them.
    places, schools
        Their names: "Bergen op Zoom"; "obs De Regenboog" is found as "De Regenboog" as well.
    document
        What the log calls a text; a project's documents have names of their own.

    Examples
    --------
    >>> found = mask("Juf Sanne belt 06-12345678.", key=bytes(16), names=["Sanne"])
    >>> found.text
    'Juf [naam] belt [telefoon].'
    >>> found.log[["offset", "length", "kind"]].values.tolist()
    [[4, 5, 'name'], [15, 11, 'phone']]

    Raises
    ------
    Refused
        Without a key, or for a list that is one text.
    """
    rules = _rules(key, names, places, schools)
    searched = rules.others is not None
    if isinstance(what, str):
        talk = Talk.of(what)
        found = rules.after_reading([talk]).masked(talk)
        entries = [Entry(document, "text", what, found)]
        return Masked(found.text, log(entries, key), doubtful(entries), found.moves, searched)
    from isop_analysis.qualitative.masking_project import masked_project

    project, entries = masked_project(what, rules)
    return MaskedProject(project, log(entries, key), doubtful(entries), searched)


def _rules(key: bytes, names: Iterable[str], places: Iterable[str], schools: Iterable[str]) -> Rules:
    if not isinstance(key, bytes) or len(key) < KEY:
        raise Refused("masking_key", needed=KEY)
    for name, given in (("names", names), ("places", places), ("schools", schools)):
        if isinstance(given, str):
            raise Refused("masking_list", name=name)
    from isop_analysis.qualitative.masking_deduce import deduce_finder

    rules = Rules.of(names, places, schools)
    return Rules(rules.names, rules.places, rules.schools, deduce_finder())
