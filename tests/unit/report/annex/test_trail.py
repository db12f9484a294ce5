"""From every table of the annex to the steps that made it, and from a step to its modules and tables."""

import ast
import re
from pathlib import Path

import pytest
from published_tables import BHR, DEMO, readers_study, without_figures

from isop_analysis.report.annex.chapters import tables
from isop_analysis.report.annex.chapters.trail import MODULES
from isop_analysis.report.annex.context import Context

SOURCE = Path(__file__).parents[4] / "src/isop_analysis"
OUTSIDE = ("contracts", "study", "base")
PLUMBING = {"models.parts", "models.unfitted", "cleaning.key"}
"""How parts of a step are gathered, how what is not fitted is told, the key: no table comes of these."""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("config", [DEMO, BHR], ids=["demo", "bhr2000"])
def test_every_tables_note_leads_to_the_row_of_each_of_its_steps(
    tmp_path: Path, config: Path, language: str
) -> None:
    study = without_figures(readers_study(tmp_path, config))
    blocks = tables.blocks(Context(study, language))  # type: ignore[arg-type]
    shown = [one for one in blocks if one.kind == "table"]
    steps, rest = shown[0], shown[1:]
    rows = {row.id: row for row in steps.rows}
    assert len(rest) > 5
    for table in rest:
        targets = re.findall(r'href="#([^"]+)"', str(table.note))
        assert targets
        assert set(targets) <= set(rows), table.id
        for target in targets:
            told = str(rows[target].cells[3].text)
            assert f'href="#{table.id}"' in told or target == "step-publish_tables"
    back = {link for row in steps.rows for link in re.findall(r'href="#([^"]+)"', str(row.cells[3].text))}
    assert back <= {table.id for table in rest}


@pytest.mark.parametrize("step", MODULES)
def test_a_steps_modules_are_those_that_it_imports(step: str) -> None:
    tree = ast.parse((SOURCE / "steps" / f"{step}.py").read_text(encoding="utf-8"))
    imported = {
        node.module.removeprefix("isop_analysis.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("isop_analysis.")
    }
    own = {name for name in imported if name.split(".")[0] not in OUTSIDE} - PLUMBING
    assert set(MODULES[step]) == own
    for name in MODULES[step]:
        path = SOURCE / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
