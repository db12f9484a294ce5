"""The evidence of a two-level model: from complete rows, or from rows with missing values."""

import numpy as np

from isop_analysis.stats.structural.evidence import Evidence
from isop_analysis.stats.structural.incomplete_levels.evidence import incomplete_two_level
from isop_analysis.stats.structural.parameter_table import ParameterTable
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.two_level_evidence import two_level


def evidence_of_levels(table: ParameterTable, rows: ModelRows) -> Evidence:
    """Return the evidence; complete rows have sums of squares and means as sufficient statistics."""
    complete = not np.isnan(rows.columns(0, table.observed)).any()
    return two_level(table, rows) if complete else incomplete_two_level(table, rows)
