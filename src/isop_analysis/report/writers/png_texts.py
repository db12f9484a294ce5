"""What a PNG says of itself: its resolution, and texts such as its title, which travel with the picture.

The one place where anything is written into a PNG (PNG Specification, third edition, 11.3: pHYs and iTXt).
"""

import struct
import zlib
from collections.abc import Mapping

HEAD = len(b"\x89PNG\r\n\x1a\n") + 25
"""Where the header chunk ends; what a picture says of itself stands between it and the dots."""
INCHES_A_METRE = 1 / 0.0254


def telling(png: bytes, texts: Mapping[str, str], dots_per_inch: int) -> bytes:
    """Return the picture with its resolution and texts by keyword (``Title``, ``Description``, ``Source``).

    A keyword has 1 to 79 Latin letters; a text is UTF-8.
    """
    a_metre = round(dots_per_inch * INCHES_A_METRE)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", a_metre, a_metre, 1))]
    chunks += [
        _chunk(b"iTXt", keyword.encode("latin-1") + bytes(5) + text.encode())
        for keyword, text in texts.items()
    ]
    return png[:HEAD] + b"".join(chunks) + png[HEAD:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
