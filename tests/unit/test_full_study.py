from full_study import KEPT, Full


def test_a_hundred_teams_are_there(full_run: Full) -> None:
    teams = full_run.study.table("teams")
    assert teams["team"].nunique() == 100
    assert teams["site"].nunique() == 40


def test_every_model_is_fitted(full_run: Full) -> None:
    structural = full_run.study.table("structural_fits").set_index("model")
    assert structural["status"].to_dict() == dict.fromkeys(KEPT["structural.yaml"], "fitted")
    assert structural["converged"].all()
    assert (full_run.study.table("model_fits")["status"] == "fitted").all()
    assert (structural["n"] > 150).all()


def test_an_effect_stands_somewhere_between_nothing_and_everything(full_run: Full) -> None:
    found = full_run.study.table("structural_robustness")
    assert set(found["model"]) == set(KEPT["structural.yaml"])
    for column in ("partial_r2", "robustness_value", "robustness_value_interval"):
        assert found[column].between(0, 1).all()
    assert (found["robustness_value_interval"] <= found["robustness_value"]).all()


def test_spread_between_teams_is_that_of_the_simulated(full_run: Full) -> None:
    variances = full_run.study.table("model_variances")
    teams = variances[variances["group"].str.startswith("team")].set_index("scale")["icc"]
    assert len(teams) > 0
    assert teams.between(0, 0.3).all()
