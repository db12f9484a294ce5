"""Leave out responses of people who did not agree to the survey, or who withdrew before answering.

Nameless responses stay, at team level: there is nobody whose consent could be looked up. Tests are nobody's:
they are left to the rule test_answers, whichever comes first.
"""

from isop_analysis.cleaning.rules.judgement import Evidence, Judgement
from isop_analysis.study.cleaning_rules import ConsentRule


def apply(evidence: Evidence, rule: ConsentRule) -> Judgement:
    """Return the refusals that were looked up when responses were linked."""
    asked = evidence.responses[~evidence.responses["test"].astype(bool)]
    return Judgement(asked["refusal"].dropna().astype("object"))
