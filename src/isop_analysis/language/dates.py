"""Dates as a language writes them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.language.words import Words


def written_year(year: str) -> str:
    """Return a year; a school year with an en dash: `2020–2021`."""
    return year.replace("-", "–")


def written_date(words: "Words", iso: str) -> str:
    """Return a date as the language writes it: `10 juli 2025`, `10 July 2025`."""
    year, month, day = iso.split("-")
    return f"{int(day)} {words(f'month.m{int(month)}')} {year}"
