"""What readers may know of each table: columns, rounding, whose secrets its cells are, what they count.

Nothing is published that does not stand here: a column that a step gains later stays with the analysts. A
table has the name of the processed one it comes from, or one of its own; `step` is always `publish_tables`.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, get_args

from isop_analysis.base.nearest import meant
from isop_analysis.contracts.kinds import (
    category,
    count,
    integer,
    maybe_category,
    maybe_count,
    maybe_number,
    names,
)
from isop_analysis.contracts.table import Column, Table
from isop_analysis.contracts.tables import by_name

STEP = "publish_tables"
Unit = Literal["people", "teams", "sites", "nobody"]


@dataclass(frozen=True)
class Published(Table):
    """A table that readers may have.

    Attributes:
        unit: whose secrets the cells could hold; "nobody" for open data and the plan.
        counts: what the table's cells count or measure, in words.
        sizes: columns with a model's n: exact, unless another published n lies within one to four of it.
    """

    unit: Unit = "people"
    counts: str = ""
    sizes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            known = ", ".join(get_args(Unit))
            raise ValueError(f"table {self.name}: unknown unit of disclosure '{self.unit}'; known: {known}")
        if not self.counts:
            raise ValueError(f"table {self.name}: says not what its cells count")


@dataclass(frozen=True)
class _Kept:
    """Columns of a processed table that are published: `bands` and `sizes` as counts, `digits` otherwise."""

    counts: str
    columns: str
    bands: str = ""
    sizes: str = ""
    digits: dict[str, int] | None = None
    unit: Unit = "people"


_FIT = (
    "model kind status reason n n_dropped clusters n_parameters n_between estimator converged admissible "
    + (
        "notes bounds on_bound indices chi2 df p_value cfi tli rmsea rmsea_ci_low rmsea_ci_high srmr "
        "srmr_within srmr_between aic loglik"
    )
)
_ESTIMATE = "estimate se df statistic p_value ci_low ci_high"
_LOST = "lost_any lost_first lost_only"
_ROWS = "rows of people at occasions"

KEPT: dict[str, _Kept] = {
    "reliability": _Kept(
        "people who answered every item",
        "instrument scale occasion n n_items alpha alpha_ci_low alpha_ci_high omega_total omega_converged "
        "weak status reason notes",
        bands="n",
    ),
    "agreement": _Kept(
        "people in teams",
        "instrument scale occasion n clusters icc1 icc2 icc_reml icc_reml_ci_low icc_reml_ci_high "
        "p_value rwg_j_mean rwg_j_median rwg_j_truncated rwg_j_mean_skewed adm_mean "
        "omega_within omega_between omega_group_mean omega_reason omega_notes verdict status reason notes",
        bands="n",
    ),
    "missing_tests": _Kept(
        "people with scores",
        "of scale occasion status reason n variables patterns cells_missing statistic df p_value",
        sizes="n",
    ),
    "dropout": _Kept(
        "people with a score at the earlier occasion",
        "variable from_occasion to_occasion stayed_n left_n stayed_mean left_mean difference_sd ci_low "
        "ci_high verdict",
        bands="stayed_n left_n",
        digits={"stayed_mean": 1, "left_mean": 1},
    ),
    "dropout_model": _Kept(
        "people at the earlier occasion",
        f"from_occasion to_occasion term reference {_ESTIMATE.removesuffix(' ci_low ci_high')} odds_ratio "
        "odds_low odds_high verdict n left clusters converged few_events status reason",
        bands="left",
        sizes="n",
    ),
    "model_fits": _Kept(
        _ROWS,
        "model scale kind formula fallback status reason n n_dropped clusters cluster_counts converged "
        "singular optimiser loglik aic reml df_method r2_marginal r2_conditional r2_within r2_between "
        "r2_group notes",
        bands="n_dropped",
        sizes="n",
    ),
    "model_rows": _Kept(
        _ROWS,
        f"model scale status available used variable {_LOST}",
        bands=f"available {_LOST}",
        sizes="used",
    ),
    "model_coefficients": _Kept(
        _ROWS,
        f"model scale term {_ESTIMATE} std_estimate std_low std_high cr2_se cr2_df cr2_p_value cr2_low "
        "cr2_high cr2_clusters cr2_reason n clusters converged singular",
        sizes="n",
    ),
    "model_variances": _Kept(
        _ROWS,
        "model scale group term term_2 variance sd icc icc_low icc_high design_effect lr p_value p_mixture "
        "tested_by n clusters converged singular",
        sizes="n",
    ),
    "model_effects": _Kept(
        _ROWS,
        f"model scale term chapter change {_ESTIMATE} sd_scale effect effect_low effect_high cr2_low "
        "cr2_high cr2_reason smallest verdict depends excluded status reason n clusters converged singular",
        sizes="n",
    ),
    "model_diagnostics": _Kept(
        _ROWS,
        "model scale assumption about looks value threshold p_value source n clusters converged singular",
        sizes="n",
    ),
    "model_means": _Kept(
        _ROWS,
        "model scale margin kind point estimate se df ci_low ci_high status reason n clusters converged "
        "singular",
        sizes="n",
    ),
    "hypotheses": _Kept(
        _ROWS,
        "hypothesis kind family direction model scale term status reason verdict smallest estimate ci_low "
        "ci_high effect effect_low effect_high as_expected df p_value p_holm tests holds n clusters "
        "converged singular",
        sizes="n",
    ),
    "deviations": _Kept("parts of the plan", "deviation key planned present", unit="nobody"),
    "detectable_effects": _Kept(
        _ROWS,
        "model scale term basis chapter change status reason detectable monte_carlo_se detectable_sd "
        "monte_carlo_se_sd closed_form smallest chance_of_smallest type_one_error power test_level "
        "replications singular not_converged n clusters",
        sizes="n",
    ),
    "structural_fits": _Kept(_ROWS, _FIT, bands="n_dropped", sizes="n"),
    "structural_rows": _Kept(
        _ROWS,
        f"model status available used variable {_LOST}",
        bands=f"available {_LOST}",
        sizes="used",
    ),
    "structural_twins": _Kept(
        _ROWS, f"{_FIT} lhs op rhs std_all twin_std_all step", bands="n_dropped", sizes="n"
    ),
    "structural_parameters": _Kept(
        _ROWS,
        "model lhs op rhs group level label estimate se statistic p_value ci_low ci_high verdict std_all "
        "std_ci_low std_ci_high twin_std_all twin_std_ci_low twin_std_ci_high n clusters converged "
        "admissible",
        sizes="n",
    ),
    "structural_misfit": _Kept(_ROWS, "model lhs op rhs mi mi_scaled p_value epc epc_std n", sizes="n"),
    "factor_measures": _Kept(
        _ROWS, "model factor items omega twin_omega composite_reliability ave n", sizes="n"
    ),
    "factor_pairs": _Kept(_ROWS, "model factor other htmt correlation n", sizes="n"),
    "structural_invariance": _Kept(
        _ROWS,
        "model step over groups n smallest_group chi2 df p_value cfi rmsea srmr chi2_difference "
        "df_difference p_difference cfi_change rmsea_change step_holds freed",
        bands="smallest_group",
        sizes="n",
    ),
    "structural_releases": _Kept(_ROWS, "model step parameter chi2 df p_value p_adjusted n", sizes="n"),
    "structural_defined": _Kept(
        _ROWS,
        "model name formula estimate se ci_low ci_high std_all bootstrap_se percentile_low percentile_high "
        "bca_low bca_high monte_carlo_low monte_carlo_high leads verdict verdicts resampled replicates "
        "replicates_converged replicates_inadmissible n clusters converged admissible note",
        sizes="n",
    ),
    "structural_levels": _Kept(
        _ROWS,
        "model level method leads lhs op rhs label estimate se df ci_low ci_high percentile_low "
        "percentile_high joint_difference verdict n clusters converged note",
        sizes="n",
    ),
    "structural_confounding": _Kept(
        _ROWS,
        "model name formula level group predictor mediator outcome estimate ci_low ci_high zero_at "
        "zero_share open_at open_share covariate covariate_of_mediator covariate_of_outcome covariate_at "
        "covariate_estimate covariate_low covariate_high n clusters note",
        sizes="n",
    ),
    "structural_confounding_curve": _Kept(
        _ROWS, "model name mediator outcome rho estimate ci_low ci_high n", sizes="n"
    ),
    "structural_robustness": _Kept(
        _ROWS,
        "model name level group cause outcome estimate t partial_r2 robustness_value "
        "robustness_value_interval covariate covariate_of_cause covariate_of_outcome covariate_estimate "
        "covariate_low covariate_high n clusters",
        sizes="n",
    ),
    "site_models": _Kept(
        "people at sites, cells of open data",
        "model scale outcome unit status reason first_year last_year people n clusters cells_suppressed "
        "cells_unknown leads reliability joint_converged joint_admissible chi2 df p_value cfi tli rmsea "
        "srmr_within srmr_between loglik notes",
        sizes="people n",
        unit="sites",
    ),
    "site_estimates": _Kept(
        "slopes between sites, in SDs of the sites",
        "model scale outcome method leads path estimate se df statistic p_value ci_low ci_high verdict "
        "depends hinges percentile_low percentile_high lowest highest error_taken detectable_slope n "
        "clusters converged admissible",
        sizes="n",
        unit="sites",
    ),
    "site_loadings": _Kept(
        "people at sites",
        "model scale outcome item estimate ci_low ci_high std_all std_ci_low std_ci_high verdict n clusters "
        "converged admissible",
        sizes="n",
        unit="sites",
    ),
    "coder_agreement": _Kept(
        "segments of text",
        "code segments both one percentage kappa reason",
        bands="segments both one",
        digits={"percentage": 0},
    ),
    "region_schools": _Kept(
        "schools, from open data",
        "measure provider level code name area schools mean sd median minimum maximum",
        unit="nobody",
    ),
}
"""Tables of estimates and the like: columns of the processed table, rounded."""


def _bands(table: str, title: str, unit: Unit, counts: str, key: str, *columns: Column) -> Published:
    return Published(table, STEP, title, columns, tuple(key.split()), unit=unit, counts=counts)


def _round(column: Column, digits: int) -> Column:
    return replace(column, digits=digits)


COUNTED: tuple[Published, ...] = (
    _bands(
        "people_flow",
        "People from invited to in the models; a stage within one to four of the one before is told with it",
        "people",
        "people, exactly",
        "cohort occasion stage",
        *(category("cohort"), category("occasion"), category("stage"), count("people"), names("told_with")),
    ),
    _bands(
        "flow",
        "Responses received and kept, per instrument and occasion",
        "people",
        "responses",
        "instrument occasion stage",
        category("instrument"),
        category("occasion"),
        category("stage", "received", "kept"),
        count("responses"),
    ),
    _bands(
        "exclusion_counts",
        "What each rule of cleaning left out or changed, over all waves; fewer than the minimum are not told",
        "people",
        "responses, cells, rows or segments",
        "unit instrument rule",
        *(category("unit"), category("instrument"), category("rule"), count("excluded")),
    ),
    _bands(
        "linking",
        "How responses were linked to people, per wave; ways of fewer than the minimum are left out",
        "people",
        "responses",
        "instrument wave linked_by",
        *(category("instrument"), category("wave"), category("linked_by"), count("responses")),
    ),
    _bands(
        "sample",
        "Who took part: attributes by occasion",
        "people",
        "people who answered",
        "attribute value occasion",
        *(category("attribute"), category("value"), category("occasion"), maybe_count("people")),
        maybe_number("share"),
    ),
    _bands(
        "choices",
        "Multiple-choice questions, by the groups of the attribute the config names",
        "people",
        "people who chose, of those asked",
        "question option occasion attribute value",
        category("question"),
        category("option"),
        category("occasion"),
        category("attribute"),
        category("value"),
        *(count("chosen"), count("asked"), maybe_number("share")),
    ),
    _bands(
        "item_counts",
        "How many gave each answer, per item and occasion from twenty answers up; share of who answered",
        "people",
        "answers, at most one a person and team",
        "item occasion answer",
        *(category("instrument"), category("item"), category("occasion"), maybe_number("answer")),
        *(count("count"), maybe_number("share")),
    ),
    _bands(
        "item_descriptives",
        "Per item from twenty answers up: how many answered, the mean of the published bars, item-rest "
        "correlation, alpha without it",
        "people",
        "answers, at most one a person and team",
        "scale item occasion",
        category("instrument"),
        category("scale"),
        category("item"),
        category("occasion"),
        count("n"),
        _round(maybe_number("mean"), 1),
        *(maybe_number("item_rest"), maybe_number("alpha_if_dropped")),
    ),
    _bands(
        "scale_descriptives",
        "Per scale and occasion from twenty scores up; 'all': each person once, at the first they answered",
        "people",
        "responses with a score",
        "scale occasion",
        *(category("instrument"), category("scale"), category("occasion"), count("n"), count("persons")),
        *(integer("teams"), _round(maybe_number("mean"), 1), _round(maybe_number("sd"), 1)),
    ),
    _bands(
        "score_counts",
        "How scores of a scale are spread, in steps of its range, per occasion from twenty scores up",
        "people",
        "responses with a score",
        "scale occasion low",
        category("scale"),
        category("occasion"),
        *(maybe_number("low"), maybe_number("high"), count("count"), maybe_number("share")),
    ),
    _bands(
        "team_scores",
        "Teams' means per scale and occasion, nameless, lowest first, to a sixteenth of the scale's range; "
        "teams of five respondents up",
        "teams",
        "means of teams",
        "scale occasion place",
        *(category("scale"), category("occasion"), integer("place")),
        replace(maybe_number("mean"), digits=4),
    ),
    _bands(
        "team_spread",
        "How teams' published means lie, from eight teams up: tenth and ninetieth percentile; how many more "
        "teams there are; half the interval that every dot has",
        "teams",
        "means of teams",
        "scale occasion",
        category("scale"),
        category("occasion"),
        *(count("teams"), count("not_shown"), maybe_number("low"), maybe_number("high")),
        _round(maybe_number("margin"), 1),
    ),
    _bands(
        "missing_patterns",
        "People by what they answered: 1, 0 or - (not asked) per occasion, or instrument at an occasion, in "
        "the study's order; patterns of few people as 'rest'",
        "people",
        "people who would be recognised",
        "of occasion pattern",
        category("of", "occasions", "instruments"),
        category("occasion"),
        category("pattern"),
        maybe_category("kind", "complete", "left", "late", "intermittent"),
        *(count("people"), maybe_number("share")),
    ),
    _bands(
        "answer_kinds",
        "Answers to a scale's items by kind, over all occasions",
        "people",
        "answers; kinds of fewer people than the minimum are left out",
        "scale answer_kind",
        *(category("scale"), category("answer_kind"), count("answers"), maybe_number("share")),
    ),
    _bands(
        "dropout_groups",
        "How many of everyone, and of each group of twenty up, left between occasions",
        "people",
        "people who could have been seen again",
        "from_occasion to_occasion attribute value",
        category("from_occasion"),
        category("to_occasion"),
        category("attribute"),
        category("value"),
        *(
            count("people"),
            count("left"),
            maybe_number("share"),
            maybe_number("ci_low"),
            maybe_number("ci_high"),
        ),
    ),
    _bands(
        "outcome_cells",
        "Proxies of children's chances: how many cells of site or municipality × year open data has",
        "nobody",
        "cells of open data",
        "outcome",
        category("outcome"),
        maybe_category("first_year"),
        maybe_category("last_year"),
        *(count("known"), count("suppressed"), count("unknown")),
    ),
    _bands(
        "theme_counts",
        "Segments and people per theme and code",
        "people",
        "segments, and people who raised it",
        "theme code",
        *(category("theme"), category("code"), count("segments"), count("teams"), count("people")),
    ),
    _bands(
        "joint_display",
        "Bands of at least five teams by score beside the themes of their segments",
        "teams",
        "teams; segments of their members",
        "display band theme",
        category("display"),
        category("scale"),
        integer("band"),
        count("teams"),
        _round(maybe_number("score_mean"), 1),
        category("theme"),
        maybe_count("teams_with_theme"),
        maybe_count("segments"),
        count("teams_left_out"),
    ),
    _bands(
        "held_back",
        "Tables that stay as they were released, because too few people changed since",
        "nobody",
        "the release's date",
        "table",
        *(category("table"), category("as_of")),
    ),
)
"""Tables whose cells are counts, or are made from them."""

PUBLISHED_NAMES: tuple[str, ...] = (*(one.name for one in COUNTED), *KEPT)


@cache
def published(name: str) -> Published:
    """Return the contract of a published table; KeyError, with the nearest name, when there is none."""
    for one in COUNTED:
        if one.name == name:
            return one
    if name not in KEPT:
        raise KeyError(f"no published table is called '{name}'{meant(name, list(PUBLISHED_NAMES), '')}")
    return _derived(name, KEPT[name])


def _derived(name: str, kept: _Kept) -> Published:
    table = by_name(name)
    own = {column.name: column for column in table.columns}
    columns = tuple(_as_published(own[column], kept) for column in kept.columns.split())
    return Published(
        name,
        STEP,
        table.title,
        columns,
        table.key,
        unit=kept.unit,
        counts=kept.counts,
        sizes=tuple(kept.sizes.split()),
    )


def _as_published(column: Column, kept: _Kept) -> Column:
    if column.name in (*kept.bands.split(), *kept.sizes.split()):
        return replace(column, kind="count")
    return replace(column, digits=(kept.digits or {}).get(column.name, column.digits))
