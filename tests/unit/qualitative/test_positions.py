"""Positions become code points, whichever way a program counts."""

import doctest
from pathlib import Path

import coded_project as coded
import pytest
from coded_project import CLEAR, DOCUMENT

from isop_analysis import qualitative
from isop_analysis.qualitative import labels, offsets

# An emoji beyond U+FFFF, one of several code points, a combining mark, Windows' line ends.
TEXT = "Leraar: 😀 goed.\r\nZorg: 👩‍🏫 e\u0301én taak.\r\nIeder weet wie wat doet."
QUOTES = ("Leraar: 😀 goed.", "e\u0301én taak.", "Ieder weet wie wat doet.")


def counted(place: int, way: str) -> int:
    """Return a code point's position as a program that counts this way writes it."""
    before = TEXT[:place]
    count = len(before.encode("utf-16-le")) // 2 if "utf16" in way else len(before)
    return count - ("one" in way) * before.count("\r\n") + ("mark" in way)


def written(root: Path, way: str, named: bool = True) -> Path:
    marks = []
    for number, quote in enumerate(QUOTES):
        start = TEXT.index(quote)
        ends = (counted(start, way), counted(start + len(quote), way))
        name = quote[:9] + "…" if named else ""
        marks.append(coded.selection(number, *ends, coded.coding(50 + number, CLEAR), name=name))
    text = ("\ufeff" if "bom" in way or "mark" in way else "") + TEXT
    return coded.pack(root / "talk.qdpx", coded.project(coded.source(*marks)), {f"{DOCUMENT}.txt": text})


@pytest.mark.parametrize("way", ["standard", "bom", "utf16", "one", "mark", "utf16 one", "utf16 one mark"])
def test_every_way_of_counting_gives_the_same_words(tmp_path: Path, way: str) -> None:
    project = qualitative.read(written(tmp_path, way))
    assert project.segments["text"].tolist() == list(QUOTES)
    assert project.segments["start"].tolist() == [TEXT.index(quote) for quote in QUOTES]
    assert project.documents["text"].tolist() == [TEXT]
    assert (
        [note.key for note in project.notes] == [] if way in ("standard", "bom") else ["qualitative_counting"]
    )


def test_the_standard_holds_where_nothing_tells(tmp_path: Path) -> None:
    project = qualitative.read(written(tmp_path, "bom", named=False))
    assert project.segments["text"].tolist() == list(QUOTES)


def test_positions_beyond_the_end_tell_of_utf16(tmp_path: Path) -> None:
    project = qualitative.read(written(tmp_path, "utf16", named=False))
    assert project.segments["text"].tolist() == list(QUOTES)


def test_utf16_texts_with_their_mark_are_read(tmp_path: Path) -> None:
    xml = coded.project(coded.source(coded.ONE))
    project = qualitative.read(
        coded.pack(tmp_path / "a.qdpx", xml, {f"{DOCUMENT}.txt": coded.WORDS.encode("utf-16")})
    )
    assert project.documents["text"].tolist() == [coded.WORDS]


@pytest.mark.parametrize("module", [offsets, labels])
def test_examples(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert (found.failed, found.attempted > 0) == (0, True)
