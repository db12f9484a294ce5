"""The edges of the line, held to the rules, to what publishing reads, and to the steps' own imports."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from isop_analysis.audit.code import checked_lines, code_hash, loaded_by, main, modules_of
from isop_analysis.contracts.lineage import MADE_FROM, READS, made_from, reached_from
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.received import NAMING
from isop_analysis.contracts.tables import by_name
from isop_analysis.steps import STEPS

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "workflow/rules"
OF_RULES = {
    *("persons", "teams", "people_flow", "scale_scores"),
    *("memberships", "participation", "documents", "quote_consents"),
}
"""Tables that rules of publishing look at, and those that say who stands behind what is published."""


@pytest.mark.parametrize("step", [step for step in READS if step not in ("clean_answers", "publish_tables")])
def test_a_step_reads_what_its_rule_names(step: str) -> None:
    text = (RULES / f"{step}.smk").read_text(encoding="utf-8")
    named = [
        one for call in re.findall(r"plan\.tables\(([^)]*)\)", text) for one in re.findall(r'"(\w+)"', call)
    ]
    naming = NAMING if "*plan.naming" in text else ()
    assert set(READS[step]) == {*named, *naming}


def test_steps_without_a_table_to_read_are_those_that_read_files_or_what_is_published() -> None:
    without = {
        step for step in STEPS if "plan.tables(" not in (RULES / f"{step}.smk").read_text(encoding="utf-8")
    }
    assert without.isdisjoint(READS.keys() - {"clean_answers"})


def test_published_tables_are_made_of_what_publishing_reads() -> None:
    files = (ROOT / "src/isop_analysis/publish").glob("[!s]*.py")  # sheets are not for all readers
    texts = (path.read_text(encoding="utf-8") for path in files)
    trees = [node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    read = {
        str(call.args[0].value)
        for call in trees
        if getattr(call.func, "id", "") == "read" and call.args and isinstance(call.args[0], ast.Constant)
    }
    told = {table for name in PUBLISHED_NAMES for table in made_from(name)}
    assert read <= told | OF_RULES
    assert {table for table in told if table not in PUBLISHED_NAMES} <= read
    assert set(MADE_FROM) <= set(PUBLISHED_NAMES)
    assert all(by_name(table).step != "publish_tables" for table in told)


def test_everything_comes_from_raw_files_in_the_end() -> None:
    found = reached_from(made_from("model_effects"))
    assert found[0] == "received_responses"
    assert found[-1] == "model_effects"
    assert "structural_fits" not in found


def test_a_steps_code_is_hashed_as_sha256sum_would() -> None:
    lines = checked_lines("score_scales").splitlines()
    assert len(lines) == len(loaded_by("score_scales"))
    for line in lines:
        digest, _, path = line.partition("  ")
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest
    assert code_hash("score_scales") == hashlib.sha256(checked_lines("score_scales").encode()).hexdigest()


@pytest.mark.parametrize("step", STEPS)
def test_a_steps_modules_are_files_that_it_may_load(step: str) -> None:
    own = modules_of(step)
    assert own[0] == f"src/isop_analysis/steps/{step}.py"
    assert set(own) <= set(loaded_by(step))


def test_an_unknown_step_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit_everything"]) == 1
    assert "no step is called 'fit_everything'; known: check_study" in capsys.readouterr().err
