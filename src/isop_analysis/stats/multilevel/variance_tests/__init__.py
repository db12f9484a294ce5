"""Does this variance differ from zero? Restricted likelihood ratios with their finite-sample distribution."""

from isop_analysis.stats.multilevel.variance_tests.table import variance_tests

__all__ = ["variance_tests"]
