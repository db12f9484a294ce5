"""The next export of a study: what changed in columns, words and answers; the wave and the file are added."""

from pathlib import Path

import exports
import pytest
from test_drafted_studies import TODAY, check, config, drafted, fill_in, instrument, item, source

from isop_analysis.drafting.new_study import Drafted
from isop_analysis.drafting.next_wave import Added, add_wave
from isop_analysis.drafting.told import lines_of_wave
from isop_analysis.study import StudyError, load


def study_with_one_wave(root: Path) -> Drafted:
    made = drafted(root, exports.spss(source(root), exports.Answers()))
    fill_in(made, "person: medewerker")
    assert check(made) == []
    return made


def recoded(path: Path, **columns: object) -> Path:
    """Rewrite a .sav: rename, add or relabel columns."""
    import pyreadstat

    frame, about = pyreadstat.read_sav(str(path), user_missing=True)
    texts = dict(zip(about.column_names, about.column_labels, strict=True))
    labels = about.variable_value_labels
    frame = frame.rename(columns={"pl2": "pl2_nieuw"})
    texts["pl2_nieuw"], labels["pl2_nieuw"] = texts["pl2"], labels["pl2"]
    frame["pl5"] = frame["pl1"].where(frame["pl1"] < 9, 3.0)
    texts |= {"pl5": "Wij lachen.", "pl4": "Wij leren van onze fouten."}
    labels["pl3"] = labels["pl3"] | {5.0: "Klopt helemaal"}
    frame.loc[3, "pl1"] = 7.0
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={name: texts[name] for name in frame if name in texts},
        variable_value_labels={name: one for name, one in labels.items() if name in frame and name != "pl5"},
        missing_ranges={name: [9.0] for name in ("pl1", "pl2_nieuw", "pl3", "pl4")},
    )
    return path


def test_the_same_questionnaire_again(tmp_path: Path) -> None:
    made = study_with_one_wave(tmp_path)
    again = exports.spss(tmp_path / "given", exports.Answers(8), "ploegen_najaar.sav")
    added = add_wave(made.config, [again], TODAY)
    assert lines_of_wave(added, "config/ploegen/config.yaml") == [
        "ploegen_najaar.sav: ploegen (source spss), wave t1",
        "  nothing has changed in columns, words or answers",
        "next:",
        "  ./isop check --config config/ploegen/config.yaml",
    ]
    assert [wave["name"] for wave in config(made)["waves"]] == ["t0", "t1"]
    assert config(made)["waves"][1] | {"school_year": ""} == {
        "name": "t1",
        "cohort": "2024",
        "school_year": "",
        "occasion": "T1",
        "time": 1,
    }
    manifest = (tmp_path / "data/raw/ploegen/MANIFEST.csv").read_text().splitlines()
    assert [line.split(",")[2:] for line in manifest[1:]] == [["ploegen", "t1"], ["ploegen", "t0"]]
    from isop_analysis.steps import check_study

    check_study.run(load(made.config))


def test_every_kind_of_change_is_told_and_no_answer(tmp_path: Path) -> None:
    made = study_with_one_wave(tmp_path)
    other = recoded(exports.spss(tmp_path / "given", exports.Answers(8), "ploegen_t1.sav"))
    added: list[Added] = add_wave(made.config, [other], TODAY)
    assert [str(change) for change in added[0].changes] == [
        "recoded: pl1 (answers 1–7 where the instrument says 1–5)",
        "renamed: pl2 (its column is now 'pl2_nieuw')",
        "recoded: pl3 (other labels at 5)",
        "reworded: pl4 (its question has other words)",
        "added: pl5",
    ]


def test_a_file_of_another_questionnaire_is_refused(tmp_path: Path) -> None:
    made = study_with_one_wave(tmp_path)
    (tmp_path / "given/iets.csv").write_text("a1;a2;a3\n" + "1;2;3\n3;2;1\n" * 10)
    with pytest.raises(StudyError, match="holds less than half of the questions of any instrument"):
        add_wave(made.config, [tmp_path / "given/iets.csv"], TODAY)
    assert not (tmp_path / "data/raw/ploegen/iets.csv").exists()
    assert len(config(made)["waves"]) == 1


def test_a_file_that_is_there_already_is_refused(tmp_path: Path) -> None:
    made = study_with_one_wave(tmp_path)
    with pytest.raises(StudyError, match=r"ploegen_t0\.sav: is there already; name the new export otherwise"):
        add_wave(made.config, [tmp_path / "given/ploegen_t0.sav"], TODAY)


def test_two_waves_given_at_once_keep_what_was_renamed_and_added(tmp_path: Path) -> None:
    folder = source(tmp_path)
    first = exports.spss(folder, exports.Answers(), "ploegen_t0.sav")
    made = drafted(tmp_path, first, recoded(exports.spss(folder, exports.Answers(8), "ploegen_t1.sav")))
    content = instrument(made)
    assert [one["name"] for one in content["sources"]] == ["spss", "spss_2"]
    assert content["sources"][1]["files"] == "ploegen_t1.sav"
    assert item(content, "pl2")["columns"] == {"spss": "pl2", "spss_2": "pl2_nieuw"}
    assert item(content, "pl5")["columns"] == {"spss": None, "spss_2": "pl5"}
    assert item(content, "pl4")["columns"] == {"spss": "pl4", "spss_2": "pl4"}
    assert content["scales"][0]["items"][:4] == ["pl1", "pl2", "pl3", "pl4"]


