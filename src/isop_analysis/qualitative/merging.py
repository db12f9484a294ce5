"""Several coders' files as one project: nothing coded in any of them is lost, what they share is there once.

Documents, codes, variables and cases are the same where their GUID is, else where name and contents are: some
programs give new GUIDs with each export. A coding that stands in several files under one GUID is one coding.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from isop_analysis.base.reasons import Reason
from isop_analysis.qualitative.labels import paths
from isop_analysis.qualitative.marks import add_marks, moved
from isop_analysis.qualitative.offsets import Text
from isop_analysis.qualitative.project import Project
from isop_analysis.qualitative.records import (
    Case,
    Code,
    Document,
    Records,
    User,
    codings,
    guid_from,
)
from isop_analysis.qualitative.refi import Found
from isop_analysis.study.problems import Problem, StudyError


def merged(files: Sequence[Path], coders: Sequence[str], found: Sequence[Found]) -> Project:
    """Return the files' contents as one project; `coders` names each file where it is the coder.

    Raises
    ------
    StudyError
        Where a document has other words in one file than in another.
    """
    whole = _Whole(files[0].name, found[0].records)
    adopted = [found[0].records]
    for file, one in zip(files[1:], found[1:], strict=True):
        adopted.append(whole.adopted(file.name, one.records))
    notes = [note for one in found for note in one.notes]
    shared = _users_in_several(adopted)
    if shared:
        notes.append(Reason("qualitative_same_user", users=len(shared), files=len(files)))
        for records, name in zip(adopted, coders, strict=True):
            whole.users += _file_as_coder(records.documents, shared, name)
    for records in adopted[1:]:
        whole.add(records)
    if whole.renamed:
        notes.append(Reason("qualitative_renamed", codes=whole.renamed))
    if whole.other_values:
        notes.append(Reason("qualitative_other_values", values=whole.other_values))
    return Project(whole.records(), tuple(notes))


@dataclass(frozen=True)
class _Coded:
    """What one coding says, by which its copies in several files are known."""

    guid: str
    selection: str
    code: str
    user: str
    span: tuple[int, int] | None


def _coded(document: Document) -> set[_Coded]:
    return {
        _Coded(
            coding.element.get("guid", ""),
            "" if coding.selection is None else coding.selection.get("guid", ""),
            coding.code,
            coding.element.get("creatingUser", ""),
            coding.text_span,
        )
        for coding in codings(document.element)
    }


def _users_in_several(files: Sequence[Records]) -> set[str]:
    """Return the users who coded one document in several files, copies of the same coding apart."""
    seen: Counter[tuple[str, _Coded]] = Counter()
    for records in files:
        seen.update((document.guid, one) for document in records.documents for one in _coded(document))
    worked: Counter[tuple[str, str]] = Counter()
    for records in files:
        worked.update(
            {
                (document.guid, one.user)
                for document in records.documents
                for one in _coded(document)
                if seen[document.guid, one] == 1
            }
        )
    return {user for (_, user), files_of in worked.items() if files_of > 1}


def _file_as_coder(documents: Iterable[Document], users: set[str], name: str) -> list[User]:
    """Make the file the coder of what these users coded in it; return it as a user, if they did."""
    user = User(guid_from("file", name), name)
    own = [
        coding.element
        for document in documents
        for coding in codings(document.element)
        if coding.element.get("creatingUser") in users
    ]
    for element in own:
        element.set("creatingUser", user.guid)
    return [user] if own else []


class _Whole:
    """The project that grows file by file."""

    def __init__(self, shown: str, first: Records) -> None:
        self.shown = shown
        self.name = first.name
        self.users = list(first.users)
        self.codes = list(first.codes)
        self.variables = list(first.variables)
        self.cases = list(first.cases)
        self.documents = list(first.documents)
        self.seen = list(first.documents)
        self.others = {section: list(elements) for section, elements in first.others.items()}
        self.renamed = self.other_values = 0

    def records(self) -> Records:
        """Return everything there is by now."""
        known: dict[str, User] = {}
        for user in self.users:
            known.setdefault(user.guid, user)
        return Records(
            users=tuple(known.values()),
            codes=tuple(self.codes),
            variables=tuple(self.variables),
            cases=tuple(self.cases),
            documents=tuple(self.documents),
            others={section: tuple(elements) for section, elements in self.others.items()},
            name=self.name,
        )

    def adopted(self, shown: str, records: Records) -> Records:
        """Return another file's records under the GUIDs by which this project knows the same things."""
        codes = self._same_codes(records.codes)
        variables = _same(records.variables, self.variables, lambda one: (one.name, one.kind))
        documents = self._same_documents(records.documents, shown)
        cases = _same([one for one in records.cases if one.named], self.cases, lambda one: one.name)
        mine = {one.guid: one for one in self.seen}
        own = Records(
            users=records.users,
            codes=tuple(
                replace(one, guid=codes[one.guid], parent=codes.get(one.parent or "", one.parent))
                for one in records.codes
            ),
            variables=tuple(replace(one, guid=variables[one.guid]) for one in records.variables),
            cases=tuple(_renamed_case(one, cases, codes, variables, documents) for one in records.cases),
            documents=tuple(
                _like(one, mine.get(documents[one.guid]), documents[one.guid], codes, variables)
                for one in records.documents
            ),
            others=records.others,
        )
        self.codes += _new(own.codes, self.codes)
        self.variables += _new(own.variables, self.variables)
        self.seen += _new(own.documents, self.seen)
        return own

    def _same_codes(self, codes: Sequence[Code]) -> dict[str, str]:
        by_path = dict(zip(paths(self.codes), (one.guid for one in self.codes), strict=True))
        names = {one.guid: one.name for one in self.codes}
        self.renamed += sum(names.get(one.guid, one.name) != one.name for one in codes)
        return {
            code.guid: code.guid if code.guid in names else by_path.get(path, code.guid)
            for code, path in zip(codes, paths(codes), strict=True)
        }

    def _same_documents(self, documents: Sequence[Document], shown: str) -> dict[str, str]:
        """Return this project's GUID of each document; StudyError where the words differ."""
        mine = {one.guid: one for one in self.seen}
        by_words = {(one.name, _lines(one.text)): one.guid for one in self.seen if one.text is not None}
        found, other = {}, 0
        for one in documents:
            twin = mine.get(one.guid)
            guid = one.guid if twin is not None else by_words.get((one.name, _lines(one.text)), one.guid)
            both = twin is not None and twin.text is not None and one.text is not None
            other += both and twin is not None and _lines(twin.text) != _lines(one.text)
            found[one.guid] = guid
        if other:
            says = "1 document has" if other == 1 else f"{other} documents have"
            message = f"{says} other words than in {self.shown}; coders must code the same version of a text"
            raise StudyError([Problem(shown, message)])
        return found

    def add(self, records: Records) -> None:
        """Add another file's adopted records."""
        self.users += records.users
        for section, elements in records.others.items():
            own = self.others.setdefault(section, [])
            known = {one.get("guid") for one in own}
            own += [one for one in elements if one.get("guid") not in known]
        self._add_cases(records.cases)
        places_of = {one.guid: place for place, one in enumerate(self.documents)}
        for one in records.documents:
            if one.guid not in places_of:
                self.documents.append(one)
                continue
            mine = self.documents[places_of[one.guid]]
            add_marks(mine.element, one.element)
            text = one.text if mine.text is None else mine.text
            self.documents[places_of[one.guid]] = replace(mine, values=self._values(mine, one), text=text)

    def _add_cases(self, cases: Sequence[Case]) -> None:
        places_of = {one.guid: place for place, one in enumerate(self.cases)}
        for one in cases:
            if one.guid not in places_of:
                self.cases.append(one)
                continue
            mine = self.cases[places_of[one.guid]]
            self.cases[places_of[one.guid]] = replace(
                mine,
                values=self._values(mine, one),
                codes=_joined(mine.codes, one.codes),
                documents=_joined(mine.documents, one.documents),
                selections=_joined(mine.selections, one.selections),
            )

    def _values(self, mine: Case | Document, other: Case | Document) -> dict[str, str]:
        """Return the values of both; where they differ, mine, counted."""
        self.other_values += sum(
            mine.values.get(name, value) != value for name, value in other.values.items()
        )
        return other.values | mine.values


