"""The studies as readers see them, below another folder: with the tables that their steps published alone.

`tests/published/<study>/` holds these tables, and `kept_tables.py` holds them to what the steps write now. A
case that no study has is an edit of their cells, checked by the contract.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published import published
from isop_analysis.contracts.published_files import read_published, write_published
from isop_analysis.figures.drawn import list_of
from isop_analysis.language.rows import records, rows_of
from isop_analysis.study.loading import load
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study

Row = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
WRITTEN = ROOT / "tests/published"
DEMO = ROOT / "config/config.yaml"
TINY = ROOT / "config/tiny/config.yaml"
BHR = ROOT / "config/bhr2000/config.yaml"


def readers_study(folder: Path, config: Path = DEMO) -> Study:
    """Return the study as readers see it, with every published table below `folder`."""
    study = load(config, root=folder)
    shutil.copytree(WRITTEN / study.name, study.published)
    return as_readers_see(study)


def copy_of(study: Study, folder: Path) -> Study:
    """Return a study below another folder, with all that was made of it."""
    shutil.copytree(study.root, folder, dirs_exist_ok=True)
    return replace(study, root=folder)


def without_figures(study: Study) -> Study:
    """Return the study with empty lists of figures, as if nothing could be drawn."""
    for language in study.config.languages:
        write_whole(list_of(study, language), "[]")
    return study


def like(study: Study, name: str, **where: object) -> Row:
    """Return the first row that the steps published whose cells are these, to be changed into another."""
    counts = tuple(column.name for column in published(name).columns if column.kind == "count")
    rows = records(read_published(name, WRITTEN / study.name), counts)
    return next(row for row in rows if where.items() <= row.items())


def change(study: Study, name: str, where: Row, **cells: object) -> None:
    """Write other cells into the rows of a published table whose cells are `where`; one there must be."""
    rows = rows_of(study, name)
    own = [row for row in rows if where.items() <= row.items()]
    assert own, f"no row of {name} has {where}"
    for row in own:
        row |= cells
    publish(study, name, rows)


def publish(study: Study, name: str, rows: list[Row]) -> None:
    """Write a published table of these rows, which have every column of its contract and no other."""
    columns = published(name).column_names
    for row in rows:
        assert row.keys() == set(columns), f"{name}: {row.keys() ^ set(columns)}"
    told = [{column: _cell(row[column]) for column in columns} for row in rows]
    write_published(pd.DataFrame(told, columns=columns), name, study.published)


def _cell(cell: Any) -> Any:
    if isinstance(cell, Count):
        return str(cell)
    return None if cell is None or pd.isna(cell) else cell
