"""`write`: a coded project as a REFI-QDA `.qdpx` or codebook `.qdc`, valid by its schema.

Texts are written as they are, UTF-8 without a mark; positions in code points. Media files and styled copies
are not carried; their selections are. The same project gives the same bytes.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from os import PathLike
from pathlib import Path

from isop_analysis.base.reasons import Refused
from isop_analysis.base.whole_files import write_whole
from isop_analysis.qualitative.markup import GUIDS
from isop_analysis.qualitative.project import Project
from isop_analysis.qualitative.records import Case, Code, Document, Records, Variable, guid_from
from isop_analysis.qualitative.refi import ORIGIN
from isop_analysis.qualitative.shapes import SHAPES

NAMESPACES = {"Project": "urn:QDA-XML:project:1.0", "CodeBook": "urn:QDA-XML:codebook:1.0"}
DATE = (1980, 1, 1, 0, 0, 0)
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEXICAL = {
    "creationDateTime": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "modifiedDateTime": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "color": re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"),
}
"""How some optional attributes must look; where they don't, they are left out."""
VALUE = {
    "Boolean": re.compile(r"true|false|0|1"),
    "Integer": re.compile(r"[+-]?\d+"),
    "Date": re.compile(r"\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?"),
    "DateTime": LEXICAL["creationDateTime"],
}
MARK = "\ufeff"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold."""


def write(project: Project, path: str | PathLike[str], *, within: str | PathLike[str] | None = None) -> Path:
    """Write a project as `.qdpx`, or its codebook as `.qdc`; return the file.

    Parameters
    ----------
    within
        A folder that the file must be in, such as a study's restricted one: it holds what people said.

    Raises
    ------
    Refused
        For another ending, a path outside `within`, a codebook without codes, or signs that XML can't hold.
    """
    target = Path(path)
    if within is not None and not target.resolve().is_relative_to(Path(within).resolve()):
        raise Refused("qualitative_outside", file=target.name)
    if target.suffix.lower() == ".qdpx":
        content = _packed(project.records)
    elif target.suffix.lower() == ".qdc":
        content = _xml(_codebook(project.records))
    else:
        raise Refused("qualitative_ending", file=target.name)
    write_whole(target, content)
    return target


def _packed(records: Records) -> bytes:
    texts: dict[str, bytes] = {}
    project = _xml(_project(records, texts))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in (("project.qde", project), *sorted(texts.items())):
            member = zipfile.ZipInfo(name, DATE)
            member.create_system, member.external_attr = 3, 0o600 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return packed.getvalue()


def _project(records: Records, texts: dict[str, bytes]) -> ET.Element:
    """Return the project's XML; its documents' texts are put into `texts` by their names in the archive."""
    kinds = {one.guid: one.kind for one in records.variables}
    root = ET.Element("Project", {"name": records.name or "project", "origin": ORIGIN})
    users = [_element("User", guid=one.guid, name=one.name, id=one.initials) for one in records.users]
    sections = {
        "Users": users,
        "Variables": [_variable(one) for one in records.variables],
        "Cases": [_case(one, kinds) for one in records.cases],
        "Sources": [_source(one, kinds, texts) for one in records.documents],
        **{section: list(map(_clean, elements)) for section, elements in records.others.items()},
    }
    for section in ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"):
        if section == "CodeBook" and records.codes:
            ET.SubElement(root, "CodeBook").append(_codes(records.codes))
        elif sections.get(section):
            ET.SubElement(root, section).extend(sections[section])
    return root


def _codebook(records: Records) -> ET.Element:
    if not records.codes:
        raise Refused("qualitative_no_codes")
    root = ET.Element("CodeBook", {"origin": ORIGIN})
    codes = _codes(records.codes)
    for one in codes.iter("Code"):
        for reference in one.findall("NoteRef"):
            one.remove(reference)  # a codebook has no notes
    root.append(codes)
    return root


def _element(tag: str, **attributes: str | None) -> ET.Element:
    return ET.Element(tag, {name: value for name, value in attributes.items() if value is not None})


def _described(element: ET.Element, description: str | None) -> ET.Element:
    if description is not None:
        ET.SubElement(element, "Description").text = description
    return element


def _codes(codes: Iterable[Code]) -> ET.Element:
    """Return the codes nested as they are."""
    root, made = ET.Element("Codes"), {}
    for code in codes:
        codable = "true" if code.codable else "false"
        element = _element("Code", guid=code.guid, name=code.name, isCodable=codable, color=code.color)
        _described(element, code.description)
        element.extend(_element("NoteRef", targetGUID=one) for one in code.notes)
        made[code.guid] = element
        made.get(code.parent or "", root).append(element)
    return _clean(root)


def _variable(variable: Variable) -> ET.Element:
    element = _element("Variable", guid=variable.guid, name=variable.name, typeOfVariable=variable.kind)
    return _clean(_described(element, variable.description))


def _case(case: Case, kinds: dict[str, str]) -> ET.Element:
    element = _element("Case", guid=case.guid, name=case.name if case.named else None)
    _described(element, case.description)
    element.extend(_element("CodeRef", targetGUID=one) for one in case.codes if one != case.guid)
    element.extend(_values(case.values, kinds))
    element.extend(_element("SourceRef", targetGUID=one) for one in case.documents)
    element.extend(_element("SelectionRef", targetGUID=one) for one in case.selections)
    return _clean(element)


def _values(values: dict[str, str], kinds: dict[str, str]) -> Iterator[ET.Element]:
    """Yield values; one that is not written as its kind must be is a text."""
    for variable, value in values.items():
        kind = kinds.get(variable, "Text")
        bare = _decimal(value) if kind == "Float" else value.strip()
        if bare is None or (kind in VALUE and not VALUE[kind].fullmatch(bare)):
            kind = "Text"
        element = ET.Element("VariableValue")
        element.append(_element("VariableRef", targetGUID=variable))
        ET.SubElement(element, f"{kind}Value").text = value if kind == "Text" else bare
        yield element


def _decimal(value: str) -> str | None:
    """Return a number without an exponent, as the schema wants it."""
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return format(number, "f") if number.is_finite() and abs(number.adjusted()) < 400 else None


def _source(document: Document, kinds: dict[str, str], texts: dict[str, bytes]) -> ET.Element:
    element = deepcopy(document.element)
    element.set("name", document.name)
    for value in element.findall("VariableValue"):
        element.remove(value)
    element.extend(_values(document.values, kinds))
    for one in element.iter():
        one.attrib.pop("richTextPath", None)
        one.attrib.pop("currentPath", None)
        for name in ("path", "plainTextPath"):
            if "://" not in one.get(name, "") or one.get(name, "").lower().startswith("internal"):
                one.attrib.pop(name, None)
    if document.text is not None:
        inner = element.find("Representation")
        holder = element if element.tag == "TextSource" else inner
        holder = element.find("TextDescription") if holder is None else holder
        if holder is not None:
            guid = _valid(holder.get("guid") or guid_from("text", document.guid))
            holder.set("guid", guid)
            holder.set("plainTextPath", f"internal://{guid}.txt")
            texts[f"sources/{guid}.txt"] = _utf8(document.text)
    return _clean(element)


def _clean(element: ET.Element) -> ET.Element:
    """Return an element as the schema wants it: known attributes and children in order, GUIDs in form."""
    shape = SHAPES.get(element.tag)
    found = ET.Element(element.tag)
    found.text = element.text if shape is None else None
    for name, value in element.attrib.items():
        if shape is None or name not in shape.attributes:
            continue
        kept = _valid(value) if name in GUIDS else value
        if name not in LEXICAL or LEXICAL[name].fullmatch(kept):
            found.set(name, kept)
    order = {tag: place for place, tag in enumerate(shape.children)} if shape is not None else {}
    inside = [one for one in element if shape is None or one.tag in order]
    found.extend(_clean(one) for one in sorted(inside, key=lambda one: order.get(one.tag, 0)))
    return found


def _valid(guid: str) -> str:
    return guid if GUID.fullmatch(guid) else guid_from("guid", guid)


def _xml(root: ET.Element) -> bytes:
    pieces = ['<?xml version="1.0" encoding="utf-8"?>\n']
    root.set("xmlns", NAMESPACES[root.tag])
    _put(root, pieces)
    whole = "".join(pieces)
    forbidden = FORBIDDEN.findall(whole)
    if forbidden:
        raise Refused("qualitative_unwritable", found=len(forbidden))
    return whole.encode()


def _put(element: ET.Element, pieces: list[str]) -> None:
    attributes = "".join(f' {name}="{_escaped(value)}"' for name, value in element.attrib.items())
    pieces.append(f"<{element.tag}{attributes}")
    if not element.text and not len(element):
        pieces.append("/>")
        return
    pieces.append(">" + _escaped(element.text or "", text=True))
    for child in element:
        _put(child, pieces)
    pieces.append(f"</{element.tag}>")


def _escaped(value: str, text: bool = False) -> str:
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    if text:
        return value
    return value.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _utf8(text: str) -> bytes:
    """Return a text's bytes; one that begins with U+FEFF gets a mark before it, lest it be taken for one."""
    try:
        return (MARK + text if text.startswith(MARK) else text).encode()
    except UnicodeEncodeError:
        raise Refused("qualitative_unwritable", found=1) from None
