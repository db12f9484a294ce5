import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from isop_analysis.steps import STEPS
from isop_analysis.workflow import fingerprints as room
from isop_analysis.workflow import loaded_modules, seen_files
from isop_analysis.workflow.fingerprints import Code, fingerprint, installed_versions
from isop_analysis.workflow.seen_files import SeenFiles
from isop_analysis.workflow.source_text import read_source

EAGER = "from isop_analysis.scoring.means import mean\n"
FILES = {
    "__init__.py": "FACE = {'rooms': 'rooms', 'unused': 'unused'}\ndef __getattr__(name):\n    return name\n",
    "scoring/__init__.py": EAGER,
    "scoring/means.py": "import pandas\nfrom typing import TYPE_CHECKING\n"
    "if TYPE_CHECKING:\n    from isop_analysis.unused import Thing\nelse:\n    import isop_analysis.other\n",
    "scoring/words/nl.yaml": "a: b\n",
    "scoring/inner/__init__.py": "",
    "scoring/inner/page.html": "<p>",
    "other.py": "def late():\n    from . import lazy\n    from .scoring import inner\n",
    "lazy.py": "import isop_analysis as isop\nx = isop.rooms\nisop_analysis_rooms = x.unused\n",
    "rooms.py": "import isop_analysis.steps  # a folder without modules\n",
    "unused.py": "",
    "base/__init__.py": "",
    "base/catalogue/shared.yaml": "key: words\n",
    "steps/__init__.py": "",
    "steps/running.py": "import isop_analysis.base\n",
    "steps/render_report.py": "import isop_analysis.scoring.means\n",
    "steps/score_scales.py": "import isop_analysis.scoring.means\n",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "src/isop_analysis" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "src"


def code_of(source: Path) -> Code:
    return Code(source, SeenFiles(source.parent / "seen.json"))


def write(source: Path, name: str, text: str) -> None:
    (source / "isop_analysis" / name).parent.mkdir(parents=True, exist_ok=True)
    (source / "isop_analysis" / name).write_text(text)


def test_imports_are_followed_through_packages_functions_and_rooms(source: Path) -> None:
    assert code_of(source).loaded_by("isop_analysis.scoring.means") == {
        "isop_analysis",
        "isop_analysis.scoring",
        "isop_analysis.scoring.means",
        "isop_analysis.scoring.inner",
        "isop_analysis.other",
        "isop_analysis.lazy",
        "isop_analysis.rooms",
        "isop_analysis.steps",
    }


LAZY = {
    "names": "HOMES = {'mean': 'means', 'alpha': '.alphas'}\n",
    "modules": "HOMES = {'means': ('mean',), 'alphas': ('alpha', 'omega')}\n",
    "inside": "",
    "full": "HOMES = {'mean': 'isop_analysis.scales.means:mean', 'alpha': 'isop_analysis.scales.alphas'}\n",
    "typed": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .means import mean\n"
    "    from isop_analysis.scales.alphas import alpha\n",
}
DOORS = {"inside": "def __getattr__(name):\n    return {'mean': 'means', 'alpha': 'alphas'}[name]\n"}


@pytest.mark.parametrize("table", LAZY)
@pytest.mark.parametrize(
    ("text", "alphas"),
    [
        ("from isop_analysis.scales import mean", False),
        ("from isop_analysis.scales import alpha as a", True),
        ("import isop_analysis.scales.means", False),
        ("import isop_analysis.scales as s\ns.mean(1)", False),
        ("import isop_analysis.scales as s\ns.alpha(1).low", True),
        ("import isop_analysis.scales\nisop_analysis.scales.alpha", True),
        ("from isop_analysis import scales\nprint(getattr(scales, 'al' + 'pha'))", True),
        ("from isop_analysis.scales import *", True),
        ("import isop_analysis.scales as s", False),
    ],
)
def test_of_a_lazy_package_only_what_is_used_counts(
    source: Path, table: str, text: str, alphas: bool
) -> None:
    door = DOORS.get(table, "def __getattr__(name):\n    return name\n")
    write(source, "scales/__init__.py", LAZY[table] + door)
    write(source, "scales/means.py", "")
    write(source, "scales/alphas.py", "")
    write(source, "user.py", text)
    found = code_of(source).loaded_by("isop_analysis.user")
    assert "isop_analysis.scales" in found
    assert ("isop_analysis.scales.alphas" in found) == alphas


def test_our_own_lazy_rooms_are_followed_to_the_name_that_is_used() -> None:
    found = room.our_code().reached_from(["isop_analysis.study.StudyError"])
    assert "isop_analysis.study.problems" in found
    assert "isop_analysis.study.loading" not in found


def test_relative_imports_are_resolved_in_a_package_and_in_a_module() -> None:
    text = "from .a import b\nfrom . import c\nfrom ..d import e\n"
    assert {"isop_analysis.x.a", "isop_analysis.x.c", "isop_analysis.d"} <= set(
        read_source(text, "isop_analysis.x", is_package=True).names
    )
    assert {"isop_analysis.x.a", "isop_analysis.x.c", "isop_analysis.d"} <= set(
        read_source(text, "isop_analysis.x.y").names
    )


def test_third_party_modules_are_left_out() -> None:
    assert read_source("import pandas as pd\nfrom numpy import linalg\npd.isna(1)\n").names == []


PLAIN = 'def f(x):\n    return x + "a"\n'


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('"""What it does."""\n\n\ndef f(x):\n    """Add."""\n    # one more\n    return (x + "a")\n', True),
        ('def f(x):\n    return x + "b"\n', False),
        ('def f(y):\n    return y + "a"\n', False),
        ('def f(x):\n    "a"\n    "b"\n    return x + "a"\n', False),
        ('def f(x: int):\n    return x + "a"\n', False),
        ('async def f(x):\n    return x + "a"\n', False),
    ],
)
def test_comments_layout_and_docstrings_are_no_part_of_the_hash(text: str, same: bool) -> None:
    assert (read_source(text).sha256 == read_source(PLAIN).sha256) == same


