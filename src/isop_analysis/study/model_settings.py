"""Model files under config/models/ with their multilevel models, and the hypotheses that these test."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.structural_settings import Effect, MicroMacro, Panel, Structural


class Centred(Settings):
    """A predictor made by centring between and within clusters (Enders & Tofighi 2007).

    `{of: dose, between: [team]}` is the team's mean minus the grand mean; `{of: dose, between: [person],
    within: [team]}` the person's mean minus the team's; `{of: dose, within: [person]}` the value minus the
    person's mean; `{of: dose}` the value minus the grand mean. `{of: dose, between: [team], others: true}` is
    the mean of the person's team mates minus the grand mean.
    """

    name: Name
    of: str = Field(description="Variable that is centred, such as 'dose'.")
    between: list[str] = Field(
        default=[], description="Groups whose mean is taken; none for the value itself."
    )
    within: list[str] = Field(
        default=[], description="Groups whose mean is subtracted; none for the grand mean."
    )
    others: bool = Field(
        default=False,
        description="The mean of the group's other people, so that nobody's own value counts; not where "
        "someone is the only one.",
    )


class Margin(Settings):
    """Expected outcomes, or slopes, of a fitted model at declared points."""

    name: Name
    title: Text = Field(description="What readers are told is expected.")
    slope_of: str | None = Field(
        default=None, description="Variable whose slope is asked for; the expected outcome if absent."
    )
    by: list[str] = Field(
        default=[], description="Factors of the formula told apart; others are averaged over."
    )
    at: dict[str, list[float | str]] = Field(
        default={}, description="Values at which variables stand; numbers left out stand at their mean."
    )
    weights: Literal["equal", "proportional"] = Field(
        default="equal", description="Of the levels averaged over: equal, or as their rows."
    )


class Multilevel(Settings):
    """One multilevel model, fitted to each of the named scales in turn."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    question: Text = Field(description="The question it answers, as a reader would ask it.")
    scales: list[Name] | Literal["all"] = Field(description="Scales that are `score` in turn.")
    formula: str = Field(
        description="lme4 notation with `score` at the left, such as 'score ~ dose + (1 | team)'."
    )
    centred: list[Centred] = Field(default=[], description="Predictors made by centring; formulas name them.")
    rows: Literal["participants", "all"] = Field(
        default="participants", description="People in a team, or also those without one."
    )
    family: Literal["gaussian"] = Field(
        default="gaussian", description="Distribution of the score; only the normal one in this version."
    )
    missing: Literal["listwise"] = Field(
        default="listwise", description="Rows with a missing value; only left out in this version."
    )
    minimum_clusters: int = Field(
        default=6, ge=2, description="Fewer clusters in any group: refused, said so."
    )
    references: dict[str, str] = Field(
        default={}, description="Reference level per factor, over the attribute's."
    )
    reml: bool = Field(default=True, description="Restricted maximum likelihood; false: maximum likelihood.")
    df: Literal["auto", "kenward-roger", "satterthwaite", "normal"] = Field(
        default="auto",
        description="Degrees of freedom; auto: Kenward–Roger where a group has fewer than 50 levels, "
        "else Satterthwaite.",
    )
    weights: str | None = Field(
        default=None, description="Variable that weighs rows: Var(residual) = σ² / weight."
    )
    singular: str = Field(
        default="report",
        description="Where a variance is estimated as zero or a correlation as ±1: report the fit as it is, "
        "or the name of the multilevel model whose formula is fitted instead; the report says so.",
    )
    slope_draws: int = Field(
        default=99,
        ge=0,
        description="Refits that test a slope's variance (parametric bootstrap, at most); with 0 there is "
        "only the χ² mixture.",
    )
    margins: list[Margin] = Field(default=[], description="Means and slopes that the report shows.")
    kind: Literal["null", "participation", "growth", "other"] = Field(
        default="other", description="What the report does with it: null models tell where differences lie."
    )
    chapter: Chapter | None = Field(
        default=None, description="Chapter of the report; the scale's own if absent."
    )
    effects: list[Effect] = Field(
        default=[], description="The coefficients that the report tells, each as a contrast."
    )


class ModelFile(Settings):
    """A file under config/models/."""

    multilevel: list[Multilevel] = Field(default=[], description="Models of scores of people in groups.")
    structural: list[Structural] = Field(
        default=[], description="Models of measurement, of paths, and of invariance."
    )
    panels: list[Panel] = Field(default=[], description="Models of change over three occasions or more.")
    micro_macro: list[MicroMacro] = Field(
        default=[], description="Models of sites: people's collaboration against figures about children."
    )


class Hypothesis(Settings):
    """One hypothesis; each of its scales is one test.

    The test stays two-sided; `direction` is the sign that was expected. The smallest effect that matters, its
    contrast, unit and source are those of the model's declared effect, which a confirmatory hypothesis needs.
    """

    name: Name
    text: Text = Field(description="The hypothesis as a reader would say it.")
    status: Literal["confirmatory", "exploratory"] = Field(
        description="confirmatory: planned before the data were seen; exploratory: all others."
    )
    family: Name | None = Field(
        default=None, description="Tests held together by Holm's method; needed where confirmatory."
    )
    direction: Literal["positive", "negative", "either"] = Field(
        default="either", description="The sign that was expected."
    )
    model: Name = Field(description="The multilevel model that tests it.")
    scales: list[Name] | Literal["all"] = Field(
        default="all", description="Scales of that model; 'all' of them."
    )
    term: str = Field(description="The effect, declared in that model, such as 'participation_person'.")


class Family(Settings):
    """Tests that are held together: p is adjusted over all of them."""

    name: Name
    title: Text = Field(description="What readers are told the tests are about.")


class HypothesisFile(Settings):
    """A study's hypotheses; `isop freeze` freezes them as the plan."""

    families: list[Family] = Field(default=[], description="Tests that are held together.")
    hypotheses: list[Hypothesis] = Field(min_length=1, description="Each with the effect that tests it.")
