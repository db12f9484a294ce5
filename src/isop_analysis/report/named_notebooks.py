"""What a notebook's name says of it: ``notebooks/first_look.en.ipynb`` is called 'First look', in English."""

from pathlib import PurePath
from typing import get_args

from isop_analysis.language.numbers import Language


def language_of(name: str) -> Language | None:
    """Return the language of a notebook, by the end of its name before ``.ipynb``; None if it has none."""
    ending = PurePath(name.removesuffix(".ipynb")).suffix.lstrip(".")
    return next((one for one in get_args(Language) if one == ending), None)


def title_of(name: str) -> str:
    """Return what a notebook is called.

    >>> title_of("notebooks/first_look.en.ipynb"), title_of("mine")
    ('First look', 'Mine')
    """
    stem = PurePath(name.removesuffix(".ipynb")).name
    plain = stem.removesuffix(f".{language_of(name)}")
    return plain.replace("_", " ").capitalize()
