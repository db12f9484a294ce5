"""Short names for declaring columns; a trailing `maybe` lets cells be absent."""

from dataclasses import asdict

from isop_analysis.contracts.quantities import quantity_of
from isop_analysis.contracts.table import Column, Kind

ANSWER_KINDS = ("given", "skipped", "not_seen", "dont_know", "refused", "not_applicable")


def text(name: str) -> Column:
    """Text that may not be absent."""
    return Column(name, "text")


def maybe_text(name: str) -> Column:
    """Text that may be absent."""
    return Column(name, "text", required=False)


def category(name: str, *allowed: str) -> Column:
    """One of few words; only the allowed ones, if any are given."""
    return Column(name, "category", allowed=allowed)


def maybe_category(name: str, *allowed: str) -> Column:
    """One of few words, or absent."""
    return Column(name, "category", required=False, allowed=allowed)


def number(name: str) -> Column:
    """A number that may not be absent."""
    return _numeric(name, "number", required=True)


def maybe_number(name: str) -> Column:
    """A number, or absent."""
    return _numeric(name, "number", required=False)


def integer(name: str) -> Column:
    """A whole number that may not be absent."""
    return _numeric(name, "integer", required=True)


def maybe_integer(name: str) -> Column:
    """A whole number, or absent."""
    return _numeric(name, "integer", required=False)


def flag(name: str) -> Column:
    """Yes or no."""
    return Column(name, "flag")


def maybe_flag(name: str) -> Column:
    """Yes, no, or absent."""
    return Column(name, "flag", required=False)


def reasons(name: str) -> Column:
    """Why something is as it is, or what must be known beside it: keys with values, or absent."""
    return Column(name, "reasons", required=False)


def mapping(name: str) -> Column:
    """Names with a number or word each, or absent."""
    return Column(name, "mapping", required=False)


def names(name: str) -> Column:
    """Names, in their order, or absent."""
    return Column(name, "names", required=False)


def count(name: str) -> Column:
    """How many, as readers see it: exact, or a band."""
    return Column(name, "count")


def maybe_count(name: str) -> Column:
    """How many, as readers see it, or absent."""
    return Column(name, "count", required=False)


def _numeric(name: str, kind: Kind, required: bool) -> Column:
    return Column(name, kind, required=required, **asdict(quantity_of(name)))
