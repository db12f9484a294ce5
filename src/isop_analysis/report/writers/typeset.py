"""Typeset a PDF: ``compile_pdf(source: str, files: Mapping[str, bytes] = {}, date="1980-01-01") -> bytes``.

One compiler with the typeface that ships, and no other font, serves the whole process. The result is PDF/UA-1
(tagged, with language and title) and the same bytes for the same source, files and date.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from typst import Compiler

STANDARD: Final = "ua-1"
FAMILY = "Isop Sans"
NO_FILES: Mapping[str, bytes] = MappingProxyType({})
MAIN = "main.typ"


def compile_pdf(source: str, files: Mapping[str, bytes] = NO_FILES, date: str = "1980-01-01") -> bytes:
    """Return a typst source as PDF/UA-1.

    `files` are what the source reads (drawings), by the path at which it names them; `date` (ISO 8601) is the
    document's day of making.

    Raises
    ------
    StudyError
        When the typeface that ships is not there.
    ValueError
        When the source doesn't compile, or compiles with a warning (an unknown font, an overflow); with the
        compiler's own message.
    """
    if not files:
        return _compiled(source.encode(), date)
    with TemporaryDirectory() as folder:
        for name, contents in {MAIN: source.encode(), **files}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents)
        return _compiled(str(Path(folder, MAIN)), date, root=folder)


def _compiled(what: bytes | str, date: str, **places: Any) -> bytes:
    from typst import TypstError

    day = datetime.fromisoformat(date).replace(tzinfo=UTC)
    try:
        pdf, warnings = compiler().compile_with_warnings(
            input=what, format="pdf", pdf_standards=STANDARD, timestamp=day, **places
        )
    except TypstError as error:
        told = "; ".join([error.message, *error.hints, *error.trace[:3]])
        raise ValueError(f"the typesetter refused its source: {told}") from error
    if warnings:
        raise ValueError(f"the typesetter warned: {warnings[0].message}")
    if not isinstance(pdf, bytes):
        raise ValueError("the typesetter gave no PDF")
    return pdf


@cache
def compiler() -> "Compiler":
    """Return the one compiler of this process; it knows the typeface that ships and no other."""
    from typst import Compiler, Fonts

    with as_file(files("isop_analysis.figures").joinpath("fonts")) as folder:
        fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        if FAMILY not in fonts.families():
            message = f"the typeface '{FAMILY}' is gone from the installed package; install it again"
            raise StudyError([Problem("isop_analysis/figures/fonts", message)])
        return Compiler(font_paths=fonts, ignore_system_fonts=True)
