"""A study drafted from each kind of export: what a person would have typed, and nothing of a person."""

import csv
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exports
import pytest
import yaml

from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import Drafted, new_study
from isop_analysis.drafting.told import lines_of
from isop_analysis.study import StudyError, load

TODAY = datetime.date(2025, 5, 1)
NOBODY = Asking(None)
Made = Callable[[Path, exports.Answers], Path]
FORMATS: dict[str, Made] = {
    "qualtrics": lambda folder, answers: exports.qualtrics(folder, answers),
    "qualtrics without ids": lambda folder, answers: exports.qualtrics(folder, answers, "texts"),
    "qualtrics with names alone": lambda folder, answers: exports.qualtrics(folder, answers, "names"),
    "limesurvey": lambda folder, answers: exports.limesurvey(folder, answers, syntax=False),
    "limesurvey with syntax": lambda folder, answers: exports.limesurvey(folder, answers, syntax=True),
    "spss": lambda folder, answers: exports.spss(folder, answers),
    "forms": lambda folder, answers: exports.forms(folder, answers),
    "plain": lambda folder, answers: exports.plain(folder, answers),
    "plain workbook": lambda folder, answers: exports.plain_workbook(folder, answers),
}


def drafted(root: Path, *files: Path, asking: Asking = NOBODY, closed: tuple[str, ...] = ()) -> Drafted:
    (root / "config").mkdir(exist_ok=True)
    return new_study(root, "ploegen", list(files), asking, closed, TODAY)


def source(root: Path) -> Path:
    folder = root / "given"
    folder.mkdir()
    return folder


def config(made: Drafted) -> dict[str, Any]:
    return dict(yaml.safe_load(made.config.read_text(encoding="utf-8")))


def instrument(made: Drafted) -> dict[str, Any]:
    name = made.draft.instruments[0].name
    path = made.config.parent / "instruments" / f"{name}.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def item(content: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in content["items"] if one["name"] == name)


def fill_in(made: Drafted, person: str = "null") -> None:
    """Do by hand what only a person can: nobody was asked for consent here, and who answered is told."""
    for path in made.written:
        text = path.read_text(encoding="utf-8").replace("\nconsent: required", "\nconsent: null")
        text = text.replace("    - {rule: consent}  # take this line away where consent is null\n", "")
        text = text.replace("email: required", person if person != "null" else "email: null")
        text = text.replace(
            "~/isop_keys/",
            f"{made.config.parents[2].parent.as_posix()}/keys_of_{made.config.parents[2].name}/",
        )
        path.write_text(text, encoding="utf-8")


def check(made: Drafted) -> list[str]:
    from isop_analysis.cleaning.key import make
    from isop_analysis.steps import check_study

    study = load(made.config)
    make(study)
    try:
        check_study.run(study)
    except StudyError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_drafted_and_passes_check_once_filled_in(form: str, tmp_path: Path) -> None:
    made = drafted(tmp_path, FORMATS[form](source(tmp_path), exports.Answers()))
    content = instrument(made)
    scale = content["scales"][0]
    assert len(content["scales"]) == 1
    assert len(scale["items"]) == 4
    turned = [one["name"] for one in content["items"] if one.get("reversed")]
    assert turned == [scale["items"][exports.REVERSED]]
    known = content["sources"][0].get("fields", {})
    assert ("team" in known) == (form != "qualtrics with names alone")
    assert config(made)["consent"] == "required"
    fill_in(made)
    assert check(made) == []


