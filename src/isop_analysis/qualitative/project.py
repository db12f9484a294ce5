"""A coded project as an analyst sees it: tables of codes, segments, documents, cases and coders."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason
from isop_analysis.qualitative.labels import code_labels, labelled
from isop_analysis.qualitative.records import (
    SELECTIONS,
    Case,
    Code,
    Coding,
    Document,
    Records,
    Variable,
    codings,
)

if TYPE_CHECKING:
    import pandas as pd

CASE_COLUMNS = ("case", "description", "documents", "guid")
CODE_COLUMNS = (
    *("code", "name", "parent", "depth", "codable", "color"),
    *("description", "segments", "of_case", "guid"),
)
SEGMENT_COLUMNS = (
    *("segment", "selection", "document", "kind", "start", "end", "text"),
    *("code", "coder", "created", "name", "note", "length"),
)
PASSAGES = "passages"
"""Kind of a document that is made of the passages of a table, one paragraph each."""


@dataclass(frozen=True, repr=False)
class Project:
    """A coded project. Its tables know each other's rows by name; `guid` is REFI-QDA's.

    It holds what people said and who coded it: it belongs in restricted folders.
    """

    records: Records
    notes: tuple[Reason, ...] = ()
    """What was left aside or read in an unusual way."""

    def __repr__(self) -> str:
        return (
            f"Project({len(self.records.codes)} codes, {len(self.segments)} segments, "
            f"{len(self.records.documents)} documents, {len(self.cases)} cases, {len(self.coders)} coders)"
        )

    @cached_property
    def codes(self) -> "pd.DataFrame":
        """A row a code: code (its name, or its path where others have the name), name, parent, depth,
        codable, color, description, segments, of_case (it stands for a case), guid.
        """
        labels, by_guid = self._code_labels, {code.guid: code for code in self.records.codes}
        count = self._coded_with
        rows = [
            {
                "code": labels[code.guid],
                "name": code.name,
                "parent": labels.get(code.parent or ""),
                "depth": _depth(code.parent, by_guid),
                "codable": code.codable,
                "color": code.color,
                "description": code.description,
                "segments": count.get(code.guid, 0),
                "of_case": code.guid in self._of_cases,
                "guid": code.guid,
            }
            for code in self.records.codes
        ]
        kinds = {"depth": "int64", "segments": "int64", "codable": "bool", "of_case": "bool"}
        return _frame(rows, CODE_COLUMNS, kinds)

    @cached_property
    def coders(self) -> "pd.DataFrame":
        """A row a user of the project: coder (their name), initials, segments, guid."""
        gave = self.segments["coder"].value_counts()
        rows = [
            {
                "coder": self._user_labels[user.guid],
                "initials": user.initials,
                "segments": int(gave.get(self._user_labels[user.guid], 0)),
                "guid": user.guid,
            }
            for user in self.records.users
        ]
        return _frame(rows, ("coder", "initials", "segments", "guid"), {"segments": "int64"})

    @cached_property
    def documents(self) -> "pd.DataFrame":
        """A row a source: document (its name), kind (text, pdf, picture, audio, video), text (none where the
        file has none), length (code points), description, guid.
        """
        rows = [
            {
                "document": self._document_labels[one.guid],
                "kind": one.kind,
                "text": one.text,
                "length": None if one.text is None else len(one.text),
                "description": one.element.findtext("Description") or None,
                "guid": one.guid,
            }
            for one in self.records.documents
        ]
        return _frame(
            rows, ("document", "kind", "text", "length", "description", "guid"), {"length": "Int64"}
        )

    @cached_property
    def cases(self) -> "pd.DataFrame":
        """A row a case: case (its name), description, documents (a tuple of names), guid, then a column a
        variable.

        A value stands where its case has it, else where one of its documents has it (and no other document
        of the case another one). A document with values that is in no case is a case of its own.
        """
        cases = [*self.records.cases, *self._documents_as_cases()]
        labels = labelled(case.name for case in cases)
        names = labelled([*CASE_COLUMNS, *(one.name for one in self.records.variables)])[len(CASE_COLUMNS) :]
        rows = []
        for case, label in zip(cases, labels, strict=True):
            inside = tuple(self._document_labels[one] for one in case.documents)
            rows.append(
                {"case": label, "description": case.description, "documents": inside, "guid": case.guid}
            )
        table = _frame(rows, CASE_COLUMNS, {"documents": "object"})
        for variable, name in zip(self.records.variables, names, strict=True):
            table[name] = _typed([self._value(case, variable.guid) for case in cases], variable)
        return table

    @cached_property
    def segments(self) -> "pd.DataFrame":
        """A row a coding: a selection × a code × a coder.

        segment (GUID of the coding), selection (GUID; none where a whole document is coded), document, kind
        (text, passage, pdf, picture, audio, video, transcript, document), start and end (code points of the
        document's text, the end not among them; none for other kinds), text (the coded words), code, coder,
        created, name and note (the selection's), length (the document's code points). Codings that make a
        case (`codes.of_case`) are in `case_segments`.
        """
        return self._coded(lambda guid: guid not in self._of_cases)

    @cached_property
    def case_segments(self) -> "pd.DataFrame":
        """The codings with codes that stand for cases, as `segments`."""
        return self._coded(lambda guid: guid in self._of_cases)

    @cached_property
    def memos(self) -> "pd.DataFrame":
        """A row a note of the project: memo (its name), text, description, created, guid."""
        rows = [
            {
                "memo": one.get("name"),
                "text": one.findtext("PlainTextContent"),
                "description": one.findtext("Description") or None,
                "created": one.get("creationDateTime"),
                "guid": one.get("guid"),
            }
            for one in self.records.others.get("Notes", ())
        ]
        return _frame(rows, ("memo", "text", "description", "created", "guid"), {})

    def with_values(self, values: "pd.DataFrame") -> "Project":
        """Return the project with a variable a column of `values`, whose index names cases.

        A row that names a document which is in no case stands on that document. Numbers stay numbers; missing
        values are left out.

        Raises
        ------
        Refused
            Where a row names neither, or the project has a variable of that name.
        """
        from isop_analysis.qualitative.values import with_values

        return Project(with_values(self, values), self.notes)

    def _coded(self, wanted: Callable[[str], bool]) -> "pd.DataFrame":
        rows = [
            self._segment(document, coding)
            for document in self.records.documents
            for coding in codings(document.element)
            if wanted(coding.code)
        ]
        return _frame(rows, SEGMENT_COLUMNS, dict.fromkeys(("start", "end", "length"), "Int64"))

    def _segment(self, document: Document, coding: Coding) -> dict[str, Any]:
        marked = ET.Element("none") if coding.selection is None else coding.selection
        start, end = coding.text_span or (None, None)
        words = marked.findtext("Representation/PlainTextContent")
        if start is not None and document.text is not None:
            words = document.text[start:end]
        return {
            "segment": coding.element.get("guid"),
            "selection": marked.get("guid"),
            "document": self._document_labels[document.guid],
            "kind": "passage" if document.kind == PASSAGES else SELECTIONS.get(marked.tag, "document"),
            "start": start,
            "end": end,
            "text": words,
            "code": self._code_labels.get(coding.code, self._case_names.get(coding.code)),
            "coder": self._user_labels[coding.element.get("creatingUser", "")],
            "created": coding.element.get("creationDateTime") or marked.get("creationDateTime"),
            "name": marked.get("name") or None,
            "note": marked.findtext("Description") or None,
            "length": None if document.text is None else len(document.text),
        }

    def _value(self, case: Case, variable: str) -> str | None:
        if variable in case.values:
            return case.values[variable]
        inside = [self._documents[one].values for one in case.documents]
        found = {values[variable] for values in inside if variable in values}
        return found.pop() if len(found) == 1 else None

    def _documents_as_cases(self) -> list[Case]:
        placed = {guid for case in self.records.cases for guid in case.documents}
        alone = [one for one in self.records.documents if one.values and one.guid not in placed]
        return [Case(one.guid, one.name, values=one.values, documents=(one.guid,)) for one in alone]

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {one.guid: one for one in self.records.documents}

    @cached_property
    def _document_labels(self) -> dict[str, str]:
        documents = self.records.documents
        labels = labelled(one.name for one in documents)
        return {one.guid: label for one, label in zip(documents, labels, strict=True)}

    @cached_property
    def _user_labels(self) -> dict[str, str]:
        users = self.records.users
        return {
            user.guid: label for user, label in zip(users, labelled(user.name for user in users), strict=True)
        }

    @cached_property
    def _code_labels(self) -> dict[str, str]:
        codes = self.records.codes
        return {code.guid: label for code, label in zip(codes, code_labels(codes), strict=True)}

    @cached_property
    def _case_names(self) -> dict[str, str]:
        return {case.guid: case.name for case in self.records.cases}

    @cached_property
    def _of_cases(self) -> set[str]:
        cases = self.records.cases
        return {code for case in cases for code in case.codes} | {case.guid for case in cases}

    @cached_property
    def _coded_with(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for document in self.records.documents:
            for coding in codings(document.element):
                found[coding.code] = found.get(coding.code, 0) + 1
        return found


def _depth(parent: str | None, by_guid: dict[str, Code]) -> int:
    depth = 0
    while parent is not None and parent in by_guid:
        depth, parent = depth + 1, by_guid[parent].parent
    return depth


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...], kinds: dict[str, str]) -> "pd.DataFrame":
    """Return a table of text columns but for the kinds given."""
    import pandas as pd

    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=kinds.get(name, "str")) for name in columns}
    )


def _typed(values: list[str | None], variable: Variable) -> "pd.Series":
    """Return a variable's values in its kind; as text where one of them isn't of it."""
    import pandas as pd

    try:
        if variable.kind == "Integer":
            return pd.Series([None if one is None else int(one) for one in values], dtype="Int64")
        if variable.kind == "Float":
            return pd.Series([None if one is None else float(one) for one in values], dtype="float64")
        if variable.kind == "Boolean":
            return pd.Series([None if one is None else TRUTH[one.strip()] for one in values], dtype="boolean")
    except (ValueError, KeyError, OverflowError):
        pass
    return pd.Series(values, dtype="str")


TRUTH = {"true": True, "1": True, "false": False, "0": False}
