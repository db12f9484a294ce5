"""Children's chances and the region: open data as proxies per site, and the region's primary schools."""

from typing import Literal, Self

from pydantic import Field, model_validator

from isop_analysis.study.base import Name, Settings, Text


class SiteKeys(Settings):
    """The file that links a site to the keys of open data; a site may have several rows, or none."""

    file: str = Field(default="site_keys.csv", description="In the raw folder.")
    site: str = Field(default="site", description="Column: the site as the register names it.")
    brin: str = Field(default="brin", description="Column: the school's BRIN number.")
    location: str = Field(default="location", description="Column: the school's location number.")
    lrk: str | None = Field(
        default="lrk", description="Column: the number in the childcare register; null where there is none."
    )
    municipality: str = Field(default="municipality", description="Column: the municipality's CBS code.")


class Outcome(Settings):
    """A proxy of children's chances, or of a site's composition, which is held equal and never explained."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    short: Text | None = Field(default=None, description="A word or two, such as 'final test'.")
    domain: Literal["safe", "healthy", "opportunities", "composition"] = Field(
        description="Which chance it stands for; composition: held equal, never explained."
    )
    ages: Literal["0-4", "4-12", "12-18"] = Field(description="Age of the children it is about.")
    level: Literal["site", "municipality"] = Field(description="What a row of the file is about.")
    file: str = Field(description="Open-data CSV in the raw folder.")
    key: list[str] = Field(
        min_length=1, max_length=2, description="Columns of BRIN and location, or of the municipality code."
    )
    year: str = Field(description="Column of the school year.")
    value: str = Field(description="Column of the value or count.")
    total: str | None = Field(default=None, description="Column of the total, where value is a count of it.")
    low: float | None = Field(default=None, description="Lowest possible value.")
    high: float | None = Field(default=None, description="Highest possible value.")
    lag: int = Field(default=0, ge=0, description="School years after participation.")
    higher_is: Literal["better", "worse", "neither"] = Field(
        default="neither", description="Whether a higher value is better or worse for children."
    )

    @model_validator(mode="after")
    def _range_holds(self) -> Self:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"low ({self.low:g}) must lie below high ({self.high:g})")
        return self

    @model_validator(mode="after")
    def _municipality_has_one_key(self) -> Self:
        if self.level == "municipality" and len(self.key) > 1:
            raise ValueError("level 'municipality' takes one key; keep the column of the municipality's code")
        return self


class Municipality(Settings):
    """A municipality by its CBS code."""

    code: str = Field(pattern=r"^\d{4}$", description="Four digits, as text.")
    name: str = Field(description="As readers know it.")


class Area(Settings):
    """A part of the region."""

    name: Name
    title: Text = Field(description="What readers are told the area is.")
    municipalities: list[Municipality] = Field(min_length=1, description="The municipalities that make it.")


class Region(Settings):
    """The region's primary schools, from DUO's final-test file and CBS's disadvantage scores."""

    areas: list[Area] = Field(min_length=1, description="Parts of the region that are told apart.")
    final_test: str | None = Field(default=None, description="DUO's file of mean final-test scores.")
    disadvantage: str | None = Field(default=None, description="CBS's workbook of disadvantage scores.")
    providers: list[str] = Field(
        default=["CET"], description="Test providers told apart; never compared with each other."
    )


class PremiseAnswer(Settings):
    """What of this study speaks to a premise: one of these."""

    question: Name | None = Field(default=None, description="A question; its answer is told.")
    scale: Name | None = Field(default=None, description="A scale; its mean at the first occasion is told.")
    outcome: Name | None = Field(default=None, description="A proxy of children's chances.")
    theme: Name | None = Field(default=None, description="A theme of the codebook.")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        given = [name for name, value in self if value is not None]
        if len(given) != 1:
            raise ValueError(f"names {len(given)} of question, scale, outcome and theme; keep or write one")
        return self


class Premise(Settings):
    """A claim the programme stands on: with its source, and what of ours speaks to it."""

    name: Name
    claim: Text = Field(description="The claim, as the programme states it.")
    source: str = Field(description="Where it was published.")
    measure: Literal["none", "region_disadvantage", "region_final_test"] = Field(
        default="none", description="The open data of the region that speak to it."
    )
    answered_by: PremiseAnswer | None = Field(
        default=None, description="What in this study measures it; without this and `measure`: not measured."
    )


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
    type: Literal[
        "convergent", "explanatory_sequential", "exploratory_sequential", "embedded", "multiphase"
    ] = Field(
        description="How the parts with numbers and with words are set up; `timing` has to go with "
        "it (Creswell & Plano Clark 2018)."
    )
    purposes: list[Literal["triangulation", "complementarity", "development", "initiation", "expansion"]] = (
        Field(min_length=1, description="What mixing is for (Greene, Caracelli & Graham 1989).")
    )
    timing: Timing = Field(description="What came first; it has to go with the type.")
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
            raise ValueError(
                f"timing '{self.timing}' does not go with type '{self.type}'; write '{fitting[0]}'"
            )
        return self
