"""A project with the real Snakefile, rules, study loader and contracts, and steps that only write a line.

Steps are slow or fail when a file in the project's folder says so: ``slow_<step>``, ``fail_<step>``,
``kill_<step>``.
"""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from isop_analysis.steps import STEPS

REPOSITORY = Path(__file__).resolve().parents[2]
COPIED = ("Snakefile", "workflow", "profiles", "environment.yml", "pyproject.toml", "requirements.lock")
ROOMS = (
    "__init__.py",
    "__main__.py",
    "base",
    "study",
    "contracts",
    "stats/__init__.py",
    "stats/answer_rule.py",
    "stats/verdicts.py",
    "models/__init__.py",
    "models/parts.py",
    "audit/__init__.py",
    "audit/files.py",
    "audit/folder_names.py",
    "audit/versions.py",
    "figures/__init__.py",
    "figures/drawn.py",
    "report/__init__.py",
    "report/outputs.py",
    "report/sheets/__init__.py",
    "report/sheets/listed.py",
    "workflow",
    "steps/__init__.py",
    "steps/fork_server.py",
    "steps/running.py",
)
JOB = re.compile(r"^(\w+) +\d+$", re.MULTILINE)
FOREIGN = re.compile(r"^    \*\(\"(?:pandas|matplotlib).*\n", re.MULTILINE)
"""Libraries that a run loads once, and stand-ins don't need."""

STEP = '''"""Stand-in."""

from isop_analysis.standin.{step} import VALUE
from isop_analysis.standin.writing import write


def run(study, **only):
    write(study, "{step}", VALUE, **only)
'''

WRITING = '''"""Writes what a step writes, as a line of text."""

import os
import signal
import time

from isop_analysis.contracts import TO_FILL_IN, by_name, tables_of
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import published_path
from isop_analysis.audit.folder_names import closing_files, made_with_files
from isop_analysis.report.outputs import dossier_files, readers_files
from isop_analysis.steps import OF_A_RUN
from isop_analysis.study.problems import Problem, StudyError


def write(study, step, value, language=None, part=None, gather=False, code=""):
    job = step if part is None else f"{step}_{part}"
    with (study.root / "ran.txt").open("a") as ran:
        print(job, file=ran)
    while (study.root / f"slow_{job}").exists():
        time.sleep(0.02)
    if (study.root / f"fail_{job}").exists():
        raise StudyError([Problem("raw.csv", "column 'a' is missing", 3), Problem("raw.csv", "is too old")])
    if (study.root / f"kill_{job}").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    for path in paths(study, step, language, part):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        environment = f"{os.environ['PYTHONHASHSEED']} {os.environ['OMP_NUM_THREADS']}"
        empty = "{}" if path.name == "index.json" else "[]"
        part.write_text(empty if path.suffix == ".json" else f"{step} {value} {environment}\\n")
        part.replace(path)
    print("checked", study.name)


def paths(study, step, language, part):
    for name in tables_of(step):
        if part is not None:
            yield study.processed / "parts" / step / str(part) / f"{name}.parquet"
            continue
        yield (study.restricted if by_name(name).restricted else study.processed) / f"{name}.parquet"
    if step in TO_FILL_IN:
        yield study.restricted / TO_FILL_IN[step]
    if step == "publish_tables":
        yield from (published_path(name, study.published) for name in PUBLISHED_NAMES)
        yield study.sheets / "index.json"
    if step == "write_sheets":
        yield study.build / "sheets" / "index.json"
    if step == "draw_figures":
        yield study.build / "figures" / f"{language}.json"
    if step == "render_report":
        yield from readers_files(study)
    if step == "audit_run":
        yield from (study.build / name for name in closing_files(OF_A_RUN))
        yield from made_with_files(study)
    if step == "write_dossier":
        yield from dossier_files(study)
    if step == "execute_notebooks":
        yield from (study.build / "notebooks" / "explore.html" for notebook in study.config.notebooks)
'''

CONFIG = """study: standin
title: {nl: Proef, en: Trial}
data_date: "2026-01-01"
languages: [nl, en]
seed: 1
raw: data/raw/standin
instruments: [instruments/one.yaml]
notebooks: [notebooks/explore.ipynb]
waves: [{name: first, cohort: a, school_year: 2025-2026, occasion: T0, time: 0}]
privacy: {key: {file: config/public.key, public: true}}
"""

