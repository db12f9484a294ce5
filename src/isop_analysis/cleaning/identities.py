"""How identifiers are written: the same person types an address, a token or a code in several ways."""

import re
import unicodedata

NOBODY = frozenset({"", "anonymous", "anoniem", "none", "nan"})
PUNCTUATION = re.compile(r"[\s\-_./]+")


def address(cell: object) -> str | None:
    """Return an e-mail address in its one spelling, or None where the cell holds none.

    Capitals, white space (also non-breaking) and invisible characters don't count; 'anonymous' is nobody.
    """
    word = _plain(cell)
    if word is None:
        return None
    word = "".join(word.split()).casefold().removeprefix("mailto:").strip("<>,;")
    return word if "@" in word.strip("@") else None


def mark(cell: object) -> str | None:
    """Return a token or person id without surrounding white space, or None where the cell holds none."""
    word = _plain(cell)
    if word is None or word.casefold() in NOBODY:
        return None
    return word


def code(cell: object) -> str | None:
    """Return a self-made code in its one spelling: lower case, without white space, hyphens and dots."""
    word = mark(cell)
    return (PUNCTUATION.sub("", word).casefold() or None) if word is not None else None


def place(cell: object) -> str | None:
    """Return the name of a team or site by which spellings are compared; None where there is none."""
    word = _plain(cell)
    if word is None:
        return None
    word = " ".join(word.split()).casefold()
    return None if word in {"", "none"} else word


def written(cell: object) -> bool:
    """Whether the cell holds anything that may be an identity, legible or not."""
    word = _plain(cell)
    return word is not None and word.casefold() not in NOBODY


def _plain(cell: object) -> str | None:
    if not isinstance(cell, str):
        return None
    if cell.isascii():
        return cell.strip()
    word = unicodedata.normalize("NFKC", cell)
    return "".join(letter for letter in word if unicodedata.category(letter) != "Cf").strip()
