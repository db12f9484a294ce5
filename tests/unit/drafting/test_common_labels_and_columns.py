"""What common exports hold: labels of other lists, columns with odd names, e-mail and consent."""

import datetime
from pathlib import Path
from typing import Any

import exports
import pytest
import yaml
from test_drafted_studies import check, fill_in

from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import Drafted, new_study
from isop_analysis.drafting.told import lines_of
from isop_analysis.study import StudyError

TODAY = datetime.date(2025, 5, 1)
NOBODY = Asking(None)
SOMEWHAT = [
    "Strongly disagree",
    "Somewhat disagree",
    "Neither agree nor disagree",
    "Somewhat agree",
    "Strongly agree",
]
SOMEWHAT_NL = [exports.AGREE[0], "Enigszins mee oneens", "Neutraal", "Enigszins mee eens", exports.AGREE[4]]
HALF = ["Never", "Sometimes", "About half the time", "Most of the time", "Always"]
ITEMS = ["tq1", "tq2", "tq3", "tq4"]


def sheet(root: Path, words: list[str], items: list[str] = ITEMS, **more: list[str]) -> Path:
    """Write a workbook of items answered in these words, and other columns before them."""
    answers = exports.Answers()
    head = [*more, *items]
    rows = [
        [*(own[i] for own in more.values()), *(words[v - 1] for v in answers.items[i])]
        for i in range(exports.ROWS)
    ]
    return exports.workbook(root / "teams.xlsx", Sheet1=[head, *rows])


def drafted(root: Path, *files: Path, asking: Asking = NOBODY, closed: tuple[str, ...] = ()) -> Drafted:
    (root / "config").mkdir(exist_ok=True)
    return new_study(root, "ploegen", list(files), asking, closed, TODAY)


def text(made: Drafted) -> str:
    path = next(path for path in made.written if path.parent.name == "instruments")
    return path.read_text(encoding="utf-8")


def instrument(made: Drafted) -> dict[str, Any]:
    return dict(yaml.safe_load(text(made)))


@pytest.mark.parametrize(
    ("words", "name"),
    [(SOMEWHAT, "agree5_somewhat"), (SOMEWHAT_NL, "agree5_somewhat"), (HALF, "often5_half")],
)
def test_labels_of_five_are_five_values(words: list[str], name: str, tmp_path: Path) -> None:
    made = drafted(tmp_path, sheet(tmp_path, words))
    scale = next(one for one in instrument(made)["answer_scales"] if one["name"] == name)
    assert [one["value"] for one in scale["values"]] == [1, 2, 3, 4, 5]
    assert "never chosen" not in text(made)


def test_labels_that_nobody_chose_are_told(tmp_path: Path) -> None:
    made = drafted(tmp_path, sheet(tmp_path, [*SOMEWHAT[:3], "Agree", SOMEWHAT[4]]))
    why = 'of a known list; never chosen: "Disagree", "Somewhat agree"'
    assert f"  - name: agree7  # guessed: {why}; check\n" in text(made)


@pytest.mark.parametrize("other", ["x", "status"])
def test_items_called_v1_and_x_are_items(other: str, tmp_path: Path) -> None:
    made = drafted(tmp_path, sheet(tmp_path, exports.AGREE, ["v1", "v2", "v3", other]))
    assert [one["name"] for one in instrument(made)["items"]] == ["v1", "v2", "v3", other]


def test_the_tools_own_columns_are_told(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.forms(tmp_path, exports.Answers()))
    own = '"ID", "Begintijd", "Tijd van voltooien"'
    assert f"    # Taken for the tool's own, of which nothing is drafted: {own}" in text(made)


@pytest.mark.parametrize("heading", ["", "X"])
def test_the_count_of_rows_of_a_csv_file_is_no_item(heading: str, tmp_path: Path) -> None:
    path = exports.plain(tmp_path, exports.Answers())
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(f"{n or heading};{line}" for n, line in enumerate(lines)) + "\n")
    made = drafted(tmp_path, path)
    assert [one["name"] for one in instrument(made)["items"]][:2] == ["pl1", "pl2"]
    assert f'nothing is drafted: "{heading}"' in text(made)
    assert yaml.safe_load(made.config.read_text(encoding="utf-8"))["privacy"]["dropped"] == ["respondent"]


def test_the_data_are_of_the_last_day_of_answers(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.forms(tmp_path, exports.Answers()))
    assert yaml.safe_load(made.config.read_text(encoding="utf-8"))["data_date"] == "2025-03-09"


def agreeing(root: Path, yes: str, no: str) -> Path:
    agreed = [no if i == 3 else yes for i in range(exports.ROWS)]
    return sheet(root, exports.AGREE, **{"Do you agree to take part?": agreed})


@pytest.mark.parametrize("words", [("Yes, I agree", "No, I do not agree"), ("Yes, gladly", "No, rather not")])
def test_consent_in_words_that_a_person_confirms_is_offered(words: tuple[str, str], tmp_path: Path) -> None:
    asked: list[str] = []
    answers = {"people agree": "1", "means yes": "2", "closed question": "y"}

    def ask(question: str) -> str:
        asked.append(question)
        return next((answer for said, answer in answers.items() if said in question), "n")

    made = drafted(tmp_path, agreeing(tmp_path, *words), asking=Asking(ask))
    study = yaml.safe_load(made.config.read_text(encoding="utf-8"))
    consent = {"item": "do_you_agree_to_take_part", "agrees": [2]}
    assert study["consent"] == {"asked": {"survey": consent}}
    assert "attributes" not in study


