"""Release memory: a table that one to four people changed since it was given out stays as it was."""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts import empty_table, write_rows
from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.published_files import published_path, write_published
from isop_analysis.contracts.published_sheets import write_index
from isop_analysis.publish.memory import kept_tables, of_a_team, releases_of, teams_apart
from isop_analysis.publish.people import changes, kinds_of, people_rows
from isop_analysis.publish.releasing import release
from isop_analysis.study import Study, StudyError, load

ROOT = Path(__file__).resolve().parents[3]
DAY = "2025-07-10"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    study = load(tmp_path / "config/config.yaml")
    publish(study, people(20))
    study.build.mkdir(parents=True)
    for language in study.config.languages:
        (study.build / f"report.{language}.html").write_text(language)
        (study.build / f"annex.{language}.html").write_text(language)
    return study


def people(count: int, changed: int = 0, base: str = "surveys") -> list[dict[str, object]]:
    """Return so many people, the first of whom have other rows than before."""
    return [
        {"base": base, "person": f"p{n:02}", "digest": f"{n}{'x' if n < changed else ''}"}
        for n in range(count)
    ]


def publish(study: Study, rows: list[dict[str, object]]) -> None:
    for name in PUBLISHED_NAMES:
        empty = pd.DataFrame(columns=published(name).column_names)
        write_published(empty, name, study.published)
    write_rows(rows, "published_people", study.restricted)
    write_rows([], "sheet_people", study.restricted)
    write_index(study.sheets, [])


def kept(study: Study, rows: list[dict[str, object]]) -> set[str]:
    return {one.table for one in kept_tables(study, pd.DataFrame(rows))}


@pytest.mark.parametrize(
    ("now", "stays"),
    [
        (people(20), False),
        (people(19), True),
        (people(24), True),
        (people(16), True),
        (people(15), False),
        (people(20, changed=4), True),
        (people(20, changed=5), False),
        (people(18, changed=3), False),
    ],
)
def test_a_table_stays_where_one_to_four_people_joined_left_or_changed(
    study: Study, now: list[dict[str, object]], stays: bool
) -> None:
    release(study, "the board", DAY)
    assert ("item_counts" in kept(study, now)) is stays
    assert "region_schools" not in kept(study, now)


def test_five_withdrawals_in_a_row_show_only_together(study: Study) -> None:
    """Each time one leaves, the table of twenty stays; when five have left, the difference is of five."""
    release(study, "a", DAY)
    for left in range(1, 5):
        write_rows(people(20 - left), "published_people", study.restricted)
        held = kept_tables(study, pd.DataFrame(people(20 - left)))
        assert {one.as_of for one in held} == {f"{DAY}-1"}
        rows = pd.DataFrame([{"table": one.table, "as_of": one.as_of} for one in held])
        write_published(rows, "held_back", study.published)
        release(study, "a", DAY)
    assert kept(study, people(15)) == set()


def in_team(team: str, count: int) -> list[dict[str, object]]:
    return [{"base": "teams", "person": f"w0/{team}/{team}{n}", "digest": "d"} for n in range(count)]


def test_one_who_leaves_a_team_beside_four_of_none_leaves_it_without_a_dot(study: Study) -> None:
    """Five left, so tables may be renewed: two dots of the team would give the one member's score."""
    before = people(20) + in_team("a", 6) + in_team("b", 7)
    write_rows(before, "published_people", study.restricted)
    release(study, "the board", DAY)
    now = people(15) + in_team("a", 5) + in_team("b", 7)
    assert kept(study, now) == set()
    assert teams_apart(study, pd.DataFrame(now)) == {("a", "w0")}
    of_five = pd.DataFrame(people(15) + in_team("a", 1) + in_team("b", 7) + in_team("c", 5))
    assert teams_apart(study, of_five) == frozenset()


def test_a_base_that_no_table_is_made_of_holds_nothing_back(study: Study) -> None:
    both = people(20) + people(9, base="segments")
    write_rows(both, "published_people", study.restricted)
    release(study, "a", DAY)
    other = people(20) + people(8, base="segments")
    of_texts = ("theme_counts", "code_frequencies", "coder_agreement", "quotes", "joint_display")
    assert kept(study, other) == {*of_texts, "theme_scores", "fit_of_integration"}


def test_a_table_with_other_columns_than_released_is_not_told(study: Study) -> None:
    release(study, "a", DAY)
    file = study.releases / f"{DAY}-1/tables/reliability.csv"
    file.write_text("scale,alpha\n")
    record = file.parents[1] / "release.json"
    content = json.loads(record.read_text())
    from isop_analysis.publish.memory import hash_of

    content["files"]["tables/reliability.csv"] = hash_of(file)
    record.write_text(json.dumps(content))
    held = {one.table: one.file for one in kept_tables(study, pd.DataFrame(people(19)))}
    assert held["reliability"] is None
    assert held["agreement"] == study.releases / f"{DAY}-1/tables/agreement.csv"


def test_a_release_holds_tables_reports_hashes_and_who_stands_behind(study: Study) -> None:
    found = release(study, "the funder", DAY)
    again = release(study, "the funder", DAY)
    assert (found.name, again.name, found.people) == (f"{DAY}-1", f"{DAY}-2", "20-24")
    folder = study.releases / found.name
    assert (folder / "annex.nl.html").read_text() == "nl"
    assert {f"tables/{name}.csv" for name in PUBLISHED_NAMES} <= found.files.keys()
    assert [one.recipient for one in releases_of(study)] == ["the funder", "the funder"]
    behind = study.restricted / "releases" / found.name / "published_people.parquet"
    assert behind.stat().st_mode & 0o777 == 0o600


