"""What the numbers of tables are: a column's name means one quantity in every table.

From here a column has its unit, its decimals, whether it is bounded, and its role beside others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["", "estimate", "low", "high", "se", "df", "statistic", "p"]


@dataclass(frozen=True)
class Quantity:
    """A kind of number.

    Attributes:
        unit: what it counts or measures; "share" lies between 0 and 1 and is written as a percentage,
            "points" are those of a scale, "sd" its standard deviations, "own" the unit of what it belongs
            to; empty for a pure number.
        digits: decimals as readers see it.
        bounded: whether it lies within -1 and 1 by definition, and so is written without a leading zero.
        role: an estimate, an end of its interval, its error, a test's df or statistic, or a p value.
        often_whole: whether it is written without decimals where it is whole.
    """

    unit: str = ""
    digits: int = 2
    bounded: bool = False
    role: Role = ""
    often_whole: bool = False


QUANTITIES: dict[str, Quantity] = {}
"""By the name of the column."""


def _are(names: str | Iterable[str], quantity: Quantity) -> None:
    for name in names.split() if isinstance(names, str) else names:
        if name in QUANTITIES:
            raise ValueError(f"the quantity '{name}' stands twice")
        QUANTITIES[name] = quantity


def _interval(low: str, high: str, unit: str, digits: int = 2, bounded: bool = False) -> None:
    _are(low, Quantity(unit, digits, bounded, "low"))
    _are(high, Quantity(unit, digits, bounded, "high"))


# Counts.
_are("people persons left stayed_n left_n members chosen asked raised coders", Quantity("people"))
_are("respondents without_profession without_team", Quantity("people"))
_are(
    "n n_2 n_dropped available used lost_any lost_first lost_only rows rows_in excluded rows_out",
    Quantity("rows"),
)
_are("rows_used smallest_group", Quantity("rows"))
_are("responses", Quantity("responses"))
_are("answers count absent n_answered items_given", Quantity("answers"))
_are("items n_items items_matched items_expected", Quantity("items"))
_are("teams teams_with_theme teams_left_out rwg_j_truncated", Quantity("teams"))
_are("clusters cr2_clusters", Quantity("clusters"))
_are("segments", Quantity("segments"))
_are("documents documents_with coded", Quantity("documents"))
_are("new_codes codes", Quantity("codes"))
_are("start end offset length masked_offset", Quantity("characters"))
_are("maskings doubtful undecided", Quantity("places in a text"))
_are("per_thousand", Quantity("segments per 1,000 characters", 1))
_are("shared", Quantity("share"))
_are("schools", Quantity("schools"))
_are("variables columns columns_dropped", Quantity("columns"))
_are("patterns", Quantity("patterns"))
_are("cells_suppressed cells_unknown suppressed unknown", Quantity("cells"))
_are("n_parameters n_between", Quantity("parameters"))
_are("replicates replicates_converged replicates_inadmissible replications", Quantity("draws"))
_are("tests", Quantity("tests"))
_are("characters", Quantity("characters"))
_are("bytes", Quantity("bytes"))
_are("offered attended offered_to_date attended_to_date", Quantity("sessions"))

# Names of things, and places in an order.
_are("response file_row segment step level band place front", Quantity("number"))
_are("effects found refused", Quantity("number"))

# Scores and what was answered.
_are("answer", Quantity("points", often_whole=True))
_are(
    "score mean median minimum maximum stayed_mean left_mean score_mean", Quantity("points", role="estimate")
)
_are("fitted without", Quantity("points", role="estimate"))
_are("sd adm_mean sd_scale", Quantity("points"))
_are("se_pooled", Quantity("points", role="se"))
_interval("score_low", "score_high", "points")
_are("z", Quantity("sd"))
_are("skewness", Quantity())
_are("floor ceiling share cells_missing", Quantity("share"))
_are("weight dose response_rate", Quantity("share"))
_are("progress", Quantity("percent", 0))
_are("percentage", Quantity("percent", 1))
_are("seconds", Quantity("seconds", 0))
_are("time", Quantity("occasions"))

# Reliability and agreement.
_are("alpha omega_total omega_within omega_between omega_group_mean", Quantity(bounded=True, role="estimate"))
_are("omega twin_omega composite_reliability ave reliability", Quantity(bounded=True, role="estimate"))
_interval("alpha_ci_low", "alpha_ci_high", "", bounded=True)
_interval("kappa_ci_low", "kappa_ci_high", "", bounded=True)
_interval("percentage_ci_low", "percentage_ci_high", "percent", 1)
_are("item_rest alpha_if_dropped kappa correlation", Quantity(bounded=True, role="estimate"))
_are("htmt", Quantity(role="estimate"))
_are("icc icc1 icc2 icc_reml", Quantity(bounded=True, role="estimate"))
_interval("icc_low", "icc_high", "", bounded=True)
_interval("icc_reml_ci_low", "icc_reml_ci_high", "", bounded=True)
_are("rwg_j_mean rwg_j_median rwg_j_mean_skewed", Quantity(bounded=True, role="estimate"))

# Networks of professions.
_are("ties own others size", Quantity("ties"))
_are("named at_least", Quantity("number"))
_are("nodes professions", Quantity("professions"))
_are("tasks", Quantity("tasks"))
_are("draws as_far", Quantity("draws"))
_are("blau blau_corrected ei expected specialisation jaccard schoener", Quantity(bounded=True))
for _name in ("density", "reciprocity", "centralisation_in", "centralisation_out"):
    _are(_name, Quantity(bounded=True))
    _interval(f"{_name}_low", f"{_name}_high", "", bounded=True)

# Estimates with their errors, intervals and tests.
_are("estimate value change covariate_estimate our_value their_value", Quantity("own", role="estimate"))
_are("se cr2_se bootstrap_se", Quantity("own", role="se"))
_are("df cr2_df", Quantity(digits=1, role="df", often_whole=True))
_are("df_between df_within df_difference", Quantity(role="df", often_whole=True))
_are("statistic f_statistic t lr chi2 chi2_difference mi mi_scaled", Quantity(role="statistic"))
_are(
    "p_value p_holm p_mixture cr2_p_value p_difference p_adjusted", Quantity(digits=3, bounded=True, role="p")
)
for _low, _high in (
    *(("ci_low", "ci_high"), ("cr2_low", "cr2_high"), ("percentile_low", "percentile_high")),
    *(("bca_low", "bca_high"), ("monte_carlo_low", "monte_carlo_high"), ("low", "high")),
    *(("without_one_low", "without_one_high"), ("covariate_low", "covariate_high"), ("lowest", "highest")),
):
    _interval(_low, _high, "own")
_are("points", Quantity("own", role="estimate"))
_are("difference", Quantity("own"))
_are("magnitude", Quantity("power of ten"))
_are("margin", Quantity("points", 1))
_interval("strict_low", "strict_high", "own")
_are("smallest_points", Quantity("points"))
_are("effect difference_sd", Quantity("sd", role="estimate"))
_interval("effect_low", "effect_high", "sd")
_are("smallest", Quantity("sd"))
_are("std_estimate", Quantity("sd", role="estimate"))
_interval("std_low", "std_high", "sd")
_are("std_all twin_std_all", Quantity("sd", bounded=True, role="estimate"))
_interval("std_ci_low", "std_ci_high", "sd", bounded=True)
_interval("twin_std_ci_low", "twin_std_ci_high", "sd", bounded=True)
_are("odds_ratio", Quantity("odds", role="estimate"))
_interval("odds_low", "odds_high", "odds")
_are("epc epc_std", Quantity("own", role="estimate"))
_are("joint_difference detectable_slope", Quantity("own"))
_are("total", Quantity("own"))
_are("threshold look_at dfbetas", Quantity())

# Fit.
_are("loglik aic bic", Quantity())
_are("gradient", Quantity(digits=6))
_are("variance sd_between", Quantity("own"))
_are("design_effect", Quantity())
_are("r2_marginal r2_conditional r2_within r2_between", Quantity(bounded=True))
_are("cfi tli rmsea srmr srmr_within srmr_between", Quantity(digits=3, bounded=True))
_interval("rmsea_ci_low", "rmsea_ci_high", "", digits=3, bounded=True)
_are("cfi_change rmsea_change", Quantity(digits=3))

# Unmeasured causes.
_are("zero_at open_at covariate_at rho", Quantity("correlation"))
_are(
    "zero_share open_share covariate_of_mediator covariate_of_outcome covariate_of_cause",
    Quantity("share of rest"),
)
_are("partial_r2 robustness_value robustness_value_interval error_taken", Quantity("share of rest"))

# What designs can find.
_are("detectable closed_form", Quantity("own"))
_are("detectable_sd", Quantity("sd"))
_are("monte_carlo_se monte_carlo_se_sd", Quantity("own", digits=3, role="se"))
_are("type_one_error", Quantity(digits=3))
_are("test_level", Quantity())
_are("chance_of_smallest power singular not_converged", Quantity("share"))


def quantity_of(name: str) -> Quantity:
    """Return what a column of that name holds; a pure number where nothing is known of it."""
    return QUANTITIES.get(name, Quantity())
