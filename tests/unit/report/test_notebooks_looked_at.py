"""Notebooks looked at before the run: code that can't be read is told with its cell and line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from isop_analysis.report.notebooks.looking import notebook_problems
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]
TINY = load(ROOT / "config/tiny/config.yaml", ROOT)


def study_with(folder: Path, *cells: str) -> Study:
    """Return the tiny study with one notebook of these cells."""
    content = {"nbformat": 4, "cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}
    (folder / "own.ipynb").write_text(json.dumps(content))
    config = TINY.config.model_copy(update={"notebooks": ["own.ipynb"]})
    return replace(TINY, root=folder, config_part=replace(TINY.config_part, settings=config))


def test_a_cell_that_is_no_python_is_told_with_its_line(tmp_path: Path) -> None:
    study = study_with(tmp_path, "table = 1", "x = 2\ny = (3")
    assert [str(one) for one in notebook_problems(study)] == [
        "own.ipynb: cell 2, line 2: is no Python: '(' was never closed; correct the cell"
    ]


@pytest.mark.parametrize("cell", ["%matplotlib inline\nx = 1", "!ls", "x?", "await f()", ""])
def test_what_notebooks_understand_is_no_problem(cell: str, tmp_path: Path) -> None:
    assert list(notebook_problems(study_with(tmp_path, cell))) == []
