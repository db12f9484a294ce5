"""What holds of every masked text."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isop_analysis import qualitative
from isop_analysis.qualitative.masking_found import MASKED, Finding, Moves, settled
from isop_analysis.qualitative.masking_talk import Talk, folded

KEY = b"sixteen bytes at least"
NAMES = ("Sanne van der Berg", "Mo'ad", "Şükrü Yılmaz", "Łukasz", "Fatima-Zohra El Amrani", "Jan")
PLACES, SCHOOLS = ("Ommerveen", "Bergen aan Diep"), ("obs De Regenboog",)
PIECES = [
    *(
        "Sanne",
        "sanne",
        "van der",
        "Berg",
        "Mo'ad",
        "Mo",
        "'",
        "ad",
        "Şükrü",
        "Yılmaz",
        "Fatima",
        "-",
        "Zohra",
        "El",
    ),
    *(
        "Łukasz",
        "lukasz",
        "Ommerveen",
        "Bergen",
        "aan Diep",
        "De",
        "Regenboog",
        "obs",
        "juf",
        "Jan",
        "meneer",
        "S.",
        ".",
    ),
    *(
        "06",
        "12345678",
        "0",
        "1234",
        "AB",
        "NL91",
        "ABNA",
        "0417164300",
        "111222333",
        "@",
        "a.nl",
        "www.",
        "[naam]",
    ),
    *(
        "[",
        "]",
        "geboren op",
        "3 maart 2014",
        "Dorpsstraat",
        "12a",
        "\r\n",
        "\n",
        "😀",
        "\u0301",
        "\u00ad",
        "\u200d",
        "x",
    ),
    *(
        " ",
        " ",
        " ",
        " ",
        ",",
        ":",
        "wonen in",
        "Kerkweg 3",
        "punt",
        "apenstaartje",
        "heet",
        "ik ben",
        "OTS",
        "roos",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)


def masked(text: str) -> qualitative.Masked:
    return qualitative.mask(text, key=KEY, names=NAMES, places=PLACES, schools=SCHOOLS)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_text_outside_maskings_stays(text: str) -> None:
    found = masked(text)
    rest, here = [], 0
    for at, length in zip(found.log["offset"], found.log["length"], strict=True):
        assert here <= at < at + length <= len(text)
        rest.append(re.escape(text[here:at]))
        here = at + length
    pattern = f"(?:{MASKED.pattern})".join([*rest, re.escape(text[here:])])
    assert re.fullmatch(pattern, found.text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = masked(text)
    twice = masked(once.text)
    assert (twice.text, len(twice.log)) == (once.text, 0)
    columns = ["kind", "length"]
    assert twice.doubtful[columns].values.tolist() == once.doubtful[columns].values.tolist()


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_listed_name_place_or_school_is_left(text: str) -> None:
    bare = MASKED.sub(" ", masked(text).text)
    left = {folded(word.raw) for word in Talk.of(bare).words}
    assert not left & {
        "sanne",
        "berg",
        "moad",
        "sukru",
        "yilmaz",
        "lukasz",
        "fatima",
        "zohra",
        "amrani",
        "jan",
    }
    assert "ommerveen" not in left


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text("abdeklmnorstvyşüłİı", min_size=4, max_size=9).map(str.capitalize), min_size=1, max_size=4
    ),
    st.lists(st.sampled_from(["ja", " ", ", ", ".", "\r\n", "en", "😀"]), max_size=12),
    st.randoms(use_true_random=False),
)
def test_no_name_of_any_list_is_left(names: list[str], between: list[str], chance: random.Random) -> None:
    said = [f" {one} {name} " for name in names for one in (*between, "dan")]
    chance.shuffle(said)
    found = qualitative.mask("".join(said), key=KEY, names=names)
    words = Talk.of(MASKED.sub(" ", found.text)).words
    assert not {word.folded for word in words if word.capital} & {folded(name) for name in names}


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_doubtful_ones_lie_outside_maskings_and_on_the_same_words(text: str) -> None:
    found = masked(text)
    for one in found.doubtful.itertuples():
        own = found.text[one.masked_offset : one.masked_offset + one.length]
        assert own == text[one.offset : one.offset + one.length]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=6))
def test_places_move_and_come_back(spans: list[tuple[int, int]]) -> None:
    found = settled(Finding(start, start + length, "name") for start, length in spans)
    moves = Moves(tuple(found))
    text = "".join(chr(0x4E00 + at) for at in range(60))
    new = moves.applied(text)
    for at, sign in enumerate(text):
        if not any(one.start <= at < one.end for one in found):
            assert new[moves.start(at)] == sign
            assert new[moves.end(at + 1) - 1] == sign
            assert moves.before(moves.start(at)) == at


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "A-",
            "Sanne-",
            "a.",
            "a@",
            "0",
            "06 ",
            "van ",
            "juf ",
            "Sanne ",
            "A. ",
            "gemeente ",
            "Gemeente ",
            "'",
            "[",
        ),
        *(
            "wonen in ",
            "Aschool-",
            "1 ",
            "NL91",
            "De ",
            "obs De ",
            "\u0301",
            "a_",
            "http://",
            "punt a ",
            "geboren ",
        ),
        *("uit huis ", "in 't ", "S.v.", "Laan van ", "Straat ", "stoornis", "Mo'", "www.", "a at a punt "),
    ],
)
def test_a_piece_again_and_again_is_masked_once_and_for_all(piece: str) -> None:
    """Where a pattern could try all ways to cut this, it would not end (seconds: `benchmarks/masking.py`)."""
    text = piece * (6_000 // len(piece))
    found = qualitative.mask(text, key=KEY, names=NAMES, places=PLACES, schools=SCHOOLS)
    again = qualitative.mask(found.text, key=KEY, names=NAMES, places=PLACES, schools=SCHOOLS)
    assert again.text == found.text
