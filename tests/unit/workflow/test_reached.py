"""What a cause reaches: the steps in between are those of the rules."""

import re
from pathlib import Path

import pytest

from isop_analysis.comparing.causes import Cause
from isop_analysis.contracts.lineage import DECIDED_WITH, READS, steps_before
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.tables import by_name
from isop_analysis.study import load
from isop_analysis.workflow.reached import MAKING, PUBLISHING, Reached, steps_behind

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "workflow/rules"


@pytest.fixture(scope="module")
def reached() -> Reached:
    return Reached(load(ROOT / "config/config.yaml"))


@pytest.mark.parametrize("step", [step for step in READS if step != PUBLISHING])
def test_steps_come_after_those_whose_tables_their_rules_read(step: str) -> None:
    rule = (RULES / f"{step}.smk").read_text()
    inputs = rule.partition("input:")[2].partition("output:")[0]
    tables = [
        name
        for call in re.findall(r"plan\.tables\(([^)]*)\)", inputs)
        for name in re.findall(r'"(\w+)"', call)
    ]
    steps = {by_name(name).step for name in tables} | set(re.findall(r'written_by\("(\w+)"\)', inputs))
    naming = {"import_answers"} if "plan.naming" in inputs else set()
    assert steps <= set(steps_before(step))
    assert set(steps_before(step)) <= steps | naming


def test_what_else_decides_over_a_published_table_is_a_table_of_the_line() -> None:
    assert set(DECIDED_WITH) <= set(PUBLISHED_NAMES)
    assert {by_name(name).step for own in DECIDED_WITH.values() for name in own} <= set(MAKING)


@pytest.mark.parametrize("table", ["choices", "profession_tasks", "network_measures"])
def test_counts_of_professions_are_decided_on_together(table: str) -> None:
    """A profession that is merged in one table is merged in the others: what counts one reaches all."""
    assert {"map_networks", "measure_scales"} <= steps_behind(table, "")


def test_numbers_of_rows_lie_near_those_of_every_model() -> None:
    """An n becomes a band where another model's lies near: whatever fits a model reaches it."""
    assert "fit_structural" in steps_behind("model_effects", "n")
    assert "fit_structural" not in steps_behind("model_effects", "estimate")


@pytest.mark.parametrize(
    ("key", "table", "column", "found"),
    [
        ("models.multilevel.growth_by_participation.formula", "model_effects", "estimate", True),
        ("models.multilevel.growth_by_participation.formula", "structural_fits", "cfi", False),
        ("models.multilevel.growth_by_participation.formula", "conclusions", "answer", True),
        ("models.multilevel.growth_by_participation.title", "model_effects", "estimate", False),
        ("models.structural.cfa_scan.missing", "structural_fits", "cfi", True),
        ("config.privacy.minimum_cell", "item_counts", "count", True),
        ("config.planning.alpha", "reliability", "alpha", False),
        ("config.planning.alpha", "detectable_effects", "effect", True),
        ("integration.codes.role_contested.theme", "reliability", "alpha", False),
        ("integration.codes.role_contested.theme", "theme_counts", "people", True),
        ("instruments.scan_netwerkleren.items.rt3.columns", "reliability", "alpha", True),
        ("config.title", "reliability", "alpha", False),
        ("registration", "conclusion_caveats", "caveat", True),
        ("registration", "reliability", "alpha", False),
    ],
)
def test_a_key_reaches_what_is_made_with_it(
    reached: Reached, key: str, table: str, column: str, found: bool
) -> None:
    assert reached.reaches(Cause("key", key), table, column) is found
