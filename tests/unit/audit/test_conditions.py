"""What a rerun needs to be as it was, asked before it begins: one thing that is another a test."""

import json
import shutil
from pathlib import Path

import pytest
from finished_folder import finished_folder

from isop_analysis.audit.conditions import RECORD, conditions_apart, releases_of_run
from isop_analysis.audit.crate.sources import RUN, input_entities
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.hashes import run_key
from isop_analysis.audit.inputs import inputs_of
from isop_analysis.audit.made_with import MadeWith
from isop_analysis.audit.verify import Finished, read_finished
from isop_analysis.audit.versions import CodeVersion, Libraries, code_version
from isop_analysis.report.dossier.facts import Facts
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]
KEY, NUMBER = b"k" * 32, "42"
NOTHING: tuple[()] = ()


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The tiny study with its raw files, and two releases."""
    for folder in ("config", "data/raw/tiny"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(ROOT / "data/open", tmp_path / "data/open")
    found = load(tmp_path / "config/tiny/config.yaml", tmp_path)
    for name in ("2026-01-01-1", "2026-01-02-1"):
        (found.releases / name).mkdir(parents=True)
        (found.releases / name / "release.json").write_text(f'{{"name": "{name}"}}')
    return found


@pytest.fixture
def finished(study: Study, tmp_path: Path) -> Finished:
    """A folder that a run of the study left, which knew of both releases."""
    folder = finished_folder(tmp_path / "folder", "tiny")
    record(folder, code_version(study.root))
    facts = facts_with(study)
    crate = json.loads((folder / CRATE).read_text())
    crate["@graph"] += [{"@id": one.id, "@type": "File", **one.properties} for one in input_entities(facts)]
    crate["@graph"].append({"@id": RUN, "value": NUMBER})
    (folder / CRATE).write_text(json.dumps(crate))
    return read_finished(folder)


def facts_with(study: Study) -> Facts:
    inputs = inputs_of(study, run_key(KEY, NUMBER))
    return Facts(NOTHING, NOTHING, NOTHING, NOTHING, inputs, None, NUMBER)  # type: ignore[arg-type]


def record(folder: Path, code: CodeVersion) -> None:
    made = MadeWith("tiny", code, {}, Libraries("3.11.7", "", {}), {}, "", "", {})
    (folder / RECORD).write_text(made.written())


def said(finished: Finished, study: Study) -> list[str]:
    return [str(one) for one in conditions_apart(finished, study, KEY)]


def test_nothing_is_apart_where_all_is_as_it_was(finished: Finished, study: Study) -> None:
    assert said(finished, study) == []


def test_the_code_of_another_commit_is_told_with_what_to_type(finished: Finished, study: Study) -> None:
    record(finished.folder, CodeVersion("a" * 40, False, "b" * 64))
    (told,) = said(finished, study)
    assert told.startswith("the code: is another: commit aaaaaaaaaa then, files without a repository (")
    assert told.endswith(
        "git checkout aaaaaaaaaa and verify there; ./isop run and ./isop compare tell what the change does"
    )


def test_code_that_was_changed_beside_its_commit_nobody_else_has(finished: Finished, study: Study) -> None:
    record(finished.folder, CodeVersion("a" * 40, True, "b" * 64))
    assert said(finished, study)[0].endswith("only who has the files as they were then can run it again")


def test_a_folder_of_an_earlier_version_has_no_record_of_its_code(finished: Finished, study: Study) -> None:
    (finished.folder / RECORD).unlink()
    assert said(finished, study) == [
        "tables/made_with.json: is not there or can't be read: the folder was written by a version that "
        "kept no record of its code; run it again with that version"
    ]


def test_a_raw_file_that_is_missing_is_named(finished: Finished, study: Study) -> None:
    (study.raw / "consent.csv").unlink()
    assert said(finished, study) == [
        "data/raw/tiny/consent.csv: is missing, and the run read it; put it back"
    ]


def test_a_raw_file_that_was_changed_is_told_by_what_it_is(finished: Finished, study: Study) -> None:
    path = study.raw / "consent.csv"
    path.write_text(path.read_text() + "\n")
    assert said(finished, study) == [
        "consent: a raw file of the run is not here, or was changed since",
        "consent: this raw file, by instrument and wave of the manifest, is none of the run: added or "
        "changed since",
    ]


def test_settings_that_were_changed_are_told(finished: Finished, study: Study) -> None:
    path = study.root / "config/tiny/config.yaml"
    path.write_text(path.read_text() + "# more\n")
    (told,) = said(finished, study)
    assert told.startswith("config/tiny/config.yaml: is another than the run's (")
    assert told.endswith(
        "here); put back the file of then; ./isop run and ./isop compare tell what the change does"
    )


def test_a_file_of_settings_that_is_no_more_is_told(finished: Finished, study: Study) -> None:
    entities = {**finished.entities, "#config/old.yaml": {"name": "config/old.yaml", "sha256": "0" * 64}}
    other = Finished(finished.folder, finished.study, finished.sums, entities)
    assert said(other, study) == [
        "config/old.yaml: went into the run, and does not now; ./isop run and ./isop compare tell what the "
        "change does"
    ]


def test_a_release_that_the_run_knew_of_must_be_there(finished: Finished, study: Study) -> None:
    shutil.rmtree(study.releases / "2026-01-02-1")
    assert said(finished, study) == [
        "earlier release: a release that the run knew of is not here, or its record was changed since"
    ]


def test_releases_made_since_play_no_part(finished: Finished, study: Study) -> None:
    (study.releases / "2026-01-03-1").mkdir()
    (study.releases / "2026-01-03-1/release.json").write_text("{}")
    assert said(finished, study) == []
    assert releases_of_run(finished, study, KEY) == ["2026-01-01-1", "2026-01-02-1"]
