"""Names in messages: the one that was probably meant, lists that end in time, and cells that may be people's.

A cell, heading or line of a raw file may be anything: `told` is the only way it comes into a message.
"""

import difflib
import re
from collections.abc import Iterable

SHOWN = 12
ALIKE, SURE = 0.5, 0.6
"""How alike a word must be to be suggested; `SURE` where something better than a wild guess can be said."""
SLIP = 0.8
"""How alike a cell of a raw file must be to a known label to be shown: a slip of the pen, no other word."""
LONGEST = 80
"""Signs of a text that a message quotes."""
SHORT = re.compile(r"[+-]?\d{1,3}([.,]\d{1,2})?")
DIGITS = re.compile(r"[+-]?[\d.,\s-]*\d")


def nearest(name: str, names: Iterable[object], alike: float = ALIKE) -> str | None:
    """Return the closest of the names, in the same letters first, then without regard to capitals.

    `alike` (0–1) is the least likeness by `difflib`.

    >>> nearest("Schol", ["school", "team"])
    'school'
    """
    candidates = sorted(str(candidate) for candidate in names)
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=alike)
    if close:
        return close[0]
    lowered = {candidate.lower(): candidate for candidate in candidates}
    close = difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=alike)
    return lowered[close[0]] if close else None


def listed(names: Iterable[object], limit: int = 6) -> str:
    """Return the names quoted and separated by commas, with the count of those beyond the limit.

    >>> listed(["a", "b", "c"], limit=2)
    "'a', 'b' and 1 more"
    """
    quoted = [f"'{name}'" for name in names]
    rest = f" and {len(quoted) - limit} more" if len(quoted) > limit else ""
    return ", ".join(quoted[:limit]) + rest


def meant(name: object, names: Iterable[object], otherwise: str | None = None) -> str:
    """Return the end of a message about an unknown name: the one that was probably meant, else what there is.

    `otherwise` is said in place of the known names.

    >>> meant("Schol", ["school", "team"]), meant("x", ["team", "school"])
    ("; did you mean 'school'?", '; known: school, team')
    """
    known = [str(one) for one in names]
    near = nearest(str(name), known, SURE)
    if near is not None:
        return f"; did you mean '{near}'?"
    rest = f"known: {', '.join(sorted(known)[:SHOWN])}" if otherwise is None and known else otherwise
    return f"; {rest}" if rest else ""


def told(cell: object, labels: Iterable[object] = ()) -> str:
    """Return a cell of a raw file as messages may hold it: its kind and length, lest it be someone's.

    It is quoted only where it is a slip of one of the known labels (at least four letters, at most a fifth of
    them other ones, no address), or a number of at most three digits.

    >>> told("Mee een", ["Mee eens"]), told("Jan Jansen", ["ja"]), told("-99"), told("123456782")
    ("'Mee een'", 'a text of 10 characters', '-99', 'a number of 9 digits')
    """
    bare = " ".join(str(cell).split())
    if SHORT.fullmatch(bare):
        return bare
    if DIGITS.fullmatch(bare):
        return f"a number of {sum(sign.isdigit() for sign in bare)} digits"
    if len(bare) > 3 and "@" not in bare and nearest(bare, labels, SLIP) is not None:
        return f"'{bare}'"
    return f"a text of {len(bare)} characters"


def shortened(text: str) -> str:
    """Return a text of a file at a length that can be read in a message: 80 signs, then what is left out.

    >>> shortened("network skill"), shortened("a" * 200) == "a" * 80 + "…"
    ('network skill', True)
    """
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def visible(message: str) -> str:
    """Return a message with the signs in it that can't be seen, or that steer a terminal, as their numbers.

    >>> visible("'Mee\\x7f eens' is not in the codebook; did you mean 'Mee eens'?")
    "'Mee<U+007F> eens' is not in the codebook; did you mean 'Mee eens'?"
    """
    return "".join(sign if sign.isprintable() or sign == "\n" else f"<U+{ord(sign):04X}>" for sign in message)


def heading_meant(name: str, headings: Iterable[object], *, headed: bool = True) -> str:
    """Return the end of a message about a column that a file lacks: the heading that was probably meant.

    Other headings are only counted, and all are where no column was found (`headed` is False): in a file
    without a header they are someone's cells.

    >>> heading_meant("e-mail", ["email", "token"]), heading_meant("e-mail", ["an@x.nl", "LT01"])
    ("; did you mean 'email'?", '; none of the 2 other headings is like it')
    """
    filled = [str(one) for one in headings if str(one).strip()]
    near = nearest(name, [one for one in filled if "@" not in one], SURE) if headed else None
    if near is not None:
        return f"; did you mean '{near}'?"
    if headed:
        return f"; none of the {len(filled)} other headings is like it" if filled else ""
    return f"; none of the first row's {len(filled)} cells is a heading that was expected"
