"""Published tables that keep columns of a processed one: estimates and the like, rounded."""

from isop_analysis.contracts.publication import Kept

_FIT = (
    "model kind status reason n clusters n_parameters n_between estimator converged admissible notes bounds "
    "on_bound indices chi2 df p_value cfi tli rmsea rmsea_ci_low rmsea_ci_high srmr srmr_within "
    "srmr_between aic loglik"
)
_ESTIMATE = "estimate se df statistic p_value ci_low ci_high"
_ROWS = "rows of people at occasions"

KEPT: dict[str, Kept] = {
    "reliability": Kept(
        "people who answered every item",
        "instrument scale occasion n n_items alpha alpha_ci_low alpha_ci_high omega_total omega_converged "
        "weak status reason notes",
        bands="n",
    ),
    "agreement": Kept(
        "people in teams",
        "instrument scale occasion n clusters icc1 icc2 icc_reml icc_reml_ci_low icc_reml_ci_high "
        "p_value rwg_j_mean rwg_j_median rwg_j_truncated rwg_j_mean_skewed adm_mean "
        "omega_within omega_between omega_group_mean omega_reason omega_notes verdict status reason notes",
        bands="n",
    ),
    "missing_tests": Kept(
        "people with scores",
        "of scale occasion status reason n variables patterns cells_missing statistic df p_value",
        sizes="n",
    ),
    "dropout": Kept(
        "people with a score at the earlier occasion",
        "variable from_occasion to_occasion stayed_n left_n stayed_mean left_mean difference_sd ci_low "
        "ci_high verdict",
        bands="stayed_n left_n",
        digits={"stayed_mean": 1, "left_mean": 1},
    ),
    "dropout_model": Kept(
        "people at the earlier occasion",
        f"from_occasion to_occasion term reference {_ESTIMATE.removesuffix(' ci_low ci_high')} odds_ratio "
        "odds_low odds_high verdict n left clusters converged few_events status reason",
        bands="left",
        sizes="n",
    ),
    "model_fits": Kept(
        _ROWS,
        "model scale kind formula fallback status reason n clusters cluster_counts converged singular "
        "optimiser loglik aic reml df_method r2_marginal r2_conditional r2_within r2_between r2_group notes",
        sizes="n",
    ),
    "model_rows": Kept(
        _ROWS,
        "model scale status available used variable lost_first",
        bands="lost_first",
        sizes="available used",
    ),
    "model_coefficients": Kept(
        _ROWS,
        f"model scale term {_ESTIMATE} std_estimate std_low std_high cr2_se cr2_df cr2_p_value cr2_low "
        "cr2_high cr2_clusters cr2_reason n clusters converged singular",
        sizes="n",
    ),
    "model_variances": Kept(
        _ROWS,
        "model scale group term term_2 variance sd icc icc_low icc_high design_effect lr p_value p_mixture "
        "tested_by n clusters converged singular",
        sizes="n",
    ),
    "model_effects": Kept(
        _ROWS,
        f"model scale term chapter change change_within {_ESTIMATE} sd_scale effect effect_low effect_high "
        "cr2_low cr2_high cr2_reason smallest verdict depends excluded status reason n clusters converged "
        "singular",
        sizes="n",
    ),
    "model_diagnostics": Kept(
        _ROWS,
        "model scale assumption about looks value threshold p_value source n clusters converged singular",
        sizes="n",
    ),
    "model_means": Kept(
        _ROWS,
        "model scale margin kind point estimate se df ci_low ci_high status reason n clusters converged "
        "singular",
        sizes="n",
    ),
    "hypotheses": Kept(
        _ROWS,
        "hypothesis kind family direction model scale term status reason verdict smallest estimate ci_low "
        "ci_high effect effect_low effect_high as_expected df p_value p_holm tests holds n clusters "
        "converged singular",
        sizes="n",
    ),
    "deviations": Kept("parts of the plan", "deviation key planned present", unit="nobody"),
    "detectable_effects": Kept(
        _ROWS,
        "model scale term basis chapter change status reason detectable monte_carlo_se detectable_sd "
        "monte_carlo_se_sd closed_form smallest chance_of_smallest type_one_error power test_level "
        "replications singular not_converged n clusters",
        sizes="n",
    ),
    "structural_fits": Kept(_ROWS, _FIT, sizes="n"),
    "structural_rows": Kept(
        _ROWS,
        "model status available used variable lost_first",
        bands="lost_first",
        sizes="available used",
    ),
    "structural_twins": Kept(_ROWS, f"{_FIT} lhs op rhs std_all twin_std_all step", sizes="n"),
    "structural_parameters": Kept(
        _ROWS,
        "model lhs op rhs group level label estimate se statistic p_value ci_low ci_high verdict std_all "
        "std_ci_low std_ci_high twin_std_all twin_std_ci_low twin_std_ci_high n clusters converged "
        "admissible",
        sizes="n",
    ),
    "structural_misfit": Kept(_ROWS, "model lhs op rhs mi mi_scaled p_value epc epc_std n", sizes="n"),
    "factor_measures": Kept(
        _ROWS, "model factor items omega twin_omega composite_reliability ave n", sizes="n"
    ),
    "factor_pairs": Kept(_ROWS, "model factor other htmt correlation n", sizes="n"),
    "structural_invariance": Kept(
        _ROWS,
        "model step over groups n smallest_group chi2 df p_value cfi rmsea srmr chi2_difference "
        "df_difference p_difference cfi_change rmsea_change step_holds freed",
        bands="smallest_group",
        sizes="n",
    ),
    "structural_releases": Kept(_ROWS, "model step parameter chi2 df p_value p_adjusted n", sizes="n"),
    "structural_defined": Kept(
        _ROWS,
        "model name formula estimate se ci_low ci_high std_all bootstrap_se percentile_low percentile_high "
        "bca_low bca_high monte_carlo_low monte_carlo_high leads verdict verdicts resampled replicates "
        "replicates_converged replicates_inadmissible n clusters converged admissible note",
        sizes="n",
    ),
    "structural_levels": Kept(
        _ROWS,
        "model level method leads lhs op rhs label estimate se df ci_low ci_high percentile_low "
        "percentile_high joint_difference verdict n clusters converged note",
        sizes="n",
    ),
    "structural_confounding": Kept(
        _ROWS,
        "model name formula level group predictor mediator outcome estimate ci_low ci_high zero_at "
        "zero_share open_at open_share covariate covariate_of_mediator covariate_of_outcome covariate_at "
        "covariate_estimate covariate_low covariate_high n clusters note",
        sizes="n",
    ),
    "structural_confounding_curve": Kept(
        _ROWS, "model name mediator outcome rho estimate ci_low ci_high n", sizes="n"
    ),
    "structural_robustness": Kept(
        _ROWS,
        "model name level group cause outcome estimate t partial_r2 robustness_value "
        "robustness_value_interval covariate covariate_of_cause covariate_of_outcome covariate_estimate "
        "covariate_low covariate_high n clusters",
        sizes="n",
    ),
    "site_models": Kept(
        "people at sites, cells of open data",
        "model scale outcome unit status reason first_year last_year people n clusters cells_suppressed "
        "cells_unknown leads reliability joint_converged joint_admissible chi2 df p_value cfi tli rmsea "
        "srmr_within srmr_between loglik notes",
        sizes="people n",
        unit="sites",
    ),
    "site_estimates": Kept(
        "slopes between sites, in SDs of the sites",
        "model scale outcome method leads path estimate se df statistic p_value ci_low ci_high verdict "
        "depends hinges percentile_low percentile_high lowest highest error_taken detectable_slope n "
        "clusters converged admissible",
        sizes="n",
        unit="sites",
    ),
    "site_loadings": Kept(
        "people at sites",
        "model scale outcome item estimate ci_low ci_high std_all std_ci_low std_ci_high verdict n clusters "
        "converged admissible",
        sizes="n",
        unit="sites",
    ),
    "masking": Kept("how texts were masked", "deduce searched", unit="nobody"),
    "region_schools": Kept(
        "schools, from open data",
        "measure provider level code name area schools mean sd median minimum maximum",
        unit="nobody",
    ),
}
"""Tables of estimates and the like: columns of the processed table, rounded."""
