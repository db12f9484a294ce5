"""Whether all is as the last whole run left it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from isop_analysis.study import load
from isop_analysis.workflow import as_left
from isop_analysis.workflow.as_left import Places
from isop_analysis.workflow.plan import Plan
from isop_analysis.workflow.running import places_of

CONFIG = Path("config/config.yaml")
LONG_AGO = time.time() - 60


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A project whose whole run has just ended well; its raw files and its key lie elsewhere."""
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    for path in (
        *(project / "config/config.yaml", project / "src/step.py", project / "data/open/schools.csv"),
        *(project / "data/processed/demo/scores.parquet", project / "logs/demo/step.log"),
        *(project / ".git/HEAD", project / "reports/build/demo/report.en.html"),
        *(elsewhere / "raw/one.csv", elsewhere / "key"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
        os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.chdir(project)
    found = Places(
        (str(elsewhere / "raw"), str(elsewhere / "key")), ("data/processed/demo", "reports/build/demo")
    )
    as_left.keep(CONFIG, found, as_left.causes_before(found))
    return found


def change(name: str) -> None:
    Path(name).write_text("after")


def remove(name: str) -> None:
    Path(name).unlink()


def add(name: str) -> None:
    Path(name).with_name("new.csv").write_text("new")


@pytest.mark.usefixtures("places")
def test_where_nothing_has_happened_all_is_as_it_was_left() -> None:
    assert as_left.is_as_left(CONFIG)
    change("logs/demo/step.log")
    change(".git/HEAD")
    assert as_left.is_as_left(CONFIG)
    assert not as_left.is_as_left(Path("config/other.yaml"))


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("happens", [change, remove, add])
@pytest.mark.parametrize(
    "name",
    [
        *("config/config.yaml", "src/step.py", "data/open/schools.csv", "../elsewhere/raw/one.csv"),
        *("data/processed/demo/scores.parquet", "reports/build/demo/report.en.html"),
    ],
)
def test_whatever_happens_to_a_file_is_seen(happens: Callable[[str], None], name: str) -> None:
    happens(name)
    assert not as_left.is_as_left(CONFIG)


@pytest.mark.usefixtures("places")
def test_a_file_whose_size_and_time_are_put_back_is_seen() -> None:
    path = Path("src/step.py")
    before = path.stat()
    path.write_text("beyond")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not as_left.is_as_left(CONFIG)


@pytest.mark.usefixtures("places")
def test_another_key_library_or_setting_of_snakemake_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("SNAKEMAKE_PROFILE", "other")
        assert not as_left.is_as_left(CONFIG)
    (tmp_path / "libraries/pandas-9.dist-info").mkdir(parents=True)
    with monkeypatch.context() as patched:
        patched.syspath_prepend(str(tmp_path / "libraries"))
        assert not as_left.is_as_left(CONFIG)
    assert as_left.is_as_left(CONFIG)
    change("../elsewhere/key")
    assert not as_left.is_as_left(CONFIG)


def test_what_changed_while_a_run_was_under_way_is_not_taken_as_its_cause(places: Places) -> None:
    before = as_left.causes_before(places)
    change("src/step.py")
    as_left.keep(CONFIG, places, before)
    assert not as_left.is_as_left(CONFIG)


def test_a_run_that_begins_while_a_file_may_still_change_leaves_no_note(places: Places) -> None:
    change("src/step.py")
    before = as_left.causes_before(places)
    as_left.keep(CONFIG, places, before)
    assert before == ""
    assert not as_left.is_as_left(CONFIG)


@pytest.mark.usefixtures("places")
def test_a_damaged_note_counts_as_none() -> None:
    next(Path(".snakemake").glob("as_left_*.json")).write_text("{")
    assert not as_left.is_as_left(CONFIG)


def test_all_that_a_run_writes_is_a_result_and_no_cause() -> None:
    """A folder that a run writes and that counts as a cause would let no run be as it was left."""
    root = Path(__file__).resolve().parents[3]
    study = load(root / "config/config.yaml")
    plan = Plan(study, "config/config.yaml")
    places = places_of(plan)
    for path in plan.results:
        own = (root / path).relative_to(root).as_posix()
        assert own.startswith(as_left.RESULTS)
        assert any((root / path).is_relative_to(folder) for folder in places.written)
