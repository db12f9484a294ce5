from collections.abc import Callable

import pytest
from exported_study import Exported

Said = Callable[..., list[str]]
FILE = "data/raw/small/plain.csv"
OPTIONS = "expected 'Leraar, ook vak', 'Ouders', 'Niemand'"
HEAD = "a1,a2,years,wish,meets\n"


def test_label_that_is_not_in_the_codebook(said_of: Said) -> None:
    assert said_of(
        HEAD + "Mee eens,Mee eens,3,,\nMee eenss,Mee eens,3,,\n4,Zeker,3,,\nMee eenss,4,3,,\n"
    ) == [
        f"{FILE}:3: column 'a1' (a1): 'Mee eenss' is not in the codebook (agree); did you mean 'Mee eens'? "
        "(2 rows)",
        f"{FILE}:4: column 'a2' (a2): a text of 5 characters is not in the codebook (agree); expected 1–5 or "
        "'Helemaal mee oneens', 'Mee oneens', 'Neutraal', 'Mee eens', 'Helemaal mee eens'",
    ]


@pytest.mark.parametrize(
    ("sign", "shown"), [("\x7f", "<U+007F>"), ("\x1b", "<U+001B>"), ("\u202e", "<U+202E>")]
)
def test_a_sign_that_can_not_be_seen_is_shown(said_of: Said, sign: str, shown: str) -> None:
    assert said_of(f"{HEAD}Mee{sign} eens,4,3,,\n") == [
        f"{FILE}:2: column 'a1' (a1): 'Mee{shown} eens' is not in the codebook (agree); did you mean "
        "'Mee eens'?"
    ]


def test_text_in_a_numeric_item(said_of: Said) -> None:
    assert said_of(HEAD + '4,4,vier,,\n4,4,"3,5",,\n') == [
        f"{FILE}:2: column 'years' (years): a text of 4 characters is no number; a number from 0 to 60 was "
        "expected",
        f"{FILE}:3: column 'years' (years): 3,5 is no number; a number from 0 to 60 with a decimal "
        "point was expected",
    ]


def test_number_between_the_labels(said_of: Said) -> None:
    assert said_of(HEAD + "3.5,4,3,,\n") == [
        f"{FILE}:2: column 'a1' (a1): 3.5 is not in the codebook (agree); expected 1–5 or "
        "'Helemaal mee oneens', 'Mee oneens', 'Neutraal', 'Mee eens', 'Helemaal mee eens'"
    ]


def test_number_outside_the_range_is_left_to_cleaning(study: Exported) -> None:
    study.file("plain.csv", HEAD + "7,-2,230,,\n")
    study.run()
    answers = study.answers()
    assert (answers["a1"], answers["a2"], answers["years"]) == ([7.0], [-2.0], [230.0])


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("an.jansen@x.nl", "a text of 14 characters"),
        ("bel mij op 06 12345678", "a text of 22 characters"),
        ("Het is bij ons op school heel anders dan hier staat", "a text of 51 characters"),
    ],
)
def test_what_may_be_an_identity_or_free_text_is_not_repeated(said_of: Said, cell: str, shown: str) -> None:
    assert said_of(f"{HEAD}4,4,{cell},,\n") == [
        f"{FILE}:2: column 'years' (years): {shown} is no number; a number from 0 to 60 was expected"
    ]


def test_option_that_is_not_in_the_codebook(said_of: Said) -> None:
    assert said_of(HEAD + '4,4,3,,"Ouders;Lerar, ook vak"\n4,4,3,,Burgemeester\n') == [
        f"{FILE}:2: column 'meets' (meets): a text of 5 characters is no option of meets; {OPTIONS}",
        f"{FILE}:3: column 'meets' (meets): a text of 12 characters is no option of meets; {OPTIONS}",
    ]


def test_mark_that_is_neither_yes_nor_no(said_of: Said) -> None:
    text = "a1,a2,years,wish,meets_1,meets_2,meets_3\n4,4,3,,Ouders,,\n"
    assert said_of(text) == [
        f"{FILE}:2: column 'meets_1' (meets): a text of 6 characters is no mark of option teacher; "
        "expected 'Leraar, ook vak', 1 or 0"
    ]


def test_no_more_than_twenty_cells_of_a_file_are_told(said_of: Said) -> None:
    problems = said_of(HEAD + "".join(f"4,4,x{row},,\n" for row in range(100)))
    assert len(problems) == 21
    assert problems[20] == f"{FILE}: more cells of this file are not in the codebook"