INSTRUMENT = """name: one
title: {nl: Een, en: One}
owner: nobody
kind: quantitative
validation: {status: none}
sources: [{name: plain, format: plain_csv}]
answer_scales: [{name: five, low: 1, high: 5}]
items:
  - {name: a, text: {nl: A, en: A}, answers: five}
  - {name: b, text: {nl: B, en: B}, answers: five}
scales: [{name: ab, title: {nl: AB, en: AB}, items: [a, b], minimum_answered: 1}]
"""

MANIFEST = "file,sha256,instrument,wave\none.csv,1,one,\nkeys.csv,2,site_keys,\n"
NOTEBOOK = '{"cells": [{"cell_type": "code", "source": ["import isop_analysis as isop\\n", "isop.standin"]}]}'


class SnakemakeForks:
    """The process that does dry runs in forks (`forked_snakemake.py`)."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("forked_snakemake.py")
        command = [sys.executable, str(script)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/"
        )
        atexit.register(self.process.communicate)

    def ask(self, asked: dict[str, object]) -> int:
        """Do a dry run; return its exit code."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())


@cache
def snakemake_forks() -> SnakemakeForks:
    return SnakemakeForks()


@dataclass(frozen=True)
class Project:
    """A project's folder, and how to run it."""

    root: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "snakemake", *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """That of someone who has said nothing of threads, which the tests have."""
        own = {name: value for name, value in os.environ.items() if not name.endswith("_THREADS")}
        return {**own, "PYTHONPATH": str(self.root / "src"), "PYTHONHASHSEED": "random"}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self.execute(self.command(*arguments))

    def isop(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self.execute([sys.executable, "-m", "isop_analysis", *arguments])

    def execute(
        self, command: list[str], environment: dict[str, str] | None = None, folder: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=folder or self.root,
            env=environment or self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.root,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A shell lets what it starts in the background ignore Ctrl-C, the tests among it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def planned(self, *arguments: str) -> set[str]:
        """Return the names of the rules a run would run."""
        code, said = self.dry_run("--quiet", "host", *arguments)
        assert code == 0, said
        return set(JOB.findall(said)) - {"total", "all"}

    def dry_run(self, *arguments: str) -> tuple[int, str]:
        """Return the exit code of a dry run, and what it said."""
        with tempfile.NamedTemporaryFile("r") as output:
            asked = {
                "folder": str(self.root),
                "environment": self.environment,
                "arguments": self.command("--dry-run", *arguments)[3:],
                "output": output.name,
            }
            code = snakemake_forks().ask(asked)
            return code, output.read()

    def ran(self) -> list[str]:
        path = self.root / "ran.txt"
        return path.read_text().split() if path.exists() else []

    def path(self, name: str) -> Path:
        return self.root / name

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text()
        assert old in text
        self.path(name).write_text(text.replace(old, new))

    def results(self) -> dict[str, bytes]:
        """Return every file the steps wrote."""
        files = [*self.path("data/processed").rglob("*"), *self.path("data/restricted").rglob("*")]
        for folder in ("data/published", "data/sheets", "reports"):
            files += self.path(folder).rglob("*")
        return {str(f.relative_to(self.root)): f.read_bytes() for f in sorted(files) if f.is_file()}


def build(root: Path) -> Project:
    """Write a project into an empty folder."""
    for name in COPIED:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, root / name)
    for name in ROOMS:
        source = REPOSITORY / "src/isop_analysis" / name
        target = root / "src/isop_analysis" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    write_steps(root / "src/isop_analysis")
    server = root / "src/isop_analysis/steps/fork_server.py"
    server.write_text(FOREIGN.sub("", server.read_text()))
    files = {
        "config/config.yaml": CONFIG,
        "config/instruments/one.yaml": INSTRUMENT,
        "config/public.key": "key",
        "notebooks/explore.ipynb": NOTEBOOK,
        "data/raw/standin/MANIFEST.csv": MANIFEST,
        "data/raw/standin/one.csv": "a,b\n1,2\n",
        "data/raw/standin/keys.csv": "site,brin\n1,2\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Project(root)


def write_steps(package: Path) -> None:
    room = package / "standin"
    (room / "templates").mkdir(parents=True)
    (room / "__init__.py").write_text('"""Stand-in."""\n')
    (room / "writing.py").write_text(WRITING)
    for step in STEPS:
        (package / "steps" / f"{step}.py").write_text(STEP.format(step=step))
        (room / f"{step}.py").write_text("VALUE = 1\n")
    shutil.move(room / "render_report.py", room / "templates")
    (room / "render_report").mkdir()
    shutil.move(room / "templates/render_report.py", room / "render_report/__init__.py")
    shutil.move(room / "templates", room / "render_report/templates")
    (room / "render_report/templates/page.html").write_text("<p>")


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