def test_a_qualtrics_export_becomes_what_one_would_have_typed(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), exports.Answers()))
    content = instrument(made)
    assert content["sources"] == [
        {"name": "qualtrics", "format": "qualtrics_csv", "fields": {"team": "QID2_TEXT", "email": "required"}}
    ]
    assert item(content, "q3_3") == {
        "name": "q3_3",
        "text": {"nl": "Wij doen maar wat.", "en": "Wij doen maar wat."},
        "answers": "agree5",
        "columns": {"qualtrics": "QID4_3"},
        "reversed": True,
    }
    agree = next(one for one in content["answer_scales"] if one["name"] == "agree5")
    assert (agree["low"], agree["high"]) == (1, 5)
    assert agree["values"][2] == {
        "value": 3,
        "nl": "Niet mee eens en niet mee oneens",
        "en": "Neither agree nor disagree",
        "accept": ["Neutraal"],
    }
    assert content["scales"] == [
        {
            "name": "hoe_is_het_in_uw_ploeg",
            "title": {"nl": exports.QUESTION, "en": exports.QUESTION},
            "items": ["q3_1", "q3_2", "q3_3", "q3_4"],
            "minimum_answered": 2,
        }
    ]
    assert content["multiple_choice"][0]["columns"] == {"qualtrics": "QID5"}
    assert [one["suffix"] for one in content["multiple_choice"][0]["options"]] == ["1", "2", "3"]
    assert item(content, "q7")["answers"] == "open"
    assert next(one for one in content["answer_scales"] if one["name"] == "qid7_text")["high"] == 100
    study = config(made)
    assert study["attributes"][0]["title"] == {"nl": "Geslacht", "en": "Gender"}
    assert study["waves"] == [
        {"name": "t0", "cohort": "2024", "school_year": "2024-2025", "occasion": "T0", "time": 0}
    ]
    assert study["privacy"]["dropped"] == ["Q9"]


def test_every_guess_carries_a_comment_and_what_is_left_out_its_reason(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), exports.Answers()))
    text = next(path for path in made.written if path.parent.name == "instruments").read_text(
        encoding="utf-8"
    )
    for line in ("team: ", "reversed: true", "minimum_answered: ", "  - name: hoe_is"):
        assert all(
            "# guessed: " in one and one.endswith("; check") for one in text.splitlines() if line in one
        )
    assert '#   "Q8" holds 3 different texts that no list of answers knows' in text


def test_codes_labels_and_declared_missing_of_spss(tmp_path: Path) -> None:
    content = instrument(drafted(tmp_path, exports.spss(source(tmp_path), exports.Answers())))
    agree = next(one for one in content["answer_scales"] if one["name"] == "agree5")
    assert agree["missing"] == [{"code": "9", "kind": "dont_know"}]
    assert item(content, "pl1")["columns"] == {"spss": "pl1"}
    assert item(content, "own_geslacht")["answers"] == "gender"


def test_a_number_that_is_a_code_is_a_guess(tmp_path: Path) -> None:
    content = instrument(drafted(tmp_path, exports.plain(source(tmp_path), exports.Answers())))
    points = next(one for one in content["answer_scales"] if one["name"] == "points_1_5")
    assert points == {
        "name": "points_1_5",
        "low": 1,
        "high": 5,
        "missing": [{"code": "-99", "kind": "skipped"}],
    }


def test_labels_of_limesurvey_stand_in_its_syntax(tmp_path: Path) -> None:
    content = instrument(
        drafted(tmp_path, exports.limesurvey(source(tmp_path), exports.Answers(), syntax=True))
    )
    agree = content["answer_scales"][0]
    assert agree["values"][0] == {
        "value": 1,
        "nl": "Helemaal mee oneens",
        "en": "Strongly disagree",
        "accept": ["A1"],
    }
    assert item(content, "pl_sq002")["text"]["nl"] == "Wij luisteren."


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_person_is_printed_or_written(form: str, tmp_path: Path) -> None:
    answers = exports.Answers()
    made = drafted(tmp_path, FORMATS[form](source(tmp_path), answers))
    told = "\n".join(lines_of(made, tmp_path))
    written = "\n".join(path.read_text(encoding="utf-8") for path in [*made.written, *made.codebook])
    private = {*answers.mail, *answers.person, *answers.shift, *exports.PLACES, "Nietecht", "example.org"}
    assert [one for one in private if one in told or one in written] == []


def test_a_closed_question_is_one_only_when_a_person_says_so(tmp_path: Path) -> None:
    folder = source(tmp_path)
    made = drafted(tmp_path, exports.qualtrics(folder, exports.Answers()), closed=("Q8",))
    shift = next(one for one in config(made)["attributes"] if one["name"] == "q8")
    assert [one["nl"] for one in shift["values"]] == ["Late dienst", "Nachtdienst", "Vroege dienst"]


