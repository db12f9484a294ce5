"""As many clusters as coefficients between them: the restricted likelihood is flat, so nothing is fitted."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import null_space

import isop_analysis as isop
from isop_analysis.base.reasons import Reason, Refused

WEIGHTS = (None, "w")


def rows_in(clusters: int) -> pd.DataFrame:
    """Six rows in each cluster, with predictors of clusters (t, u, v) and of rows (x)."""
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"g": np.repeat(np.arange(clusters), 6)})
    data["y"], data["x"] = rng.normal(size=len(data)), rng.normal(size=len(data))
    data["x_mean"] = data.groupby("g")["x"].transform("mean")
    data["x_within"] = data["x"] - data["x_mean"]
    for name in "tuv":
        data[name] = rng.normal(size=clusters)[data["g"]]
    data["s"], data["h"] = data["g"] // 2, np.tile(np.arange(6), clusters)
    return data.assign(w=rng.uniform(0.5, 2, len(data)))


REFUSED = [
    (2, "t", "(1 | g)"),
    (4, "t + u + v", "(1 | g)"),
    (4, "factor(g)", "(1 | g)"),
    (3, "t + u + x", "(1 | g)"),
    (2, "x_within + x_mean", "(1 | g)"),
    (2, "t * x", "(x | g)"),
    (2, "t + x", "(x | g)"),
    (4, "x + factor(g):x", "(x | g)"),
    (4, "t + u + v", "(1 | g) + (1 | h)"),
]
FITTED = [
    (3, "t", "(1 | g)"),
    (5, "t + u + v", "(1 | g)"),
    (2, "x", "(1 | g)"),
    (2, "x_within", "(1 | g)"),
    (3, "x_within + x_mean", "(1 | g)"),
    (4, "t + x", "(x | g)"),
    (4, "t + u", "(x || g)"),
    (4, "t + u", "(1 | g) + (1 | h)"),
    (4, "1", "(1 | s/g)"),
    (8, "factor(s)", "(1 | g)"),
]


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize(("clusters", "fixed", "random"), REFUSED)
def test_refused_with_the_count_needed(
    clusters: int, fixed: str, random: str, reml: bool, weights: str | None
) -> None:
    with pytest.raises(Refused) as refusal:
        isop.multilevel.fit(f"y ~ {fixed} + {random}", rows_in(clusters), reml=reml, weights=weights)
    assert refusal.value.reason == Reason(
        "clusters_for_coefficients", group="g", found=clusters, coefficients=clusters, needed=clusters + 1
    )


def test_the_sentence() -> None:
    with pytest.raises(Refused) as refusal:
        isop.multilevel.power("y ~ t + (1 | g)", rows_in(2), {"g": 0.1, "Residual": 0.9}, seed=1)
    assert str(refusal.value) == (
        "2 clusters of 'g' for 2 coefficients that differ between them only, so that nothing is left to "
        "estimate a variance from: expected at least 3 clusters, or fewer such coefficients"
    )


def test_the_inner_of_two_nested_groups_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        isop.multilevel.fit("y ~ factor(g) + (1 | s/g)", rows_in(8))
    assert refusal.value.reason.values["group"] == "g:s"
    assert refusal.value.reason.values["needed"] == 9


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize(("clusters", "fixed", "random"), FITTED)
def test_one_cluster_more_is_enough(clusters: int, fixed: str, random: str, weights: str | None) -> None:
    fitted = isop.multilevel.fit(f"y ~ {fixed} + {random}", rows_in(clusters), weights=weights)
    assert fitted.coefficients["se"].notna().all()


def restricted_loglik(data: pd.DataFrame, X: np.ndarray, variance: float) -> float:
    """Up to a constant, from error contrasts K'y with K'X = 0 (Harville 1974), σ² profiled out."""
    K = null_space(X.T)
    V = K.T @ (np.eye(len(data)) + variance * np.equal.outer(*[data["g"].to_numpy()] * 2)) @ K
    e = K.T @ data["y"].to_numpy()
    return float(-np.linalg.slogdet(V)[1] - len(e) * np.log(e @ np.linalg.solve(V, e)))


def designs() -> Iterator[tuple[pd.DataFrame, np.ndarray, bool]]:
    for clusters, names in ((2, "t"), (4, "tuv"), (3, "tux"), (3, "t"), (5, "tuv"), (2, "x")):
        data = rows_in(clusters)
        between = len([name for name in names if name != "x"]) + 1
        yield data, np.column_stack([np.ones(len(data)), data[list(names)]]), clusters == between


def test_the_restricted_likelihood_is_flat_in_what_is_refused_and_in_nothing_else() -> None:
    for data, X, flat in designs():
        heights = [restricted_loglik(data, X, variance) for variance in (0.0, 0.1, 1.0, 10.0)]
        assert (np.ptp(heights) < 1e-8) == flat


def test_a_square_that_takes_what_is_left_between_clusters_is_not_tested() -> None:
    fitted = isop.multilevel.fit("y ~ t + (1 | g)", rows_in(3))
    found = {one.name: one for one in isop.multilevel.assumptions(fitted)}
    assert found["straight_lines"].verdict == "not judged"


def test_without_a_cluster_nothing_may_be_left_between_the_others() -> None:
    found = isop.multilevel.influence(isop.multilevel.fit("y ~ t + (1 | g)", rows_in(3)))
    assert found.clusters["status"].tolist() == ["not estimable"] * 3
    more = isop.multilevel.influence(isop.multilevel.fit("y ~ t + (1 | g)", rows_in(4)))
    assert more.clusters["status"].tolist() == ["fitted"] * 4
