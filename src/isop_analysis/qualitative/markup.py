"""REFI-QDA's XML, an entry at a time: no document type, hence no entities; depth and number limited.

Names lose their namespace, and GUIDs are written in one way (lower case, no braces): programs differ in both.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from isop_analysis.qualitative.limits import Limits
from isop_analysis.study.problems import Problem, StudyError

GUIDS = frozenset(
    {
        *("guid", "targetGUID", "originGUID", "representedGUID", "creatingUser", "modifyingUser"),
        *("creatingUserGUID", "modifyingUserGUID", "sourceVertex", "targetVertex"),
        *("fromSyncPoint", "toSyncPoint"),
    }
)
"""Attributes that hold a GUID."""
CONTAINERS = frozenset(
    {
        *("Users", "CodeBook", "Codes", "Variables", "Cases", "Sources"),
        *("Notes", "Links", "Sets", "Graphs"),
    }
)
"""Sections whose children come one by one."""


@dataclass(frozen=True)
class Entry:
    """One user, code list, variable, case, source, note, …, with the section it stands in.

    The root comes first, as its own section, with its attributes alone.
    """

    section: str
    element: ET.Element


def entries(pieces: Iterable[bytes], shown: str, roots: tuple[str, ...], limits: Limits) -> Iterator[Entry]:
    """Yield the entries of a project or codebook, whose bytes come a piece at a time.

    Raises
    ------
    StudyError
        Where the XML is cut off, damaged, too large, too deep, has a document type, or another root.
    """
    growing = _Growing(shown, roots, limits)
    read = 0
    try:
        for piece in pieces:
            read += len(piece)
            if read > limits.project:
                message = f"its XML is larger than {limits.project} bytes, {limits.how_to_raise('project')}"
                raise growing.refused(message)
            growing.parser.Parse(piece if read > len(piece) else piece.lstrip())
            yield from growing.handed_over()
        growing.parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        if isinstance(error, StudyError):
            raise
        line = getattr(error, "lineno", growing.parser.CurrentLineNumber)
        raise growing.refused(f"its XML is cut off or damaged at line {line}; export it again") from None
    yield from growing.handed_over()


class _Growing:
    """Elements as the parser meets them; entries that are whole wait to be handed over."""

    def __init__(self, shown: str, roots: tuple[str, ...], limits: Limits) -> None:
        self.shown, self.roots, self.limits = shown, roots, limits
        self.depth = self.count = 0
        self.section = ""
        self.builder: ET.TreeBuilder | None = None
        self.began = 0
        self.whole: list[Entry] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def refused(self, message: str) -> StudyError:
        return StudyError([Problem(self.shown, message)])

    def handed_over(self) -> list[Entry]:
        whole, self.whole = self.whole, []
        return whole

    def _doctype(self, *_: object) -> None:
        raise self.refused("its XML declares a document type, which REFI-QDA has not; export it again")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        self._refuse_too_much()
        tag = name.rsplit(" ", 1)[-1]
        own = {key.rsplit(" ", 1)[-1]: value for key, value in attributes.items()}
        for key in GUIDS & own.keys():
            own[key] = own[key].strip().strip("{}").lower()
        if self.depth == 1:
            self._root(tag, own)
        elif self.builder is None and self.depth == 2 and tag in CONTAINERS:
            self.section = tag
        else:
            if self.builder is None:
                self.builder, self.began = ET.TreeBuilder(), self.depth
                self.section = self.section if self.depth > 2 else tag
            self.builder.start(tag, own)

    def _root(self, tag: str, own: dict[str, str]) -> None:
        if tag not in self.roots:
            expected = " or ".join(f"'{root}'" for root in self.roots)
            raise self.refused(f"is no REFI-QDA file: its XML's root is not {expected}")
        self.whole.append(Entry(tag, ET.Element(tag, own)))

    def _end(self, name: str) -> None:
        if self.builder is not None:
            self.builder.end(name.rsplit(" ", 1)[-1])
            if self.depth == self.began:
                self.whole.append(Entry(self.section, self.builder.close()))
                self.builder = None
        self.depth -= 1

    def _data(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)

    def _refuse_too_much(self) -> None:
        if self.depth > self.limits.depth:
            message = f"its XML is nested deeper than {self.limits.depth} levels"
            raise self.refused(f"{message}, {self.limits.how_to_raise('depth')}")
        if self.count > self.limits.elements:
            message = f"its XML has more than {self.limits.elements} elements"
            raise self.refused(f"{message}, {self.limits.how_to_raise('elements')}")