def test_only_what_cant_be_seen_is_asked(tmp_path: Path) -> None:
    asked: list[str] = []
    answers = {
        "closed question": "n",
        "who answered": "1",
        "What is it": "e",
        "people agree": "1",
        "means yes": "2",
    }

    def ask(question: str) -> str:
        asked.append(question)
        return next((answer for words, answer in answers.items() if words in question), "y")

    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), exports.Answers()), asking=Asking(ask))
    assert len(asked) == 6
    assert '"Q8" (Welke dienst draait u?) holds 3 different texts' in " ".join(asked)
    assert "1 item q1 (Geeft u toestemming om uw antwoorden te gebruiken?)" in " ".join(asked)
    cells = (*exports.NAMES, *exports.PLACES, "Nachtdienst", "Late dienst")
    assert not any(name in question for question in asked for name in cells)
    assert made.required == 0
    assert instrument(made)["sources"][0]["fields"]["email"] == "QID10_TEXT"
    assert config(made)["consent"] == {
        "asked": {"survey": {"item": "q1", "agrees": [2]}, "linking": {"item": "q1", "agrees": [2]}}
    }
    fill_in(made)
    assert check(made) == []


def test_what_is_left_to_a_person_stops_check_with_a_sentence_each(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), exports.Answers()))
    assert made.required == 2
    with pytest.raises(StudyError) as caught:
        load(made.config)
    assert [problem.path for problem in caught.value.problems] == ["consent"]
    made.config.write_text(made.config.read_text().replace("consent: required", "consent: null"))
    with pytest.raises(StudyError) as caught:
        load(made.config)
    assert "sources[0].fields.email: still says 'required'" in str(caught.value)


@pytest.mark.parametrize("one_sheet", [True, False])
def test_a_register_of_one_sheet_or_three(one_sheet: bool, tmp_path: Path) -> None:
    folder, answers = source(tmp_path), exports.Answers()
    made = drafted(tmp_path, exports.qualtrics(folder, answers), exports.register(folder, answers, one_sheet))
    register = config(made)["team_register"]
    assert register["members"]["columns"] == {"team": "Team", "email": "required"}
    assert ("attendance" in register, "teams" in register) == (not one_sheet, not one_sheet)
    assert [one["name"] for one in config(made)["attributes"]] == ["q5", "rol"]
    fill_in(made, 'email: "E-mail"')
    text = next(path for path in made.written if path.parent.name == "instruments")
    text.write_text(text.read_text().replace('email: "E-mail"', "email: QID10_TEXT"))
    assert check(made) == []


def test_what_is_called_a_team_and_is_none_of_the_registers_is_a_question(tmp_path: Path) -> None:
    folder, answers = source(tmp_path), exports.Answers()
    rows = [["mail", "groep", "pl1", "pl2", "pl3", "pl4"]]
    rows += [
        [answers.mail[i], str(5 + i % 4), *map(str, answers.items[i].tolist())] for i in range(exports.ROWS)
    ]
    survey = exports.write(folder / "ploegen.csv", rows, ";")
    made = drafted(tmp_path, survey, exports.register(folder, answers, one_sheet=True))
    content = instrument(made)
    assert "team" not in content["sources"][0]["fields"]
    assert item(content, "groep")["columns"] == {"plain": "groep"}
    rows[1:] = [[row[0], answers.team[i], *row[2:]] for i, row in enumerate(rows[1:])]
    exports.write(survey, rows, ";")
    again = new_study(tmp_path, "teams", [survey, folder / "leden.xlsx"], Asking(None), (), TODAY)
    assert instrument(again)["sources"][0]["fields"]["team"] == "groep"


def test_girls_and_boys_are_called_so(tmp_path: Path) -> None:
    answers = exports.Answers()
    rows = [["sekse", "pl1", "pl2", "pl3", "pl4"]]
    rows += [[("Meisje", "Jongen")[i % 2], *map(str, answers.items[i].tolist())] for i in range(exports.ROWS)]
    content = instrument(drafted(tmp_path, exports.write(source(tmp_path) / "klas.csv", rows, ";")))
    assert [one["en"] for one in content["answer_scales"][0]["values"]][:2] == ["Girl", "Boy"]


def test_three_waves_of_spss_are_one_instrument(tmp_path: Path) -> None:
    folder = source(tmp_path)
    files = [exports.spss(folder, exports.Answers(seed), f"ploegen_t{seed}.sav") for seed in range(3)]
    made = drafted(tmp_path, *files)
    assert [wave["name"] for wave in config(made)["waves"]] == ["t0", "t1", "t2"]
    manifest = (tmp_path / "data/raw/ploegen/MANIFEST.csv").read_text().splitlines()
    assert [line.split(",")[2:] for line in manifest[1:]] == [["ploegen", f"t{n}"] for n in range(3)]
    fill_in(made, "person: medewerker")
    assert check(made) == []


