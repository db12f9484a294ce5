"""Selections and codings of one document in two files, brought together."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from isop_analysis.qualitative.offsets import Counting, Text, counted, places
from isop_analysis.qualitative.records import (
    SELECTIONS,
    STANDING_FOR,
    TEXT_SELECTION,
    codings,
    guid_from,
    selections,
)

PLACE = (
    *("startPosition", "endPosition", "page", "firstX", "firstY", "secondX", "secondY"),
    *("begin", "end", "fromSyncPoint", "toSyncPoint"),
)
"""Attributes that say where a selection is."""


def moved(element: ET.Element, old: Text, new: Text) -> None:
    """Give text selections the places of a text that differs in line ends alone."""
    one = Counting(line_end_one=True)
    for selection in selections(element):
        if selection.tag == TEXT_SELECTION:
            for name in ("startPosition", "endPosition"):
                place = places(new, one, counted(old, one, [int(selection.get(name, 0))]))[0]
                selection.set(name, str(place))


def add_marks(mine: ET.Element, theirs: ET.Element) -> None:
    """Add their selections and codings to mine, those that are the same once."""
    known = {(one.tag, one.get("guid")): one for one in selections(mine)}
    coded = {one.element.get("guid") for one in codings(mine)}
    for holder, inside in _holders(mine, theirs):
        for one in list(inside):
            if one.tag in SELECTIONS:
                _add_selection(holder, one, known, coded)
            elif one.tag == "Coding":
                _add_coding(holder, one, coded)


def _holders(mine: ET.Element, theirs: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Yield the elements that hold marks, mine and theirs; what mine lacks becomes mine."""
    yield mine, theirs
    for tag in STANDING_FOR:
        own = {one.get("guid"): one for one in mine.findall(tag)}
        for one in theirs.findall(tag):
            twin = own.get(one.get("guid")) or next(iter(own.values()), None)
            if twin is None:
                mine.append(one)
            else:
                yield twin, one


def _add_selection(
    holder: ET.Element,
    one: ET.Element,
    known: dict[tuple[str, str | None], ET.Element],
    coded: set[str | None],
) -> None:
    twin = known.get((one.tag, one.get("guid")))
    if twin is not None and _place(twin) == _place(one):
        for coding in one.findall("Coding"):
            _add_coding(twin, coding, coded)
        return
    if twin is not None:
        one.set("guid", guid_from(one.get("guid"), *_place(one)))
    for coding in one.findall("Coding"):
        _set_new_guid(coding, coded)
    holder.append(one)


def _place(selection: ET.Element) -> tuple[str, ...]:
    return tuple(selection.get(name, "") for name in PLACE)


def _add_coding(holder: ET.Element, coding: ET.Element, coded: set[str | None]) -> None:
    """Add a coding unless it is there: the same GUID, code and coder."""
    said = _said(coding)
    if any(one.get("guid") == coding.get("guid") and _said(one) == said for one in holder.findall("Coding")):
        return
    _set_new_guid(coding, coded)
    holder.append(coding)


def _said(coding: ET.Element) -> tuple[str, str]:
    reference = coding.find("CodeRef")
    code = "" if reference is None else reference.get("targetGUID", "")
    return code, coding.get("creatingUser", "")


def _set_new_guid(coding: ET.Element, coded: set[str | None]) -> None:
    """Give a coding another GUID where its own is another coding's."""
    if coding.get("guid") in coded:
        coding.set("guid", guid_from(coding.get("guid"), *_said(coding), len(coded)))
    coded.add(coding.get("guid"))
