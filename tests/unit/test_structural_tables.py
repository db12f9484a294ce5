"""What the structural models of the demo write: invariance, misfit, factors as measured and told apart."""

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.base.reasons import read_reasons
from isop_analysis.models.structural.invariance_rows import invariance_task
from isop_analysis.models.tables import read_model_tables
from isop_analysis.stats import structural


def table(demo: Demo, name: str) -> pd.DataFrame:
    return demo.study.table(name)


def test_invariance_over_occasions_is_that_of_the_library(demo_run: Demo) -> None:
    model = next(own for own in demo_run.study.structural if own.name == "attitudes_over_occasions")
    instrument = demo_run.study.instrument("scan_netwerkleren")
    scales = [scale for scale in instrument.scales if scale.name in model.scales]
    task = invariance_task(
        model, read_model_tables(demo_run.study), table(demo_run, "answers"), instrument, scales
    )
    found = structural.invariance(
        task.factors,
        task.data,
        waves=task.waves,
        missing="fiml",
        criteria=structural.Criteria(minimum_n=60),
    )
    written = table(demo_run, "structural_invariance")
    assert task.waves == ("T0", "T1", "T2")
    assert written["step"].tolist() == ["configural", "metric", "scalar", "strict"]
    assert written["chi2"].tolist() == pytest.approx(found.table["chi2"].tolist())
    assert written["step_holds"].tolist() == found.table["holds"].tolist()
    assert set(written["groups"]) == {'["T0", "T1", "T2"]'}
    releases = table(demo_run, "structural_releases")
    assert releases["parameter"].tolist() == found.suggestions["parameter"].tolist()


def test_too_few_people_in_a_role_are_refused_without_telling_how_few(demo_run: Demo) -> None:
    fits = table(demo_run, "structural_fits").set_index("model")
    refused = fits.loc["attitudes_over_roles"]
    assert (refused["kind"], refused["status"]) == ("invariance", "refused")
    assert refused["reason"] == 'few_in_small_groups {"all": 3, "found": 3, "needed": 100}'
    (reason,) = read_reasons(refused["reason"])
    assert str(reason).startswith("Too few rows to compare measurement: 3 of 3 groups; expected ")
    assert str(reason).endswith("or lower minimum_n (in config: minimum_group)")


def test_factors_and_misfit_of_a_fitted_model(demo_run: Demo) -> None:
    measures = table(demo_run, "factor_measures")
    instruments = {"cfa_scan", "cfa_srt", "cfa_kwaliteitsmeter"}
    assert set(measures["model"]) == {"cfa_attitudes", "cfa_attitudes_ordered", *instruments}
    assert measures["composite_reliability"].between(0.5, 0.95).all()
    measures = measures[measures["model"] == "cfa_attitudes"]
    assert measures["factor"].tolist() == ["appreciative_attitude", "proactive_attitude"]
    pairs = table(demo_run, "factor_pairs")
    assert pairs["model"].astype(str).value_counts().to_dict() == {
        **{"cfa_scan": 10, "cfa_srt": 3, "cfa_kwaliteitsmeter": 1},
        **{"cfa_attitudes": 1, "cfa_attitudes_ordered": 1},
    }
    assert pairs["htmt"].between(0, 1).all()
    assert (pairs["htmt"] - pairs["correlation"]).abs().max() < 0.15
    misfit = table(demo_run, "structural_misfit")
    assert (misfit.groupby("model", observed=True).size() <= 10).all()
    own = misfit[misfit["model"] == "cfa_attitudes"]
    assert own["mi"].is_monotonic_decreasing


def test_standardised_intervals_hold_their_estimates(demo_run: Demo) -> None:
    parameters = table(demo_run, "structural_parameters").dropna(subset=["std_ci_low"])
    assert (parameters["std_ci_low"] <= parameters["std_all"]).all()
    assert (parameters["std_all"] <= parameters["std_ci_high"]).all()


def test_the_twin_of_ordered_answers_is_the_model_of_numbers(demo_run: Demo) -> None:
    twin = table(demo_run, "structural_twins").set_index("model").loc["cfa_attitudes_ordered"]
    fits = table(demo_run, "structural_fits").set_index("model")
    assert (twin["status"], twin["estimator"]) == ("fitted", "MLR")
    assert twin["loglik"] == pytest.approx(fits.loc["cfa_attitudes", "loglik"])
    measures = table(demo_run, "factor_measures").set_index(["model", "factor"])["omega"]
    beside = table(demo_run, "factor_measures").set_index(["model", "factor"])["twin_omega"]
    expected = measures["cfa_attitudes"].to_numpy()
    assert beside["cfa_attitudes_ordered"].to_numpy() == pytest.approx(expected, abs=1e-6)


def test_the_mediation_counts_who_is_known_in_part(demo_run: Demo) -> None:
    fits = table(demo_run, "structural_fits").set_index("model")
    row = fits.loc["mediation"]
    assert (row["status"], row["estimator"], row["n"], row["n_dropped"]) == ("fitted", "MLR", 95, 104)
    defined = table(demo_run, "structural_defined")
    own = defined[defined["model"] == "mediation"]
    assert own["name"].tolist() == ["via_roles", "via_skill", "via_skill_to_attitude"]
    assert (own["replicates_converged"] > 950).all()
    assert (own["percentile_low"] < own["estimate"]).all()
    assert (own["estimate"] < own["percentile_high"]).all()