def test_a_column_may_give_the_wave(tmp_path: Path) -> None:
    folder = source(tmp_path)
    path = exports.plain(folder, exports.Answers())
    lines = path.read_text().splitlines()
    waved = [f"{line};{'meting' if n == 0 else 1 + n % 2}" for n, line in enumerate(lines)]
    path.write_text("\n".join(waved) + "\n")
    made = drafted(tmp_path, path)
    assert [(wave["name"], wave["accept"]) for wave in config(made)["waves"]] == [
        ("t0", ["1"]),
        ("t1", ["2"]),
    ]
    fill_in(made)
    assert check(made) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "Ploegen",
            "'Ploegen': is no name of a study; lower case, digits and underscores were expected, "
            "a letter first",
        ),
        (
            "demo",
            "config/demo: is there already; add its next export with `isop new --wave demo FILE`, choose "
            "another name, or take it away to draft it anew",
        ),
    ],
)
def test_names_that_cant_be(name: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "config/demo").mkdir(parents=True)
    path = exports.plain(source(tmp_path), exports.Answers())
    with pytest.raises(StudyError) as caught:
        new_study(tmp_path, name, [path], NOBODY, (), TODAY)
    assert str(caught.value) == sentence


def test_files_that_hold_no_answers(tmp_path: Path) -> None:
    folder = source(tmp_path)
    (folder / "list.csv").write_text("a;b\nx;y\nz;w\n")
    with pytest.raises(StudyError, match="no file holds three questions or more with the same answers"):
        drafted(tmp_path, folder / "list.csv")
    with pytest.raises(StudyError, match=r"is no kind of export that can be read"):
        drafted(tmp_path, shutil.copy(folder / "list.csv", folder / "list.pdf"))
    with pytest.raises(StudyError, match="file is missing; correct the path"):
        drafted(tmp_path, folder / "nix.csv")


def test_an_option_without_words_of_its_own_is_left_out(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), exports.Answers(), "names"))
    text = next(path for path in made.written if path.parent.name == "instruments").read_text(
        encoding="utf-8"
    )
    assert "multiple_choice" not in text
    assert "Hamer" not in text
    assert '#   "Q4_1" holds 1 different texts that no list of answers knows' in text


def test_a_file_without_headings_is_refused_and_its_cells_untold(tmp_path: Path) -> None:
    folder = source(tmp_path)
    rows = ["Sanne Verzonnen;3;4;5;Mee eens", *["Piet Bedacht;1;2;3;Neutraal"] * 20]
    (folder / "list.csv").write_text("\n".join(rows) + "\n")
    with pytest.raises(StudyError) as caught:
        drafted(tmp_path, folder / "list.csv")
    said = "its first row seems to hold someone's answers, no headings; put a row of headings above it"
    assert str(caught.value) == f"list.csv:1: {said}"


def test_chosen_answers_in_one_cell_are_options_when_a_person_says_so(tmp_path: Path) -> None:
    folder, answers = source(tmp_path), exports.Answers()
    chosen = ["Koffie;Thee", "Thee", "Water;Koffie", "Koffie"]
    head = ["Wat drinkt u?", *exports.ITEMS]
    rows = [[chosen[i % 4], *(exports.AGREE[v - 1] for v in answers.items[i])] for i in range(exports.ROWS)]
    path = exports.workbook(folder / "ploegen.xlsx", Sheet1=[head, *rows])
    made = drafted(tmp_path, path, closed=("Wat drinkt u?",))
    question = instrument(made)["multiple_choice"][0]
    assert question["columns"] == {"forms": "Wat drinkt u?"}
    assert [one["nl"] for one in question["options"]] == ["Koffie", "Thee", "Water"]
    fill_in(made)
    assert check(made) == []