def test_releases_stand_in_the_order_of_their_day_and_number(study: Study) -> None:
    for _ in range(11):
        release(study, "a", DAY)
    names = [one.name for one in releases_of(study)]
    assert names == [f"{DAY}-{number}" for number in range(1, 12)]
    held = kept_tables(study, pd.DataFrame(people(19)))
    assert {one.as_of for one in held} == {f"{DAY}-11"}


def say(study: Study) -> str:
    with pytest.raises(StudyError) as error:
        releases_of(study)
    return str(error.value)


def test_a_changed_release_is_said(study: Study) -> None:
    folder = study.releases / release(study, "a", DAY).name
    (folder / "annex.nl.html").write_text("other")
    assert say(study) == (
        f"releases/demo/{DAY}-1/release.json: the released file 'annex.nl.html' was changed since; "
        "restore it from a backup"
    )
    (folder / "annex.nl.html").unlink()
    assert "the released file 'annex.nl.html' is gone" in say(study)


def test_a_release_of_another_study_is_said(study: Study) -> None:
    record = study.releases / release(study, "a", DAY).name / "release.json"
    record.write_text(record.read_text().replace('"study": "demo"', '"study": "other"'))
    assert say(study).endswith("belongs to the study 'other', not to 'demo'; move it to its own folder")
    record.write_text("[]")
    assert say(study).endswith("is no record of a release; restore it from a backup")


def test_a_release_without_its_people_is_said(study: Study) -> None:
    name = release(study, "a", DAY).name
    shutil.rmtree(study.restricted / "releases" / name)
    assert f"the people behind the release '{name}' are gone from data/restricted" in say(study)


def test_files_of_one_team_lie_in_a_folder_of_its_own() -> None:
    files = ("sheets/abc/sheets.csv", "sheets/abc/more/x.csv", "sheets/sample.nl.pdf", "tables/x/sheets.csv")
    assert [of_a_team(file) for file in files] == [True, True, False, False]


def test_the_last_release_of_a_table_stays_of_which_an_earlier_one_changed(study: Study) -> None:
    """One left between the two, and came back: the table of twenty is a person away from that of nineteen."""
    release(study, "a", DAY)
    write_rows(people(19), "published_people", study.restricted)
    release(study, "a", "2025-08-10")
    held = {one.as_of for one in kept_tables(study, pd.DataFrame(people(20)))}
    files = {one.file for one in kept_tables(study, pd.DataFrame(people(20))) if one.table == "sample"}
    assert held == {"2025-08-10-1"}
    assert files == {study.releases / "2025-08-10-1/tables/sample.csv"}


def test_a_release_counts_people_once_and_of_surveys_alone(study: Study) -> None:
    rows = people(20) + people(7, base="segments") + in_team("a", 6)
    rows += [{"base": "segments", "person": "q", "digest": "d"}]
    write_rows(rows, "published_people", study.restricted)
    assert release(study, "a", DAY).people == "20-24"


def test_a_release_tells_how_many_people_as_of_the_one_whose_flow_stays(study: Study) -> None:
    """One of twenty left: 15–19 beside 20–24 would say so."""
    first = release(study, "a", DAY)
    write_rows(people(19), "published_people", study.restricted)
    assert release(study, "a", DAY).people == "15-19"
    held = pd.DataFrame([{"table": "people_flow", "as_of": first.name}])
    write_published(held, "held_back", study.published)
    assert release(study, "a", DAY).people == "20-24"


def test_what_was_not_run_cant_be_released(study: Study) -> None:
    """The first that is absent is named."""
    published_path("sample", study.published).unlink()
    (study.build / "annex.nl.html").unlink()
    with pytest.raises(
        StudyError, match=r"data/published/demo/sample\.csv: is not there yet; run the study first"
    ):
        release(study, "a", DAY)


def test_every_published_table_is_made_of_blocks() -> None:
    assert {name for name in PUBLISHED_NAMES if not kinds_of(name)} == {
        "region_schools", "deviations", "outcome_cells", "held_back", "masking",
    }  # fmt: skip


def test_a_digest_is_of_the_same_text_as_that_of_releases_given_out() -> None:
    """Another text of the same cells would make everyone a changed one, and old tables would not stay."""
    persons = pd.DataFrame(
        {
            "person": ["b", "a", None],
            "role": pd.Series(["future", None, "future"], dtype="category"),
            "since": pd.Series([2024, None, 1], dtype="Int64"),
            "score": [2.5, None, 3.0],
            "agreed": pd.Series([True, None, True], dtype="boolean"),
            "response": [1, 2, 3],
        }
    )
    rows = people_rows(lambda name: persons if name == "persons" else empty_table(name), {})
    found = {row["person"]: row["digest"] for row in rows if row["base"] == "surveys"}
    lines = {"a": ["a", "nan", "<NA>", "nan", "<NA>"], "b": ["b", "future", "2024", "2.5", "True"]}
    texts = {who: "\x1f".join(["persons", *cells]) + "\x1e" for who, cells in lines.items()}
    assert found == {who: hashlib.sha256(text.encode()).hexdigest() for who, text in texts.items()}


def test_of_blocks_that_an_older_release_lacks_nothing_is_known() -> None:
    now = pd.DataFrame([*people(20), *people(3, base="forms/tool/T0")])
    assert changes(now, pd.DataFrame(people(19))) == {"surveys": 1}
