"""What the dossier's pages are made of: blocks of the annex, and cards."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from isop_analysis.report.annex.blocks import Block


@dataclass(frozen=True)
class Card:
    """One thing with its id and what is told of it: label and text."""

    kind: ClassVar[str] = "card"
    id: str
    title: str | Markup
    lines: tuple[tuple[str, Markup], ...]


Blocks = tuple[Block | Card, ...]


@dataclass(frozen=True)
class Section:
    """A part of a page, that its contents lead to."""

    id: str
    title: str
    blocks: Blocks
