"""Figures: which are drawn, what they say, what they never show."""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from invented_tables import BHR, TEAMS, study_in

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.figures import read_figures
from isop_analysis.figures.drawn import Drawn, drawing_of, forget_changed, list_of
from isop_analysis.figures.gallery import draw_all, write_figures
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    found = study_in(tmp_path_factory.mktemp("figures"))
    for language in found.config.languages:
        write_figures(found, language)
    return found


@pytest.fixture(scope="module")
def english(study: Study) -> dict[str, Drawn]:
    return read_figures(study, "en")


def test_every_kind_of_figure_is_drawn(english: dict[str, Drawn]) -> None:
    kinds = {name.split("_")[0] for name in english}
    assert kinds == {
        *(
            "participant",
            "region",
            "answers",
            "loadings",
            "missing",
            "path",
            "confounding",
            "choices",
            "scales",
            "teams",
            "growth",
            "effects",
            "expected",
            "detectable",
            "joint",
            "influence",
            "caterpillar",
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


def test_no_person_and_no_team_name_is_drawn(english: dict[str, Drawn]) -> None:
    for drawn in english.values():
        everything = drawn.svg + drawn.alt + drawn.caption + str(drawn.table)
        assert not any(team in everything for team in TEAMS), drawn.name
        assert not re.search(r"\bP\d{3}\b", everything), drawn.name


def test_alternative_texts_say_what_is_seen(english: dict[str, Drawn]) -> None:
    assert english["region_disadvantage"].alt == (
        "12\u00a0municipalities, from Aalten (0.60) to Winterswijk (0.81); the country as a whole 0.75."
    )
    assert english["joint_roles_in_numbers_and_words"].alt == (
        "Highest band, mean 4.17: 5\u00a0of\u00a08 of the teams raised Roles and tasks and "
        "6\u00a0of\u00a08 of the teams raised Parents. "
        "Middle band, mean 3.77: 4\u00a0of\u00a08 of the teams raised Roles and tasks and "
        "5\u00a0of\u00a08 of the teams raised Parents. "
        "Lowest band, mean 3.37: 3\u00a0of\u00a08 of the teams raised Roles and tasks and "
        "4\u00a0of\u00a08 of the teams raised Parents."
    )
    assert english["participant_flow"].alt.startswith(
        "From ‘Invited’ to ‘Kept after cleaning’: 240 to 132 at T0"
    )


def test_tables_hold_the_numbers_drawn(english: dict[str, Drawn], study: Study) -> None:
    rows = {row[0]: row for row in english["scales_roles"].table.rows}
    assert rows["Knowledge of roles and tasks"][2:] == ("70", "3.60", "0.64")
    effects = english["effects_roles"].table
    table = study.table("model_effects")
    fitted = table[(table["chapter"] == "roles") & (table["status"] == "fitted")]
    assert len(effects.rows) == len(fitted)


def test_suppressed_cells_and_teams_stay_hidden(english: dict[str, Drawn], study: Study) -> None:
    teams = english["teams_roles"]
    assert len(teams.table.rows) == len(TEAMS) - 2
    assert "2\u00a0teams" in teams.caption
    flat = [cell for row in english["choices_works_with"].table.rows for cell in row]
    assert "·" in flat
    answers = english["answers_transfer"].table.rows[0]
    assert answers[1:] == ("·", "·", "24", "41", "30", "100")


def test_teams_stand_in_another_order_on_every_scale(english: dict[str, Drawn], study: Study) -> None:
    scores = study.table("team_scores")
    for scale in ("network_skill", "transfer"):
        own = scores[(scores["scale"] == scale) & (scores["wave"] == "c2023_t2") & scores["mean"].notna()]
        by_name = [f"{mean:.1f}" for mean in own.sort_values("team")["mean"]]
        title = study.scale(scale).title.en
        shown = [row[3] for row in english["teams_skill"].table.rows if row[0] == title]
        assert sorted(shown) == sorted(by_name)
        assert shown not in (by_name, sorted(by_name), sorted(by_name, reverse=True))


def test_people_are_drawn_only_below_two_hundred(study: Study, tmp_path: Path) -> None:
    few = draw_all(study, "en")
    assert any("Grey dots: people" in one.caption for one in few if one.name == "scales_roles")
    many = study_in(tmp_path)
    scores = many.table("scale_scores")
    copies = [scores.assign(response=scores["response"] + 1000 * turn) for turn in range(12)]
    write_table(pd.concat(copies, ignore_index=True), "scale_scores", many.processed)
    again = {one.name: one for one in draw_all(many, "en")}
    assert "Grey dots" not in again["scales_roles"].caption


def test_a_study_without_rows_draws_nothing(tmp_path: Path) -> None:
    study = study_in(tmp_path, BHR)
    scores = ("flow", "scale_scores", "scale_descriptives", "item_descriptives")
    for name in (*scores, "model_effects", "model_influence", "model_random"):
        write_table(empty_table(name), name, study.processed)
    assert draw_all(study, "nl") == []


def test_figures_that_no_longer_exist_are_taken_away(tmp_path: Path) -> None:
    study = study_in(tmp_path, BHR)
    write_figures(study, "nl")
    stale = study.build / "figures" / "nl" / "old.svg"
    stale.write_text("<svg/>")
    write_figures(study, "nl")
    assert not stale.exists()


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_drawing_that_is_not_as_it_was_drawn_is_drawn_again(tmp_path: Path, harm: str) -> None:
    study = study_in(tmp_path, BHR)
    for language in ("nl", "en"):
        write_figures(study, language)
    forget_changed(study)
    assert list_of(study, "nl").exists()
    name = next(iter(read_figures(study, "nl")))
    drawing = drawing_of(study, "nl", name)
    as_drawn = drawing.read_bytes()
    drawing.write_text("<svg/>") if harm == "changed" else drawing.unlink()
    said = rf"figures/nl/{name}.svg is gone or was changed; run the step draw_figures \(./run\) again"
    with pytest.raises(FileNotFoundError, match=said):
        read_figures(study, "nl")
    forget_changed(study)
    assert not list_of(study, "nl").exists()
    assert list_of(study, "en").exists()
    write_figures(study, "nl")
    assert drawing.read_bytes() == as_drawn
    assert read_figures(study, "nl")[name].svg == as_drawn.decode()


def test_the_list_changes_with_a_drawing(tmp_path: Path) -> None:
    study = study_in(tmp_path, BHR)
    path = write_figures(study, "en")
    before = json.loads(path.read_text(encoding="utf-8"))
    for one in before:
        drawing = drawing_of(study, "en", one["name"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(drawing).hexdigest()
