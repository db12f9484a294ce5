"""Reads what a tagged PDF tells a screen reader: the tree of elements with their texts, in reading order."""

import io
import re
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Element:
    role: str
    text: str
    alt: str
    page: int
    within: tuple[str, ...]


def reader_of(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def elements(pdf: bytes) -> list[Element]:
    """Every element in reading order, with the text of its own marks and not of elements inside it."""
    reader = reader_of(pdf)
    marked = [_marked_texts(page) for page in reader.pages]
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    found: list[Element] = []
    _walk(reader.trailer["/Root"]["/StructTreeRoot"], (), marked, pages, found)
    return found


def told(pdf: bytes) -> str:
    """All text in reading order, that of drawings left out."""
    return "".join(one.text for one in elements(pdf) if "Figure" not in (*one.within, one.role))


def _walk(node: Any, within: tuple[str, ...], marked: Any, pages: Any, found: list[Element]) -> None:
    node = node.get_object()
    role = str(node.get("/S", ""))[1:]
    at = len(found)
    text, first = "", None
    own_page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else None
    if role:
        found.append(Element(role, "", "", 0, within))
    for kid in _kids(node):
        kid = kid.get_object()
        if isinstance(kid, int) or "/MCID" in kid:
            number = kid if isinstance(kid, int) else kid["/MCID"]
            page = own_page if isinstance(kid, int) or "/Pg" not in kid else pages[kid.raw_get("/Pg").idnum]
            first = page if first is None else first
            if len(found) > at + 1:  # text after an inner element stands after it
                found.append(Element("", marked[page].get(number, ""), "", page, (*within, role)))
            else:
                text += marked[page].get(number, "")
        elif "/S" in kid:
            _walk(kid, (*within, role) if role else within, marked, pages, found)
    if role:
        inner = next((one.page for one in found[at + 1 :] if one.page >= 0), -1)
        page = first if first is not None else inner
        found[at] = Element(role, text, str(node.get("/Alt", "")), page, within)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return list(kids) if isinstance(kids, list) else [kids]


def _marked_texts(page: Any) -> dict[int, str]:
    """The text of each marked piece of a page's own content."""
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    from pypdf.generic import ContentStream

    texts: dict[int, str] = {}
    stack: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" else {}
            stack.append(properties.get("/MCID") if hasattr(properties, "get") else None)
        elif operator == b"EMC":
            stack.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            number = next((one for one in reversed(stack) if one is not None), None)
            pieces = operands[0] if operator == b"TJ" else operands
            shown = "".join(_decoded(one, letters) for one in pieces if not isinstance(one, int | float))
            if number is not None:
                texts[number] = texts.get(number, "") + shown
    return texts


def _decoded(piece: Any, letters: dict[int, str]) -> str:
    raw = piece.original_bytes
    return "".join(letters.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))


def _letters(font: Any) -> dict[int, str]:
    map_ = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", map_, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", map_, re.DOTALL):
        for low, high, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = chr(int(text, 16) + step)
    return found
