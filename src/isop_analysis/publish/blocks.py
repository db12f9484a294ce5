"""Who stands behind each block of what is published: an instrument at an occasion, texts at one, and so on.

People who changed in one block hide nobody in another: numbers of the other differ by that one alone. So each
block has digests of its own, by person, and so has each item of a form: five who correct an answer may each
have corrected another item. Documents that name nobody stand for a person each. Of what bears no name at all
(forms left out, stages of the flow) people are numbered: as many changed as the number moved.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Read = Callable[[str], "pd.DataFrame"]
Line = tuple[str, str, str]
"""A block, who stands behind it, and what is told of them there."""
FORMS, ITEMS, WHO, TEAMS_OF, ATTENDED = "forms", "items", "who", "memberships", "participation"
TEXTS, QUOTING = "texts", "quoting"
FLOW, RECEIVED, EXCLUDED, LINKING = "flow", "received", "excluded", "linking"
NOT_ABOUT_A_PERSON = ("response", "segment", "place")
"""Numbers that change where somebody else's rows do."""
HOW_MANY = "responses"
"""A column of persons that is no attribute: it changes with each further form."""
A_FORM = ["unit", "instrument", "wave", "rule", "file", "file_row"]


def lines_of(read: Read, occasions: Mapping[str, str]) -> Iterator[Line]:
    """Yield what is told of whom in each block; `occasions` has the occasion of each wave."""
    yield from _of_forms(read, occasions)
    yield from _lines(read("memberships"), "memberships", lambda row: TEAMS_OF)
    yield from _lines(
        read("participation"), "participation", lambda row: f"{ATTENDED}/{_at(occasions, row['wave'])}"
    )
    yield from _of_texts(read, occasions)
    yield from _numbered(read)


def _of_forms(read: Read, occasions: Mapping[str, str]) -> Iterator[Line]:
    behind: set[tuple[str, str]] = set()
    for name in ("responses", "answers"):
        for form, person, line in _lines(read(name), name, lambda row: _item_of_a_form(row, occasions)):
            base, _, item = form.rpartition("/")
            behind.add((base, person))
            yield f"{FORMS}/{base}", person, line
            if item:
                yield f"{ITEMS}/{form}", person, line
    persons = read("persons").set_index("person")
    attributes = {str(one): dict(row) for one, row in persons.to_dict("index").items()}
    for base, person in behind:
        for attribute, value in attributes.get(person, {}).items():
            if attribute != HOW_MANY:
                yield f"{WHO}/{attribute}/{base}", person, str(value)


def _item_of_a_form(row: Mapping[str, Any], occasions: Mapping[str, str]) -> str:
    """Return instrument, occasion and item; of a form as a whole the item is empty."""
    return f"{row['instrument']}/{_at(occasions, row['wave'])}/{row.get('item', '')}"


def _of_texts(read: Read, occasions: Mapping[str, str]) -> Iterator[Line]:
    """Yield who speaks in documents, and in which they may be quoted; a document of nobody is itself one."""
    documents = read("documents")
    if documents.empty:
        return
    at = {str(row["document"]): _at(occasions, row["wave"]) for row in documents.to_dict("records")}
    quoted = documents[documents["document"].isin(read("quote_consents")["document"])]
    yield from _lines(quoted[["document", "person", "wave"]], "quoted", _within(QUOTING, at))
    for name in ("documents", "segments", "codings"):
        yield from _lines(read(name), name, _within(TEXTS, at))


def _within(kind: str, at: Mapping[str, str]) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: f"{kind}/{at.get(str(row['document']), '')}"


def _lines(frame: "pd.DataFrame", name: str, base: Callable[[Mapping[str, Any]], str]) -> Iterator[Line]:
    own = frame.drop(columns=list(NOT_ABOUT_A_PERSON), errors="ignore")
    if own.empty:
        return
    who = own["person"].astype("object")
    if "document" in own:
        who = who.where(who.notna(), own["document"].astype("object"))
    names = [str(column) for column in own.columns]
    cells = zip(*(map(str, own[column].tolist()) for column in names), strict=True)
    for person, row in zip(who.tolist(), cells, strict=True):
        if person == person and person is not None:
            yield base(dict(zip(names, row, strict=True))), str(person), "\x1f".join((name, *row))


def _numbered(read: Read) -> Iterator[Line]:
    """Yield the first, second, … of what bears no name: by stage, wave, rule, way of linking."""
    flow, excluded = read("flow"), read("exclusions")
    yield from _each(read("people_flow"), FLOW, ["cohort", "occasion", "stage"], "people")
    yield from _each(flow[flow["step"] == 0], RECEIVED, ["instrument", "wave"], "rows_in")
    forms = excluded.astype("str").drop_duplicates(A_FORM).assign(forms=1)
    by_rule = forms.groupby(A_FORM[:4])[["forms"]].sum().reset_index()
    yield from _each(by_rule, EXCLUDED, A_FORM[:4], "forms")
    yield from _each(read("linking"), LINKING, ["instrument", "wave", "linked_by"], "responses")


def _each(frame: "pd.DataFrame", kind: str, by: list[str], number: str) -> Iterator[Line]:
    for row in frame.to_dict("records"):
        base = "/".join([kind, *(str(row[name]) for name in by)])
        yield from ((base, str(place), "") for place in range(int(row[number])))


def _at(occasions: Mapping[str, str], wave: object) -> str:
    return occasions.get(str(wave), str(wave))
