"""The pages of the docs: their blocks of code, headings and links."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^( *)```([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: the word behind its fence, and its text."""

    language: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page in Markdown."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def blocks(self) -> list[Block]:
        return [Block(found[2], found[3]) for found in BLOCK.finditer(self.text)]

    @property
    def prose(self) -> str:
        return BLOCK.sub("", self.text)

    @property
    def anchors(self) -> set[str]:
        """What a link may name behind its #: headings, as Markdown's renderers write them."""
        headings = re.findall(r"^#+ (.*)$", self.prose, re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.prose)


def pages() -> list[Page]:
    return [Page(path) for path in sorted(DOCS.rglob("*.md"))]
