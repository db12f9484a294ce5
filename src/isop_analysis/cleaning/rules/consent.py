"""Leave out responses of people who did not agree to the survey, or who withdrew before answering.

Nameless responses stay, at team level: there is nobody whose consent could be looked up.
"""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement
from isop_analysis.study.cleaning_rules import ConsentRule


def apply(evidence: Evidence, rule: ConsentRule) -> Judgement:
    """Return the refusals that were looked up when responses were linked."""
    return Judgement(evidence.responses["refusal"].dropna().astype("object"))
