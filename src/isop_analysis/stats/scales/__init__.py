"""Scoring and measurement of scales: pure functions over answers, no reading of config or files.

1. `score`: reverse-code, average what was answered, rescale.
2. `describe_items`, `count_answers`, `describe_scales`, `correlations`: what was answered.
3. `reliability`: alpha and omega; `ordinal_reliability`, `polychoric`: of ordered answers.
4. `agreement`: ICCs, r_wg(j), AD_M, and whether group means may be used; `two_level_omega`: reliability
   within and between groups.

Whatever can't be computed is `Refused`: a key with values, told as one sentence that says why and how to mend
it.
"""

from isop_analysis.stats.bivariate.correlations import correlations
from isop_analysis.stats.bivariate.polychoric import Polychoric, polychoric
from isop_analysis.stats.scales.agreement import Agreement, agreement
from isop_analysis.stats.scales.description import count_answers, describe_items, describe_scales
from isop_analysis.stats.scales.ordinal import OrdinalReliability, ordinal_reliability
from isop_analysis.stats.scales.reliability import Reliability, reliability
from isop_analysis.stats.scales.scoring import reverse_coded, score
from isop_analysis.stats.scales.two_level_omega import TwoLevelOmega, two_level_omega
from isop_analysis.stats.scales.verdict import Cutoffs

__all__ = [
    "Agreement",
    "Cutoffs",
    "OrdinalReliability",
    "Polychoric",
    "Reliability",
    "TwoLevelOmega",
    "agreement",
    "correlations",
    "count_answers",
    "describe_items",
    "describe_scales",
    "ordinal_reliability",
    "polychoric",
    "reliability",
    "reverse_coded",
    "score",
    "two_level_omega",
]
