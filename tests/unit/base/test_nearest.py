from isop_analysis.base.nearest import listed, meant, nearest


def test_the_nearest_word() -> None:
    assert nearest("Mee eenz", ["Oneens", "Mee eens"]) == "Mee eens"
    assert nearest("QID5_1", ["Naam"]) is None


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
