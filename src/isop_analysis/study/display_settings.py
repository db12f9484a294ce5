"""Joint displays, which put numbers beside words, and what researchers make of them (displays.yaml)."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text

DisplayKind = Literal[
    "statistics_by_themes", "side_by_side", "quote_matrix", "case_ordered", "fit_of_integration"
]
NEEDED: dict[str, tuple[str, ...]] = {
    "statistics_by_themes": ("scale", "occasion", "themes"),
    "side_by_side": ("rows",),
    "quote_matrix": ("codes",),
    "case_ordered": ("scale", "occasion", "themes"),
    "fit_of_integration": ("pairs",),
}
"""Keys that a display of each kind needs."""
ALLOWED: dict[str, tuple[str, ...]] = {
    "statistics_by_themes": ("bands", "smallest"),
    "quote_matrix": ("scale", "occasion", "bands", "smallest"),
}
"""Keys that it may have beside those and the ones of every display."""


class EffectOf(Settings):
    """A declared effect of a multilevel model on one of its scales."""

    model: Name = Field(description="The multilevel model.")
    term: str = Field(min_length=1, description="A declared effect of the model.")
    scale: Name = Field(description="The scale that the model explains.")


class SideRow(Settings):
    """A row of a display side by side: a result, the codes that speak to it, and what both say together."""

    question: Name | None = Field(default=None, description="A question, whose answer is the result.")
    effect: EffectOf | None = Field(default=None, description="Or a declared effect.")
    codes: list[Name] = Field(min_length=1, description="Codes that speak to the result.")
    meta: Text | None = Field(
        default=None,
        description="What the researcher concludes from both; without it the cell says that it is open.",
    )


class Pair(EffectOf):
    """An effect and the codes that speak to it, declared before the results: part of the frozen plan."""

    name: Name
    title: Text = Field(description="What readers are told it is about.")
    codes: list[Name] = Field(
        min_length=1, description="Who raises one of these says that the effect has `direction`."
    )
    against: list[Name] = Field(default=[], description="Who raises one of these says the contrary.")
    direction: Literal["positive", "negative"] = Field(
        default="positive",
        description="The direction of the effect that those who raise one of `codes` speak for.",
    )


class JointDisplay(Settings):
    """A display that puts numbers beside words; which keys it has depends on its kind."""

    name: Name
    title: Text = Field(description="Its heading in the report.")
    kind: DisplayKind = Field(
        default="statistics_by_themes",
        description="How numbers and words are put together; it decides which other keys are needed.",
    )
    scale: Name | None = Field(default=None, description="Scale by whose score teams are put in bands.")
    occasion: str | None = Field(default=None, description="Occasion of the scores.")
    bands: int = Field(default=3, ge=2, le=5, description="Bands of teams by score, from low to high.")
    smallest: float | None = Field(
        default=None,
        gt=0,
        le=100,
        description="The smallest difference that matters: how many more of every hundred people raise it "
        "where a team scores a point higher.",
    )
    themes: list[Name] = Field(default=[], description="For statistics_by_themes and case_ordered.")
    codes: list[Name] = Field(
        default=[],
        description="For quote_matrix: its rows; its columns are the groups of `coded.documents.attribute`, "
        "or bands of teams where a scale is named.",
    )
    rows: list[SideRow] = Field(default=[], description="For side_by_side.")
    pairs: list[Pair] = Field(default=[], description="For fit_of_integration.")

    @property
    def banded(self) -> bool:
        """Whether it puts teams in bands by a score."""
        return self.scale is not None

    @property
    def banding(self) -> tuple[str | None, str | None, int | None]:
        """What decides which team is in which band: scale, occasion, how many (None: groups of five)."""
        return self.scale, self.occasion, None if self.kind == "case_ordered" else self.bands


Judged = Literal["confirmation", "expansion", "complementarity", "discordance"]


class Judgement(Settings):
    """What a researcher makes of a pair of numbers and words, and of which facts."""

    pair: Name = Field(description="The pair of a display of the kind fit_of_integration.")
    judgement: Judged = Field(description="Fetters, Curry & Creswell (2013), with complementarity.")
    note: Text = Field(description="Why: a sentence or two that stand beside the judgement.")
    by: str = Field(pattern=r"^[A-Za-z][A-Za-z.]{0,5}$", description="Initials.")
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="The day, as 2025-07-10.")
    facts: str = Field(
        pattern=r"^[0-9a-f]{12}$",
        description="Hash of the facts that it is made of; `isop check` says it after a run.",
    )


class DisplayFile(Settings):
    """displays.yaml: a study's own joint displays, and what researchers make of its pairs."""

    joint_displays: list[JointDisplay] = Field(
        default=[], description="Displays of this study alone, beside those of the integration file."
    )
    judgements: list[Judgement] = Field(
        default=[], description="What a researcher makes of pairs, once the facts are known."
    )
