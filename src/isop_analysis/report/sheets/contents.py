"""What stands on a sheet, in words of one language and positions on a line: made of a team's tables."""

from dataclasses import dataclass

from isop_analysis.language.numbers import Language

Bold = tuple[str, str]
"""A text that begins in bold: the bold part and the rest."""


@dataclass(frozen=True)
class Drawn:
    """What is drawn beside a statement: positions from 0 (least) to 1 (most) of the scale's range.

    Attributes:
        dot: where the team stands.
        line: where its line begins and ends.
        box: where most teams stand, if enough of them do.
        previous: where it stood last time, if that may be compared.
        ticks: positions of the answers.
        alt: all of it in a sentence or more, with the published numbers.
    """

    dot: float
    line: tuple[float, float]
    box: tuple[float, float] | None
    previous: float | None
    ticks: tuple[float, ...]
    alt: str


@dataclass(frozen=True)
class Statement:
    """A statement of the team with its picture, absent on a sheet without results."""

    text: str
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Block:
    """Statements under one heading."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs or list entries; each may begin in bold."""

    title: str
    texts: tuple[Bold, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet before it is typeset.

    Attributes:
        language, title, lead: the document's language, its heading and what follows it.
        head, mark, foot: what stands above and below each side; `mark` is empty for real data.
        results: whether answers are shown: two sides, else one.
        noticed: what stands out, and own words.
        question: what to talk about.
        closing: small print at the end, a sentence each.
    """

    language: Language
    title: str
    lead: tuple[str, ...]
    head: str
    mark: str
    foot: str
    results: bool
    blocks: tuple[Block, ...]
    noticed: tuple[Section, ...]
    question: str
    closing: tuple[str, ...]
