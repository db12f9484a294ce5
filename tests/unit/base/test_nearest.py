from isop_analysis.base.nearest import SURE, heading_meant, listed, meant, nearest, told


def test_the_nearest_word() -> None:
    assert nearest("Mee eenz", ["Oneens", "Mee eens"]) == "Mee eens"
    assert nearest("QID5_1", ["Naam"]) is None
    assert nearest("team", ["person", "site"]) == "site"  # two letters of four, in order: alike for a half
    assert nearest("team", ["person", "site"], SURE) is None


def test_words_in_the_same_letters_come_before_those_in_others() -> None:
    assert nearest("Team", ["TEAM", "Teams"]) == "Teams"
    assert nearest("SCHOOL", ["team", "school"]) == "school"


def test_what_was_meant_or_what_there_is() -> None:
    assert meant("scool", ["team", "school"]) == "; did you mean 'school'?"
    assert meant("x", ["team", "school"]) == "; known: school, team"
    assert meant("x", [f"name{k:02d}" for k in range(20)]).count("name") == 12
    assert meant("x", ["team"], "the sheets are 'a'") == "; the sheets are 'a'"
    assert meant("x", []) == meant("x", ["team"], "") == ""


def test_a_list_ends_in_time() -> None:
    assert listed(["a", "b", "c"], limit=2) == "'a', 'b' and 1 more"
    assert listed([]) == ""


def test_a_cell_is_shown_only_as_a_slip_of_a_known_label_or_a_short_number() -> None:
    labels = ["Mee eens", "ja", "Leraar", "email"]
    assert told(" Mee  eenz ", labels) == "'Mee eenz'"
    assert told("-99", labels) == "-99"
    assert told("4,5", labels) == "4,5"
    for cell in ("Jan", "Anna de Vries", "Emma", "leraar@x.nl", "Leraar Jansen uit Aalten"):
        assert told(cell, labels) == f"a text of {len(cell)} characters"
    assert told("0612345678", labels) == "a number of 10 digits"
    assert told("06 1234 5678", labels) == "a number of 10 digits"
    assert told("1234.56.782") == "a number of 9 digits"


def test_headings_are_suggested_only_where_there_is_a_header() -> None:
    assert heading_meant("e-mail", ["email", "token"]) == "; did you mean 'email'?"
    assert heading_meant("e-mail", ["Emil", "an@x.nl"], headed=False).startswith(
        "; none of the first row's 2 cells"
    )
    assert heading_meant("e-mail", []) == ""
