"""The study as readers see it, below another folder, with published tables alone: invented ones."""

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from invented_tables import invented_rows

from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published import KEPT, PUBLISHED_NAMES, Published, published
from isop_analysis.contracts.published_files import write_published
from isop_analysis.contracts.table import Column
from isop_analysis.figures.drawn import list_of
from isop_analysis.publish.rounding import told_number
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.loading import load
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study

Row = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "config" / "config.yaml"
BHR = ROOT / "config" / "bhr2000" / "config.yaml"


def readers_study(folder: Path, config: Path = DEMO) -> Study:
    """Return the study as readers see it, with every published table below `folder`."""
    study = load(config, root=folder)
    if config in (DEMO, BHR):
        study.published.mkdir(parents=True, exist_ok=True)
        for name, table in _written(config).items():
            (study.published / name).write_bytes(table)
    else:
        _publish_all(study)
    return as_readers_see(study)


def copy_of(study: Study, folder: Path) -> Study:
    """Return a study below another folder, with all that was made of it."""
    shutil.copytree(study.root, folder, dirs_exist_ok=True)
    return replace(study, root=folder)


@cache
def _written(config: Path) -> dict[str, bytes]:
    """Return the tables' files of a study that ships with the project, made once for all tests."""
    with TemporaryDirectory() as folder:
        study = load(config, root=Path(folder))
        _publish_all(study)
        return {path.name: path.read_bytes() for path in study.published.iterdir()}


def _publish_all(study: Study) -> None:
    rows = invented_rows(study)
    assert set(rows) <= set(PUBLISHED_NAMES)
    for name in PUBLISHED_NAMES:
        publish(study, name, rows.get(name, []))


def without_figures(study: Study) -> Study:
    """Return the study with empty lists of figures, as if nothing could be drawn."""
    for language in study.config.languages:
        write_whole(list_of(study, language), "[]")
    return study


def publish(study: Study, name: str, rows: list[Row]) -> None:
    """Write a published table with these rows, rounded and banded; columns that a row lacks are empty."""
    table = published(name)
    told = [{column.name: _told(row, column, table) for column in table.columns} for row in rows]
    write_published(pd.DataFrame(told, columns=table.column_names), name, study.published)


def _told(row: Row, column: Column, table: Published) -> Any:
    cell = row.get(column.name)
    if column.name == "verdict" and cell is None:
        low, high = ("ci_low", "ci_high") if "odds_low" not in row else ("odds_low", "odds_high")
        beside = 1 if "odds_low" in row else 0
        return sign_of(*(None if row.get(end) is None else row[end] - beside for end in (low, high)))
    if cell is None or pd.isna(cell):
        return None
    if column.kind == "number":
        return told_number(float(cell), column)
    if column.kind == "count" and isinstance(cell, int):
        exact = table.name not in KEPT or column.name in table.sizes
        return str(Count.exactly(cell) if exact else Count.banded(cell, 5))
    return str(cell) if column.kind == "count" else cell
