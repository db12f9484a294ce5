"""Leave out responses whose scale items all carry one answer although some items are reversed.

Answers are compared as given, before any is turned round; both kinds of items must have been answered.
"""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import StraightLinersRule


def apply(evidence: Evidence, rule: StraightLinersRule) -> Judgement:
    """Return the responses with one and the same answer throughout."""
    rows = evidence.responses
    same = (rows["lowest"] == rows["highest"]) & (rows["scale_given"] >= rule.minimum_items)
    against = (rows["reversed_given"] > 0) & (rows["straight_given"] > 0)
    return left_out(same & against, "one answer throughout, reversed items too")
