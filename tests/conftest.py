"""Studies that several folders of tests look at; how tests are shared out (`pytest -n logical`)."""

import csv
import os
import shutil
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# One thread a process, as the pipeline's steps have: more would wait for each other. Before numpy is there.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(variable, "1")

if TYPE_CHECKING:
    from demo_study import Demo
    from full_study import Full

    from isop_analysis.study import Study

ROOT = Path(__file__).parents[1]

# Words of the files that use a fixture which takes long and is made once a process: they stay together. The
# longest stand first.
SHARED = {
    "demo_run": "demo",
    "readers_demo": "demo",
    "demo_told": "demo",
    "tiny_run": "demo",
    "drawn_demo": "drawings",
    "written_demo": "drawings",
    "_drawn: dict": "kinds of figures",
    "whole: Tiny": "tiny",
    "standin_project": "standin",
    "full_run": "full",
    "def printed(": "tutorial",
}


@cache
def group_of(file: Path) -> str:
    """Return what keeps a file's tests together: a costly fixture that it names, else the file itself."""
    text = file.read_text(encoding="utf-8")
    return next((group for fixture, group in SHARED.items() if fixture in text), str(file))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process works on it alone at the end; then large files."""
    groups, sizes = list(dict.fromkeys(SHARED.values())), Counter(group_of(item.path) for item in items)

    def turn(item: pytest.Item) -> tuple[int, int]:
        group = group_of(item.path)
        return (groups.index(group) if group in groups else len(groups), -sizes[group])

    items.sort(key=turn)


@pytest.fixture(autouse=True)
def own_limit_of_cells() -> None:
    """Set the longest cell that `csv` reads to its own default: frictionless sets it for the process."""
    csv.field_size_limit(131_072)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share out tests by file and costly fixture, in the order in which they were collected."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False

    class ByFixture(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(config.rootpath / nodeid.split("::")[0])

    return ByFixture(config, log)


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> "Demo":
    """The demo study after its models; not to be changed."""
    from demo_study import Demo

    root = tmp_path_factory.mktemp("demo")
    for folder in ("config", "data/open"):
        shutil.copytree(ROOT / folder, root / folder)
    config = root / "config/config.yaml"
    # Few simulated studies: what the tests judge there is people, not power.
    config.write_text(config.read_text().replace("replications: 500", "replications: 20"))
    return Demo.run(ROOT, root / "data/raw/demo", config)


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> "Study":
    """The tiny study, run and published; not to be changed."""
    from demo_study import STEPS

    from isop_analysis.study import load

    root = tmp_path_factory.mktemp("tiny")
    for folder in ("config", "data/open", "data/raw/tiny"):
        shutil.copytree(ROOT / folder, root / folder)
    study = load(root / "config/tiny/config.yaml", root)
    for step in STEPS:
        step.run(study)
    return study


@pytest.fixture(scope="session")
def readers_demo(demo_run: "Demo", tmp_path_factory: pytest.TempPathFactory) -> "Study":
    """The demo where there is nothing but its config and published tables, drawn in English from them."""
    from isop_analysis.figures.gallery import write_figures
    from isop_analysis.study import load
    from isop_analysis.study.readers import as_readers_see

    root, own = tmp_path_factory.mktemp("readers"), demo_run.study
    shutil.copytree(own.root / "config", root / "config")
    shutil.copytree(own.published, root / "data/published/demo")
    study = as_readers_see(load(root / "config/config.yaml", root))
    write_figures(study, "en")
    return study


def drawn(config: Path, folder: Path) -> "Study":
    sys.path.insert(0, str(ROOT / "tests/unit/report"))
    from published_tables import readers_study

    from isop_analysis.figures.gallery import write_figures

    study = readers_study(folder, config)
    for language in study.config.languages:
        write_figures(study, language)
    return study


@pytest.fixture(scope="session")
def drawn_demo(tmp_path_factory: pytest.TempPathFactory) -> "Study":
    """The demo as its readers see it, with its figures in both languages; not to be changed."""
    return drawn(ROOT / "config/config.yaml", tmp_path_factory.mktemp("drawn_demo"))


@pytest.fixture(scope="session")
def written_demo(drawn_demo: "Study", tmp_path_factory: pytest.TempPathFactory) -> "Study":
    """The demo with all that its readers get, one table held back; not to be changed."""
    from published_tables import copy_of, publish

    from isop_analysis.report.annex import write_annexes
    from isop_analysis.report.documents_written import write_documents
    from isop_analysis.report.tables import write_tables

    study = copy_of(drawn_demo, tmp_path_factory.mktemp("written_demo"))
    publish(study, "held_back", [{"table": "item_counts", "as_of": "2026-09-01"}])
    write_documents(study)
    write_annexes(study)
    write_tables(study)
    return study


@pytest.fixture(scope="session")
def drawn_bhr(tmp_path_factory: pytest.TempPathFactory) -> "Study":
    """The study bhr2000 likewise."""
    return drawn(ROOT / "config/bhr2000/config.yaml", tmp_path_factory.mktemp("drawn_bhr"))


@pytest.fixture(scope="session")
def full_run(tmp_path_factory: pytest.TempPathFactory) -> "Full":
    """The largest preset after a few of its models; not to be changed."""
    from full_study import Full

    return Full.run(tmp_path_factory.mktemp("full"), ROOT)
