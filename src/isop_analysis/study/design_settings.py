"""`design`: how words and numbers are mixed, as reporting standards ask (GRAMMS; APA's JARS–Mixed)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from isop_analysis.study.base import Settings, Text

Timing = Literal["concurrent", "quantitative_first", "qualitative_first"]

ORDERS: dict[str, tuple[Timing, ...]] = {
    "convergent": ("concurrent",),
    "explanatory_sequential": ("quantitative_first",),
    "exploratory_sequential": ("qualitative_first",),
}
"""The orders that go with a type; other types leave it open (Creswell & Plano Clark 2018)."""


class Design(Settings):
    """How words and numbers are mixed, and who did it. The methods tell it, checklists link to it."""

    why: Text = Field(description="Why the question needs words as well as numbers: whole sentences.")
    type: Literal["convergent", "explanatory_sequential", "exploratory_sequential", "embedded", "multiphase"]
    purposes: list[Literal["triangulation", "complementarity", "development", "initiation", "expansion"]] = (
        Field(min_length=1, description="What mixing is for (Greene, Caracelli & Graham 1989).")
    )
    timing: Timing
    priority: Literal["equal", "quantitative", "qualitative"] = Field(description="What leads.")
    meet: list[Literal["connecting", "building", "merging", "embedding"]] = Field(
        min_length=1, description="Where words and numbers meet (Fetters, Curry & Creswell 2013)."
    )
    integrated_by: Text | None = Field(
        default=None, description="Who brought them together: roles, no names."
    )
    researchers: Text | None = Field(
        default=None, description="Who the researchers are and how they relate to the subject; no names."
    )
    recording: Text | None = Field(
        default=None, description="How talks were recorded and written out: whole sentences."
    )

    @model_validator(mode="after")
    def _order_goes_with_type(self) -> Self:
        fitting = ORDERS.get(self.type, (self.timing,))
        if self.timing not in fitting:
            raise ValueError(f"timing {self.timing} does not go with type {self.type}: write {fitting[0]}")
        return self
