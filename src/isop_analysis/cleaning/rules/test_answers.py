"""Leave out previews and test answers, as import marked them by status or address."""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out
from isop_analysis.study.cleaning_rules import TestAnswersRule


def apply(evidence: Evidence, rule: TestAnswersRule) -> Judgement:
    """Return the marked responses."""
    return left_out(evidence.responses["test"], "preview or test answer")
