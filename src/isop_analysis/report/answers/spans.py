"""A line of text that grows sentence by sentence, its numbers linked to what proves them."""

import re
from typing import TYPE_CHECKING

from isop_analysis.report.blocks import Span, Text, Tone

if TYPE_CHECKING:
    from isop_analysis.language.conclusions import Estimate, Facts

OPEN, CLOSE, LINK = "\ue000", "\ue001", "\ue002"
"""Marks around a link inside a text while sentences are made; no text of a reader holds them."""


class Line:
    """Sentences of one paragraph, as spans."""

    def __init__(self, facts: "Facts") -> None:
        self.facts = facts
        self._spans: list[Span] = []
        self._opened = True

    @property
    def text(self) -> Text:
        """What was written, as spans."""
        return tuple(self._spans)

    def open(self, text: str, tone: Tone = "accent") -> None:
        """Add a text that the next sentence goes on from."""
        self.add(text, tone)
        self._opened = True

    def add(self, text: str, tone: Tone = "plain") -> None:
        """Add a text after a space."""
        self._spans += spans_of(f" {text}" if self._spans else text, tone)

    def say(self, key: str, **values: object) -> None:
        """Add the sentence of a key."""
        self.sentence(self.facts.words(key, **values))

    def sentence(self, text: str) -> None:
        """Add a sentence: as it is after what opened it, otherwise with a capital; with its full stop."""
        whole = re.sub(" +", " ", text).strip()
        whole = whole if self._opened and self._spans else whole[:1].upper() + whole[1:]
        self.add(whole if whole.endswith((".", "?")) else f"{whole}.")
        self._opened = False

    def linked(self, text: str, target: str) -> str:
        """Return a text as a link into the annex, for a sentence's place."""
        return f"{OPEN}annex.{self.facts.language}.html#{target}{LINK}{text}{CLOSE}"

    def number(self, value: float | None, source: "Estimate") -> str:
        """Return a number with two decimals, linked to its row."""
        return self.linked(self.facts.words.numbers.decimal(value), source.row)


def spans_of(text: str, tone: Tone = "plain") -> list[Span]:
    """Return a text with marked links as spans."""
    spans: list[Span] = []
    for part in text.split(OPEN):
        link, found, rest = part.partition(LINK)
        if not found:
            spans.append(Span(part, tone))
            continue
        inner, _, after = rest.partition(CLOSE)
        spans += [Span(inner, tone, link), Span(after, tone)]
    return [span for span in spans if span.text]
