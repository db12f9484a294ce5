"""Every published table of a study, invented from its config: enough for every figure and chapter."""

from typing import Any

from invented_context import context_rows
from invented_indirect import indirect_rows
from invented_measures import measured_rows, team_rows
from invented_missingness import missing_rows
from invented_models import model_rows
from invented_people import people_rows
from invented_structural import structural_rows

from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.study.study import Study

Row = dict[str, Any]


def invented_rows(study: Study) -> dict[str, list[Row]]:
    """Return rows of published tables: of the demo every table, of other studies scales and models."""
    short = {**measured_rows(study), **model_rows(study), "deviations": deviation_rows(study)}
    if study.name != "demo":
        return short
    return short | {
        **people_rows(study),
        **missing_rows(study),
        **team_rows(study),
        **structural_rows(study),
        **indirect_rows(),
        **context_rows(study),
        "held_back": [{"table": "item_counts", "as_of": "2026-09-01"}],
    }
