"""The sample's counts of one attribute do not give a small group of another away."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts import empty_table
from isop_analysis.measurement.participants import sample_rows
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]
ATTRIBUTES = ("role", "profession", "level", "sector")


@pytest.fixture(scope="module")
def demo() -> Study:
    return load(ROOT / "config/config.yaml")


def told(study: Study, *groups: tuple[dict[str, str], int]) -> dict[tuple[str, str], int | None]:
    rows = [{**dict.fromkeys(ATTRIBUTES), **own} for own, size in groups for _ in range(size)]
    persons = pd.DataFrame(rows).assign(person=[f"p{place}" for place in range(len(rows))])
    responses = persons[["person"]].assign(response=range(len(rows)), occasion="T0")
    studied = StudyRows(empty_table("answers"), responses, empty_table("scale_scores"), ("T0",))
    found = sample_rows(study, studied, persons)
    return {(str(row["attribute"]), str(row["value"])): row["people"] for row in found}  # type: ignore[misc]


def test_social_workers_do_not_tell_how_few_are_in_care(demo: Study) -> None:
    cells = told(
        demo,
        ({"profession": "teacher", "sector": "education"}, 40),
        ({"profession": "support", "sector": "education"}, 22),
        ({"profession": "childcare_worker", "sector": "childcare"}, 44),
        ({"profession": "social_worker", "sector": "welfare"}, 28),
        ({"profession": "support", "sector": "care"}, 3),
        ({}, 3),
    )
    assert (cells[("sector", "care")], cells[("sector", "welfare")]) == (None, None)
    # Welfare is the social workers, and 137 less the other sectors and these are the three of care.
    assert cells[("profession", "social_worker")] is None
    hidden = [value for (name, value), people in cells.items() if name == "profession" and people is None]
    assert len(hidden) >= 2
    # How many could be linked to nobody is told, as in the table of links.
    assert (cells[("profession", "unknown")], cells[("sector", "unknown")]) == (3, 3)


def test_attributes_that_tell_nothing_of_each_other_stay(demo: Study) -> None:
    cells = told(
        demo,
        ({"role": "future", "sector": "education"}, 40),
        ({"role": "future", "sector": "welfare"}, 9),
        ({"role": "working", "sector": "education"}, 12),
        ({"role": "working", "sector": "welfare"}, 14),
    )
    assert [cells[("role", name)] for name in ("future", "working")] == [49, 26]
    assert [cells[("sector", name)] for name in ("education", "welfare")] == [52, 23]
