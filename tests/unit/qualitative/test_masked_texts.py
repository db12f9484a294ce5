"""A study's texts masked: ids that last, decisions applied, undecided words counted, names that it knows."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from isop_analysis.qualitative import masked_texts, masking_deduce, masking_known
from isop_analysis.qualitative.given_ids import given_id, was_given
from isop_analysis.qualitative.masked_texts import MaskedDocument, mask_documents, rules_of
from isop_analysis.qualitative.masking_found import Finding
from isop_analysis.qualitative.masking_known import KnownNames, finder_of, gathered, name_in
from isop_analysis.qualitative.masking_log import log
from isop_analysis.qualitative.quote_check import held_by

KEY = b"sixteen bytes at least"
KNOWN = KnownNames(names=("Sanne Bakker",), places=("Best",), schools=("De Regenboog",))
TEXT = "Sanne had adhd. Dat kan best. Toen bleek dat Jouke adhd had, zei Sanne."


def masked(
    text: str, decisions: dict[str, str] | None = None, known: KnownNames = KNOWN, name: str = "d1"
) -> MaskedDocument:
    rules, _ = rules_of(known, deduce=False)
    (found,) = mask_documents({name: text}, rules, decisions or {}, KEY)
    return found


def ids(found: MaskedDocument) -> dict[tuple[str, int], str]:
    return {(one.words, one.finding.start): one.id for one in found.doubtful}


def test_health_and_what_may_be_a_name_is_doubtful_and_stays() -> None:
    found = masked(TEXT)
    assert found.masked.text == "[naam] had adhd. Dat kan best. Toen bleek dat Jouke adhd had, zei [naam]."
    kinds = [(one.words, one.finding.kind, one.decision) for one in found.doubtful]
    assert kinds == [
        ("adhd", "health", None),
        ("best", "place", None),
        ("Jouke", "name", None),
        ("adhd", "health", None),
    ]
    assert [TEXT[one.finding.start : one.finding.end] for one in found.doubtful] == [k for k, _, _ in kinds]


def test_ids_are_of_document_words_and_occurrence_alone() -> None:
    """Two occurrences have two ids; lists, decisions and other words before them change none."""
    first = ids(masked(TEXT))
    assert len(set(first.values())) == 4
    more = KnownNames(names=("Sanne Bakker", "Mo'ad"), places=("Best", "Ede"), schools=())
    assert ids(masked(TEXT, known=more)) == first
    decided = dict.fromkeys(first.values(), "mask")
    assert ids(masked(TEXT, decided)) == first
    longer = "Eerst iets anders, van Sanne. " + TEXT
    moved = {
        (words, start - len(longer) + len(TEXT)): one for (words, start), one in ids(masked(longer)).items()
    }
    assert moved == first
    assert set(ids(masked(TEXT, name="d2")).values()).isdisjoint(first.values())


def test_what_was_decided_is_masked_or_kept() -> None:
    own = ids(masked(TEXT))
    jouke, second = own["Jouke", TEXT.index("Jouke")], own["adhd", TEXT.rindex("adhd")]
    found = masked(TEXT, {jouke: "mask", second: "mask", own["best", TEXT.index("best")]: "keep"})
    assert found.masked.text == (
        "[naam] had adhd. Dat kan best. Toen bleek dat [naam] [weggelaten] had, zei [naam]."
    )
    assert [one.decision for one in found.doubtful] == [None, "keep", "mask", "mask"]
    rows = log([found.entry], KEY)
    assert rows["kind"].tolist() == ["name", "name", "health", "name"]
    assert rows["offset"].tolist() == [0, TEXT.index("Jouke"), TEXT.rindex("adhd"), TEXT.rindex("Sanne")]
    start, end = TEXT.index("Toen"), len(TEXT)
    assert found.masked.text[slice(*found.masked.moves.span(start, end))].startswith("Toen bleek dat [naam]")


def test_a_span_counts_what_nobody_decided_on() -> None:
    found = masked(TEXT)
    own, end = ids(found), TEXT.index(".")
    assert found.undecided(0, end) == 1
    assert found.undecided(0, TEXT.index("adhd")) == 0
    assert found.undecided(0, TEXT.index("adhd") + 1) == 1
    assert found.undecided(0, len(TEXT)) == 4
    for decision in ("mask", "keep"):
        assert masked(TEXT, {own["adhd", TEXT.index("adhd")]: decision}).undecided(0, end) == 0


def test_the_list_for_a_person_shows_words_in_context_on_one_line() -> None:
    text = "Iets\r\nvan Jouke\nen meer."
    (row,) = masked(text).rows()
    assert (row["words"], row["context"], row["decision"]) == ("Jouke", "… Iets van Jouke en meer. …", None)
    decided = masked(text, {str(row["doubtful"]): "mask"})
    assert [one["context"] for one in decided.rows()] == ["… Iets van [naam] en meer. …"]


def test_ids_are_known_again_and_slips_are_not() -> None:
    one = given_id(KEY, "quote", "d1", "code", "words")
    assert was_given(KEY, "quote", one)
    assert was_given(KEY, "quote", f" {one.upper()} ")
    for other in (one[1:], f"a{one[1:]}" if one[0] != "a" else f"b{one[1:]}", one[:-1], "", "-", "Sanne"):
        assert not was_given(KEY, "quote", other)
    assert not was_given(KEY, "doubtful", one)
    assert not was_given(b"another key of its own", "quote", one)


def deduce_that_finds(*found: Finding) -> Callable[[], Any]:
    return lambda: lambda text: list(found)


def test_deduce_looks_only_where_it_is_wanted_and_there(monkeypatch: pytest.MonkeyPatch) -> None:
    jouke = Finding(TEXT.index("Jouke"), TEXT.index("Jouke") + 3, "name")
    monkeypatch.setattr(masked_texts, "deduce_finder", deduce_that_finds(jouke))
    rules, searched = rules_of(KNOWN, deduce=True)
    (found,) = mask_documents({"d1": TEXT}, rules, {}, KEY)
    assert (searched, "Jouke" in found.masked.text) == (True, False)
    assert rules_of(KNOWN, deduce=False)[1] is False
    monkeypatch.setattr(masked_texts, "deduce_finder", lambda: None)
    assert rules_of(KNOWN, deduce=True)[1] is False


def test_deduce_is_absent_where_it_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(masking_deduce, "import_module", nothing)
    assert masking_deduce.deduce_finder() is None
    tag = SimpleNamespace(start_char=0, end_char=5, tag="persoon")
    other = SimpleNamespace(start_char=6, end_char=7, tag="datum")
    found = SimpleNamespace(annotations=[tag, other])
    module = ModuleType("deduce")
    module.Deduce = lambda: SimpleNamespace(deidentify=lambda text: found)  # type: ignore[attr-defined]
    masking_deduce._loaded.cache_clear()
    monkeypatch.setattr(masking_deduce, "import_module", lambda name: module)
    finder = masking_deduce.deduce_finder()
    assert finder is not None
    assert finder("Sanne 7") == [Finding(0, 5, "name")]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("noor.nijland2@school.example.org", "Noor Nijland"),
        ("Sanne.van.der-Berg@x.nl", "Sanne Van Der Berg"),
        ("j.devries@x.nl", "Devries"),
        ("info@x.nl", ""),
        ("27cppc", ""),
        ("", ""),
        ("Noor Nijland", "Noor Nijland"),
        ("VR15AT", ""),
    ],
)
def test_names_in_addresses(address: str, name: str) -> None:
    assert name_in(address) == name


def test_names_are_gathered_by_kind_and_those_with_digits_as_they_are_written() -> None:
    found = gathered(
        ["noor.nijland@x.nl", "info@x.nl"],
        ["LT01", "none", "De  Vlieger", "7"],
        ["Kindcentrum 01", "De Es", "none"],
        [("names", "Mo'ad"), ("places", "Ede"), ("schools", "De Regenboog")],
    )
    assert found.names == ("Mo'ad", "Noor Nijland")
    assert (found.places, found.schools) == (("Ede",), ("De Es", "De Regenboog"))
    written = (("school", "Kindcentrum 01"), ("team", "De Vlieger"), ("team", "LT01"))
    assert found.as_written == written
    text = "In lt01 en de vlieger, bij Kindcentrum\n01; niet LT011."
    document = masked(text, known=found)
    assert document.masked.text == "In [leerteam] en [leerteam], bij [school]; niet LT011."
    assert finder_of(())(text) == []


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Dat zei Sanne ook.", "a name of the lists"),
        ("dat zei sanne ook", "a name of the lists"),
        ("We gingen naar Best.", "a name of the lists"),
        ("Toen riep MO’AD iets.", "a name of the lists"),
        ("Bij De Regenboog kan dat.", "a name of the lists"),
        ("Team LT01 doet dat.", "a name of the lists"),
        ("Het nummer is 12345.", "a number of five digits or more"),
        ("Mail kind @ school.", "an @"),
        ("Dat kan best, zei [naam] tegen de bakker in 2024-2025.", None),
    ],
)
def test_the_last_look_finds_names_numbers_and_addresses(text: str, held: str | None) -> None:
    from dataclasses import replace

    known = replace(KNOWN, names=("Sanne Bakker", "Mo'ad"), as_written=(("team", "LT01"),))
    assert held_by({"q": text}, known) == ({"q": held} if held else {})
    assert held_by({"q": text}, masking_known.KnownNames()).get("q") in (None, held)
