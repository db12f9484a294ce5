"""Structural models, panels over occasions and models of sites, and the effects that models tell."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.clauses import Slopes
from isop_analysis.study.instrument import Chapter


class Effect(Settings):
    """A coefficient the report tells in a sentence, as a declared contrast of its predictor."""

    term: str = Field(description="Coefficient's name in the fit, such as 'participation_person'.")
    title: Text = Field(description="The predictor in words, such as 'taking part in all sessions'.")
    change: float = Field(default=1.0, description="Contrast of the predictor, in its own unit; not 0.")
    unit: Text = Field(description="What that contrast means, such as 'from no to all sessions'.")
    smallest: float | None = Field(
        default=None,
        gt=0,
        description="Smallest effect that matters, in SDs of the scale at the first occasion.",
    )
    source: str | None = Field(default=None, description="Where that smallest effect comes from.")
    comparison: Literal["slope", "groups"] = Field(
        default="slope", description="A slope 'goes together', groups 'differ'."
    )
    direction: Literal["positive", "negative", "either"] | None = Field(
        default=None, description="The sign that a yes to the question has; positive if absent."
    )
    who: Text | None = Field(
        default=None,
        description="Who has more of the predictor, plural, up to where the verb begins: 'people who come "
        "more often'; in Dutch with the comma that a clause needs.",
    )
    short: Text | None = Field(default=None, description="The predictor in a word or two: 'guidance'.")
    each: Text | None = Field(
        default=None, description="For time: 'each time'; the score then rises or falls, for all."
    )
    slopes: Slopes | None = Field(default=None, description="For an interaction: the slopes that tell it.")

    @field_validator("change")
    @classmethod
    def _some_change(cls, change: float) -> float:
        if change == 0:
            raise PydanticCustomError("no_change", "a number other than 0")
        return change


class UnmeasuredCause(Settings):
    """An indirect effect, and a covariate that an unmeasured cause is compared with."""

    predictor: str = Field(description="Column where the effect starts, such as 'dose_T1'.")
    mediator: str = Field(description="Column it runs through.")
    outcome: str = Field(description="Column where it ends.")
    covariate: str | None = Field(
        default=None,
        description="Covariate of the equations; the one that would take most away if absent.",
    )


class Structural(Settings):
    """A structural equation model: factors of an instrument, whether they measure alike, or paths."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    question: Text = Field(description="The question it answers, as a reader would ask it.")
    kind: Literal["cfa", "path", "invariance"] = Field(
        description="cfa: do items measure their scales; path: effects along paths; invariance: do groups or "
        "occasions measure alike."
    )
    instrument: Name | None = Field(
        default=None, description="For kinds cfa and invariance: its scales are the factors."
    )
    scales: list[Name] = Field(
        default=[], description="For kinds cfa and invariance: only these scales; all if empty."
    )
    occasion: str | None = Field(
        default=None,
        description="For kind cfa, and invariance over an attribute: rows are people at this occasion.",
    )
    over: str | None = Field(
        default=None,
        description="For kind invariance: an attribute, whose values are compared, or 'occasions'.",
    )
    partial: list[str] = Field(
        default=[],
        description="For kind invariance: parameters that may differ, such as 'item ~ 1' or 'scale =~ item'; "
        "with 'ordered' also thresholds, such as 'item | t2'.",
    )
    minimum_group: int = Field(
        default=100, ge=20, description="For kind invariance: fewer in a group or at an occasion: refused."
    )
    estimator: Literal["default", "ML", "MLR", "WLSMV", "WLSM", "DWLS"] = Field(
        default="default",
        description="ML: maximum likelihood; MLR: with errors and tests robust to non-normal answers. With "
        "'ordered' WLSMV: weighted least squares on polychoric correlations, errors and test robust; WLSM, "
        "DWLS: another test, or neither robust. The default is ML, and WLSMV with 'ordered'.",
    )
    ordered: Literal["all"] | list[str] = Field(
        default=[],
        description="Items or columns whose answers are ordered categories and no numbers; 'all': every one "
        "that the model measures or explains.",
    )
    twin: Literal["MLR", "ML", "none"] = Field(
        default="MLR",
        description="With 'ordered': how the same model with answers as numbers, shown beside it, is "
        "estimated.",
    )
    syntax: str | None = Field(
        default=None,
        description="For kind path: lavaan syntax over columns named <scale>_<occasion>, <item>_<occasion> "
        "and dose_<occasion>, one row a person.",
    )
    cluster: Literal["team", "site"] | None = Field(
        default=None,
        description="For kind path with 'level: 1' and 'level: 2' in its syntax: the groups of level 2. A "
        "person belongs to the team with most sessions attended; teams' columns may be named at level 2.",
    )
    group: str | None = Field(
        default=None,
        description="For kind path: an attribute; the model is fitted to its values side by side, fewer "
        "people than minimum_group in one of them refused.",
    )
    group_equal: list[Literal["loadings", "intercepts", "residuals", "means", "regressions"]] = Field(
        default=[], description="With 'group': what is equal over groups."
    )
    missing: Literal["listwise", "fiml", "pairwise"] = Field(
        default="listwise",
        description="Rows with a missing value: left out, or kept by full information maximum likelihood "
        "('fiml'), or with 'ordered' for the pairs of items that they answer.",
    )
    bounds: Literal["none", "pos.var", "standard", "wide"] = Field(
        default="none",
        description="Limits that estimates keep within, for small samples. 'pos.var': variances from 0 on, "
        "at both levels; 'standard': variances, loadings and covariances as far as observed variances allow; "
        "'wide': a little beyond, which lets a small negative variance show.",
    )
    minimum_n: int = Field(default=100, ge=1, description="Fewer complete rows: refused, said so.")
    rows_per_parameter: float = Field(
        default=5, ge=0, description="Fewer rows a free parameter, means and thresholds not counted: refused."
    )
    sensitivity: list[UnmeasuredCause] | None = Field(
        default=None,
        description="For kind path: indirect effects that are set against unmeasured causes. If absent every "
        "product of paths defined with ':='; [] for none.",
    )
    resamples: int | None = Field(
        default=None,
        ge=0,
        description="For kind path: samples of the bootstrap of parameters defined with ':=', of people, or "
        "of level 2's groups; 0 for none. If absent 1000, and none below 30 groups, where it is too narrow, "
        "or with gaps within groups, where it takes long.",
    )
    latent: dict[str, Text] = Field(
        default={},
        description="For kind path: what readers are told that a factor of the syntax (left of '=~') is; "
        "without it, what its items have in common.",
    )
    chapter: Chapter = Field(default="context", description="Chapter of the report in which it is told.")
    effects: list[Effect] = Field(
        default=[], description="Parameters that the report tells, named as in the syntax."
    )

    @property
    def factors(self) -> dict[str, list[str]]:
        """The factors that a path model's syntax measures, each with the columns that measure it."""
        found: dict[str, list[str]] = {}
        for line in (self.syntax or "").replace(";", "\n").splitlines():
            name, measured, right = line.partition("=~")
            if measured:
                columns = [part.split("*")[-1].strip() for part in right.split("#")[0].split("+")]
                found.setdefault(name.strip(), []).extend(columns)
        return found

    @property
    def defined(self) -> list[str]:
        """The names that a path model defines with ':='."""
        lines = (self.syntax or "").replace(";", "\n").splitlines()
        return [line.split(":=")[0].strip() for line in lines if ":=" in line]


