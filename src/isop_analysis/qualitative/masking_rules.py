"""What is masked in one text, and what is left for a person to decide."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from isop_analysis.qualitative.masking_addresses import addresses
from isop_analysis.qualitative.masking_facts import facts
from isop_analysis.qualitative.masking_found import MASK, Finding, Moves, apart_from, placeholders, settled
from isop_analysis.qualitative.masking_lists import Phrases, places_by_cue, schools_by_kind
from isop_analysis.qualitative.masking_names import (
    Names,
    could_be_name,
    listed_names,
    named_after_cues,
    named_by_initials,
)
from isop_analysis.qualitative.masking_patterns import shaped, shaped_perhaps
from isop_analysis.qualitative.masking_talk import Talk, Word
from isop_analysis.qualitative.masking_words import CUES, NEVER_NAMES, ORDINARY

ROUNDS = 8
"""How often a text is looked through at most: what is masked may set free what stands beside it."""


@dataclass(frozen=True)
class MaskedText:
    """A masked text.

    text
        With placeholders.
    moves
        From places of the text as it was to places of the masked one; its maskings lie in the text as it was.
    doubtful
        In places of the masked text.
    """

    text: str
    moves: Moves
    doubtful: tuple[Finding, ...]


@dataclass(frozen=True)
class Rules:
    """Lists to mask by; `others` finds more in a text (another program), `ordinary` are words seen small."""

    names: Names
    places: Phrases
    schools: Phrases
    others: Callable[[str], Iterable[Finding]] | None = None
    ordinary: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], places: Iterable[str], schools: Iterable[str]) -> "Rules":
        """Return the rules of lists."""
        return cls(Names.of(names), Phrases.of_places(places), Phrases.of_schools(schools))

    def after_reading(self, talks: Iterable[Talk]) -> "Rules":
        """Return the rules with names that cues give away anywhere in talks, and their small words."""
        learned: set[str] = set()
        small: set[str] = set()
        for talk in talks:
            small |= {one.folded for one in talk.spellings if one.raw.islower()}
            for _, words in named_after_cues(talk):
                learned |= set(words)
        known = frozenset(learned - self._place_words)
        return replace(self, names=self.names.with_learned(known - small), ordinary=frozenset(small))

    def masked(self, what: Talk) -> MaskedText:
        """Mask a text, again and again until nothing more is found."""
        talk, moves = what, Moves(())
        for number in range(ROUNDS):
            own = settled(apart_from(self._found(talk, first=number == 0), placeholders(talk.text)))
            if not own:
                break
            added = [Finding(moves.before(one.start), moves.before(one.end), one.kind) for one in own]
            moves = Moves(tuple(settled([*moves.maskings, *added])))
            talk = Talk.of(moves.applied(what.text))
        return MaskedText(talk.text, moves, tuple(self._doubtful(talk)))

    @property
    def _place_words(self) -> set[str]:
        return set(self.places.by_first) | set(self.schools.by_first)

    def _found(self, talk: Talk, first: bool) -> Iterator[Finding]:
        yield from shaped(talk.text)
        yield from addresses(talk)
        yield from listed_names(talk, self.names)
        yield from (one for one, _ in named_after_cues(talk))
        yield from named_by_initials(talk)
        yield from self.places.found(talk)
        yield from self.schools.found(talk)
        yield from schools_by_kind(talk)
        yield from places_by_cue(talk)
        if first and self.others is not None:
            yield from (_widened(talk, one) for one in self.others(talk.text))

    def _doubtful(self, talk: Talk) -> list[Finding]:
        """Return what a person has to decide on: facts always; what may be a name, place, school, number."""
        perhaps = [*shaped_perhaps(talk.text), *self.schools.found(talk, capital=False)]
        perhaps += [*self.places.found(talk, capital=False), *self._maybe_names(talk)]
        certain = settled([*facts(talk), *placeholders(talk.text)])
        found = [*(one for one in certain if one.kind != MASK), *apart_from(settled(perhaps), certain)]
        return sorted(found)

    def _maybe_names(self, talk: Talk) -> Iterator[Finding]:
        for place in talk.numbers(self._maybe_name):
            word = talk.words[place]
            common = word.folded in self.ordinary or word.folded in ORDINARY
            if not (word.capital and common and talk.begins_sentence(place)):
                yield Finding(word.start, talk.words[talk.chunk_end(place)].end, "name")

    def _maybe_name(self, word: Word) -> bool:
        named = could_be_name(word) and word.folded not in CUES
        return named or (self.names.perhaps(word) and word.folded not in NEVER_NAMES)


def _widened(talk: Talk, one: Finding) -> Finding:
    """Return what another program found up to the end of the name: not half of "Mo'ad"."""
    last = bisect_left(talk.words.starts, one.end) - 1
    if last < 0 or talk.words.ends[last] < one.start:
        return one
    return Finding(one.start, max(one.end, talk.words.ends[talk.chunk_end(last)]), one.kind)
