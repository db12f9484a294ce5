"""How a text file is written: its encoding and delimiter, found out from its bytes."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from isop_analysis.answers.accents import is_of_another, refuse_damaged
from isop_analysis.study.problems import Problem, StudyError

DELIMITERS = ",;\t|"
PIECE = 1 << 20
SAMPLE = 1 << 18
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SWITCH = b"\x1b$"
UNREADABLE = "can't be opened: a folder, a name too long, or a file that may not be read; correct the path"
OTHER = (
    "is neither UTF-8, UTF-16 nor Windows-1252, or its accents are of another one (an older or a Mac's "
    "encoding); export it again as UTF-8"
)


@dataclass(frozen=True)
class Layout:
    """A text file's encoding and the sign between its cells."""

    encoding: str
    delimiter: str


def layout_of(path: Path, shown: str, accents: bool = True) -> Layout:
    """Find out a file's layout; `accents`: whether they count, or only stand in what isn't read.

    Raises
    ------
    StudyError
        When the file is missing, empty, no text, or in no encoding that fits all of it.
    """
    encoding = encoding_of(path, shown, accents)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
    if not sample.strip("\ufeff \t\r\n,;|"):
        raise StudyError([Problem(shown, "is empty; a header and answers were expected")])
    return Layout(encoding, delimiter_of(sample))


def encoding_of(path: Path, shown: str, accents: bool = True) -> str:
    """Return utf-8, utf-8-sig, utf-16 or cp1252; the last only where accents stand as in words."""
    head = _head(path, shown)
    if head.startswith((WORKBOOK, OLD_WORKBOOK)):
        raise StudyError([Problem(shown, "is an Excel workbook, not a text file; save it as CSV")])
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise StudyError([Problem(shown, OTHER)])
    if b"\0" in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(path, head, shown)
    if _decodes(path, "utf-8"):
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    refuse_damaged(path, shown, marked=head.startswith(codecs.BOM_UTF8))
    if not _decodes(path, "cp1252") or (accents and is_of_another(path)):
        raise StudyError([Problem(shown, OTHER)])
    return "cp1252"


def _head(path: Path, shown: str) -> bytes:
    """Return the first bytes; a file that isn't there, or that can't be opened, is told."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")]) from None
    except (OSError, ValueError):
        raise StudyError([Problem(shown, UNREADABLE)]) from None
    if not head.strip():
        raise StudyError([Problem(shown, "is empty; a header and answers were expected")])
    return head


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
    """Whether a whole file is of an encoding; signs that switch to Japanese ones are of no other."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                if SWITCH in piece:
                    return False
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


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
