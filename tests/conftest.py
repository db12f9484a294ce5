"""How tests are shared out where they run side by side (`pytest -n 2 --dist loadgroup`)."""

import pytest

# Fixtures that take long, each made once in one process: the tests that use it stay together.
SHARED = {"demo_run": "demo", "whole": "tiny", "finished": "standin"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one process, with those of other files that share its costly fixture."""
    for item in items:
        names = getattr(item, "fixturenames", [])
        group = next((group for name, group in SHARED.items() if name in names), str(item.path))
        item.add_marker(pytest.mark.xdist_group(group))
