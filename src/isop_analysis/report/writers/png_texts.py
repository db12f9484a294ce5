"""What a PNG says of itself: its resolution, and texts such as its title, which travel with the picture.

The one place where anything is written into a PNG (PNG Specification, third edition, 11.3: pHYs and iTXt).
"""

import struct
import zlib
from collections.abc import Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEAD = len(SIGNATURE) + 25
"""Where the header chunk ends; what a picture says of itself stands between it and the dots."""
INCHES_A_METRE = 1 / 0.0254


def telling(png: bytes, texts: Mapping[str, str], dots_per_inch: int | None = None) -> bytes:
    """Return the picture with texts by keyword (``Title``, ``Description``, ``Source``), and its resolution.

    A keyword has 1 to 79 Latin letters; a text is UTF-8. ValueError where the bytes are no PNG.
    """
    if not png.startswith(SIGNATURE):
        raise ValueError("the bytes are no PNG")
    chunks = [] if dots_per_inch is None else [_resolution(dots_per_inch)]
    chunks += [
        _chunk(b"iTXt", keyword.encode("latin-1") + bytes(5) + text.encode())
        for keyword, text in texts.items()
    ]
    return png[:HEAD] + b"".join(chunks) + png[HEAD:]


def texts_of(png: bytes) -> dict[str, str]:
    """Return a picture's texts by keyword."""
    texts = [body.partition(bytes(5)) for kind, body in _chunks(png) if kind == b"iTXt"]
    return {keyword.decode("latin-1"): text.decode() for keyword, _, text in texts}


def _resolution(dots_per_inch: int) -> bytes:
    a_metre = round(dots_per_inch * INCHES_A_METRE)
    return _chunk(b"pHYs", struct.pack(">IIB", a_metre, a_metre, 1))


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
