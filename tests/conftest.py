"""Studies that several folders of tests look at; how tests are shared out (`pytest -n logical`)."""

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from demo_study import Demo
    from full_study import Full

ROOT = Path(__file__).parents[1]

# Fixtures that take long, made once a process: the files that use one stay together.
SHARED = {"demo_run": "demo", "full_run": "full", "finished": "standin"}


@cache
def group_of(file: Path) -> str:
    """Return what keeps a file's tests together: a costly fixture that it names, else the file itself."""
    text = file.read_text(encoding="utf-8")
    return next((group for fixture, group in SHARED.items() if fixture in text), str(file))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share out tests by file and costly fixture."""
    from xdist.scheduler import LoadScopeScheduling

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
def full_run(tmp_path_factory: pytest.TempPathFactory) -> "Full":
    """The largest preset after a few of its models; not to be changed."""
    from full_study import Full

    return Full.run(tmp_path_factory.mktemp("full"), ROOT)
