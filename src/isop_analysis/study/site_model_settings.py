"""Micro–macro models: sites' collaboration and participation, and their children's chances."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text


class MicroMacro(Settings):
    """Sites' latent mean on a scale and their participation explain proxies of children's chances.

    A row a person at one occasion; collaboration is the scale's latent mean over a site's answers,
    participation the mean dose of all members by the register. Outcomes known by municipality are clustered
    by municipality.
    """

    name: Name
    title: Text
    question: Text = Field(description="The question it answers, as a reader would ask it.")
    scales: list[Name] = Field(min_length=1, description="Scales that are collaboration, in turn.")
    outcomes: list[Name] | Literal["all"] = Field(
        default="all", description="Proxies of children's chances, in turn."
    )
    occasion: str = Field(description="Occasion at which people answered, such as 'T1'.")
    between: Literal["equal", "free"] = Field(
        default="equal",
        description="Loadings of the items between units in the two-level model: those within, without "
        "residuals, or free.",
    )
    adjust: list[str] = Field(
        default=["baseline"],
        description="What is held equal: 'baseline', the outcome's mean of the years before the first "
        "sessions, or another outcome's name, its mean of those years.",
    )
    minimum_units: int = Field(
        default=10, ge=4, description="Fewer sites (or municipalities) with an outcome: refused, said so."
    )
    replicates: int = Field(default=1000, ge=100, description="Samples of the cluster bootstrap.")
