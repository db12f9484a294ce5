"""Bytes that give away another encoding than the one a text file could be read as."""

import re
from pathlib import Path

from isop_analysis.study.problems import Problem, StudyError

SIGNS = rb"\x80-\x84\x86-\x89\x8b\x91\x93-\x95\x98\x99\x9b\xa1-\xa9\xab\xac\xae-\xb3\xb5\xb6\xb8\xb9\xbb-\xbf"
CAPITALS = rb"\x8a\x8c\x8e\x9f\xc0-\xd6\xd8-\xde"
ODD = re.compile(
    rb"(?<=[A-Za-z])[%s](?=[A-Za-z%s])|(?<=[a-z])[%s]|(?<=[A-Z])[%s](?=[a-z])|[\x80-\xff]{4,}"
    % (SIGNS, SIGNS, CAPITALS, CAPITALS)
)
"""In Windows-1252: a sign within a word, a capital after a small letter, four signs and accents in a row."""
GOOD = re.compile(
    rb"(?<=[a-z])[\xdf-\xf6\xf8-\xff]|[\xdf-\xf6\xf8-\xff](?=[a-z])|(?<=[A-Z])[%s](?![a-z])" % CAPITALS
)
"""In Windows-1252: an accent within a word of small letters, or of capitals."""


def is_of_another(path: Path) -> bool:
    """Whether a file's accents, read as Windows-1252, stand where signs and capitals don't: é of DOS is ‚."""
    odd = good = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                odd += len(ODD.findall(line))
                good += len(GOOD.findall(line))
    return odd > 0 and odd >= good


def refuse_damaged(path: Path, shown: str, marked: bool) -> None:
    """Refuse a file that is UTF-8, by its mark or but for a few bytes.

    Read as Windows-1252 all its accents would be lost.
    """
    good = bad = 0
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
        rest = "although the file begins with its mark" if marked else "while the rest of the file is"
        message = f"byte 0x{first[1]:02X} is no UTF-8 {rest}; export it again as UTF-8"
        raise StudyError([Problem(shown, message, first[0])])
