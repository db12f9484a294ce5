"""What the study asks about missing answers."""

from pydantic import Field

from isop_analysis.study.base import Settings


class MissingAnswers(Settings):
    """What is asked of missing answers, beside what every study gets (patterns, Little's test, who left)."""

    dropout_by: list[str] = Field(
        default=[],
        description="Predictors of leaving, in one logistic regression per pair of occasions: attributes, "
        "scales (their score at the earlier occasion) and 'dose'. None: no regression.",
    )
