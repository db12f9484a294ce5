"""How a text file is written: its encoding and delimiter, found out from its bytes."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from isop_analysis.study.problems import Problem, StudyError

DELIMITERS = ",;\t|"
PIECE = 1 << 20
SAMPLE = 1 << 18
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Layout:
    """A text file's encoding and the sign between its cells."""

    encoding: str
    delimiter: str


def layout_of(path: Path, shown: str) -> Layout:
    """Find out a file's layout.

    Raises
    ------
    StudyError
        When the file is missing, empty, no text, or in no encoding that fits all of it.
    """
    encoding = encoding_of(path, shown)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
    if not sample.strip("\ufeff \t\r\n,;|"):
        raise StudyError([Problem(shown, "is empty; a header and answers were expected")])
    return Layout(encoding, delimiter_of(sample))


def encoding_of(path: Path, shown: str) -> str:
    """Return utf-8, utf-8-sig, utf-16 or cp1252; another only where none of these decodes the whole file."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")]) from None
    if not head.strip():
        raise StudyError([Problem(shown, "is empty; a header and answers were expected")])
    if head.startswith((WORKBOOK, OLD_WORKBOOK)):
        raise StudyError([Problem(shown, "is an Excel workbook, not a text file; save it as CSV")])
    if head.startswith(codecs.BOM_UTF8):
        _refuse_damaged(path, shown, marked=True)
        return "utf-8-sig"
    if b"\0" in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(path, head, shown)
    if _decodes(path, "utf-8"):
        return "utf-8"
    _refuse_damaged(path, shown)
    return "cp1252" if _decodes(path, "cp1252") else _guessed(path, shown)


def _utf16(path: Path, head: bytes, shown: str) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not marked and max(even, odd) < 0.4 * len(head) / 2:
        raise StudyError([Problem(shown, "is no text file; export it again as CSV")])
    encoding = "utf-16" if marked else "utf-16-be" if even > odd else "utf-16-le"
    if not _decodes(path, encoding):
        raise StudyError([Problem(shown, "is cut off or damaged UTF-16; export it again as UTF-8")])
    return encoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_damaged(path: Path, shown: str, marked: bool = False) -> None:
    """Refuse a file that is UTF-8 but for a few bytes: read as Windows-1252 all its accents would be lost.

    `marked`: it begins with UTF-8's mark, so that every other byte is damage.
    """
    good = bad = line = 0
    first: tuple[int, int] | None = None
    with path.open("rb") as file:
        for line, content in enumerate(file, start=1):
            if content.isascii():
                continue
            text = content.decode("utf-8", errors="surrogateescape")
            stray = [ord(sign) - 0xDC00 for sign in text if 0xDC80 <= ord(sign) <= 0xDCFF]
            bad += len(stray)
            good += sum(ord(sign) > 0x7F for sign in text) - len(stray)
            if stray and first is None:
                first = (line, stray[0])
    if first is not None and (marked or good > bad):
        message = f"byte 0x{first[1]:02X} is no UTF-8 while the rest of the file is; export it again as UTF-8"
        raise StudyError([Problem(shown, message, first[0])])


def _guessed(path: Path, shown: str) -> str:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        best = from_bytes(file.read(SAMPLE)).best()
    if best is not None and _decodes(path, best.encoding):
        return str(best.encoding)
    message = "is neither UTF-8, UTF-16 nor Windows-1252; export it again as UTF-8"
    raise StudyError([Problem(shown, message)])


def delimiter_of(sample: str) -> str:
    """Return the delimiter by which the first records have most cells, equally many in each."""
    whole = len(sample) < SAMPLE
    return max(DELIMITERS, key=lambda sign: _fit(sample, sign, whole))


def _fit(sample: str, delimiter: str, whole: bool) -> tuple[float, int]:
    try:
        records = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 50))
    except csv.Error:
        return 0.0, 0
    widths = [len(record) for record in (records if whole else records[:-1] or records) if record]
    if not widths or max(widths) == 1:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (width - 1) * times / len(widths), widths[0]
