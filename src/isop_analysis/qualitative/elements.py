"""From elements of REFI-QDA's XML to records: users, codes, variables, cases, values."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from isop_analysis.qualitative.records import (
    TEXT_SELECTION,
    Case,
    Code,
    User,
    Variable,
    guid_from,
    selections,
)

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
VALUES = {f"{kind}Value" for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")}


def name_of_path(source: ET.Element) -> str:
    """Return the file name of a source without a name, unless it is a GUID."""
    path = source.get("plainTextPath") or source.get("path") or ""
    name = path.rpartition("/")[2].rpartition(".")[0]
    return "" if GUID.fullmatch(name.strip("{}")) else name


def text_holder(source: ET.Element) -> ET.Element | None:
    """Return the element that holds a source's text: itself, its representation or its description."""
    if source.tag == "TextSource":
        return source
    inner = source.find("Representation")
    return source.find("TextDescription") if inner is None else inner


def text_selections(source: ET.Element) -> list[ET.Element]:
    """Return a source's selections of text, those of the text that stands for it too."""
    return [one for one in selections(source) if one.tag == TEXT_SELECTION]


def user_of(element: ET.Element, number: int) -> User:
    """Return a user; one without a name gets a number."""
    name = element.get("name") or element.get("id") or f"user {number + 1}"
    return User(element.get("guid") or guid_from("user", number), name, element.get("id"))


def codes_of(element: ET.Element, parent: str | None) -> Iterator[Code]:
    """Yield a code and those nested in it, parents first."""
    name = element.get("name", "")
    guid = element.get("guid") or guid_from("code", parent, name)
    notes = tuple(one.get("targetGUID", "") for one in element.findall("NoteRef"))
    yield Code(
        guid,
        name or "(no name)",
        parent,
        element.get("isCodable", "true").strip().lower() not in ("false", "0"),
        element.get("color"),
        element.findtext("Description") or None,
        notes,
    )
    for inner in element.findall("Code"):
        yield from codes_of(inner, guid)


def variable_of(element: ET.Element) -> Variable:
    """Return a variable; one of an unknown kind is text."""
    name = element.get("name", "")
    guid = element.get("guid") or guid_from("variable", name)
    kind = element.get("typeOfVariable", "Text")
    known = kind if f"{kind}Value" in VALUES else "Text"
    return Variable(guid, name or "(no name)", known, element.findtext("Description") or None)


def case_of(element: ET.Element, number: int) -> Case:
    """Return a case with its values and what it refers to."""
    name = element.get("name", "")
    return Case(
        guid=element.get("guid") or guid_from("case", number, name),
        name=name or f"case {number + 1}",
        description=element.findtext("Description") or None,
        codes=_targets(element.findall("CodeRef")),
        values=values_of(element),
        documents=_targets(element.findall("SourceRef")),
        selections=_targets(element.findall("SelectionRef")),
        named=bool(name),
    )


def _targets(references: Iterable[ET.Element]) -> tuple[str, ...]:
    return tuple(one.get("targetGUID", "") for one in references)


def values_of(element: ET.Element) -> dict[str, str]:
    """Return the values of variables that stand in a case or source."""
    found = {}
    for one in element.findall("VariableValue"):
        reference = one.find("VariableRef")
        value = next((child.text for child in one if child.tag in VALUES and child.text), None)
        if reference is not None and value is not None:
            found[reference.get("targetGUID", "")] = value
    return found
