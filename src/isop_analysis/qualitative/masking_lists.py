"""Places and schools: those of a list, and those that the words beside them give away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from isop_analysis.qualitative.masking_found import Finding
from isop_analysis.qualitative.masking_names import could_be_name
from isop_analysis.qualitative.masking_talk import Talk, Word, folded
from isop_analysis.qualitative.masking_words import (
    ARTICLES,
    CARRIED,
    LIVING,
    NO_SCHOOL,
    ORDINARY,
    PLACE_CUES,
    SCHOOL_ENDS,
    SCHOOL_KINDS,
)

PLACE_FORMS = ("", "s", "se", "er", "ers")
"""Ends of a place's name: Utrechts, Utrechtse, Amsterdammer is not among them."""
DIRECTIONS = ("in", "naar", "uit", "te")
SHORTEST = 3
LONGEST = 4


@dataclass(frozen=True)
class Phrase:
    """Folded words of a name; `capital` says that its last word is one only with a capital."""

    words: tuple[str, ...]
    capital: bool


@dataclass(frozen=True)
class Phrases:
    """Names of several words by their first, longest first."""

    kind: str
    by_first: dict[str, list[Phrase]] = field(default_factory=dict)

    @classmethod
    def of_places(cls, places: Iterable[str]) -> "Phrases":
        """Return places with their adjectives; those that are ordinary words need a capital."""
        phrases = set()
        for place in places:
            words = tuple(one.folded for one in Talk.of(place).words)
            plain = len(words) == 1 and (len(words[0]) < SHORTEST or words[0] in ORDINARY)
            if words:
                phrases |= {Phrase((*words[:-1], f"{words[-1]}{end}"), plain) for end in PLACE_FORMS}
        return cls("place", _by_first(phrases))

    @classmethod
    def of_schools(cls, schools: Iterable[str]) -> "Phrases":
        """Return schools whole, without the kind of school, and without their article."""
        phrases = set()
        for school in schools:
            words = tuple(one.folded for one in Talk.of(school).words)
            while words:
                ordinary = words[-1] in ORDINARY or len(words) == 1 or words[0] in ARTICLES
                phrases.add(Phrase(words, ordinary and words[0] not in SCHOOL_KINDS))
                if words[0] not in SCHOOL_KINDS | ARTICLES:
                    break
                words = words[1:]
        return cls("school", _by_first(phrases))

    def found(self, talk: Talk, capital: bool = True) -> Iterator[Finding]:
        """Yield the names in a text; without `capital` those that lack theirs, and may be something else."""
        for place in talk.numbers(lambda word: word.folded in self.by_first):
            word = talk.words[place]
            for phrase in self.by_first[word.folded]:
                last = place + len(phrase.words) - 1
                if not _stands(talk, place, phrase):
                    continue
                written = not phrase.capital or talk.words[last].capital
                if written == capital:
                    yield Finding(word.start, talk.words[last].end, self.kind)
                break


def schools_by_kind(talk: Talk) -> Iterator[Finding]:
    """Yield 'basisschool De Regenboog', 'obs 't Kompas', 'Julianaschool', 'het Erasmus College'."""
    for place in talk.numbers(_tells_of_school):
        word = talk.words[place]
        if word.folded in SCHOOL_KINDS or (word.folded == "school" and _quoted_or_titled(talk, place)):
            last = _named(talk, place)
            if last > place:
                yield Finding(word.start, talk.words[last].end, "school")
        elif word.capital and word.folded.endswith(SCHOOL_ENDS) and word.folded not in NO_SCHOOL:
            yield Finding(talk.words[_hyphened_from(talk, place)].start, word.end, "school")
        elif word.capital and word.folded in SCHOOL_ENDS[1:] and _titled_before(talk, place):
            yield Finding(talk.words[place - 1].start, word.end, "school")


def places_by_cue(talk: Talk) -> Iterator[Finding]:
    """Yield 'gemeente Ommerveen', and after 'wonen in', 'verhuisd naar', 'komt uit' the place."""
    for place in talk.numbers(lambda word: word.folded in PLACE_CUES or word.folded in DIRECTIONS):
        if talk.words[place].folded in PLACE_CUES or _lives(talk, place):
            after = first = place + 1
            if talk.joined(after) and talk.words[after].folded in ("s", "t"):
                after += 1
            if talk.on_line(place) and could_be_name(talk.words[after]):
                yield Finding(talk.words[first].start, talk.words[_place_end(talk, after)].end, "place")


def _tells_of_school(word: Word) -> bool:
    return word.folded in SCHOOL_KINDS or word.folded.endswith(SCHOOL_ENDS)


def _by_first(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=lambda one: (-len(one.words), one.words, one.capital)):
        found.setdefault(phrase.words[0], []).append(phrase)
    return found


def _stands(talk: Talk, place: int, phrase: Phrase) -> bool:
    last = place + len(phrase.words) - 1
    if last >= len(talk.words):
        return False
    within = range(place, last)
    same = all(folded(talk.words.raws[place + at]) == one for at, one in enumerate(phrase.words))
    return same and all(talk.beside(at) for at in within)


def _named(talk: Talk, place: int) -> int:
    """Return the last word of a school's name after the kind of school; the kind's own where none follows."""
    last, after = place, place + 1
    for _ in range(LONGEST):
        while (
            after < len(talk.words)
            and _goes_on(talk, after)
            and talk.words[after].folded in ARTICLES | CARRIED
        ):
            after += 1
        if after >= len(talk.words) or not _goes_on(talk, after) or not could_be_name(talk.words[after]):
            return last
        last = talk.chunk_end(after)
        after = last + 1
    return last


def _goes_on(talk: Talk, after: int) -> bool:
    between = talk.text[talk.words[after - 1].end : talk.words[after].start]
    return len(between) < 4 and not between.strip(" \u00a0'’‘`\"“„-")


def _quoted_or_titled(talk: Talk, place: int) -> bool:
    """Whether 'school' is followed by an article with a capital: 'school De Vuurvogel'."""
    if place + 1 >= len(talk.words) or not _goes_on(talk, place + 1):
        return False
    following = talk.words[place + 1]
    return following.capital and following.folded in ARTICLES


def _titled_before(talk: Talk, place: int) -> bool:
    return place > 0 and talk.on_line(place - 1) and could_be_name(talk.words[place - 1])


def _hyphened_from(talk: Talk, place: int) -> int:
    for before in range(place - 1, max(-1, place - 1 - LONGEST), -1):
        if not (talk.joined(before) and talk.words[before].capital):
            break
        place = before
    return place


def _place_end(talk: Talk, place: int) -> int:
    """Return the last word of a place's name: Den Eek, Sint Wendel, Oud-Hezingen."""
    end = talk.chunk_end(place)
    for _ in range(LONGEST):
        after = end + 1
        if talk.on_line(end) and talk.words[after].folded in ("aan", "op"):
            after += 1
        if not (talk.on_line(after - 1) and talk.on_line(end) and could_be_name(talk.words[after])):
            break
        end = talk.chunk_end(after)
    return end


def _lives(talk: Talk, place: int) -> bool:
    """Whether a word is the 'in' of 'wonen in', 'wonen ze in', the 'uit' of 'komt uit'."""
    return any(one.folded in LIVING for one in talk.words[max(0, place - 3) : place])
