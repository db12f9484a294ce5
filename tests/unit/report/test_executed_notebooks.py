"""Notebooks: executed side by side, self-contained, the same bytes each time; a failing cell is told."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from published_tables import BHR, DEMO, ROOT, change, readers_study

from isop_analysis.base.reasons import Reason, written
from isop_analysis.report.notebooks import execute_all, write_pages
from isop_analysis.study.loading import load
from isop_analysis.study.problems import StudyError
from isop_analysis.study.study import Study

COMMITTED = sorted((ROOT / "notebooks").glob("*.ipynb"))


def with_notebooks(study: Study, *names: str) -> Study:
    config = study.config.model_copy(update={"notebooks": list(names)})
    return replace(study, config_part=replace(study.config_part, settings=config))


def notebook(path: Path, *cells: str) -> None:
    content = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number:02d}",
                "metadata": {},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
            for number, source in enumerate(cells, start=1)
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_committed_notebooks_have_fixed_ids_and_no_outputs(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    cells = content["cells"]
    assert [cell["id"] for cell in cells] == [f"cell-{n:02d}" for n in range(1, len(cells) + 1)]
    for cell in cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        source = "".join(cell["source"])
        assert not re.search(r"table\(\"(persons|answers|responses|memberships|participation)\"\)", source)


def test_each_language_has_two_notebooks_of_which_readers_get_one(tmp_path: Path) -> None:
    names = [path.name for path in COMMITTED]
    readers = ["eerste_blik.nl.ipynb", "first_look.en.ipynb"]
    assert names == sorted([*readers, "eigen_model.nl.ipynb", "own_model.en.ipynb"])
    for config in (DEMO, ROOT / "config" / "tiny" / "config.yaml"):
        settings = load(config, root=tmp_path).config
        assert settings.notebooks == [f"notebooks/{name}" for name in readers]


@pytest.mark.parametrize(
    ("dutch", "english"), [("eerste_blik.nl", "first_look.en"), ("eigen_model.nl", "own_model.en")]
)
def test_both_languages_ask_and_compute_the_same(dutch: str, english: str) -> None:
    asked = []
    for name in (dutch, english):
        cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        asked.append([re.sub(r'"[^"]*"|\.title\.(nl|en)', "", code) for code in codes])
        assert all(cell["metadata"]["alt"] for cell in cells if "plt.show" in "".join(cell["source"]))
    assert asked[0] == asked[1]


@pytest.mark.filterwarnings("default")
def test_readers_notebooks_need_nothing_but_published_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "MPLBACKEND", "Agg"
    )  # as the run's jobs have it, which would leave cells without figures
    for folder in ("config", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    study = readers_study(tmp_path, tmp_path / "config" / "config.yaml")
    reason = written([Reason("clusters", group="team", found=5, needed=6)])
    change(study, "model_fits", {"model": "growth_by_level"}, status="refused", reason=reason)
    pages = write_pages(study, execute_all(study))
    assert not study.processed.exists()
    assert all("data:image/png" in page.read_text(encoding="utf-8") for page in pages)
    texts = (page.read_text(encoding="utf-8").partition("<main>")[2] for page in pages)
    dutch, english = (re.sub(r"<[^>]+>", "\n", text) for text in texts)
    assert "answers, at most one a person and team" in english
    assert "5 teams, at least 6 are needed" in english
    assert "5 teams, er zijn er minstens 6 nodig" in dutch
    assert "NaN" not in dutch + english
    languages = [re.search(r'<html lang="(..)">', page.read_text(encoding="utf-8")) for page in pages]
    assert [found and found[1] for found in languages] == ["nl", "en"]
    assert all('alt=""' not in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.filterwarnings("default")
def test_a_notebook_that_opens_another_study_is_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    study = readers_study(tmp_path, tmp_path / "config/bhr2000/config.yaml")
    opened = "import isop_analysis as isop\nisop.study.load('../config/tiny/config.yaml')"
    notebook(tmp_path / "notebooks" / "lost.ipynb", opened)
    with pytest.raises(StudyError) as error:
        execute_all(with_notebooks(study, "notebooks/lost.ipynb"))
    assert str(error.value) == (
        "notebooks/lost.ipynb: cell 1 fails: StudyError: config.yaml: a notebook opens study 'tiny', but is "
        "executed for readers of another one; let it open os.environ['ISOP_CONFIG']; mend the cell"
    )


@pytest.mark.filterwarnings("default")
def test_a_model_is_not_refitted_for_readers(tmp_path: Path) -> None:
    for folder in ("config", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    study = readers_study(tmp_path, tmp_path / "config" / "config.yaml")
    with pytest.raises(StudyError, match=r"own_model\.en\.ipynb: cell 4 fails: KeyError"):
        execute_all(with_notebooks(study, "notebooks/own_model.en.ipynb"))


@pytest.mark.filterwarnings("default")
def test_pages_are_self_contained_and_the_same_each_time(tmp_path: Path) -> None:
    study = with_notebooks(readers_study(tmp_path, BHR), "notebooks/one.ipynb", "notebooks/two.ipynb")
    where = "import os, pathlib; print(pathlib.Path(os.environ['ISOP_CONFIG']).name, 6 * 7)"
    notebook(tmp_path / "notebooks" / "one.ipynb", where)
    notebook(tmp_path / "notebooks" / "two.ipynb", "import pandas as pd; pd.DataFrame({'a': [1.5]})")
    pages = write_pages(study, execute_all(study))
    assert [page.relative_to(study.build).as_posix() for page in pages] == [
        "notebooks/one.html",
        "notebooks/two.html",
    ]
    first = [page.read_bytes() for page in pages]
    assert b"config.yaml 42" in first[0]
    assert b"<td>1.5</td>" in first[1]
    assert all(b'<a href="../index.html">All that there is to read</a>' in page for page in first)
    for text in (page.decode() for page in first):
        assert "http" not in re.sub(r'"http://www.w3.org/[^"]+"', "", text)
        assert "<script" not in text
        assert str(tmp_path) not in text
    assert [page.read_bytes() for page in write_pages(study, execute_all(study))] == first


@pytest.mark.filterwarnings("default")
def test_a_failing_cell_is_told_with_its_number_and_error(tmp_path: Path) -> None:
    study = with_notebooks(readers_study(tmp_path, BHR), "notebooks/bad.ipynb")
    notebook(tmp_path / "notebooks" / "bad.ipynb", "a = 1", "a / 0")
    with pytest.raises(StudyError) as error:
        execute_all(study)
    assert str(error.value) == (
        "notebooks/bad.ipynb: cell 2 fails: ZeroDivisionError: division by zero; mend the cell"
    )


def test_a_missing_notebook_is_told(tmp_path: Path) -> None:
    study = with_notebooks(readers_study(tmp_path, BHR), "notebooks/none.ipynb")
    with pytest.raises(StudyError, match="notebook is missing; create it or take it out"):
        execute_all(study)


@pytest.mark.filterwarnings("default")
def test_kernels_are_spoken_to_without_a_network_port(tmp_path: Path) -> None:
    study = with_notebooks(readers_study(tmp_path, BHR), "notebooks/one.ipynb", "notebooks/two.ipynb")
    asked = "import json\nfrom ipykernel.connect import get_connection_info\n"
    asked += "print(json.loads(get_connection_info())['transport'])"
    notebook(tmp_path / "notebooks" / "one.ipynb", asked)
    notebook(tmp_path / "notebooks" / "two.ipynb", asked)
    found = execute_all(study)
    assert [one.content.cells[0].outputs[0].text for one in found] == ["ipc\n", "ipc\n"]