class Panel(Settings):
    """A random-intercept cross-lagged panel, or a latent growth curve, over a person's occasions.

    Variables are scales, or 'attendance': sessions attended of those offered since the occasion before.
    """

    name: Name
    title: Text = Field(description="What readers are told it is.")
    question: Text = Field(description="The question it answers, as a reader would ask it.")
    kind: Literal["cross_lagged", "growth_curve"] = Field(
        description="cross_lagged: what goes before what; growth_curve: how people change."
    )
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
    chapter: Chapter = Field(default="context", description="Chapter of the report in which it is told.")

    @model_validator(mode="after")
    def _as_many_variables_as_the_kind_takes(self) -> Self:
        if self.kind == "growth_curve" and len(self.variables) != 1:
            raise ValueError(f"a growth curve takes one variable, here are {len(self.variables)}; keep one")
        if self.kind == "cross_lagged" and len(set(self.variables)) < 2:
            raise ValueError("a cross-lagged panel takes two variables or more; add one")
        return self


class MicroMacro(Settings):
    """Sites' latent mean on a scale and their participation explain proxies of children's chances.

    A row a person at one occasion; collaboration is the scale's latent mean over a site's answers,
    participation the mean dose of all members by the register. Outcomes known by municipality are clustered
    by municipality.
    """

    name: Name
    title: Text = Field(description="What readers are told it is.")
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
