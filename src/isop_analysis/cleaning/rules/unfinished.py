"""Leave out responses with too small a share of the scale items answered.

A choice such as 'not applicable' or 'don't know' is an answer here: the respondent came by.
"""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import UnfinishedRule


def apply(evidence: Evidence, rule: UnfinishedRule) -> Judgement:
    """Return the responses below the least share; instruments without closed items have none."""
    rows = evidence.responses
    too_few = rows["scale_answered"] < rule.minimum_share * rows["scale_items"]
    return left_out(too_few, f"fewer than {100 * rule.minimum_share:g} % of the scale items answered")
