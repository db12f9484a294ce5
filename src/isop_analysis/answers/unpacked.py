"""What a workbook unpacks to, found out in pieces before it is opened: how large, and how far its cells lie.

A reader keeps room for every cell from the first filled one to the last: one cell in a sheet's far corner
is enough to end the program, and a few hundred kilobytes can hold hundreds of megabytes. How far cells lie
can be seen in .xlsx and .xlsm; other kinds are refused, whatever they are called.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.study.config import Limits
from isop_analysis.study.problems import Problem, StudyError

PIECE = 1 << 20
MEGABYTE = 1_000_000
CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']\$?([A-Za-z]{1,8})\$?(\d{1,20})")
OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Excel 97 begin, and those with a password."""
OTHERS = {"xl/workbook.bin": "a binary workbook (.xlsb)", "content.xml": "a workbook of OpenDocument (.ods)"}
"""Members that only other kinds of workbooks have."""
ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*[\"'](\d{1,20})")


@dataclass
class Reach:
    """How far a sheet's cells lie: the last row and the last column, from 1."""

    rows: int = 0
    columns: int = 0

    def note(self, piece: bytes) -> None:
        """Look at a piece of a sheet that ends before a tag begins."""
        cells = CELL.findall(piece)
        rows = {row for _, row in cells} | set(ROW.findall(piece))
        self.rows = max(self.rows, *map(int, rows), 0)
        self.columns = max(self.columns, *(_column(letters) for letters in {own for own, _ in cells}), 0)


def refuse_large(path: Path, shown: str, limits: Limits) -> None:
    """Refuse a workbook that is larger than the limits, or of a kind in which that can't be seen.

    Raises
    ------
    StudyError
        With the limit that it exceeds, or the kind.
    zipfile.BadZipFile
        When it can't be unpacked.
    """
    with path.open("rb") as file:
        begin = file.read(len(OLDER))
    if begin == OLDER:
        message = "is an older workbook (.xls) or has a password; open it and save it as .xlsx without one"
        raise StudyError([Problem(shown, message)])
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if kind := OTHERS.get(member.filename):
                raise StudyError([Problem(shown, f"is {kind}; open it and save it as .xlsx")])
        _refuse_far(archive, shown, limits)


def _refuse_far(archive: zipfile.ZipFile, shown: str, limits: Limits) -> None:
    members = archive.infolist()
    if sum(member.file_size for member in members) > limits.megabytes * MEGABYTE:
        raise StudyError([Problem(shown, _too_large("megabytes unpacked", limits.megabytes))])
    for member in members:
        reach = Reach()
        for piece in _pieces(archive, member):
            reach.note(piece)
            if reason := _exceeded(reach, limits):
                raise StudyError([Problem(shown, reason)])


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the contents of a member, cut before a tag; a sheet may have any name."""
    rest = b""
    with archive.open(member) as file:
        while piece := file.read(PIECE):
            piece = rest + piece
            cut = piece.rfind(b"<")
            cut = cut if cut > 0 else len(piece)
            rest = piece[cut:]
            yield piece[:cut]
    yield rest


def _exceeded(reach: Reach, limits: Limits) -> str | None:
    if reach.rows > limits.rows:
        return _too_large("rows", limits.rows, " in a sheet")
    if reach.columns > limits.columns:
        return _too_large("columns", limits.columns, " in a sheet")
    if reach.rows * reach.columns > limits.cells:
        return _too_large("cells", limits.cells, " from a sheet's first to its last")
    return None


def _too_large(what: str, limit: int, where: str = "") -> str:
    mend = f"delete what lies far from the answers, or raise limits.{what.split()[0]} in the config"
    return f"has more than {limit:,} {what}{where}; {mend}"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
