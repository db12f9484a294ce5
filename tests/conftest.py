"""How tests are shared out where they run side by side (`pytest -n logical`)."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

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
