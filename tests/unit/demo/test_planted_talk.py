"""Talk with planted names knows what it planted, and masking finds it."""

import unicodedata

import pytest

from isop_analysis import qualitative
from isop_analysis.demo.planted_talk import PlantedTalk, planted_talk
from isop_analysis.study.undeclared import looks_like

KEY = b"sixteen bytes at least"


def found(talk: PlantedTalk, masked: qualitative.Masked) -> list[bool]:
    """Return of each planted piece whether all its letters and digits are masked."""
    hidden = bytearray(len(talk.text))
    for at, length in zip(masked.log["offset"], masked.log["length"], strict=True):
        hidden[at : at + length] = b"\1" * length
    places = [range(one.start, one.end) for one in talk.planted]
    return [all(hidden[at] for at in own if talk.text[at].isalnum()) for own in places]


def share(talk: PlantedTalk, seen: list[bool], kind: str) -> float:
    own = [one for one, planted in zip(seen, talk.planted, strict=True) if planted.kind == kind]
    return sum(own) / len(own)


def test_it_is_the_same_for_a_seed_and_holds_what_it_planted() -> None:
    talk, again, other = planted_talk(1, 200), planted_talk(1, 200), planted_talk(2, 200)
    assert talk == again
    assert talk.text != other.text
    assert {one.origin for one in talk.planted} == {"Dutch", "Turkish", "Arabic", "Polish", ""}
    pieces = {kind: [] for kind in ("citizen_number", "account", "place", "school")}
    for one in talk.planted:
        pieces.get(one.kind, []).append(talk.text[one.start : one.end])
    assert {looks_like(one)[0] for one in pieces["citizen_number"]} == {"citizen service numbers"}
    assert {looks_like(one)[0] for one in pieces["account"]} == {"IBANs"}
    assert set(pieces["place"]) <= set(talk.places)
    assert set(pieces["school"]) <= set(talk.schools)
    assert any(unicodedata.normalize("NFKD", name) != name for name in talk.names)


@pytest.mark.parametrize("seed", [201, 202])
def test_with_lists_nearly_all_is_found_and_hardly_anything_else(seed: int) -> None:
    talk = planted_talk(seed, 400)
    masked = qualitative.mask(talk.text, key=KEY, names=talk.names, places=talk.places, schools=talk.schools)
    seen = found(talk, masked)
    assert share(talk, seen, "name") >= 0.98
    assert all(share(talk, seen, kind) == 1 for kind in {one.kind for one in talk.planted} - {"name"})
    starts = {at for one in talk.planted for at in range(one.start, one.end)}
    touching = [
        any(at + step in starts for step in range(length))
        for at, length in zip(masked.log["offset"], masked.log["length"], strict=True)
    ]
    assert sum(touching) / len(touching) >= 0.98


def test_without_lists_numbers_are_found_and_most_names() -> None:
    talk = planted_talk(201, 400)
    seen = found(talk, qualitative.mask(talk.text, key=KEY))
    assert share(talk, seen, "phone") == share(talk, seen, "citizen_number") == 1
    assert 0.6 < share(talk, seen, "name") < 0.98
