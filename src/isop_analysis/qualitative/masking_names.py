"""Names of people: those of a list in all their spellings, and those given away by what is said before."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from isop_analysis.qualitative.masking_found import Finding
from isop_analysis.qualitative.masking_talk import HYPHENS, MARKS, Talk, Word
from isop_analysis.qualitative.masking_words import (
    CARRIED,
    CUES,
    CUES_OF_TWO,
    NEVER_NAMES,
    ORDINARY,
    PARTICLES,
    RELATIONS,
)

SHORTEST = 3
"""Letters of a name that is known without its capital."""
TWICE = re.compile(r"([b-df-hj-np-tv-xz])\1")
INITIAL = rf"[A-ZÀ-ÞĀ-ž][{MARKS}]?[a-z]?\."
INITIALS = re.compile(rf"(?<![^\W\d_])(?:{INITIAL}[ \u00a0]?){{1,5}}$")
BEFORE_SURNAME = re.compile(
    rf"(?<![\w.])(?:{INITIAL}[ \u00a0]?){{1,5}}(?=['’]?[^\W\d_]{{2}}|['’]t |[^\W\d_][{MARKS}])"
)
SHORTENED = re.compile(r"(?<!\w)v(?:\. ?|/| )?d(?:\.|(?= )) ?$", re.IGNORECASE)
DOTTED = re.compile(
    rf"(?<![\w.])(?:{INITIAL}|(?:v|d|t|v\.d)\.){{2,6}}|"
    r"(?<![\w.])[A-ZÀ-ÞĀ-ž]{1,3}v?(?:/?d)?[A-ZÀ-ÞĀ-ž](?!\w)"
)
"""Initials that stand for a whole name: S.J., S.v.d.B., SvdB."""
LEADING, FOLLOWING = ("op", "in", "aan", "uit", "over", "onder"), ("den", "der", "t", "ter")
LONGEST = 4
"""Words that may follow a first name as its surname."""


@dataclass(frozen=True)
class Names:
    """Folded spellings of names.

    sure
        Masked whatever their case.
    upper
        Masked with a capital: ordinary words too, and the very short.
    loose
        With doubled consonants as one (Mohammed, Mohamed); masked with a capital.
    initials
        Letters of whole names, from two on.
    before
        Particles by the surname they were listed with.
    """

    sure: frozenset[str] = frozenset()
    upper: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    before: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Return all spellings of listed names: 'Sanne', 'Sanne van der Berg', 'Berg, S. van der'."""
        listed = [Talk.of(_in_order(name)) for name in names]
        keys = {key for one in listed for key in _keys(one)}
        upper = {key for key in keys if len(key) < SHORTEST or key in ORDINARY}
        sure = keys - upper
        spelled = {form for key in sure for form in _forms(key)} | sure
        short = {form for key in upper for form in _forms(key)} | upper
        short |= spelled & ORDINARY
        return cls(
            sure=frozenset(spelled - short),
            upper=frozenset(short),
            loose=frozenset(TWICE.sub(r"\1", one) for one in keys if len(one) > SHORTEST),
            initials=frozenset(filter(None, map(_initials, listed))),
            before=frozenset(pair for one in listed for pair in _particles(one)),
        )

    def with_learned(self, words: Iterable[str]) -> "Names":
        """Return the names with others that were found by what was said before them."""
        learned = {form for one in words for form in (one, f"{one}s")} - NEVER_NAMES
        return replace(self, upper=self.upper | learned)

    def has(self, word: Word) -> bool:
        """Whether a word is a name."""
        return self.holds(word.folded, word.capital)

    def holds(self, key: str, capital: bool) -> bool:
        """Whether a folded word, with a capital or without, is a name."""
        if key in self.sure:
            return True
        return capital and (key in self.upper or TWICE.sub(r"\1", key) in self.loose)

    def perhaps(self, word: Word) -> bool:
        """Whether a word without a capital may be a name, or what it mostly is."""
        return not word.capital and len(word.folded) > 1 and word.folded in self.upper


