"""Figures: which are drawn, what they say, what they never show."""

import hashlib
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from published_tables import BHR, change, copy_of, like, publish, readers_study

from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.figures import read_figures
from isop_analysis.figures.drawn import Drawn, drawing_of, forget_changed, list_of
from isop_analysis.figures.gallery import draw_all, write_figures
from isop_analysis.figures.kinds import answers, choices, flow, scales_by_occasion, teams
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import rows_of
from isop_analysis.language.words import words_in
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(drawn_demo: Study) -> Study:
    return drawn_demo


@pytest.fixture(scope="module")
def english(study: Study) -> dict[str, Drawn]:
    return read_figures(study, "en")


def test_every_kind_of_figure_is_drawn(english: dict[str, Drawn]) -> None:
    kinds = {name.split("_")[0] for name in english}
    assert kinds == {
        *(
            "participant",
            "response",
            "region",
            "answer",
            "answers",
            "loadings",
            "missing",
            "path",
            "confounding",
            "choices",
            "professions",
            "scales",
            "teams",
            "effects",
            "expected",
            "detectable",
            "joint",
            "sites",
            "site",
        ),
    }


def test_the_list_holds_all_that_readers_get(study: Study) -> None:
    listed = {one: json.loads(list_of(study, one).read_text(encoding="utf-8")) for one in ("nl", "en")}
    assert [one["name"] for one in listed["nl"]] == [one["name"] for one in listed["en"]]
    for one in [*listed["nl"], *listed["en"]]:
        assert all(one[key] for key in ("title", "caption", "alt", "columns", "rows")), one["name"]
        assert all(len(row) == len(one["columns"]) for row in one["rows"]), one["name"]
        assert "{" not in one["title"] + one["caption"] + one["alt"]


def test_drawings_are_valid_and_hold_text_as_text_in_one_typeface(english: dict[str, Drawn]) -> None:
    for drawn in english.values():
        root = ET.fromstring(drawn.svg)
        texts = root.findall(".//{http://www.w3.org/2000/svg}text")
        assert texts, drawn.name
        assert "Isop Sans" in drawn.svg
        assert "<dc:date>" not in drawn.svg
        width = float(root.attrib["viewBox"].split()[2])
        assert width == pytest.approx(420, abs=0.5), drawn.name


def test_figures_need_nothing_but_published_tables(study: Study, english: dict[str, Drawn]) -> None:
    assert english
    assert not study.processed.exists()
    assert not study.restricted.exists()


def test_alternative_texts_say_what_is_seen(english: dict[str, Drawn]) -> None:
    assert english["region_disadvantage"].alt == (
        "12\u00a0municipalities, from Bronckhorst (0.35) to Doesburg (1.06); the country as a whole 0.87."
    )
    assert english["joint_roles_in_numbers_and_words"].alt == (
        "Highest band, mean 3.9: ‘Parents’ in 4–5 of 5 teams. "
        "Lowest band, mean 3.4: ‘Roles and tasks’ in 5–6 of 6 teams and ‘Parents’ in 5–6 of 6 teams."
    )
    assert english["participant_flow"].alt == (
        "T0: ‘Invited; agreed to take part’ 198 and ‘Answered; kept after cleaning’ 150. "
        "T1: ‘Answered; kept after cleaning’ 102. "
        "T2: ‘Invited; agreed to take part’ 181 and ‘Answered; kept after cleaning’ 72."
    )
    assert (
        english["scales_roles"].alt
        == "Knowledge of roles and tasks: mean 3.6 at T0, 3.6 at T1 and 3.9 at T2."
    )


def test_bands_are_read_aloud(english: dict[str, Drawn]) -> None:
    assert english["missing_patterns"].alt == (
        "Answers by pattern: T0, T1, T2: 50 to 54 people, about 33%; T0: 45 to 49 people, about 29%; "
        "T0, T1: 35 to 39 people, about 23%; T0, T2: 10 to 14 people, about 8%; other patterns: "
        "10 to 14 people, about 8%."
    )
    assert "at T0: 120 to 129 received, 100 to 109 kept" in english["response_flow"].alt
    assert "(120 to 129 an item)" in english["answers_transfer"].caption
    assert "(125 to 129 people)" in english["choices_works_with"].caption
    assert "left out" not in english["choices_works_with"].caption
    assert "45–49\u00a0people" in english["site_paths_sites_and_chances_network_skill_under_advised"].caption


