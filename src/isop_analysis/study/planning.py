"""What was assumed when the study was planned: from these values it is reckoned what the design can find."""

from typing import Annotated

from pydantic import Field, model_validator

from isop_analysis.study.base import Name, Settings

Share = Annotated[float, Field(ge=0, lt=1)]
Sd = Annotated[float, Field(ge=0)]


class PlannedSpread(Settings):
    """Spread of the scores as assumed beforehand."""

    icc: dict[str, Share] = Field(
        default={},
        description="Per grouping factor of a formula (such as team, person) the share of all variance that "
        "lies between its groups.",
    )
    residual_sd: float | None = Field(
        default=None, gt=0, description="SD of the residual, in points of the scale."
    )
    slope_sd: dict[str, Sd] = Field(
        default={}, description="Per random slope (such as time) its SD between groups, in points a unit."
    )

    @model_validator(mode="after")
    def _leaves_a_residual(self) -> "PlannedSpread":
        if sum(self.icc.values()) >= 1:
            raise ValueError("the shares in icc sum to 1 or more; leave a part to the residual")
        return self


class PlannedModel(PlannedSpread):
    """What one model assumes otherwise."""

    model: Name = Field(description="The multilevel model that these assumptions are for.")


class Planning(PlannedSpread):
    """What this design can find: the assumptions, and how finely it is reckoned."""

    models: list[PlannedModel] = Field(default=[], description="Models that assume something else.")
    replications: int = Field(default=500, ge=20, description="Number of simulated studies per design.")
    alpha: float = Field(default=0.05, gt=0, lt=0.5, description="Level of the two-sided tests.")
    power: float = Field(
        default=0.80, gt=0.5, lt=1, description="Share of repetitions in which an effect is to be found."
    )

    def spread_of(self, model: str) -> PlannedSpread:
        """Return what a model assumes: its own values, the study's where it has none."""
        own = next((one for one in self.models if one.model == model), PlannedSpread())
        return PlannedSpread(
            icc=self.icc | own.icc,
            residual_sd=self.residual_sd if own.residual_sd is None else own.residual_sd,
            slope_sd=self.slope_sd | own.slope_sd,
        )
