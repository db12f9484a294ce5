"""Leave out responses whose scale items all carry one answer although some items are reversed.

Answers are compared as given, before any is turned round, over the items that share an answer scale with
reversed ones (a mark from 1 to 10 beside them doesn't count); both kinds of items must have been answered.
"""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import StraightLinersRule


def apply(evidence: Evidence, rule: StraightLinersRule) -> Judgement:
    """Return the responses with one and the same answer throughout."""
    rows = evidence.responses
    given = rows["reversed_given"] + rows["straight_given"]
    same = (rows["lowest"] == rows["highest"]) & (given >= rule.minimum_items)
    against = (rows["reversed_given"] > 0) & (rows["straight_given"] > 0)
    return left_out(same & against, "one answer throughout, reversed items too")