def test_tables_hold_the_numbers_drawn(english: dict[str, Drawn], study: Study) -> None:
    rows = english["scales_roles"].table.rows
    assert rows[0] == ("Knowledge of roles and tasks", "T0", "130–134", "3.6", "0.8")
    assert english["answers_transfer"].table.rows[0][1:] == ("2%", "10%", "22%", "53%", "14%", "125–129")
    effects = english["effects_roles"].table
    table = study.table("model_effects")
    fitted = table[(table["chapter"] == "roles") & (table["status"] == "fitted")]
    assert len(effects.rows) == len(fitted)


def test_what_is_left_out_is_said(english: dict[str, Drawn]) -> None:
    assert "Groups of fewer than 20 people are left out." in english["choices_learns_from"].caption
    assert "Outside the bands are 13\u00a0teams" in english["joint_roles_in_numbers_and_words"].caption
    people = english["participant_flow"]
    assert "fewer than 5 people were lost stand together" in people.caption
    assert people.table.rows[0] == ("Invited; agreed to take part", "198", "–", "181")
    assert not any(mark in str(english) for mark in ("·", "<5", "suppressed to"))


def test_an_item_and_an_occasion_with_few_answers_are_left_out_and_named(tmp_path: Path) -> None:
    study, words = readers_study(tmp_path), words_in("en")
    items = study.scale("transfer").items[1:]
    publish(study, "item_counts", [row for row in rows_of(study, "item_counts") if row["item"] in items])
    (shown,) = answers.draw(study, words)
    assert len(shown.table.rows) == len(items) == 3
    assert "Not shown: 1\u00a0item, with fewer than 20 answers" in shown.caption
    roles = [row for row in rows_of(study, "scale_descriptives") if row["scale"] == "roles_tasks"]
    publish(study, "scale_descriptives", [row for row in roles if row["occasion"] in ("T0", "T1")])
    counts = [row for row in rows_of(study, "score_counts") if row["scale"] == "roles_tasks"]
    publish(study, "score_counts", [row for row in counts if row["occasion"] == "T0"])
    (scales,) = scales_by_occasion.draw(study, words)
    assert "fewer than 20 scores: ‘Knowledge of roles and tasks’ at T2." in scales.caption
    assert "Where the grey is missing, people could be recognised in it." in scales.caption


@pytest.mark.parametrize(
    ("language", "line", "hidden"),
    [
        ("en", "No line: a score of one question,", "Not shown: ‘Knowledge of roles and tasks’ at T1. This"),
        (
            "nl",
            "Geen lijn: een score van één vraag,",
            "‘Kennis van rollen en taken’ op T1. Deze score is",
        ),
    ],
)
def test_a_score_of_one_question_is_not_said_to_have_too_few_scores(
    tmp_path: Path, language: Language, line: str, hidden: str
) -> None:
    """On 0–50 each answer is given by few: 212 scores, and no mean. Where the mean is told the SD is not."""
    study = readers_study(tmp_path)
    rows = [row for row in rows_of(study, "scale_descriptives") if row["scale"] == "roles_tasks"]
    means = [row | {"sd": None} | ({"mean": None} if row["occasion"] == "T1" else {}) for row in rows]
    publish(study, "scale_descriptives", means)
    (scales,) = scales_by_occasion.draw(study, words_in(language))
    assert line in scales.caption
    assert hidden in scales.caption
    assert "20 scores" not in scales.caption
    assert [row[1] for row in scales.table.rows] == ["T0", "T2"]


@pytest.mark.parametrize(
    ("language", "title"),
    [("nl", "Hoe hoog scoren mensen op ‘{scale}’?"), ("en", "How high do people score on ‘{scale}’?")],
)
def test_with_one_occasion_nobody_asks_when(tmp_path: Path, language: Language, title: str) -> None:
    study, words = readers_study(tmp_path), words_in(language)
    first = [wave for wave in study.config.waves if wave.occasion == "T0"]
    settings = study.config.model_copy(update={"waves": first})
    study = replace(study, config_part=replace(study.config_part, settings=settings))
    scale = study.scale("roles_tasks")
    for table in ("scale_descriptives", "score_counts"):
        rows = [row for row in rows_of(study, table) if row["scale"] == scale.name]
        publish(study, table, [row for row in rows if row["occasion"] == "T0"])
    (shown,) = scales_by_occasion.draw(study, words)
    assert shown.title == title.format(scale=scale.title.in_language(language))


