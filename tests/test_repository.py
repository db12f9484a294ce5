"""The repository's promises: one list of dependencies, a lock that names no machine, light imports."""

import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()
PARTS = dict(re.findall(r"(?ms)^# \[(\w+)\].*?\n(.*?)(?=^# \[|\Z)", LOCK))


def test_conda_makes_its_environment_anew_where_the_lock_has_changed() -> None:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    assert f"# requirements.lock has sha256 {digest}\n" in (ROOT / "environment.yml").read_text()


def names(part: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+)==", PARTS[part], re.MULTILINE))


def wanted(entries: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[;]", entry)[0].lower() for entry in entries}


def test_a_run_needs_nothing_of_what_tests_and_notebooks_need() -> None:
    assert names("setup") == {"uv"}
    assert wanted(PROJECT["dependencies"]) <= names("run")
    extras = PROJECT["optional-dependencies"]
    assert wanted([*extras["test"], *extras["notebooks"]]) <= names("rest") - names("run")


def test_runs_and_tests_need_nothing_of_what_the_site_of_the_docs_needs() -> None:
    assert wanted(PROJECT["optional-dependencies"]["docs"]) <= names("docs")
    assert not names("docs") & (names("run") | names("rest"))


def test_the_lock_pins_every_package_with_hashes() -> None:
    for entry in re.split(r"\n(?=[a-z0-9])", LOCK)[1:]:
        assert "--hash=sha256:" in entry, entry


def test_the_lock_holds_one_numpy_and_one_scipy_for_every_python() -> None:
    for name in ("numpy", "scipy", "pandas"):
        assert len(re.findall(rf"^{name}==", LOCK, re.MULTILINE)) == 1


def test_the_lock_names_no_index_and_no_place_on_a_machine() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK
    assert not re.search(r"(^|\s)/\w", LOCK)


def test_importing_the_package_loads_neither_pandas_nor_scipy() -> None:
    heavy = "{'pandas', 'numpy', 'scipy', 'pydantic'}"
    script = f"import sys, isop_analysis; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True)
    assert found.stdout == "[]\n", found.stderr
