import shutil
from pathlib import Path

import pytest
from demo_study import Demo
from full_study import Full

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo study after its models; not to be changed."""
    root = tmp_path_factory.mktemp("demo")
    for folder in ("config", "data/open"):
        shutil.copytree(ROOT / folder, root / folder)
    config = root / "config/config.yaml"
    # Few simulated studies: what the tests judge there is people, not power.
    config.write_text(config.read_text().replace("replications: 500", "replications: 20"))
    return Demo.run(ROOT, root / "data/raw/demo", config)


@pytest.fixture(scope="session")
def full_run(tmp_path_factory: pytest.TempPathFactory) -> Full:
    """The largest preset after a few of its models; not to be changed."""
    return Full.run(tmp_path_factory.mktemp("full"), ROOT)
