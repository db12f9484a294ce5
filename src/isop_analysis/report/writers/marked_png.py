"""Marks inside a picture of dots: a chunk of text a mark, before the dots (PNG, 3rd edition, 11.3.3.2)."""

import struct
import zlib
from collections.abc import Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
AFTER_HEADER = len(SIGNATURE) + 25
"""The header's chunk comes first and is always as long."""
TERMS = {"source": "Source", "creator": "Author", "relation": "Relation", "identifier": "Identifier"}
"""PNG's keyword of each mark; those that PNG doesn't register have Dublin Core's own name."""


def with_marks(png: bytes, marks: Mapping[str, str]) -> bytes:
    """Return a picture that says these marks inside; ValueError where the bytes are no PNG."""
    if not png.startswith(SIGNATURE):
        raise ValueError("the bytes are no PNG")
    chunks = b"".join(_chunk(TERMS[term], text) for term, text in marks.items())
    return png[:AFTER_HEADER] + chunks + png[AFTER_HEADER:]


def marks_of_png(png: bytes) -> dict[str, str]:
    """Return a picture's texts by keyword."""
    texts = [body for kind, body in _chunks(png) if kind == b"tEXt"]
    pairs = (text.partition(b"\0") for text in texts)
    return {key.decode("latin-1"): value.decode("latin-1") for key, _, value in pairs}


def _chunk(keyword: str, text: str) -> bytes:
    body = b"tEXt" + keyword.encode("latin-1") + b"\0" + text.encode("latin-1", "replace")
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
