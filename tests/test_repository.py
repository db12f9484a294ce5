"""The repository's promises: one list of dependencies, a lock that names no machine, light imports."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()
ONLY_FOR_CONDA = {
    "pip",
    "setuptools>=77",
}  # conda installs the package itself by pip, without its build tools


def test_environment_yml_says_the_same_as_pyproject() -> None:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = [entry for entry in entries if isinstance(entry, str)]
    by_pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    packages = [entry for entry in [*conda, *by_pip] if not entry.startswith(("python>", "-"))]
    assert sorted(set(packages) - ONLY_FOR_CONDA) == sorted(PROJECT["dependencies"])
    assert f"python{PROJECT['requires-python']}" in conda
    assert by_pip[-1] == "--editable ."


def test_the_lock_pins_every_dependency_with_hashes() -> None:
    pinned = re.findall(r"^([a-z0-9._-]+)==", LOCK, re.MULTILINE)
    wanted = {re.split(r"[<>=!~\[;]", entry)[0].lower() for entry in PROJECT["dependencies"]}
    assert wanted <= set(pinned)
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
