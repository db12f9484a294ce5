"""Missing answers: patterns, Little's test, who dropped out, rows a model loses. Pure statistics.

`answer_patterns`, `mcar_test`, `standardised_difference`, `share_interval`, `leaving_odds` and `rows_lost`
take pandas frames; what can't be computed is a
`isop_analysis.base.reasons.Refused`, a key and values told as one sentence.
"""

from isop_analysis.stats.missingness.comparison import (
    Difference,
    Share,
    share_interval,
    standardised_difference,
)
from isop_analysis.stats.missingness.leaving import LeavingOdds, leaving_odds
from isop_analysis.stats.missingness.little import McarTest, mcar_test
from isop_analysis.stats.missingness.patterns import AnswerPattern, answer_patterns, kind_of
from isop_analysis.stats.missingness.rows import rows_lost

__all__ = [
    "AnswerPattern",
    "Difference",
    "LeavingOdds",
    "McarTest",
    "Share",
    "answer_patterns",
    "kind_of",
    "leaving_odds",
    "mcar_test",
    "rows_lost",
    "share_interval",
    "standardised_difference",
]
