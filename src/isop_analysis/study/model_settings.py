"""Model files under config/models/: multilevel and structural models, and the effects to tell."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.panel_model_settings import Panel
from isop_analysis.study.site_model_settings import MicroMacro


class Effect(Settings):
    """A coefficient the report tells in a sentence, as a declared contrast of its predictor."""

    term: str = Field(description="Coefficient's name in the fit, such as 'participation_person'.")
    title: Text = Field(description="The predictor in words, such as 'taking part in all sessions'.")
    change: float = Field(default=1.0, description="Contrast of the predictor, in its own unit.")
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
    title: Text
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
    title: Text
    question: Text = Field(description="The question it answers, as a reader would ask it.")
    scales: list[Name] | Literal["all"] = Field(description="Scales that are `score` in turn.")
    formula: str = Field(
        description="lme4 notation with `score` at the left, such as 'score ~ dose + (1 | team)'."
    )
    centred: list[Centred] = []
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
    reml: bool = True
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
    kind: Literal["null", "participation", "growth", "other"] = "other"
    chapter: Chapter | None = Field(
        default=None, description="Chapter of the report; the scale's own if absent."
    )
    effects: list[Effect] = []


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
    title: Text
    question: Text
    kind: Literal["cfa", "path", "invariance"]
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
    chapter: Chapter = "context"
    effects: list[Effect] = []


class ModelFile(Settings):
    """A file under config/models/."""

    multilevel: list[Multilevel] = []
    structural: list[Structural] = []
    panels: list[Panel] = []
    micro_macro: list[MicroMacro] = []
