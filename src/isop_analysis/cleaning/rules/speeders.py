"""Leave out responses answered faster than can be read; those without a duration are not judged."""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import SpeedersRule


def apply(evidence: Evidence, rule: SpeedersRule) -> Judgement:
    """Return the responses with fewer seconds an answered scale item than the rule asks for."""
    rows = evidence.responses
    seconds = rows["seconds"].astype("Float64")
    fast = (rows["scale_answered"] > 0) & (seconds < rule.seconds_per_item * rows["scale_answered"])
    return left_out(fast, f"less than {rule.seconds_per_item:g} s an answered item")
