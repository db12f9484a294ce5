"""An encoding is read rightly or told, never taken for another one whose letters it would turn into signs."""

from collections.abc import Callable

import pytest
from exported_study import Exported

Said = Callable[..., list[str]]
FILE = "data/raw/small/plain.csv"
HEAD = "a1,a2,years,wish,meets\n"
DUTCH = ["Eén idee: coördinatie à la carte", "Reünie, financiën en beëdigd", "Wél vóór, naïef geïnd"]
JAPANESE = ["もっと時間がほしい", "会議を減らす"]
OTHER = (
    f"{FILE}: is neither UTF-8, UTF-16 nor Windows-1252, or its accents are of another one (an older or "
    "a Mac's encoding); export it again as UTF-8"
)


def text(wishes: list[str]) -> str:
    return HEAD + "".join(f'4,4,3,"{wish}",\n' for wish in wishes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_what_is_read(study: Exported, encoding: str) -> None:
    study.file("plain.csv", text(DUTCH), encoding)
    study.run()
    assert study.table("received_comments")["text"].tolist() == DUTCH


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman"])
@pytest.mark.parametrize("wish", DUTCH)
def test_accents_of_dos_and_mac_are_told(said_of: Said, encoding: str, wish: str) -> None:
    assert said_of(text([wish]), encoding=encoding) == [OTHER]


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp_1", "utf-32"])
def test_what_is_written_otherwise_is_told(said_of: Said, encoding: str) -> None:
    problems = said_of(text(JAPANESE), encoding=encoding)
    assert len(problems) == 1
    assert problems[0].startswith(FILE)


@pytest.mark.parametrize(
    "wish",
    [
        "‘t Kan — écht… “beter” • €5",
        "Zoë’s café",
        "fœtus, Škoda, Žižek, Ÿ",
        "50 % ‰ § ©",
        "DÉJÀ VU, ZOË",
        "à–ö",
    ],
)
def test_signs_of_windows_are_read(study: Exported, wish: str) -> None:
    study.file("plain.csv", text([wish]), "cp1252")
    study.run()
    assert study.table("received_comments")["text"].tolist() == [wish]


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_mark_of_an_encoding_and_a_stray_byte(study: Exported, mark: str) -> None:
    content = text(["goed"]).encode(mark)
    (study.raw / "plain.csv").write_bytes(content.replace("goed".encode(mark)[-2:], b"\xff\xdc"[:2]))
    (said,) = study.problems()
    assert said.startswith(FILE)
    assert said.endswith("; export it again as UTF-8")


def test_a_mark_of_utf8_before_another_encoding(study: Exported) -> None:
    (study.raw / "plain.csv").write_bytes(b"\xef\xbb\xbf" + text(["\xe9\xe9n"]).encode("cp1252"))
    assert study.problems() == [
        f"{FILE}:2: byte 0xE9 is no UTF-8 although the file begins with its mark; export it again as UTF-8"
    ]


def test_a_cell_longer_than_any_answer(study: Exported) -> None:
    study.file("plain.csv", HEAD + "4,4,3,," + "\n" + f"4,4,3,{'x' * 131_073},\n")
    assert study.problems() == [
        f"{FILE}:3: a cell of this row has more than 131,072 characters; a quote may not be closed: "
        "export the file again"
    ]


def test_a_control_sign_among_cells(said_of: Said) -> None:
    assert said_of(HEAD + "4,4,3,a\0b,\n") == [f"{FILE}: is no text file; export it again as CSV"]


def test_a_number_that_no_computer_holds(said_of: Said) -> None:
    assert said_of(HEAD + "4,4,1e999,,\n") == [
        f"{FILE}:2: column 'years' (years): a text of 5 characters is no number; a number from 0 to 60 was "
        "expected"
    ]
