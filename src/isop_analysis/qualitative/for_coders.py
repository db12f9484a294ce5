"""Projects for coders: texts that wait for their codes, and coded ones with what is known of who speaks."""

import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from isop_analysis.answers.spelling import folded
from isop_analysis.qualitative.project import Project
from isop_analysis.qualitative.records import Case, Code, Document, Records, codings, guid_from, selections

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.integration_settings import Integration


def uncoded(texts: Iterable[tuple[str, str]], integration: "Integration") -> Project:
    """Return a project of texts by name, and the codebook: codes by name, nested in their themes."""
    themes = [Code(guid_from("theme", one.name), one.name, codable=False) for one in integration.themes]
    codes = [
        Code(guid_from("code", one.name), one.name, guid_from("theme", one.theme), description=one.title.nl)
        for one in integration.codes
    ]
    documents = [_document(name, text) for name, text in texts]
    return Project(Records(codes=(*themes, *codes), documents=tuple(documents), name="open answers"))


def _document(name: str, text: str) -> Document:
    guid = guid_from("text to code", name)
    return Document(guid, name, "text", ET.Element("TextSource", {"guid": guid, "name": name}), text)


def without(project: Project, left_out: Collection[str]) -> Project:
    """Return the project without documents of these names (folded), and without what points at them."""
    names = zip(project.documents["document"], project.records.documents, strict=True)
    gone = [one for name, one in names if folded(name) in left_out]
    guids = {guid for one in gone for guid in _guids(one)}
    records = project.records
    others = {section: _pruned(elements, set(guids)) for section, elements in records.others.items()}
    kept = replace(
        records,
        documents=tuple(one for one in records.documents if one.guid not in guids),
        cases=tuple(_case_without(one, guids) for one in records.cases),
        others=others,
    )
    return Project(kept, project.notes)


def _guids(document: Document) -> Iterable[str]:
    """Yield the GUIDs of a document, its selections and codings."""
    yield document.guid
    yield from (one.get("guid", "") for one in selections(document.element))
    yield from (one.element.get("guid", "") for one in codings(document.element))


def _case_without(case: Case, gone: Collection[str]) -> Case:
    documents, selected = (
        tuple(guid for guid in own if guid not in gone) for own in (case.documents, case.selections)
    )
    return replace(case, documents=documents, selections=selected)


def _pruned(elements: Sequence[ET.Element], gone: set[str]) -> tuple[ET.Element, ...]:
    """Return sets, links and graphs without what names a GUID that is gone, and what names that in turn."""
    root = ET.Element("all")
    root.extend(deepcopy(one) for one in elements)
    while found := [(up, one) for up in root.iter() for one in up if gone & set(one.attrib.values())]:
        for up, one in found:
            up.remove(one)
            gone.add(one.get("guid", "(none)"))
    return tuple(root)


def with_people(project: Project, people: Mapping[str, str], values: "pd.DataFrame") -> Project:
    """Return the project with a case a person, which holds their documents and carries their values.

    `people` leads from documents' names (folded) to people; `values` is indexed by people, a column a
    variable. People who speak in no document of the project get no case.

    Raises
    ------
    Refused
        Where the project has a variable of such a name.
    """
    documents: dict[str, list[str]] = {}
    for name, one in zip(project.documents["document"], project.records.documents, strict=True):
        if (person := people.get(folded(name))) is not None:
            documents.setdefault(person, []).append(one.guid)
    cases = [
        Case(guid_from("person", who), who, documents=tuple(own)) for who, own in sorted(documents.items())
    ]
    records = replace(project.records, cases=(*project.records.cases, *cases))
    return Project(records, project.notes).with_values(values[values.index.isin(list(documents))])