def test_a_column_keeps_its_new_name_in_the_waves_after_that(tmp_path: Path) -> None:
    folder = source(tmp_path)
    files = [exports.spss(folder, exports.Answers(n), f"ploegen_t{n}.sav") for n in range(3)]
    content = instrument(drafted(tmp_path, files[0], recoded(files[1]), recoded(files[2])))
    assert [(one["name"], one.get("files")) for one in content["sources"]] == [
        ("spss", None),
        ("spss_2", "ploegen_t[12].sav"),
    ]
    assert item(content, "pl2")["columns"] == {"spss": "pl2", "spss_2": "pl2_nieuw"}
    assert "pl2_nieuw" not in {one["name"] for one in content["items"]}


def test_a_column_renamed_in_files_that_stand_apart_is_found_in_each(tmp_path: Path) -> None:
    folder = source(tmp_path)
    files = [exports.spss(folder, exports.Answers(n), f"ploegen_t{n}.sav") for n in range(3)]
    files = [files[0], *(recoded(path) for path in files[1:])]
    last = files[2].rename(folder / "laatste_meting_t2.sav")
    content = instrument(drafted(tmp_path, files[0], files[1], last))
    assert item(content, "pl2")["columns"] == {
        "spss": "pl2",
        "spss_2": "pl2_nieuw",
        "spss_3": "pl2_nieuw",
    }


def test_waves_that_choose_from_other_lists_of_answers_ask_two_questions(tmp_path: Path) -> None:
    folder = source(tmp_path)
    never = ["Nooit", "Zelden", "Soms", "Vaak", "Altijd"]
    files = []
    for wave, words in enumerate((exports.AGREE, never)):
        rows = [["h1", "h2", "h3", "h4"]]
        rows += [[words[(row + at) % 5] for at in range(4)] for row in range(30)]
        files.append(exports.write(folder / f"uren_t{wave}.csv", rows))
    content = instrument(drafted(tmp_path, *files))
    assert [len(one["values"]) for one in content["answer_scales"]] == [5, 5]
    assert item(content, "h1")["columns"] == {"plain": "h1", "plain_2": None}
    assert item(content, "h1_2")["columns"] == {"plain": None, "plain_2": "h1"}
    assert [one["items"] for one in content["scales"]] == [
        ["h1", "h2", "h3", "h4"],
        ["h1_2", "h2_2", "h3_2", "h4_2"],
    ]


def test_the_next_wave_gets_a_source_with_what_it_renamed_and_added(tmp_path: Path) -> None:
    made = study_with_one_wave(tmp_path)
    other = recoded(exports.spss(tmp_path / "given", exports.Answers(8), "ploegen_t1.sav"))
    added = add_wave(made.config, [other], TODAY)
    content = instrument(made)
    assert content["sources"][1] | {"missing": None} == content["sources"][0] | {
        "name": "spss_2",
        "files": "ploegen_t1.sav",
        "missing": None,
    }
    assert item(content, "pl1")["columns"] == {"spss": "pl1", "spss_2": "pl1"}
    assert item(content, "pl2")["columns"] == {"spss": "pl2", "spss_2": "pl2_nieuw"}
    assert item(content, "pl5") == {
        "name": "pl5",
        "text": {"nl": "Wij lachen.", "en": "Wij lachen."},
        "answers": item(content, "pl4")["answers"],
        "columns": {"spss": None, "spss_2": "pl5"},
    }
    told = "  wrote the source spss_2 into the instrument file, with the items pl5; look at what is guessed"
    assert told in lines_of_wave(added, "config/ploegen/config.yaml")
    study = load(made.config)
    assert [one.name for one in study.instruments[0].sources] == ["spss", "spss_2"]


def test_a_column_that_somebody_left_out_before_is_not_added_with_the_next_wave(tmp_path: Path) -> None:
    made = study_with_one_wave(tmp_path)
    path = made.written[-1]
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("  - name: pl4\n"), text.index("\n  - name: ", text.index("  - name: pl4\n")) + 1
    text = text[:begin] + text[end:]
    path.write_text(text.replace(", pl4]", "]"), encoding="utf-8")
    other = recoded(exports.spss(tmp_path / "given", exports.Answers(8), "ploegen_t1.sav"))
    added = add_wave(made.config, [other], TODAY)
    assert added[0].items == ("pl5",)
    assert "added: pl4" not in [str(change) for change in added[0].changes]


def test_texts_that_the_instrument_knows_are_no_change(tmp_path: Path) -> None:
    answers = exports.Answers()
    made = drafted(tmp_path, exports.qualtrics(source(tmp_path), answers), closed=("Q8",))
    fill_in(made)
    shifts = item(instrument(made), "own_q8")
    assert shifts["answers"] != "open"
    again = exports.qualtrics(tmp_path / "given", exports.Answers(8), name="ploegen_t1.csv")
    answers.shift[7] = "Weekend"
    other = exports.qualtrics(tmp_path / "given", answers, name="ploegen_t2.csv")
    assert [str(change) for one in add_wave(made.config, [again], TODAY) for change in one.changes] == []
    assert [str(change) for one in add_wave(made.config, [other], TODAY) for change in one.changes] == [
        "recoded: own_q8 (its answers are texts that the instrument doesn't know)"
    ]
