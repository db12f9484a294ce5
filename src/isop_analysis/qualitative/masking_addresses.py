"""Streets with their houses: Dorpsstraat 12a, Burgemeester van Tolplein 3, Laan van Zuid 4; Lindelaan."""

import re
from collections.abc import Iterator

from isop_analysis.qualitative.masking_found import Finding
from isop_analysis.qualitative.masking_talk import Talk, Word
from isop_analysis.qualitative.masking_words import NEVER_NAMES, PARTICLES

TELLING = ("straat", "laan", "plein", "gracht", "kade", "singel", "dreef", "plantsoen", "steeg")
"""Ends of streets that need no house to be known, given a capital."""
ENDS = (
    *TELLING,
    *("weg", "dijk", "hof", "pad", "park", "markt", "ring", "burgwal", "wal", "dam", "hoek", "kamp", "akker"),
    *("veld", "erf", "oord", "baan", "hage", "horst", "kant", "bos", "tuin", "poort", "brink"),
)
SMALL = (*TELLING, "weg", "dijk", "hof", "pad")
"""Ends that are streets without a capital too, where a house follows."""
NO_STREETS = (
    frozenset(["onderweg", "halverwege", "weg", "vanweg", "snelweg", "spoorweg", "luchtweg", "bijhof"])
    | NEVER_NAMES
)
HOUSE = re.compile(r"[ \u00a0]{1,2}\d{1,4}(?: ?-? ?(?:[a-zA-Z]|bis|hs|[IVX]{1,3}|\d{1,3}))?(?!\w)")
LONGEST = 4
"""Words before the last of a street's name."""


def addresses(talk: Talk) -> Iterator[Finding]:
    """Yield streets with their houses, and those that their capital and end give away without."""
    for number in talk.numbers(_is_street):
        word = talk.words[number]
        first, last = _first(talk, number), _last(talk, number)
        house = HOUSE.match(talk.text, talk.words[last].end)
        ended = word.folded.endswith(TELLING) and word.folded not in TELLING
        written = word.capital or word.folded.endswith(SMALL)
        if house and written and (word.folded not in ENDS or first < number or last > number):
            yield Finding(talk.words[first].start, house.end(), "address")
        elif word.capital and (ended or last > number):
            yield Finding(talk.words[first].start, talk.words[last].end, "address")


def _is_street(word: Word) -> bool:
    return word.folded.endswith(ENDS) and word.folded not in NO_STREETS


def _first(talk: Talk, number: int) -> int:
    """Return the first word of a street's name: words with a capital, and particles between them."""
    first = number
    for before in range(number - 1, max(-1, number - 1 - LONGEST), -1):
        word = talk.words[before]
        if not talk.on_line(before) or not (_titled(word) or word.folded in PARTICLES):
            break
        if _titled(word):
            first = before
    return first


def _last(talk: Talk, number: int) -> int:
    """Return the last word of 'Laan van de Zon'; the street's own where nothing follows it."""
    word = talk.words[number]
    if not word.capital or word.folded not in ("laan", "plein", "hof", "park", "pad"):
        return number
    after = number + 1
    while after < len(talk.words) - 1 and talk.on_line(after - 1) and talk.words[after].folded in PARTICLES:
        after += 1
    ends = after > number + 1 and talk.on_line(after - 1) and _titled(talk.words[after])
    return after if ends else number


def _titled(word: Word) -> bool:
    return word.capital and word.folded not in NEVER_NAMES