def test_a_stage_that_one_cohort_keeps_back_is_told_of_none(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    rows = rows_of(study, "people_flow")
    late = [row for row in rows if (row["cohort"], row["occasion"]) != ("2024", "T2")]
    publish(study, "people_flow", late)
    (people, _) = flow.draw(study, words_in("en"))
    assert people.table.columns == ("Stage", "T0", "T1")
    kept = like(study, "people_flow", cohort="2023", occasion="T0", stage="kept")
    apart = [row | {"told_with": "[]"} if row == kept else row for row in late]
    answered = kept | {"stage": "answered", "people": "84", "told_with": "[]"}
    publish(study, "people_flow", [*apart, answered])
    (people, _) = flow.draw(study, words_in("en"))
    assert [row[:2] for row in people.table.rows] == [
        ("Invited; agreed to take part", "198"),
        ("Kept after cleaning", "150"),
    ]


def test_teams_are_nameless_and_those_not_shown_are_counted(english: dict[str, Drawn]) -> None:
    told = english["teams_roles"]
    assert [row[1:4] for row in told.table.rows[:3]] == [
        ("T0", "1", "3.00"), ("T0", "2", "3.25"), ("T0", "3", "3.50")
    ]  # fmt: skip
    assert told.alt.endswith("T0: 11\u00a0teams, with means from 3.00 to 4.00. Not shown: 13\u00a0teams.")
    assert "11\u00a0of\u00a024\u00a0teams" in told.svg
    assert "two members could work out" in told.caption


def test_choices_without_groups_are_a_list(english: dict[str, Drawn], tmp_path: Path) -> None:
    study, matrix = readers_study(tmp_path), english["choices_learns_from"]
    rows = [row for row in rows_of(study, "choices") if row["question"] == "learns_from"]
    publish(study, "choices", [row for row in rows if row["value"] == "all"])
    (listed,) = choices.draw(study, words_in("en"))
    groups = ["Everyone", "Teacher", "Childcare worker"]
    assert [row[0] for row in matrix.table.rows] == groups
    assert [row[0] for row in listed.table.rows] == groups[:1]
    assert listed.alt.startswith("5\u00a0options; each")
    assert matrix.alt.startswith("5\u00a0options, for everyone and for 2\u00a0groups.")


def test_few_teams_have_no_box_and_few_dots_no_figure(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    own = [row for row in rows_of(study, "team_scores") if row["scale"] == "roles_tasks"][:3]
    publish(study, "team_scores", [row | {"occasion": "T1"} for row in own])
    change(study, "team_spread", {"scale": "roles_tasks", "occasion": "T1"}, teams=3, not_shown=21)
    (shown,) = teams.draw(study, words_in("en"))
    assert "P10–P90" not in shown.caption
    assert "T1: 3\u00a0teams" in shown.alt
    publish(study, "team_scores", [row | {"occasion": "T1"} for row in own[:2]])
    assert teams.draw(study, words_in("en")) == []


def test_a_study_without_rows_draws_nothing(tmp_path: Path) -> None:
    study = readers_study(tmp_path, BHR)
    for name in PUBLISHED_NAMES:
        publish(study, name, [])
    assert draw_all(study, "nl") == []


def test_figures_that_no_longer_exist_are_taken_away(drawn_bhr: Study, tmp_path: Path) -> None:
    study = copy_of(drawn_bhr, tmp_path)
    stale = study.build / "figures" / "nl" / "old.svg"
    stale.write_text("<svg/>")
    write_figures(study, "nl")
    assert not stale.exists()


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_drawing_that_is_not_as_it_was_drawn_is_drawn_again(
    drawn_bhr: Study, tmp_path: Path, harm: str
) -> None:
    study = copy_of(drawn_bhr, tmp_path)
    forget_changed(study)
    assert list_of(study, "nl").exists()
    name = next(iter(read_figures(study, "nl")))
    drawing = drawing_of(study, "nl", name)
    as_drawn = drawing.read_bytes()
    drawing.write_text("<svg/>") if harm == "changed" else drawing.unlink()
    said = rf"figures/nl/{name}.svg is gone or was changed; run the step draw_figures \(.+\) again"
    with pytest.raises(FileNotFoundError, match=said):
        read_figures(study, "nl")
    forget_changed(study)
    assert not list_of(study, "nl").exists()
    assert list_of(study, "en").exists()
    write_figures(study, "nl")
    assert drawing.read_bytes() == as_drawn
    assert read_figures(study, "nl")[name].svg == as_drawn.decode()


def test_the_list_changes_with_a_drawing(drawn_bhr: Study) -> None:
    study = drawn_bhr
    before = json.loads(list_of(study, "en").read_text(encoding="utf-8"))
    for one in before:
        drawing = drawing_of(study, "en", one["name"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(drawing).hexdigest()