def listed_names(talk: Talk, names: Names) -> Iterator[Finding]:
    """Yield names of the list, with initials, particles and surnames that belong to them."""
    inside = {place for first, last in talk.chunks for place in range(first, last + 1)}
    alone = [(place, place) for place in talk.numbers(names.has) if place not in inside]
    for first, last in [*alone, *(one for chunk in talk.chunks for one in _in_chunk(talk, names, *chunk))]:
        yield whole_name(talk, names, first, last)
    yield from _as_initials(talk, names)


def named_after_cues(talk: Talk) -> Iterator[tuple[Finding, list[str]]]:
    """Yield names nobody listed that stand after 'juf', 'meneer', 'ik ben', with their words, folded."""
    for place in talk.numbers(lambda word: word.folded in CUES or word.folded in CUES_OF_TWO):
        if talk.words[place].folded not in CUES and not _second_cue(talk, place):
            continue
        first = _after(talk, place)
        if first is not None:
            last = _carried(talk, talk.chunk_end(first))
            words = [one.folded for one in talk.words[first : last + 1] if one.folded not in PARTICLES]
            learned = [one for one in words if len(one) >= SHORTEST and one not in ORDINARY]
            yield Finding(talk.words[first].start, talk.words[last].end, "name"), learned


def named_by_initials(talk: Talk) -> Iterator[Finding]:
    """Yield 'P. op den Kamp', 'A.B. Postma': initials with a surname nobody listed."""
    for found in BEFORE_SURNAME.finditer(talk.text):
        first = bisect_left(talk.words.starts, found.end())
        after = first
        while (
            after < len(talk.words) - 1
            and talk.on_line(after)
            and (talk.words[after].folded in CARRIED or _leads_on(talk, after))
        ):
            after += 1
        surname = talk.words[min(after, len(talk.words) - 1)]
        several = found.group().count(".") > 1
        if could_be_name(surname) and (several or surname.folded not in ORDINARY):
            yield Finding(found.start(), talk.words[_carried(talk, talk.chunk_end(after))].end, "name")


def whole_name(talk: Talk, names: Names, first: int, last: int) -> Finding:
    """Return a name with what belongs to it before and behind."""
    start = talk.words[first].start
    if talk.words[first].capital:
        begin = _led(talk, names, first)
        start = talk.words[begin].start
        if ("v", talk.words[first].folded) in names.before:
            start = min(start, _reached(SHORTENED, talk.text, talk.words[first].start))
        start = _reached(INITIALS, talk.text, start)
        last = _carried(talk, last)
    return Finding(start, talk.words[last].end, "name")


