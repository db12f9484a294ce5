"""Writing files so that the same study gives the same bytes everywhere."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import xlsxwriter

CREATED = datetime(2025, 7, 10, 12, 0, 0)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def csv_text(
    rows: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\n", quote_all: bool = False
) -> str:
    """Return rows as delimited text."""
    buffer = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


def new_workbook(path: Path) -> "xlsxwriter.Workbook":
    """Return a workbook whose properties do not depend on the clock, and which says that it is invented."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"created": CREATED, "title": "Verzonnen gegevens", "comments": "Invented data"})
    return workbook


def store_plainly(path: Path) -> None:
    """Rewrite a workbook's archive without compression: compressed bytes differ between zlib versions."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), content)
