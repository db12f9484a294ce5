"""Models of change over three or more occasions: what comes first within a person, and how people grow."""

from typing import Literal, Self

from pydantic import Field, model_validator

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.instrument import Chapter


class Panel(Settings):
    """A random-intercept cross-lagged panel, or a latent growth curve, over a person's occasions.

    Variables are scales, or 'attendance': sessions attended of those offered since the occasion before.
    """

    name: Name
    title: Text
    question: Text = Field(description="The question it answers, as a reader would ask it.")
    kind: Literal["cross_lagged", "growth_curve"]
    variables: list[Name] = Field(
        min_length=1, description="For kind cross_lagged two or more, for kind growth_curve one."
    )
    occasions: list[str] = Field(default=[], description="In order, three or more; all if empty.")
    steady: bool = Field(
        default=False, description="For kind cross_lagged: slopes are the same between any two occasions."
    )
    estimator: Literal["ML", "MLR"] = Field(
        default="ML", description="Maximum likelihood, or with errors and tests robust to non-normal answers."
    )
    missing: Literal["listwise", "fiml"] = Field(
        default="fiml",
        description="People who lack an occasion: left out, or kept by full information maximum likelihood.",
    )
    minimum_n: int = Field(
        default=150, ge=20, description="Fewer people with two or more occasions: refused, said so."
    )
    chapter: Chapter = "context"

    @model_validator(mode="after")
    def _as_many_variables_as_the_kind_takes(self) -> Self:
        if self.kind == "growth_curve" and len(self.variables) != 1:
            raise ValueError(f"a growth curve takes one variable, here are {len(self.variables)}")
        if self.kind == "cross_lagged" and len(set(self.variables)) < 2:
            raise ValueError("a cross-lagged panel takes two or more variables")
        return self
