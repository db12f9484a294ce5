"""Each assumption on data made to break it, and on data made to keep all."""

import numpy as np
import pandas as pd
import pytest

from isop_analysis.stats import multilevel as ml

CLUSTERS, SIZE = 24, 15


def drawn(seed: int = 1) -> pd.DataFrame:
    """A sound study: y = 0.5 x + u + e."""
    rng = np.random.default_rng(seed)
    g = np.repeat(np.arange(CLUSTERS), SIZE)
    x = rng.normal(size=len(g))
    u = rng.normal(size=CLUSTERS) * 0.6
    return pd.DataFrame(
        {"y": 0.5 * x + u[g] + rng.normal(size=len(g)), "x": x, "z": rng.normal(size=len(g)), "g": g}
    )


def verdicts(
    data: pd.DataFrame, formula: str = "y ~ x + z + (1 | g)"
) -> dict[tuple[str, str], ml.Assumption]:
    return {(one.name, one.where): one for one in ml.assumptions(ml.fit(formula, data))}


def test_sound_data_leave_nothing_in_doubt() -> None:
    found = verdicts(drawn())
    assert {one.verdict for one in found.values()} == {"in order"}
    assert {name for name, _ in found} == {
        "converged",
        "not_singular",
        "enough_clusters",
        "residuals_symmetric",
        "effects_symmetric",
        "equal_spread",
        "equal_spread_of_clusters",
        "straight_lines",
        "separate_predictors",
        "no_single_cluster",
        "room_on_the_scale",
    }
    assert all(one.source for one in found.values() if one.name != "converged")


def doubtful(data: pd.DataFrame, formula: str = "y ~ x + z + (1 | g)") -> set[tuple[str, str]]:
    return {key for key, one in verdicts(data, formula).items() if one.verdict == "doubtful"}


def test_skewed_residuals() -> None:
    data = drawn()
    rng = np.random.default_rng(2)
    data["y"] = 0.5 * data["x"] + rng.exponential(2.0, len(data))
    assert ("residuals_symmetric", "") in doubtful(data)
    assert verdicts(data)["residuals_symmetric", ""].value > 1


def test_one_cluster_far_from_the_others() -> None:
    data = drawn()
    data.loc[data["g"] == 3, "y"] += 9.0
    assert ("effects_symmetric", "(Intercept)|g") in doubtful(data)


def test_a_slope_that_rests_on_one_cluster() -> None:
    data = drawn()
    own = data["g"] == 3
    data.loc[own, "x"] *= 6
    data.loc[own, "y"] -= 2 * data.loc[own, "x"]
    assert ("no_single_cluster", "x") in doubtful(data)


def test_spread_that_grows_with_the_outcome() -> None:
    data = drawn()
    rng = np.random.default_rng(3)
    data["y"] = data["x"] + np.exp(data["x"]) * rng.normal(size=len(data)) * 0.5
    assert ("equal_spread", "") in doubtful(data)


def test_spread_that_differs_between_clusters() -> None:
    data = drawn()
    rng = np.random.default_rng(4)
    data["y"] = 0.5 * data["x"] + np.where(data["g"] % 2, 4.0, 1.0) * rng.normal(size=len(data))
    assert ("equal_spread_of_clusters", "g") in doubtful(data)


def test_a_curve() -> None:
    data = drawn()
    data["y"] += 0.5 * data["x"] ** 2
    assert ("straight_lines", "") in doubtful(data)
    assert ("straight_lines", "") not in doubtful(data, "y ~ poly(x, 2) + z + (1 | g)")


def test_predictors_that_are_nearly_one() -> None:
    data = drawn()
    data["z"] = data["x"] + 0.05 * data["z"]
    assert {("separate_predictors", "x"), ("separate_predictors", "z")} <= doubtful(data)


def test_a_ceiling() -> None:
    data = drawn()
    data["y"] = data["y"].clip(upper=data["y"].quantile(0.75))
    found = verdicts(data)["room_on_the_scale", "highest"]
    assert (found.verdict, found.threshold) == ("doubtful", 0.15)
    assert found.value == pytest.approx(0.25, abs=0.005)
    assert verdicts(data)["room_on_the_scale", "lowest"].verdict == "in order"


def test_five_clusters() -> None:
    data = drawn()
    found = verdicts(data[data["g"] < 5])
    assert found["enough_clusters", "g"].verdict == "doubtful"
    assert found["enough_clusters", "g"].value == 5
    assert found["effects_symmetric", "(Intercept)|g"].verdict == "not judged"


def test_a_variance_of_zero() -> None:
    data = drawn()
    data["y"] -= data.groupby("g")["y"].transform("mean")
    assert ("not_singular", "") in doubtful(data)
    assert not any(name == "effects_symmetric" for name, _ in verdicts(data))


def test_factors_only_have_no_lines_to_judge() -> None:
    data = drawn()
    data["f"] = np.where(np.arange(len(data)) % 2, "a", "b")
    found = verdicts(data, "y ~ f + (1 | g)")
    assert found["straight_lines", ""].verdict == "not judged"
    assert not any(name == "separate_predictors" for name, _ in found)


def test_a_null_model() -> None:
    found = verdicts(drawn(), "y ~ 1 + (1 | g)")
    assert found["straight_lines", ""].verdict == "not judged"
    assert found["no_single_cluster", "(Intercept)"].verdict == "in order"
