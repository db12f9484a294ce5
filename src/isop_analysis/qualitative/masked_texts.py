"""A study's coded texts masked: rules and lists first, then what a person decided of the doubtful words.

1. Names that cues give away are learned over all texts; each text is masked.
2. What is doubtful gets an id: of the document, the words, and which of their occurrences it is. Where
   nothing else was said it is the same in every run, whatever the lists hold.
3. What was decided to be masked becomes a placeholder too; what is to be kept is doubtful no more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from isop_analysis.contracts.table import Row
from isop_analysis.qualitative.given_ids import given_id
from isop_analysis.qualitative.masking_deduce import deduce_finder
from isop_analysis.qualitative.masking_found import Finding, Moves, settled
from isop_analysis.qualitative.masking_known import KnownNames, finder_of
from isop_analysis.qualitative.masking_log import Entry
from isop_analysis.qualitative.masking_rules import MaskedText, Rules
from isop_analysis.qualitative.masking_talk import Talk

DOUBTFUL = "doubtful"
AROUND = 80
"""Characters of context on either side."""
MASK = "mask"


@dataclass(frozen=True)
class Doubtful:
    """Something for a person to decide: its id, its place in the text as it was, and what was decided."""

    id: str
    finding: Finding
    words: str
    decision: str | None


@dataclass(frozen=True)
class MaskedDocument:
    """A document: its words as they were, as masked, and what is or was doubtful in them."""

    name: str
    before: str
    masked: MaskedText
    doubtful: tuple[Doubtful, ...]

    @property
    def entry(self) -> Entry:
        """The document as the log of maskings has it."""
        return Entry(self.name, "text", self.before, self.masked)

    def undecided(self, start: int, end: int) -> int:
        """Return how much doubtful in a span of the text as it was nobody has decided on."""
        open_ones = (one.finding for one in self.doubtful if one.decision is None)
        return sum(one.start < end and start < one.end for one in open_ones)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of masking_doubtful."""
        for one in self.doubtful:
            yield {
                "doubtful": one.id,
                "document": self.name,
                "kind": one.finding.kind,
                "offset": one.finding.start,
                "length": one.finding.end - one.finding.start,
                "words": one.words,
                "context": context(self.masked.text, *self.masked.moves.span(*_span(one.finding))),
                "decision": one.decision,
            }


def rules_of(known: KnownNames, deduce: bool) -> tuple[Rules, bool]:
    """Return the rules of what a study knows, and whether the package deduce looks, too."""
    rules = Rules.of(known.names, known.places, known.schools)
    other = deduce_finder() if deduce else None
    finders = [finder_of(known.as_written), *([other] if other is not None else [])]
    return replace(rules, others=_together(finders)), other is not None


def mask_documents(
    texts: Mapping[str, str], rules: Rules, decisions: Mapping[str, str], key: bytes
) -> list[MaskedDocument]:
    """Return the texts of documents masked, in their order; `decisions` are mask or keep, by id."""
    talks = {name: Talk.of(text) for name, text in texts.items()}
    learned = rules.after_reading(talks.values())
    return [_masked(name, talk, learned, decisions, key) for name, talk in talks.items()]


def _masked(name: str, talk: Talk, rules: Rules, decisions: Mapping[str, str], key: bytes) -> MaskedDocument:
    found = rules.masked(talk)
    doubtful = tuple(_doubtful(name, talk.text, found, decisions, key))
    masked = decided(found, talk.text, [one.finding for one in doubtful if one.decision == MASK])
    return MaskedDocument(name, talk.text, masked, doubtful)


def _doubtful(
    name: str, text: str, found: MaskedText, decisions: Mapping[str, str], key: bytes
) -> Iterator[Doubtful]:
    for one in found.doubtful:
        words = found.text[one.start : one.end]
        start = found.moves.before(one.start)
        where = Finding(start, start + len(words), one.kind)
        number = given_id(key, DOUBTFUL, name, words, str(text.count(words, 0, start)))
        yield Doubtful(number, where, words, decisions.get(number))


def decided(found: MaskedText, text: str, more: Iterable[Finding]) -> MaskedText:
    """Return a masked text with more masked, which was doubtful: places of the text as it was."""
    moves = Moves(tuple(settled([*found.moves.maskings, *more])))
    return MaskedText(moves.applied(text), moves, ())


def context(text: str, start: int, end: int) -> str:
    """Return a span of a text with what stands around it, on one line."""
    around = text[max(0, start - AROUND) : end + AROUND]
    return f"… {' '.join(around.split())} …"


def _span(one: Finding) -> tuple[int, int]:
    return one.start, one.end


def _together(finders: list[Callable[[str], list[Finding]]]) -> Callable[[str], Iterable[Finding]]:
    return lambda text: (one for finder in finders for one in finder(text))
