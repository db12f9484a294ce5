"""Missing answers of a study: when, which, of what kind, whether by chance; who left between occasions."""

from isop_analysis.measurement.missing.chance import chance_rows
from isop_analysis.measurement.missing.dropout import dropout_rows
from isop_analysis.measurement.missing.groups import group_rows
from isop_analysis.measurement.missing.kinds import kind_rows
from isop_analysis.measurement.missing.leaving import leaving_rows
from isop_analysis.measurement.missing.patterns import pattern_rows

__all__ = ["chance_rows", "dropout_rows", "group_rows", "kind_rows", "leaving_rows", "pattern_rows"]
