"""Ids that a person copies into a file: a keyed hash of what they stand for, and signs that tell a slip.

The signs behind the hyphen follow from those before it and the key. An id that fits was given out by this
study, even where what it stood for is gone (a withdrawal, another text); one that does not fit never was.
"""

from isop_analysis.cleaning.pseudonyms import pseudonym

BETWEEN = "\x1f"
SIGNS = 4


def given_id(key: bytes, what: str, *parts: str) -> str:
    """Return the id of something, such as a quote, by what makes it what it is."""
    body = pseudonym(key, BETWEEN.join((what, *parts)))
    return f"{body}-{_signs(key, what, body)}"


def was_given(key: bytes, what: str, one: str) -> bool:
    """Whether an id was given out, now or before."""
    body, _, signs = one.strip().lower().partition("-")
    return bool(body) and signs == _signs(key, what, body)


def _signs(key: bytes, what: str, body: str) -> str:
    return pseudonym(key, BETWEEN.join(("given", what, body)))[:SIGNS]
