"""Notebooks as an analyst runs them, on processed tables: the refit gives the pipeline's numbers."""

import json
import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from demo_study import Demo

import isop_analysis as isop

ROOT = Path(__file__).parents[2]


def run(name: str, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run a notebook's cells of code one after another; return what they leave behind."""
    mpl.use("Agg")
    monkeypatch.setattr("matplotlib.pyplot.show", lambda: None)
    monkeypatch.setenv("ISOP_CONFIG", str(demo.study.root / demo.study.config_part.document.file))
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    left: dict[str, Any] = {}
    with mpl.rc_context():  # seaborn's style is the notebook's alone
        for cell in cells:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), cell["id"], "exec"), left)
    return left


@pytest.mark.parametrize("notebook", ["own_model.en", "eigen_model.nl"])
def test_the_refit_gives_the_pipelines_estimates(
    notebook: str, demo_run: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = run(notebook, demo_run, monkeypatch)
    assert left["same"] is True
    assert left["fit"].n == left["done"]["n"]
    assert len(left["empty"].coefficients) == 1
    refitted, kept = left["fit"].coefficients, left["kept"]
    assert len(kept) > 1
    assert list(kept["term"].astype("str")) == list(refitted["term"].astype("str"))
    for column in ("estimate", "se", "df"):
        assert np.allclose(kept[column], refitted[column], rtol=1e-6, atol=1e-8)


def test_the_example_of_the_readme_runs_as_it_stands(demo_run: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    mpl.use("Agg")
    root, config = demo_run.study.root, demo_run.study.config_part.document.file
    example = (ROOT / "README.md").read_text().split("```python\n")[1].split("```")[0]
    monkeypatch.chdir(root)
    left: dict[str, Any] = {}
    exec(compile(example.replace("config/config.yaml", str(config)), "README", "exec"), left)
    assert left["fit"].n == 212
    measured = demo_run.study.table("reliability").astype({"scale": "str", "occasion": "str"})
    row = measured.set_index(["scale", "occasion"]).loc[("roles_tasks", "T1")]
    assert left["alpha"] == pytest.approx(row["alpha"], abs=1e-9)
    assert len(left["items"]) == row["n"]


@pytest.mark.parametrize("notebook", ["first_look.en", "eerste_blik.nl"])
def test_the_calls_in_a_notebooks_words_work(notebook: str, demo_run: Demo) -> None:
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    words = " ".join("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")
    calls = [call for call in re.findall(r"`([^`]+\))`", words) if "..." not in call]
    assert len(calls) == 3
    for call in calls:
        assert eval(call, {"isop": isop, "study": demo_run.study}) is not None


def test_analysts_explore_unrounded_tables(demo_run: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    found = run("first_look.en", demo_run, monkeypatch)
    assert found["reliability"]["n"].dtype.kind in "iu"
    assert not np.allclose(found["described"]["mean"], found["described"]["mean"].round(1))
    assert found["agreement"]["icc1"].is_monotonic_decreasing
    assert len(found["refused"]) == len(found["fits"])
