"""Hypotheses file: what is to be confirmed, what is explored, and which estimate tests it."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text


class Hypothesis(Settings):
    """One hypothesis; each of its scales is one test.

    The test stays two-sided; `direction` is the sign that was expected. The smallest effect that matters, its
    contrast, unit and source are those of the model's declared effect, which a confirmatory hypothesis needs.
    """

    name: Name
    text: Text = Field(description="The hypothesis as a reader would say it.")
    status: Literal["confirmatory", "exploratory"]
    family: Name | None = Field(
        default=None, description="Tests held together by Holm's method; needed where confirmatory."
    )
    direction: Literal["positive", "negative", "either"] = "either"
    model: Name = Field(description="The multilevel model that tests it.")
    scales: list[Name] | Literal["all"] = Field(
        default="all", description="Scales of that model; 'all' of them."
    )
    term: str = Field(description="The effect, declared in that model, such as 'participation_person'.")


class Family(Settings):
    """Tests that are held together: p is adjusted over all of them."""

    name: Name
    title: Text


class HypothesisFile(Settings):
    """A study's hypotheses; `isop freeze` freezes them as the plan."""

    families: list[Family] = []
    hypotheses: list[Hypothesis] = Field(min_length=1)