def test_codes_beyond_labels_of_another_wave_are_guessed_to_be_no_answers(tmp_path: Path) -> None:
    folder, answers = source(tmp_path), exports.Answers()
    coded = exports.Answers(6)
    coded.items[4, 0] = 6
    first = exports.qualtrics(folder, answers, "texts", "ploegen_t1.csv")
    second = exports.qualtrics(folder, coded, "texts", "ploegen_t0.csv")
    numbers = {label: str(value) for value, label in enumerate(exports.AGREE, start=1)}
    text = second.read_text(encoding="utf-8")
    for label in sorted(numbers, key=len, reverse=True):
        text = text.replace(f",{label}", f",{numbers[label]}")
    second.write_text(text.replace(",Mee oneens", ",2"), encoding="utf-8")
    made = drafted(tmp_path, first, second)
    agree = next(one for one in instrument(made)["answer_scales"] if one["name"] == "agree5")
    assert agree["missing"] == [{"code": "6", "kind": "skipped"}]
    fill_in(made)
    assert check(made) == []


def test_files_of_sites_are_named_and_their_meaning_is_left_to_a_person(tmp_path: Path) -> None:
    folder, answers = source(tmp_path), exports.Answers()
    keys = exports.write(
        folder / "plekken.csv", [["site", "brin", "vestiging", "gemeente"], ["A", "99AA", "00", "9901"]], ";"
    )
    counts = [["SCHOOLJAAR", "INSTELLINGSCODE", "VESTIGINGSCODE", "LEERLINGEN", "VERZUIM"]]
    counts += [[f"{year}-{year + 1}", "99AA", "00", 40, 3] for year in (2023, 2024)]
    outcome = exports.write(folder / "verzuim.csv", counts, ";")
    made = drafted(tmp_path, exports.plain(folder, answers), keys, outcome)
    text = made.config.read_text(encoding="utf-8")
    assert config(made)["sites"] == {
        "file": "plekken.csv",
        "site": "site",
        "brin": "brin",
        "location": "vestiging",
        "municipality": "gemeente",
        "lrk": None,
    }
    assert '#     key: ["INSTELLINGSCODE", "VESTIGINGSCODE"]\n#     year: "SCHOOLJAAR"\n' in text
    assert '#     value: "LEERLINGEN" or "VERZUIM"\n' in text
    manifest = (tmp_path / "data/raw/ploegen/MANIFEST.csv").read_text().splitlines()
    assert {line.split(",")[0]: line.split(",")[2] for line in manifest[1:]} == {
        "plekken.csv": "site_keys",
        "ploegen.csv": "ploegen",
        "verzuim.csv": "outcomes",
    }
    fill_in(made)
    assert check(made) == []


@pytest.mark.parametrize("layout", ["ids", "texts", "names"])
def test_a_name_typed_in_any_column_stays_in_the_raw_file(layout: str, tmp_path: Path) -> None:
    path = exports.qualtrics(source(tmp_path), exports.Answers(), layout)
    lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    first = {"ids": 3, "texts": 2, "names": 1}[layout]
    for column in range(len(lines[0])):
        lines[first + column][column] = f"Wim Geheim{column:02d}"
    exports.write(path, lines)
    made = drafted(tmp_path, path)
    told = "\n".join(lines_of(made, tmp_path))
    written = "\n".join(one.read_text(encoding="utf-8") for one in [*made.written, *made.codebook])
    assert "Geheim" not in told + written


def test_nobody_may_be_told_who_answered(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.plain_workbook(source(tmp_path), exports.Answers()))
    assert made.required == 1
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "given").mkdir()
    path = exports.limesurvey(folder / "given", exports.Answers(), syntax=False)
    text = path.read_text(encoding="utf-8").replace("TEAM", "code")
    path.write_text("\n".join(f"{line},k{n}k" for n, line in enumerate(text.splitlines())), encoding="utf-8")
    other = drafted(folder, path, asking=Asking(lambda question: "n" if "y, n" in question else "0"))
    assert other.required == 0
    assert "fields" not in instrument(other)["sources"][0]
    assert config(other)["consent"] is None


