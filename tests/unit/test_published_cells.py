"""No table that readers see tells of fewer people than may be shown, neither by itself nor by subtraction."""

import re
from collections.abc import Iterator

import pytest
from demo_study import Demo

from isop_analysis.report.page.context import Context
from isop_analysis.report.page.reader_tables import READER_TABLES, ReaderTable, reader_table

MINIMUM = 5
PEOPLE = {
    "sample": ["people"],
    "dropout": ["stayed_n", "left_n"],
    "dropout_groups": ["people", "left"],
    "dropout_model": ["n", "left"],
    "missing_patterns": ["people"],
    "missing_tests": ["n"],
    "answer_kinds": ["answers"],
    "model_rows": ["available", "used", "lost_any", "lost_first", "lost_only"],
    "structural_rows": ["available", "used", "lost_any", "lost_first", "lost_only"],
    "reliability": ["n"],
    "agreement": ["n"],
    "scale_descriptives": ["n", "persons"],
    "item_descriptives": ["n", "absent"],
    "item_counts": ["count"],
    "choices": ["chosen", "asked"],
    "theme_counts": ["people"],
    "model_effects": ["n"],
    "detectable_effects": ["n"],
    "hypotheses": ["n"],
    "model_fits": ["n"],
    "model_coefficients": ["n"],
    "model_variances": ["n"],
    "model_diagnostics": ["n"],
    "model_means": ["n"],
    "structural_fits": ["n"],
    "structural_parameters": ["n"],
    "structural_twins": ["n"],
    "site_models": ["people"],
    "site_estimates": ["n"],
    "site_loadings": ["n"],
    "structural_misfit": ["n"],
    "factor_measures": ["n"],
    "factor_pairs": ["n"],
    "structural_invariance": ["n", "smallest_group"],
    "structural_releases": ["n"],
    "structural_defined": ["n"],
    "structural_levels": ["n"],
    "structural_confounding": ["n"],
    "structural_confounding_curve": ["n"],
    "structural_robustness": ["n"],
}
# How many responses a rule left out, how many were linked in which way: a flow must add up, and tells nothing
# of what anyone answered. Segments, teams and public schools are no people.
NOT_PEOPLE = {
    "people_flow",
    "flow",
    "linking",
    "coder_agreement",
    "joint_display",
    "region_schools",
    "deviations",
}


def rows_of(demo: Demo, table: ReaderTable) -> Iterator[dict[str, str]]:
    """Yield each row as readers see it, cells by the column of the contract."""
    shown = reader_table(Context(demo.study, "en"), table)
    names = [column.name for column in table.columns]
    for row in shown.rows if shown else ():
        yield dict(zip(names, (str(cell.text) for cell in row.cells), strict=True))


def number(cell: str) -> float | None:
    text = re.sub(r"<[^>]*>|[,%\u00a0]", "", cell).replace("−", "-")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


@pytest.mark.parametrize(
    "table", [t for t in READER_TABLES if t.name in PEOPLE], ids=lambda table: table.name
)
def test_no_number_of_people_is_small(demo_run: Demo, table: ReaderTable) -> None:
    small, seen = [], 0
    for row in rows_of(demo_run, table):
        for column in PEOPLE[table.name]:
            value = number(row[column])
            seen += value is not None
            small += [row] if value is not None and 0 < value < MINIMUM else []
    assert small == []
    assert seen > 0


@pytest.mark.parametrize("name", ["scale_descriptives", "item_descriptives"])
def test_no_share_gives_a_small_number_away(demo_run: Demo, name: str) -> None:
    table, shown = next(t for t in READER_TABLES if t.name == name), 0
    for row in rows_of(demo_run, table):
        n = number(row["n"])
        for share in (number(row["floor"]), number(row["ceiling"])):
            if n is None or share is None:
                continue
            shown += share > 0
            # Shares are written in whole per cent.
            assert share == 0 or share * n / 100 >= MINIMUM - n / 200
    assert shown > 5


def test_choices_of_all_minus_those_of_groups_shown_leave_no_small_group(demo_run: Demo) -> None:
    choices = demo_run.study.table("choices").astype({"attribute": "str"})
    left = 0
    for _, option in choices.groupby(["question", "option", "occasion"], observed=True):
        everyone = option[option["attribute"] == "all"].iloc[0]
        groups = option[(option["attribute"] != "all") & ~option["suppressed"]]
        if everyone["suppressed"]:
            continue
        asked = int(everyone["asked"] - groups["asked"].sum())
        chosen = int(everyone["chosen"] - groups["chosen"].sum())
        left += asked > 0
        assert asked == 0 or (
            asked >= MINIMUM and not 0 < chosen < MINIMUM and not 0 < asked - chosen < MINIMUM
        )
    assert left > 50


def test_every_table_that_readers_see_is_judged() -> None:
    names = {table.name for table in READER_TABLES}
    assert names - PEOPLE.keys() - NOT_PEOPLE == set()
