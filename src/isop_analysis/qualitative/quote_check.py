"""The last look at a quote before anybody reads it: names of the lists, long numbers, addresses.

It does not go by what masking did: a text that was not masked, or cut at another place, is stopped here.
"""

import re
from collections.abc import Iterable, Mapping

from isop_analysis.qualitative.masking_known import KnownNames, finder_of
from isop_analysis.qualitative.masking_lists import Phrases
from isop_analysis.qualitative.masking_names import Names, listed_names
from isop_analysis.qualitative.masking_talk import Talk
from isop_analysis.qualitative.masking_words import ORDINARY, PARTICLES

NUMBER = re.compile(r"\d{5}")
SHORTEST = 3


def held_by(texts: Mapping[str, str], known: KnownNames) -> dict[str, str]:
    """Return by key what a text holds that no quote may hold, without repeating it."""
    people, phrases = (
        _words(known.names),
        [Phrases.of_places(known.places), Phrases.of_schools(known.schools)],
    )
    names = Names.of(known.names)
    written = finder_of(known.as_written)
    found: dict[str, str] = {}
    for key, text in texts.items():
        talk = Talk.of(text)
        likely = (word for word in talk.words if word.capital or word.folded not in ORDINARY)
        named = any(word.folded in people for word in likely) or any(listed_names(talk, names))
        if named or any(any(one.found(talk)) for one in phrases) or written(text):
            found[key] = "a name of the lists"
        elif NUMBER.search(text):
            found[key] = "a number of five digits or more"
        elif "@" in text:
            found[key] = "an @"
    return found


def _words(names: Iterable[str]) -> set[str]:
    words = {word.folded for name in names for word in Talk.of(name).words}
    return {one for one in words - PARTICLES if len(one) >= SHORTEST}