def test_damage_is_told_and_the_draft_kept(tmp_path: Path) -> None:
    folder = source(tmp_path)
    path = exports.plain(folder, exports.Answers())
    lines = path.read_text(encoding="utf-8").splitlines()
    (folder / "kop.csv").write_text(lines[0] + "\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"kop\.csv: has a header but no answers; export it again"):
        drafted(tmp_path, folder / "kop.csv")
    lines[3] = lines[3].replace(lines[3].split(";")[6], "1e999")
    lines[4] = lines[4].replace(";" + lines[4].split(";")[2] + ";", ";1e300;", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = drafted(tmp_path, path)
    assert len(instrument(made)["items"]) > 1
    assert made.codebook


def schools(folder: Path) -> Path:
    """Write a register in which the school is the team, and a column of names that do not come back."""
    answers = exports.Answers()
    rows = [["Naam", "School", "E-mail"]]
    rows += [
        [person, team, mail]
        for person, team, mail in zip(answers.person, answers.team, answers.mail, strict=True)
    ]
    return exports.write(folder / "scholen.csv", rows)


def test_a_register_whose_team_has_another_name_leaves_a_line_to_fill_in(tmp_path: Path) -> None:
    folder = source(tmp_path)
    made = drafted(tmp_path, exports.plain(folder, exports.Answers()), schools(folder))
    assert config(made)["team_register"]["members"]["columns"] == {
        "team": "required",
        "email": "required",
        "site": "School",
    }
    assert '? "School" may be it.' in made.config.read_text(encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        load(made.config)
    told = [str(one).partition(": ")[2] for one in caught.value.problems]
    asked = "name the column that is the team (school, ward, group, …), or take team_register away"
    assert f"team_register.members.columns.team: still says 'required'; {asked}" in told
    assert "register: scholen.csv" in lines_of(made, tmp_path)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["Verein", "E-Mail-Adresse", "Rolle"], {"team": "Verein", "email": "required"}),
        (["Hold", "Kontakt", "Opgave"], {"team": "required", "email": "required"}),
    ],
)
def test_a_register_in_another_language_is_none_of_the_companions(
    headings: list[str], columns: dict[str, str], tmp_path: Path
) -> None:
    folder, answers = source(tmp_path), exports.Answers()
    rows = [list(row) for row in zip(answers.team, answers.mail, answers.gender, strict=True)]
    members = exports.write(folder / "mitglieder.csv", [headings, *rows], ";")
    made = drafted(tmp_path, exports.plain(folder, answers), members)
    assert config(made)["team_register"]["members"]["columns"] == columns
    assert f'"{headings[1]}" may be it.' in made.config.read_text(encoding="utf-8")
    assert "register: mitglieder.csv" in lines_of(made, tmp_path)


def test_who_is_asked_says_which_column_is_the_team(tmp_path: Path) -> None:
    folder, asked = source(tmp_path), []

    def answer(question: str) -> str:
        asked.append(question)
        known = {
            "scholen.csv: which column holds": "2",
            "scholen.csv: which column is": "1",
            "Where did": "0",
        }
        return next((said for words, said in known.items() if question.startswith(words)), "0")

    made = drafted(tmp_path, exports.plain(folder, exports.Answers()), schools(folder), asking=Asking(answer))
    assert 'scholen.csv: which column is the team (school, ward, group, …)? 1 "School"' in asked
    assert config(made)["team_register"]["members"]["columns"]["team"] == "School"
    assert "site" not in config(made)["team_register"]["members"]["columns"]


def test_a_forms_workbook_of_which_nobody_answered_who_reads_no_address(tmp_path: Path) -> None:
    made = drafted(tmp_path, exports.forms(source(tmp_path), exports.Answers()), asking=Asking(said))
    assert instrument(made)["sources"][0]["fields"]["email"] is None


def said(question: str) -> str:
    """Answer that no column tells who answered, that nobody was asked, and that nothing is closed."""
    return "n" if question.endswith("y, n") else "0"


def with_addresses(folder: Path) -> Path:
    """Write a LimeSurvey export whose participants' table gave their addresses."""
    answers = exports.Answers()
    path = exports.limesurvey(folder, answers, syntax=False)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    return exports.write(path, [[*row, own] for row, own in zip(rows, ["email", *answers.mail], strict=True)])


def test_addresses_of_limesurveys_participants_are_asked_about(tmp_path: Path) -> None:
    made = drafted(tmp_path, with_addresses(source(tmp_path)))
    assert instrument(made)["sources"][0]["fields"]["email"] == "required"
    assert config(made)["privacy"]["dropped"] == ["email"]
    fill_in(made, "email: email")
    assert check(made) == []


def test_who_is_asked_may_say_that_nobody_is_known_by_them(tmp_path: Path) -> None:
    made = drafted(tmp_path, with_addresses(source(tmp_path)), asking=Asking(said))
    assert "email" not in instrument(made)["sources"][0]["fields"]
    fill_in(made)
    assert check(made) == []
