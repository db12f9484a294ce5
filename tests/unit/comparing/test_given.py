"""What can't be compared says so in a sentence: no release, another study's, a missing or a changed table."""

import json
import shutil
from pathlib import Path

import pytest
from two_builds import THEN, compared

from isop_analysis.contracts.published_files import MADE_WITH
from isop_analysis.study import Study, StudyError


def refused(study: Study, then: str = THEN) -> str:
    with pytest.raises(StudyError) as error:
        compared(study, then)
    (problem,) = error.value.problems
    return str(problem)


def test_a_name_that_is_none_is_held_against_those_there_are(study: Study) -> None:
    assert refused(study, "2025-07-01-1").endswith(
        "is neither a release of the study 'demo' nor a folder; did you mean '2025-07-10-1'?"
    )


def test_a_folder_without_tables(study: Study, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    assert refused(study, str(tmp_path / "letters")) == (
        "letters: holds no release.json and no published tables: it is neither a release nor what a run left "
        "behind; name one of these"
    )


def test_a_release_of_another_study(study: Study) -> None:
    file = study.releases / THEN / "release.json"
    file.write_text(file.read_text().replace('"study": "demo"', '"study": "other"'))
    assert "belongs to the study 'other', not to 'demo'" in refused(study)


def test_a_folder_of_another_study(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(study.published, folder)
    text = (folder / MADE_WITH).read_text()
    (folder / MADE_WITH).write_text(text.replace('"study": "demo"', '"study": "other"'))
    assert "belongs to the study 'other', not to 'demo'" in refused(study, str(folder))


def test_a_released_table_that_is_gone_or_was_changed(study: Study) -> None:
    table = study.releases / THEN / "tables/reliability.csv"
    table.write_text(table.read_text() + "\n")
    assert "the released file 'tables/reliability.csv' was changed since" in refused(study)
    table.unlink()
    assert "the released file 'tables/reliability.csv' is gone; restore it from a backup" in refused(study)


def test_a_table_of_a_folder_that_is_gone_or_was_changed(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "copy/tables"
    shutil.copytree(study.published, folder)
    (folder / "reliability.csv").write_text("scale\n")
    assert "copy/tables/reliability.csv: is not the table that made_with.json tells of" in refused(
        study, str(folder.parent)
    )
    (folder / "reliability.csv").unlink()
    assert "is gone, though made_with.json names it" in refused(study, str(folder.parent))


def test_tables_without_a_record_and_a_record_that_is_none(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(study.published, folder)
    (folder / MADE_WITH).write_text("[]")
    assert "is no record of what tables were made with" in refused(study, str(folder))
    (folder / MADE_WITH).unlink()
    assert "holds tables, but no made_with.json beside them" in refused(study, str(folder))


def test_a_study_that_has_not_run_or_whose_tables_were_edited(study: Study) -> None:
    (study.published / "reliability.csv").write_text("scale\n")
    assert "reliability.csv: is not the table that made_with.json tells of" in refused(study)
    (study.published / MADE_WITH).unlink()
    assert refused(study).endswith("is not there yet; run the study first (./isop run)")


def test_a_record_holds_no_word_of_the_config(study: Study) -> None:
    """Words may name whom the config is about: they stand under the study's key, numbers as they are."""
    made = json.loads((study.published / MADE_WITH).read_text())
    config = made["config"]
    assert config["config.seed"] == study.config.seed
    assert config["config.privacy.key.public"] is True
    words = {path: value for path, value in config.items() if isinstance(value, str)}
    assert all(len(value) == 16 and int(value, 16) >= 0 for value in words.values())
    assert "models.multilevel.growth_by_participation.formula" in words
