"""Runs a step and writes as JSON what it used: modules, settings, tables, and other files of the project.

Lies in a copy of the repository whose `steps/running.py` calls `record` in place of the step itself: in a
fork of a process that has loaded libraries of others, and of ours what all steps import.
"""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import isop_analysis
from isop_analysis.study.base import Settings
from isop_analysis.study.config import Config
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.integration_settings import Integration
from isop_analysis.study.model_settings import ModelFile
from isop_analysis.workflow.settings_used import told_fields

NO_STEPS = tuple(
    f"isop_analysis.{room}"
    for room in (
        *("workflow", "study.plan", "study.loading", "study.settings_of_steps", "contracts", "models"),
        "figures",
    )
)
CHECKS = tuple(
    f"isop_analysis.study.{one}" for one in ("contained", "crossrefs", "structural_refs", "hypothesis_refs")
)
OF_RUNNING = ("isop_analysis.__main__", "isop_analysis.steps.running", "isop_analysis.steps.fork_server")
OF_THIS_SCRIPT = {name for name in sys.modules if name.startswith((*NO_STEPS, *CHECKS, *OF_RUNNING))}
ROOT = Path(isop_analysis.__file__).parents[2]
RESULTS = (
    "data/processed",
    "data/restricted",
    "data/published",
    "data/sheets",
    "reports/build",
    "logs",
    ".snakemake",
)
KINDS = {Config: "config", Instrument: "instruments", ModelFile: "models", Integration: "integration"}

settings: set[str] = set()
texts: set[str] = set()
tables: set[str] = set()
files: set[str] = set()


def record_settings(model: type, file: str) -> None:
    """Note every field that is read from a config model."""

    def read(self: Any, name: str) -> Any:
        if name in model.model_fields:  # type: ignore[attr-defined]
            settings.add(f"{file}.{name}")
        return object.__getattribute__(self, name)

    model.__getattribute__ = read  # type: ignore[method-assign, assignment]


def record_texts(model: type) -> None:
    """Note every field that is told to readers, where a step reads it."""
    told = told_fields(model)

    def read(self: Any, name: str) -> Any:
        if name in told:
            texts.add(f"{model.__name__}.{name}")
        return object.__getattribute__(self, name)

    model.__getattribute__ = read  # type: ignore[method-assign, assignment]


def all_below(model: type) -> Iterator[type]:
    for below in model.__subclasses__():
        yield below
        yield from all_below(below)


def record_tables() -> None:
    """Note every table that is read."""
    import pandas as pd

    original = pd.read_parquet

    def read(path: Any, *arguments: Any, **options: Any) -> Any:
        tables.add(Path(path).stem)
        return original(path, *arguments, **options)

    pd.read_parquet = read


def record_files(event: str, arguments: tuple[Any, ...]) -> None:
    """Note every file of the project that is opened, but for code and results."""
    if event == "open" and isinstance(arguments[0], str):
        path = Path(arguments[0]).absolute()
        if path.is_file() and path.is_relative_to(ROOT) and path.suffix not in {".py", ".pyc"}:
            name = path.relative_to(ROOT).as_posix()
            if name.startswith("data/published") and path.suffix == ".csv":
                tables.add(path.stem)
            if not name.startswith(RESULTS):
                files.add(name)


def record(study: Any, step: str, only: dict[str, Any]) -> None:
    """Run a step, asked to do only so much of it."""
    for below in set(all_below(Settings)) - KINDS.keys():
        record_texts(below)
    for model, file in KINDS.items():
        record_settings(model, file)
    record_tables()
    sys.addaudithook(record_files)
    importlib.import_module(f"isop_analysis.steps.{step}").run(study, **only)
    modules = {name for name in sys.modules if name.split(".")[0] == "isop_analysis"} - OF_THIS_SCRIPT
    found = {"modules": modules, "settings": settings, "texts": texts, "tables": tables, "files": files}
    folder = ROOT / "recorded"
    folder.mkdir(exist_ok=True)
    told = json.dumps({key: sorted(values) for key, values in found.items()})
    (folder / f"{step}.json").write_text(told, encoding="utf-8")
