"""Four planted changes, each told by its cause: people who left, corrected answers, a key, a library."""

import json

import pytest
from two_builds import DAY, THEN, causes, cell, change, compared, everyone, people, publish, record

from isop_analysis.comparing import people_apart
from isop_analysis.comparing.table_of_changes import changes_csv
from isop_analysis.contracts.published_files import MADE_WITH, published_path
from isop_analysis.publish.releasing import release
from isop_analysis.study import Study, load


def test_nothing_changed_is_a_result(study: Study) -> None:
    found = compared(study)
    assert (found.explained, found.held, found.causes) == ((), (), {})
    assert found.answers("nl") == []
    assert found.numbers > 5000
    assert changes_csv(found).splitlines() == ["what,table,row,column,how,then,now,causes,sure"]


def test_six_withdrawn_people(study: Study) -> None:
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(232))
    found = compared(study)
    assert causes(found) == {("reliability", "alpha"): ["answers: 5-9 people withdrawn"]}
    assert found.held == ()


def test_six_corrected_answers(study: Study) -> None:
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(238, corrected=6))
    assert causes(compared(study)) == {("reliability", "alpha"): ["answers: 5-9 people corrected"]}


def test_a_key_of_the_config(study: Study) -> None:
    config = study.root / "config/config.yaml"
    config.write_text(config.read_text().replace("seed: ", "seed: 1", 1))
    change(study, "model_effects", "estimate", "9.99")
    changed = load(config, study.root)
    publish(changed, everyone(238))
    found = compared(changed)
    assert causes(found) == {("model_effects", "estimate"): ["key: config.seed"]}
    (cause,) = found.causes
    assert (cause.then, cause.now) == (f"{study.config.seed:g}", f"{int(f'1{study.config.seed}'):g}")


def test_a_new_library(study: Study) -> None:
    change(study, "model_effects", "estimate", "9.99")
    publish(study, everyone(238))
    made = json.loads((study.published / MADE_WITH).read_text())
    libraries = made["libraries"] | {"versions": made["libraries"]["versions"] | {"scipy": "99.0"}}
    record(study.published, libraries=libraries)
    assert causes(compared(study)) == {("model_effects", "estimate"): ["library: scipy"]}


def test_of_several_causes_none_is_guessed(study: Study) -> None:
    """A key of the models reaches no table of the region; who left reaches both others."""
    change(study, "model_effects", "estimate", "9.99")
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(232))
    made = json.loads((study.published / MADE_WITH).read_text())
    record(
        study.published,
        config=made["config"] | {"models.multilevel.growth_by_participation.formula": "other"},
    )
    assert causes(compared(study)) == {
        ("reliability", "alpha"): ["answers: 5-9 people withdrawn"],
        ("model_effects", "estimate"): [
            "answers: 5-9 people withdrawn",
            "key: models.multilevel.growth_by_participation.formula",
        ],
    }
    assert [line.rsplit(",", 1)[-1] for line in changes_csv(compared(study)).splitlines()[1:3]] == [
        "yes",
        "no",
    ]


def test_code_is_told_by_the_step_that_runs_it(study: Study) -> None:
    change(study, "reliability", "alpha", "0.11")
    change(study, "structural_fits", "cfi", "0.11")
    publish(study, everyone(238))
    made = json.loads((study.published / MADE_WITH).read_text())
    record(study.published, modules=made["modules"] | {"stats/structural/fit_indices.py": "0"})
    found = causes(compared(study))
    assert "code: fit_structural" in found["structural_fits", "cfi"]
    assert found["reliability", "alpha"] == []


def test_a_release_of_before_there_were_records_says_so(study: Study) -> None:
    folder = study.releases / THEN
    (folder / "tables" / MADE_WITH).unlink()
    content = json.loads((folder / "release.json").read_text())
    del content["files"][f"tables/{MADE_WITH}"]
    (folder / "release.json").write_text(json.dumps(content))
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(238))
    assert causes(compared(study)) == {("reliability", "alpha"): ["unrecorded"]}


def test_what_fewer_than_five_did_is_not_named(study: Study) -> None:
    """Of six people three took back a questionnaire and three corrected it: no way may be told."""
    change(study, "reliability", "alpha", "0.11")
    gone = [{"base": "forms/scan/T0", "person": f"p{n:03}"} for n in range(3)]
    rows = [one for one in everyone(238, corrected=6) if {k: one[k] for k in ("base", "person")} not in gone]
    publish(study, rows)
    assert causes(compared(study)) == {("reliability", "alpha"): ["answers: 5-9 people"]}


def test_one_beside_five_is_told_with_them(study: Study) -> None:
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(233, corrected=1))
    assert causes(compared(study)) == {("reliability", "alpha"): ["answers: 5-9 people withdrawn"]}


def test_a_table_that_stays_is_held_against_the_people_it_is_of(study: Study) -> None:
    """Six left and a release was made, then one more: what stays is of the release, and its six are told."""
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(232))
    release(study, "the board", DAY)
    publish(study, everyone(231))
    found = compared(study)
    assert "reliability" in found.held
    assert all(table not in found.held for table, _ in causes(found))


@pytest.mark.parametrize("then", ["0.5", ""])
def test_an_empty_cell_differs_from_a_number(study: Study, then: str) -> None:
    before = cell(study, "reliability", "alpha")
    change(study, "reliability", "alpha", then)
    publish(study, everyone(238, corrected=6))
    ((own,),) = [compared(study).explained]
    assert (own.difference.then, own.difference.now) == (before, then)


def test_texts_are_told_apart_from_answers(study: Study) -> None:
    change(study, "theme_counts", "people", "5-9")
    publish(study, people(238) + people(24, blocks=("segments", "texts/T0")))
    assert causes(compared(study))["theme_counts", "people"] == ["texts: 5-9 people withdrawn"]


def test_people_are_looked_through_once_and_not_for_each_number(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole run changes thousands of numbers: going through everybody for each took minutes."""
    for row in range(10):
        change(study, "reliability", "alpha", "0.11", row)
    publish(study, everyone(232))
    looked = []
    by_person = people_apart._by_person
    monkeypatch.setattr(people_apart, "_by_person", lambda *asked: looked.append(1) or by_person(*asked))
    assert len(compared(study).explained) == 10
    assert len(looked) <= 4


def test_a_team_that_is_left_out_changes_no_other_teams_mean(study: Study) -> None:
    """Means of teams are nameless and numbered by their order: all after the one left out move up."""
    path = published_path("team_scores", study.published)
    lines = path.read_text().splitlines()
    left_out = lines.pop(1).split(",")
    scale, occasion = left_out[:2]
    same = [line.split(",") for line in lines[1:] if line.startswith(f"{scale},{occasion},")]
    moved = iter([[*one[:2], str(place), *one[3:]] for place, one in enumerate(same, start=1)])
    rows = [",".join(next(moved)) if line.startswith(f"{scale},{occasion},") else line for line in lines[1:]]
    path.write_text("\n".join([lines[0], *rows]) + "\n")
    publish(study, everyone(232))
    (own,) = compared(study).explained
    assert (own.difference.table, own.difference.how) == ("team_scores", "gone")
    assert dict(own.difference.row)["mean"] == left_out[3]