def _same(theirs: Sequence[Any], mine: Sequence[Any], told_by: Callable[[Any], Any]) -> dict[str, str]:
    """Return my GUID of each of theirs: the same one, else that of what is told by the same."""
    known = {one.guid for one in mine}
    by_name = {told_by(one): one.guid for one in mine}
    return {
        one.guid: one.guid if one.guid in known else by_name.get(told_by(one), one.guid) for one in theirs
    }


def _new(theirs: Sequence[Any], mine: Sequence[Any]) -> list[Any]:
    known = {one.guid for one in mine}
    return [one for one in theirs if one.guid not in known]


def _joined(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*mine, *theirs)))


def _lines(text: str | None) -> str | None:
    return None if text is None else text.replace("\r\n", "\n")


def _renamed_case(
    case: Case,
    cases: dict[str, str],
    codes: dict[str, str],
    variables: dict[str, str],
    documents: dict[str, str],
) -> Case:
    return replace(
        case,
        guid=cases.get(case.guid, case.guid),
        codes=tuple(codes[one] for one in case.codes),
        values={variables.get(one, one): value for one, value in case.values.items()},
        documents=tuple(documents[one] for one in case.documents),
    )


def _like(
    document: Document, twin: Document | None, guid: str, codes: dict[str, str], variables: dict[str, str]
) -> Document:
    """Return a document under my GUIDs of itself, its codes and variables, its places those of my text."""
    element = document.element
    element.set("guid", guid)
    for reference in element.iter("CodeRef"):
        code = reference.get("targetGUID", "")
        reference.set("targetGUID", codes.get(code, code))
    values = {variables.get(one, one): value for one, value in document.values.items()}
    if twin is None or twin.text is None or document.text is None:
        return replace(document, guid=guid, values=values)
    if twin.text != document.text:
        moved(element, Text(document.text), Text(twin.text))
    return replace(document, guid=guid, values=values, text=twin.text)
