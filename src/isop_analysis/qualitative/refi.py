"""From a REFI-QDA project (`.qdpx`) or codebook (`.qdc`) to records.

1. The XML comes an entry at a time (`markup`); each becomes a record. Codings without a user get the user of
   their selection; where there is none, the file is the coder.
2. Texts come from the archive, or from the XML; media are left where they are.
3. Positions become code points (`offsets`).
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from isop_analysis.base.reasons import Reason
from isop_analysis.qualitative.archive import PIECE, Archive, opened, refuse_absent
from isop_analysis.qualitative.elements import (
    case_of,
    codes_of,
    name_of_path,
    text_holder,
    text_selections,
    user_of,
    values_of,
    variable_of,
)
from isop_analysis.qualitative.limits import Limits
from isop_analysis.qualitative.markup import Entry, entries
from isop_analysis.qualitative.offsets import Counting, Span, Text, counting_of, decoded, places
from isop_analysis.qualitative.records import (
    SOURCES,
    Case,
    Code,
    Document,
    Records,
    User,
    Variable,
    codings,
    guid_from,
    selections,
)
from isop_analysis.study.problems import Problem, StudyError

ORIGIN = "isop_analysis"
"""Who wrote a project, in files of our own: they count in code points."""
OTHERS = ("Notes", "Links", "Sets", "Graphs")


@dataclass(frozen=True)
class Found:
    """What a file holds, and what was unusual about it."""

    records: Records
    notes: tuple[Reason, ...]


def read_refi_project(path: Path, coder: str, limits: Limits) -> Found:
    """Read a `.qdpx`; `coder` names the file where it is the coder. Raises StudyError."""
    with opened(path, path.name, limits) as archive:
        gathering = _Gathering(path.name, archive)
        with closing(archive.project_pieces()) as pieces:
            for entry in entries(pieces, path.name, ("Project",), limits):
                gathering.take(entry)
    return gathering.found(coder)


def read_refi_codebook(path: Path, coder: str, limits: Limits) -> Found:
    """Read a `.qdc`: codes alone. Raises StudyError."""
    refuse_absent(path, path.name)
    gathering = _Gathering(path.name, None)
    with _pieces(path) as pieces:
        for entry in entries(pieces, path.name, ("CodeBook", "Project"), limits):
            gathering.take(entry)
    return gathering.found(coder)


@contextmanager
def _pieces(path: Path) -> Iterator[Iterator[bytes]]:
    with path.open("rb") as file:
        yield iter(lambda: file.read(PIECE), b"")


class _Gathering:
    """Entries as they come, until the file is read."""

    def __init__(self, shown: str, archive: Archive | None) -> None:
        self.shown, self.archive = shown, archive
        self.name = ""
        self.ours = False
        self.users: list[User] = []
        self.codes: list[Code] = []
        self.variables: list[Variable] = []
        self.cases: list[Case] = []
        self.documents: list[Document] = []
        self.texts: list[Text | None] = []
        self.others: dict[str, list[ET.Element]] = {}
        self.styled = 0
        self.dangling = 0

    def take(self, entry: Entry) -> None:
        """Add one entry."""
        element = entry.element
        match entry.section:
            case "Project" | "CodeBook" if element.tag == entry.section:
                self.name = element.get("name", "")
                self.ours = element.get("origin") == ORIGIN
            case "Users":
                self.users.append(user_of(element, len(self.users)))
            case "CodeBook" | "Codes":
                roots = element.findall("Code") if element.tag == "Codes" else [element]
                self.codes += [code for root in roots for code in codes_of(root, None)]
            case "Variables":
                self.variables.append(variable_of(element))
            case "Cases":
                self.cases.append(case_of(element, len(self.cases)))
            case "Sources" if element.tag in SOURCES:
                self._take_source(element)
            case section if section in OTHERS:
                self._put_text_inside(element)
                self.others.setdefault(section, []).append(element)

    def _take_source(self, element: ET.Element) -> None:
        for one in element.findall("Transcript"):
            self._put_text_inside(one)
        holder = text_holder(element)
        text = None if holder is None else self._text(holder)
        self.styled += any(one.get("richTextPath") for one in element.iter())
        guid = element.get("guid") or guid_from("source", len(self.documents), element.get("name", ""))
        element.set("guid", guid)
        for number, one in enumerate((*selections(element), *element.iter("Coding"))):
            if not one.get("guid"):
                one.set("guid", guid_from(guid, one.tag, number))
        name = element.get("name") or name_of_path(element) or f"document {len(self.documents) + 1}"
        content = None if text is None else text.content
        kind = SOURCES[element.tag]
        self.documents.append(Document(guid, name, kind, element, content, values_of(element)))
        self.texts.append(text)

    def _put_text_inside(self, element: ET.Element) -> None:
        """Put the text of a note or transcript, which may be in the archive, into its element."""
        if element.tag not in ("Note", "Transcript"):
            return
        text = self._text(element)
        element.attrib.pop("plainTextPath", None)
        if text is not None:
            ET.SubElement(element, "PlainTextContent").text = text.content

    def _text(self, holder: ET.Element) -> Text | None:
        """Return a source's text from the archive, else from the XML; None where neither has it."""
        inside = holder.find("PlainTextContent")
        if inside is not None:
            holder.remove(inside)
        path = holder.get("plainTextPath", "")
        member = self.archive.source(path) if self.archive is not None and path else None
        if member is not None and self.archive is not None:
            try:
                return decoded(self.archive.text_bytes(member))
            except UnicodeDecodeError:
                message = "a text among its sources is no UTF-8; export it again"
                raise StudyError([Problem(self.shown, message)]) from None
        return None if inside is None else Text(inside.text or "")

    def found(self, coder: str) -> Found:
        """Return everything as records, checked against one another."""
        counting = self._count_code_points()
        self._refuse_unknown_codes()
        unnamed = self._name_coders(coder)
        records = Records(
            users=tuple(self.users),
            codes=tuple(self.codes),
            variables=tuple(self.variables),
            cases=tuple(self._linked_cases()),
            documents=tuple(self.documents),
            others={section: tuple(elements) for section, elements in self.others.items()},
            name=self.name or coder,
        )
        return Found(records, tuple(self._notes(counting, unnamed)))

    def _count_code_points(self) -> Counting:
        """Turn positions into code points in place; StudyError for selections that no text has."""
        marked = [text_selections(document.element) for document in self.documents]
        spans = [[self._span(one) for one in elements] for elements in marked]
        told = [(text, own) for text, own in zip(self.texts, spans, strict=True) if text is not None]
        counting = Counting() if self.ours else counting_of(told)
        beyond = 0
        for text, elements, own in zip(self.texts, marked, spans, strict=True):
            if text is None or not own:
                continue
            found = places(text, counting, [place for span in own for place in (span.start, span.end)])
            for element, start, end in zip(elements, found[::2], found[1::2], strict=True):
                if start is None or end is None or start > end:
                    beyond += 1
                    continue
                element.set("startPosition", str(start))
                element.set("endPosition", str(end))
        if beyond:
            says = "1 selection reaches" if beyond == 1 else f"{beyond} selections reach"
            raise self._refusal(f"{says} beyond the end of the text, or backwards; export it again")
        return counting

    def _span(self, selection: ET.Element) -> Span:
        try:
            start, end = (int(selection.get(name, "")) for name in ("startPosition", "endPosition"))
            if not 0 <= start <= end < 1 << 40:
                raise ValueError
        except ValueError:
            raise self._refusal(
                "a selection has no startPosition and endPosition in whole numbers, the second not smaller; "
                "export it again"
            ) from None
        return Span(start, end, selection.get("name", ""))

    def _refusal(self, message: str) -> StudyError:
        return StudyError([Problem(self.shown, message)])

    def _refuse_unknown_codes(self) -> None:
        guids = [code.guid for code in self.codes]
        twice = len(guids) - len(set(guids))
        if twice:
            says = "1 code has" if twice == 1 else f"{twice} codes have"
            raise self._refusal(f"{says} another code's GUID; export it again")
        known = {*guids, *(case.guid for case in self.cases)}
        unknown = sum(
            coding.code not in known for document in self.documents for coding in codings(document.element)
        )
        if unknown:
            says = "1 coding names a code" if unknown == 1 else f"{unknown} codings name a code"
            raise self._refusal(f"{says} that isn't in the codebook; export it again, with all codes")

    def _name_coders(self, coder: str) -> int:
        """Give each coding its user; return how many codings have none, whose coder the file is."""
        known = {user.guid for user in self.users}
        own = User(guid_from("file", coder), coder)
        unnamed = 0
        for document in self.documents:
            for coding in codings(document.element):
                marking = coding.element if coding.selection is None else coding.selection
                user = (
                    coding.element.get("creatingUser")
                    or marking.get("creatingUser")
                    or marking.get("modifyingUser")
                )
                unnamed += not user
                user = user or own.guid
                coding.element.set("creatingUser", user)
                if user not in known:
                    known.add(user)
                    self.users.append(own if user == own.guid else User(user, f"user {len(known)}"))
        return unnamed

    def _linked_cases(self) -> Iterator[Case]:
        """Yield the cases with what exists of what they refer to; one without a name is its document's."""
        names = {document.guid: document.name for document in self.documents}
        marked = {one.get("guid") for document in self.documents for one in selections(document.element)}
        codes = {code.guid for code in self.codes}
        for case in self.cases:
            documents = tuple(one for one in case.documents if one in names)
            kept = tuple(one for one in case.selections if one in marked)
            standing = tuple(one for one in (*case.codes, case.guid) if one in codes)
            self.dangling += len(case.documents) + len(case.selections) - len(documents) - len(kept)
            name = case.name if case.named or len(documents) != 1 else names[documents[0]]
            yield replace(case, name=name, documents=documents, selections=kept, codes=standing)

    def _notes(self, counting: Counting, unnamed: int) -> Iterator[Reason]:
        media = Counter(one.kind for one in self.documents if one.kind != "text")
        for kind, count in sorted(media.items()):
            own = [one for one in self.documents if one.kind == kind]
            marked = sum(1 for one in own for coding in codings(one.element) if coding.text_span is None)
            yield Reason("qualitative_media", kind=kind, documents=count, segments=marked)
        absent = sum(
            one.text is None for one in self.documents if one.kind == "text" or text_selections(one.element)
        )
        if absent:
            yield Reason("qualitative_texts_absent", documents=absent)
        if self.styled:
            yield Reason("qualitative_styled", documents=self.styled)
        if counting != Counting():
            yield Reason(
                "qualitative_counting",
                unit="utf16" if counting.utf16 else "code_point",
                line_end="one" if counting.line_end_one else "two",
                mark="counted" if counting.mark else "not_counted",
            )
        if unnamed:
            yield Reason("qualitative_file_is_coder", codings=unnamed)
        if self.dangling:
            yield Reason("qualitative_dangling", found=self.dangling)
