"""A reader's document as PDF/UA-1: blocks become data, and a typst template knows how each looks."""

import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, get_args

from isop_analysis.figures.style import SCORE, SOFT
from isop_analysis.language.words import Words, words_in
from isop_analysis.report.blocks import (
    Answered,
    Block,
    Bullets,
    Cell,
    Columns,
    Document,
    Heading,
    Key,
    Paragraph,
    Picture,
    Quote,
    Sign,
    Table,
    Text,
    text_of,
)
from isop_analysis.report.writers.places import (
    Places,
    id_of,
    is_wide,
    own_page,
    rows_of,
    shares_of,
    size_of,
    table_id,
    texts_of,
)
from isop_analysis.report.writers.signs import sign_svg
from isop_analysis.report.writers.typeset import compile_pdf
from isop_analysis.study.problems import Problem, StudyError

TEMPLATE = "document.typ"
MEASURE = 340  # points: the width of text in the report
LONG_CELL = 60  # letters: rows of such cells are told apart by a line
LETTER = 4.7  # points: the width of a letter in a table


def write_pdf(document: Document) -> bytes:
    """Return the document as PDF/UA-1 on A4: tagged, with bookmarks, title and language.

    Raises
    ------
    StudyError
        When a text has a character that the typeface lacks, or the typeface is gone.
    ValueError
        When a link leads nowhere, or the drawing of a figure can't be read.
    """
    places = Places(document)
    source = files(__package__).joinpath("templates", TEMPLATE).read_text(encoding="utf-8")
    data = json.dumps(_document(places), ensure_ascii=False).encode()
    drawings = {f"figures/{one.drawn.name}.svg": one.drawn.svg.encode() for one in places.pictures}
    signs = {f"signs/{name}.svg": _sign(name) for name in places.signs}
    try:
        return compile_pdf(source, {"document.json": data} | drawings | signs, document.date)
    except ValueError as error:
        _tell_lacking(document, error)
        raise


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(_reader(pdf).pages)


def pages_by_part(pdf: bytes, document: Document) -> dict[str, int]:
    """Return how many pages each part of a report takes, by name; one shared by two parts counts for both."""
    reader = _reader(pdf)
    _title, parts = reader.outline
    marks = [mark for mark in parts if not isinstance(mark, list)]
    starts = [reader.get_destination_page_number(mark) for mark in marks]
    ends = [start - own_page(part) for part, start in zip(document.parts, starts, strict=True)][1:]
    ends.append(len(reader.pages) - 1)
    pages = [end - start + 1 for start, end in zip(starts, ends, strict=True)]
    return dict(zip((part.name for part in document.parts), pages, strict=True))


def hold_to(pages: int, limit: int, what: str) -> None:
    """Say that a document (`report.pages.<what>` of the config) has more pages than it may have."""
    if pages > limit:
        message = (
            f"{pages} pages, and at most {limit} are allowed; say less (`short`, `says`, `use`), let fewer "
            f"questions reach it (`front`), or allow more pages"
        )
        raise StudyError([Problem("config.yaml", message, path=f"report.pages.{what}")])


@lru_cache(maxsize=1)
def _reader(pdf: bytes) -> Any:
    """Return what reads a PDF, kept for the next question about the same one."""
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(pdf))


def _tell_lacking(document: Document, error: ValueError) -> None:
    """Say which character the typeface lacks, where that is what the typesetter stumbled over."""
    from matplotlib.ft2font import FT2Font

    with as_file(files("isop_analysis.figures").joinpath("fonts", "IsopSans-Regular.ttf")) as font:
        known = set(FT2Font(str(font)).get_charmap())
    for text in texts_of(document):
        lacking = [letter for letter in text if ord(letter) not in known and letter not in "\n\t"]
        if lacking:
            message = (
                f"the typeface has no character U+{ord(lacking[0]):04X}, which a text of the {document.name} "
                f"in '{document.language}' uses; write it otherwise in the config"
            )
            raise StudyError([Problem("config.yaml", message)]) from error


def _sign(name: Sign) -> bytes:
    return sign_svg(name, SOFT if name in ("unknown", "refused") else SCORE).encode()


def _document(places: Places) -> dict[str, Any]:
    """Return the document as the template reads it: data with every link led and every number given."""
    document, words = places.document, words_in(places.document.language)
    blocks = _Blocks(places, words)
    return {
        "name": document.name,
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "stamp": document.stamp,
        "colophon": document.colophon,
        "authors": document.authors,
        "by": words("page.authors", authors=words.listed(list(document.authors))),
        "contents": words("document.contents"),
        "signs": {name: words(f"document.sign.{name}") for name in get_args(Sign)},
        "cover": blocks.all(document.cover),
        "parts": [
            {
                "id": part.name,
                "title": part.title,
                "own_page": own_page(part),
                "wide": is_wide(part),
                "blocks": blocks.all(part.blocks),
            }
            for part in document.parts
        ],
    }


@dataclass(frozen=True)
class _Blocks:
    """Blocks as data of the template."""

    places: Places
    words: Words
    placed: set[str] = field(default_factory=set)

    def all(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        return [self.one(block) for block in blocks]

    def one(self, block: Block) -> dict[str, Any]:
        """Return a block; a figure that stands in two parts has its id in the first."""
        name = "" if id_of(block) in self.placed else id_of(block)
        self.placed.add(name)
        return {"kind": type(block).__name__.lower(), "id": name} | self._own(block)

    def _own(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph(text, size):
                return {"text": self._text(text), "size": size}
            case Heading(text, level):
                return {"text": text, "level": self.places.level(level)}
            case Quote(text, language, by):
                return {"text": text, "language": language or self.places.document.language, "by": by}
            case Bullets(items, numbered):
                return {"items": [self._text(item) for item in items], "numbered": numbered}
            case Key(signs):
                return {"signs": signs}
            case Answered():
                return self._answered(block)
            case Picture():
                return self._picture(block)
            case Table():
                return self._table(block)
            case Columns(sections):
                return {"sections": [self.all(section) for section in sections]}

    def _answered(self, block: Answered) -> dict[str, Any]:
        return {
            "question": block.question,
            "link": self.places.target(block.link),
            "level": self.places.level(2),
            "sign": block.sign,
            "answer": self._text(block.answer),
            "beside": block.beside,
            "figure": self.one(block.figure) if block.figure else None,
        }

    def _picture(self, block: Picture) -> dict[str, Any]:
        number = self.places.numbers.get(id_of(block))
        width, height = size_of(block.drawn)
        return {
            "name": block.drawn.name,
            "number": "" if block.small else self.words("document.figure", number=number),
            "title": block.drawn.title,
            "caption": block.drawn.caption,
            "alt": block.drawn.alt,
            "width": width,
            "height": height,
            "link": self.places.target(block.link),
        }

    def _table(self, block: Table) -> dict[str, Any]:
        return {
            "number": self.words("document.table", number=self.places.numbers[table_id(block)]),
            "caption": block.caption,
            "columns": [self._cell(cell) for cell in block.columns],
            "rows": [[self._cell(cell) for cell in row] for row in rows_of(block, self.words.language)],
            "signs": block.signs,
            "note": block.note,
            "widths": shares_of(block),
            "ruled": any(len(text_of(cell.text)) > LONG_CELL for row in block.rows for cell in row),
            "broad": sum(shares_of(block)) * LETTER + 11 * len(block.columns) > MEASURE,
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {"text": self._text(cell.text), "numeric": cell.numeric}

    def _text(self, text: Text) -> list[dict[str, str]]:
        return [asdict(span) for span in self.places.spans(text)]
