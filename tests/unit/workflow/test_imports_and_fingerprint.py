import ast
import json
from pathlib import Path

import pytest

from isop_analysis.workflow import fingerprints as room
from isop_analysis.workflow.fingerprints import files_of, fingerprint
from isop_analysis.workflow.imports import imported_by, modules_of

FILES = {
    "__init__.py": "",
    "scoring/__init__.py": "from isop_analysis.scoring.means import mean\n",
    "scoring/means.py": "import pandas\nfrom typing import TYPE_CHECKING\n"
    "if TYPE_CHECKING:\n    from isop_analysis.unused import Thing\nelse:\n    import isop_analysis.other\n",
    "scoring/words/nl.yaml": "a: b\n",
    "scoring/inner/__init__.py": "",
    "scoring/inner/page.html": "<p>",
    "other.py": "def late():\n    from . import lazy\n    from .scoring import inner\n",
    "lazy.py": "import isop_analysis as isop\nx = isop.rooms\nisop_analysis_rooms = x.unused\n",
    "rooms.py": "import isop_analysis.steps  # a folder without modules\n",
    "unused.py": "",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "isop_analysis" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_imports_are_followed_through_packages_functions_and_rooms(source: Path) -> None:
    assert modules_of("isop_analysis.scoring.means", source) == {
        "isop_analysis",
        "isop_analysis.scoring",
        "isop_analysis.scoring.means",
        "isop_analysis.scoring.inner",
        "isop_analysis.other",
        "isop_analysis.lazy",
        "isop_analysis.rooms",
    }


def test_relative_imports_are_resolved_in_a_package_and_in_a_module() -> None:
    text = "from .a import b\nfrom . import c\nfrom ..d import e\n"
    assert imported_by(text, "isop_analysis.x", is_package=True) >= {
        "isop_analysis.x.a",
        "isop_analysis.x.c",
        "isop_analysis.d",
    }
    assert imported_by(text, "isop_analysis.x.y") >= {
        "isop_analysis.x.a",
        "isop_analysis.x.c",
        "isop_analysis.d",
    }


def test_third_party_modules_are_left_out() -> None:
    assert imported_by("import pandas as pd\nfrom numpy import linalg\n") == set()


def test_files_beside_a_packages_code_count_but_not_those_of_a_package_inside_it(source: Path) -> None:
    found = files_of({"isop_analysis.scoring", "isop_analysis.lazy"}, source)
    assert [path.relative_to(source).as_posix() for path in found] == [
        "isop_analysis/lazy.py",
        "isop_analysis/scoring/__init__.py",
        "isop_analysis/scoring/words/nl.yaml",
    ]


def digest(source: Path, monkeypatch: pytest.MonkeyPatch, *notebooks: str) -> str:
    room._modules.cache_clear()
    room._hash_of.cache_clear()
    monkeypatch.setattr(room, "SOURCE", source / "src")
    value = fingerprint("isop_analysis.scoring.means", notebooks)
    room._modules.cache_clear()
    room._hash_of.cache_clear()
    return value


@pytest.fixture
def project(source: Path) -> Path:
    (source / "src").mkdir()
    (source / "isop_analysis").rename(source / "src/isop_analysis")
    (source / "requirements.lock").write_text("numpy==2\n")
    return source


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("src/isop_analysis/scoring/means.py", True),
        ("src/isop_analysis/scoring/words/nl.yaml", True),
        ("src/isop_analysis/lazy.py", True),
        ("requirements.lock", True),
        ("src/isop_analysis/unused.py", False),
    ],
)
def test_the_fingerprint_changes_with_what_the_step_runs_and_with_nothing_else(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, changes: bool
) -> None:
    before = digest(project, monkeypatch)
    assert digest(project, monkeypatch) == before
    with (project / name).open("a") as file:
        file.write("# more\n")
    assert (digest(project, monkeypatch) != before) == changes


def test_a_notebooks_text_and_imports_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = project / "explore.ipynb"
    lines = ["%matplotlib inline\n", "import isop_analysis.unused"]
    notebook.write_text(json.dumps({"cells": [{"cell_type": "code", "source": lines}]}))
    before = digest(project, monkeypatch, str(notebook))
    (project / "src/isop_analysis/unused.py").write_text("x = 1\n")
    assert digest(project, monkeypatch, str(notebook)) != before


def test_a_file_that_steps_share_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = ast.parse

    def counted(text: str) -> ast.Module:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr("isop_analysis.workflow.imports.ast.parse", counted)
    imported_by.cache_clear()
    for step in ("measure_scales", "fit_multilevel", "fit_structural", "render_report"):
        modules_of(f"isop_analysis.steps.{step}", room.SOURCE)
    assert len(parsed) == len(set(parsed)) > 50