def test_an_example_of_consent_takes_the_yes(tmp_path: Path) -> None:
    question = "Do you agree to take part?"
    made = drafted(tmp_path, agreeing(tmp_path, "Yes, gladly", "No, rather not"), closed=(question,))
    assert "survey: {item: do_you_agree_to_take_part, agrees: [2]}" in made.config.read_text(encoding="utf-8")


def test_a_closed_question_may_be_told_by_its_words(tmp_path: Path) -> None:
    path = exports.qualtrics(tmp_path, exports.Answers())
    made = drafted(tmp_path, path, closed=("welke dienst draait u?",))
    study = yaml.safe_load(made.config.read_text(encoding="utf-8"))
    assert "q8" in [one["name"] for one in study["attributes"]]


def test_a_closed_question_that_no_file_has_is_refused(tmp_path: Path) -> None:
    path = exports.qualtrics(tmp_path, exports.Answers())
    with pytest.raises(StudyError) as caught:
        drafted(tmp_path, path, closed=("Welke diensten draai je?",))
    said = "no file has this heading or question; did you mean 'Welke dienst draait u?'?"
    assert str(caught.value) == f"--closed 'Welke diensten draai je?': {said}"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("heading", ["E-mail", "Email"])
def test_who_answered_is_asked_of_a_workbook_too(heading: str, tmp_path: Path) -> None:
    made = drafted(tmp_path, sheet(tmp_path, exports.AGREE, **{heading: exports.Answers().mail}))
    assert instrument(made)["sources"][0]["fields"]["email"] == "required"
    assert f'Columns that may tell: "{heading}".' in text(made)


def test_columns_of_forms_that_name_people_are_offered_and_dropped(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        answers = {"who answered": "1", "What is it": "e", "people agree": "0"}
        return next((answer for said, answer in answers.items() if said in question), "n")

    made = drafted(tmp_path, exports.forms(tmp_path, exports.Answers()), asking=Asking(ask))
    assert '0 none, 1 "E-mail", 2 "Naam"' in next(one for one in asked if "who answered" in one)
    assert instrument(made)["sources"][0]["fields"]["email"] == "E-mail"
    study = yaml.safe_load(made.config.read_text(encoding="utf-8"))
    assert study["privacy"]["dropped"] == ["E-mail", "Naam"]


def test_an_anonymous_form_asks_for_nobody(tmp_path: Path) -> None:
    nobody = {"E-mail": ["anonymous"] * exports.ROWS, "Naam": [""] * exports.ROWS}
    made = drafted(tmp_path, sheet(tmp_path, exports.AGREE, **nobody))
    assert "fields" not in instrument(made)["sources"][0]


def test_neighbours_share_the_list_that_holds_all_their_answers(tmp_path: Path) -> None:
    answers = exports.Answers()
    ends = [SOMEWHAT[0], SOMEWHAT[0], SOMEWHAT[2], SOMEWHAT[4], SOMEWHAT[4]]
    rows = [
        [(ends if place == 1 else SOMEWHAT)[v - 1] for place, v in enumerate(row)] for row in answers.items
    ]
    path = exports.workbook(tmp_path / "teams.xlsx", Sheet1=[ITEMS, *rows])
    made = drafted(tmp_path, path)
    assert {one["answers"] for one in instrument(made)["items"]} == {"agree5_somewhat"}
    assert len(instrument(made)["scales"][0]["items"]) == 4
    assert "never chosen" not in text(made)


def test_titles_of_scales_are_short_and_a_guess(tmp_path: Path) -> None:
    long = "In hoeverre bent u het eens met de volgende uitspraken over het samenwerken in uw ploeg?"
    path = exports.qualtrics(tmp_path, exports.Answers())
    path.write_text(path.read_text(encoding="utf-8").replace(exports.QUESTION, long), encoding="utf-8")
    made = drafted(tmp_path, path)
    title = instrument(made)["scales"][0]["title"]["nl"]
    assert title == "In hoeverre bent u het eens met de volgende uitspraken over…"
    assert len(title) <= 60
    line = next(one for one in text(made).splitlines() if title in one)
    assert line.endswith("# guessed: the question above its items, or their names; check")


def test_a_sentence_with_a_semicolon_is_an_open_answer(tmp_path: Path) -> None:
    said = ["Goed dat dit gevraagd wordt.", "Meer hulp bij toernooien graag; het is druk", ""]
    remarks = [said[i % 3] for i in range(exports.ROWS)]
    made = drafted(tmp_path, sheet(tmp_path, exports.AGREE, **{"Wilt u nog iets kwijt?": remarks}))
    own = [one for one in instrument(made)["items"] if one["text"]["nl"] == "Wilt u nog iets kwijt?"]
    assert [one["answers"] for one in own] == ["open"]


def test_a_range_of_open_ended_numbers_is_called_round(tmp_path: Path) -> None:
    hours = [str(1 + i % 12) for i in range(exports.ROWS)]
    made = drafted(tmp_path, sheet(tmp_path, exports.AGREE, Uren=hours))
    assert "low: 0  # guessed: a round range around the answers seen; check\n    high: 20\n" in text(made)


def test_one_is_told_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = [("Zaal", "Kade", "Hof")[i % 3] for i in range(exports.ROWS)]
    made = drafted(tmp_path, sheet(tmp_path, exports.AGREE, Waar=places))
    assert "; 1 column left out, each with why" in " ".join(lines_of(made, tmp_path))
    fill_in(made)
    (tmp_path / "data/raw/ploegen/MANIFEST.csv").unlink()
    assert len(check(made)) == 1
    assert "1 problem\n" in capsys.readouterr().out
