"""Which degrees of freedom tests and intervals get, by name."""

from collections.abc import Iterable
from typing import Literal, get_args

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused

Method = Literal["kenward-roger", "satterthwaite", "normal"]
Degrees = Literal["auto", "kenward-roger", "satterthwaite", "normal"]

ENOUGH_CLUSTERS = 50
"""From so many levels on, in every grouping factor, Satterthwaite's and Kenward–Roger's hardly differ."""

OTHER_WORDS: dict[str, Method | Literal["auto"]] = {
    "kr": "kenward-roger",
    "kenward": "kenward-roger",
    "kenwardroger": "kenward-roger",
    "pbkrtest": "kenward-roger",
    "satt": "satterthwaite",
    "satterth": "satterthwaite",
    "lmertest": "satterthwaite",
    "z": "normal",
    "wald": "normal",
    "asymptotic": "normal",
    "inf": "normal",
    "none": "normal",
    "lme4": "normal",
    "default": "auto",
}


def method_of(df: str, clusters: Iterable[int]) -> Method:
    """Return the method that a word means for a model with so many levels per grouping factor.

    "auto" is Kenward–Roger where a grouping factor has fewer than 50 levels, and Satterthwaite otherwise.

    Raises Refused for an unknown word, with the one that was probably meant.

    >>> method_of("auto", [120, 24]), method_of("auto", [120, 60])
    ('kenward-roger', 'satterthwaite')
    """
    for method in get_args(Method):
        if df == method:
            return method
    if df == "auto":
        return "kenward-roger" if min(clusters, default=0) < ENOUGH_CLUSTERS else "satterthwaite"
    known = get_args(Degrees)
    plain = "".join(letter for letter in str(df).lower() if letter.isalnum())
    meant = OTHER_WORDS.get(plain) or nearest(plain, known)
    raise Refused("df_unknown", df=str(df), known=", ".join(known), meant=meant)