def test_files_beside_a_packages_code_count_but_not_those_of_a_package_inside_it(source: Path) -> None:
    found = code_of(source).files_beside(frozenset({"isop_analysis.scoring", "isop_analysis.lazy"}))
    assert [path.relative_to(source).as_posix() for path in found] == ["isop_analysis/scoring/words/nl.yaml"]


def digest(source: Path, monkeypatch: pytest.MonkeyPatch, step: str, *notebooks: str) -> str:
    monkeypatch.setattr(room, "SOURCE", source)
    monkeypatch.setattr(room, "our_code", lambda: code_of(source))
    return fingerprint(f"isop_analysis.steps.{step}", notebooks)


@pytest.mark.parametrize(
    ("name", "text", "steps"),
    [
        ("scoring/means.py", "x = 1\n", {"score_scales", "render_report"}),
        ("scoring/means.py", "# more\n", set()),
        ("scoring/words/nl.yaml", "# more\n", {"score_scales", "render_report"}),
        ("lazy.py", "y = 1\n", {"score_scales", "render_report"}),
        ("base/catalogue/shared.yaml", "more: words\n", {"render_report"}),
        ("unused.py", "x = 1\n", set()),
    ],
)
def test_the_fingerprint_changes_with_what_the_step_runs_and_with_nothing_else(
    source: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, steps: set[str]
) -> None:
    before = {step: digest(source, monkeypatch, step) for step in ("score_scales", "render_report")}
    with (source / "isop_analysis" / name).open("a") as file:
        file.write(text)
    after = {step: digest(source, monkeypatch, step) for step in before}
    assert {step for step in before if before[step] != after[step]} == steps