def _reached(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Return where what a pattern finds right before a place begins."""
    found = pattern.search(text, max(0, start - 24), start)
    return found.start() if found else start


def could_be_name(word: Word) -> bool:
    """Whether a word is written as a name is: with a capital, no beginning of a sentence, no acronym."""
    return word.capital and len(word.raw) > 1 and not word.acronym and word.folded not in NEVER_NAMES


def _in_chunk(talk: Talk, names: Names, place: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield first and last word of the names in words held together by joiners."""
    words = talk.words[place : last + 1]
    for end in range(len(words), 1, -1):
        if names.holds("".join(one.folded for one in words[:end]), words[0].capital):
            yield place, place + end - 1
            place, words = place + end, words[end:]
            break
    for at, word in enumerate(words, start=place):
        if names.has(word):
            yield _hyphened(talk, at, at_least=place, at_most=last)


def _hyphened(talk: Talk, at: int, at_least: int, at_most: int) -> tuple[int, int]:
    """Return first and last word of a name with the capitalised parts that hyphens hold to it."""
    first = last = at
    while last < at_most and talk.text[talk.words[last].end] in HYPHENS and talk.words[last + 1].capital:
        last += 1
    while (
        first > at_least
        and talk.text[talk.words[first].start - 1] in HYPHENS
        and talk.words[first - 1].capital
    ):
        first -= 1
    return first, last


def _led(talk: Talk, names: Names, first: int) -> int:
    """Return the first word of a name's particles, and of a first name nobody listed before them."""
    begin, head = first, talk.words[first].folded
    while talk.on_line(begin - 1) and (talk.words[begin - 1].folded, head) in names.before:
        begin -= 1
    before = begin - 1
    if begin < first and talk.on_line(before) and could_be_name(talk.words[before]):
        return before if not talk.begins_sentence(before) else begin
    return begin


def _carried(talk: Talk, last: int) -> int:
    """Return the last word of a name that goes on: particles and words with a capital, a few at most."""
    end = last
    for _ in range(LONGEST):
        after = end + 1
        while talk.on_line(after - 1) and after < len(talk.words) - 1 and _leads_on(talk, after):
            after += 1
        reached = talk.on_line(after - 1) and could_be_name(talk.words[after])
        if not reached or talk.words[after].folded in CUES:
            return end
        end = talk.chunk_end(after)
    return end


def _leads_on(talk: Talk, place: int) -> bool:
    """Whether a word is a particle of a surname: van, de; op only before den, in before 't."""
    particle = talk.words[place].folded
    return particle in CARRIED or (particle in LEADING and talk.words[place + 1].folded in FOLLOWING)


def _second_cue(talk: Talk, place: int) -> bool:
    before = CUES_OF_TWO.get(talk.words[place].folded)
    return before is not None and place > 0 and talk.words[place - 1].folded in before


def _after(talk: Talk, place: int) -> int | None:
    """Return the word after a cue that is a name, past particles; None where there is none."""
    at = place + 1
    if at == len(talk.words):
        return None
    between = talk.text[talk.words[place].end : talk.words[at].start]
    if between.strip(" \u00a0") not in ("", ".", ":", ",", ". '", "'", '"', "“", "‘"):
        return None
    if between.startswith(".") and len(talk.words[place].raw) > 4:
        return None  # a sentence ended
    begin = at
    while talk.on_line(at) and talk.words[at].folded in CARRIED:
        at += 1
    named = could_be_name(talk.words[at]) and talk.words[at].folded not in CUES
    if not named:
        return None
    return at if talk.words[place].folded in RELATIONS else begin


def _as_initials(talk: Talk, names: Names) -> Iterator[Finding]:
    if not names.initials:
        return
    for found in DOTTED.finditer(talk.text):
        letters = re.sub(r"[^A-Za-zÀ-ÿ]", "", found.group())
        if letters.casefold() in names.initials and letters[0].isupper():
            yield Finding(*found.span(), "name")


def _in_order(name: str) -> str:
    """Return 'S. van der Berg' for 'Berg, S. van der'."""
    surname, comma, rest = name.partition(",")
    return f"{rest.strip()} {surname.strip()}" if comma else name


def _keys(talk: Talk) -> Iterator[str]:
    """Yield the words of a listed name, and those held together as one."""
    place, words = 0, talk.words
    alone = all(one.folded in PARTICLES for one in words)
    while place < len(words):
        last = place
        while talk.joined(last):
            last += 1
        if last > place:
            yield "".join(one.folded for one in words[place : last + 1])
        hyphens = all(talk.text[one.end] in HYPHENS for one in words[place:last])
        parts = words[place : last + 1] if hyphens else []
        yield from (
            one.folded for one in parts if _is_name(one, place == 0) or (alone and len(one.folded) > 1)
        )
        place = last + 1


def _is_name(word: Word, first: bool) -> bool:
    return len(word.folded) > 1 and (
        word.folded not in PARTICLES or (first and word.folded in ("ben", "abu"))
    )


def _forms(key: str) -> Iterator[str]:
    """Yield a name's possessive and diminutives: Sannes, Sannetje, Brampje, Pimmetje, Annaatje."""
    if len(key) < 2:
        return
    yield f"{key}s"
    small = [f"{key}{end}" for end in ("je", "tje", "etje", "pje", "kje", "ke")]
    small.append(f"{key}{key[-1]}{'tje' if key[-1] in 'aeiouy' else 'etje'}")
    yield from (f"{one}{end}" for one in small for end in ("", "s"))


def _initials(talk: Talk) -> str | None:
    words = talk.words
    if len(words) < 2 or not words[0].capital:
        return None
    return "".join(one.folded[0] for one in words if one.folded)


def _particles(talk: Talk) -> Iterator[tuple[str, str]]:
    """Yield each particle of a surname with the word that it belongs to; shortened ones, too."""
    head = talk.words[-1].folded if talk.words else ""
    for word in talk.words[:-1]:
        if word.folded in PARTICLES:
            yield from ((one, head) for one in (word.folded, word.folded[0], "vd", "d"))