def test_a_notebooks_text_and_imports_count(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = source / "explore.ipynb"
    lines = ["%matplotlib inline\n", "import isop_analysis.unused"]
    notebook.write_text(json.dumps({"cells": [{"cell_type": "code", "source": lines}]}))
    before = digest(source, monkeypatch, "score_scales", str(notebook))
    write(source, "unused.py", "x = 1\n")
    assert digest(source, monkeypatch, "score_scales", str(notebook)) != before


def test_installed_versions_count_of_the_libraries_that_the_lock_names(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source.parent / "requirements.lock").write_text(
        "# [setup]\nuv==1\n# [run]\nnumpy==2.0 \\\n    --hash=sha256:1\npyarrow-x==1\n# [rest]\nmypy==2\n"
    )
    installed = ("NumPy-2.1", "pyarrow_x-1.0", "black-24", "uv-1", "mypy-2.0")
    for name in [f"{one}.dist-info" for one in installed]:
        (source.parent / "site" / name).mkdir(parents=True)
    monkeypatch.setattr(room, "SOURCE", source)
    monkeypatch.setattr(sys, "path", [str(source.parent / "site")])
    assert installed_versions.__wrapped__() == "numpy 2.1\npyarrow-x 1.0"


def test_a_file_is_read_once_and_never_again_until_it_changes(tmp_path: Path) -> None:
    path, read = tmp_path / "a.csv", []
    path.write_text("a")
    os.utime(path, ns=(0, time.time_ns() - 10**10))

    def found_in(file: Path) -> str:
        read.append(file)
        return file.read_text()

    for _ in range(2):
        seen = SeenFiles(tmp_path / "seen.json")
        assert [seen.find("text", path, found_in) for _ in range(2)] == ["a", "a"]
        seen.keep()
    assert len(read) == 1
    path.write_text("b")
    os.utime(path, ns=(0, time.time_ns() - 10**10 + 1))
    assert SeenFiles(tmp_path / "seen.json").find("text", path, found_in) == "b"


def test_what_was_seen_in_a_file_of_this_moment_or_by_other_code_is_not_kept(tmp_path: Path) -> None:
    path, kept = tmp_path / "a.csv", tmp_path / "seen.json"
    path.write_text("a")
    seen = SeenFiles(kept)
    seen.find("size", path, lambda file: 1)
    seen.keep()
    assert json.loads(kept.read_text())["files"] == {}
    os.utime(path, (0, 0))
    SeenFiles(kept, "1").find("size", path, lambda file: 1)
    kept.write_text("no json")
    assert SeenFiles(kept).find("size", path, lambda file: 2) == 2


def test_the_table_of_loaded_modules_is_as_the_code_is() -> None:
    assert loaded_modules.TABLE.read_text(encoding="utf-8") == loaded_modules.table_text(), (
        "run: python -m isop_analysis.workflow.loaded_modules"
    )


def test_a_step_pays_nothing_for_the_verbs() -> None:
    script = (
        "import sys; sys.argv[1:] = ['score_scales', '--config', 'nix.yaml'];"
        "from isop_analysis.__main__ import main; main();"
        "print(sorted({'typer', 'snakemake', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True)
    assert done.stdout == "[]\n"
    assert done.stderr == "ERROR score_scales: nix.yaml: file is missing; create it or correct the path\n"


def test_seen_files_stand_below_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert seen_files.seen.__wrapped__().kept == Path(".snakemake/seen_files.json")


def of_step(step: str) -> frozenset[str]:
    return room.our_code().loaded_by_step(f"isop_analysis.steps.{step}")


def test_scoring_loads_few_modules() -> None:
    assert len(of_step("score_scales")) <= 50


@pytest.mark.parametrize(
    ("step", "without"),
    [
        ("render_report", ("stats.structural", "stats.multilevel", "models.")),
        ("relate_outcomes", ("stats.multilevel", "stats.structural.panels", "models.multilevel")),
        ("fit_multilevel", ("stats.structural", "models.structural", "study.plan_deviations")),
        ("score_scales", ("study.crossrefs", "contracts.modelled", "contracts.structural")),
    ],
)
def test_a_step_loads_nothing_of_what_it_does_not_do(step: str, without: tuple[str, ...]) -> None:
    starts = tuple(f"isop_analysis.{name}" for name in without)
    assert [module for module in of_step(step) if module.startswith(starts)] == []


def test_growth_models_belong_to_one_step() -> None:
    steps = [step for step in STEPS if "isop_analysis.stats.structural.panels.growth" in of_step(step)]
    assert steps == ["fit_structural"]


def test_the_contract_of_a_table_counts_for_the_steps_that_name_it() -> None:
    code = room.our_code()
    assert "isop_analysis.contracts.related" in of_step("relate_outcomes")
    assert "isop_analysis.contracts.designed" in of_step("simulate_designs")
    assert code.loaded_by("isop_analysis.contracts.tables").isdisjoint({"isop_analysis.contracts.related"})
