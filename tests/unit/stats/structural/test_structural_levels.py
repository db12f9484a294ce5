"""Within and between clusters apart, in ways that stand few clusters, against arithmetic done by hand."""

import numpy as np
import pandas as pd
import pytest
from structural_reference import told

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused
from isop_analysis.stats.structural.few_clusters.between_rows import drawn_limits
from isop_analysis.stats.structural.few_clusters.within_part import within_syntax, written
from isop_analysis.stats.structural.syntax import parse

SYNTAX = """level: 1
m ~ aw*x
y ~ bw*m + cw*x + z
level: 2
m ~ ab*x
y ~ bb*m + cb*x
within := aw*bw
between := ab*bb
both := within + between
"""


def people(clusters: int, seed: int = 5) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    sizes = random.integers(2, 9, clusters)
    sizes[0] = 1
    team = np.repeat(np.arange(clusters), sizes)
    base = random.normal(size=(clusters, 3))
    x = base[team, 0] + random.normal(size=len(team))
    z = random.normal(size=len(team))
    m = 0.5 * x + 0.8 * base[team, 1] + random.normal(size=len(team))
    y = 0.4 * m + 0.1 * x + 0.3 * z + 0.8 * base[team, 2] + random.normal(size=len(team))
    return pd.DataFrame({"team": [f"t{one}" for one in team], "x": x, "z": z, "m": m, "y": y})


@pytest.fixture(scope="module")
def few() -> tuple[pd.DataFrame, structural.LevelEstimates]:
    data = people(18)
    return data, structural.level_estimates(structural.fit(SYNTAX, data, cluster="team"), data, "team", 400)


def slopes_by_hand(data: pd.DataFrame) -> np.ndarray:
    """aw, bw, cw, z's slope and the product, by least squares on deviations."""
    own = data[["x", "z", "m", "y"]] - data.groupby("team")[["x", "z", "m", "y"]].transform("mean")
    a = float(np.linalg.lstsq(own[["x"]], own["m"], rcond=None)[0][0])
    b, c, z = np.linalg.lstsq(own[["m", "x", "z"]], own["y"], rcond=None)[0]
    return np.array([a, b, c, z, a * b])


def test_within_estimates_are_least_squares_of_deviations_with_the_jackknife_over_clusters(few):
    from scipy.stats import t

    data, found = few
    table = found.table.query("method == 'deviations'").set_index(["lhs", "rhs"])
    estimates = slopes_by_hand(data)
    rows = [("m", "x"), ("y", "m"), ("y", "x"), ("y", "z"), ("within", "aw*bw")]
    ours = table.loc[rows]
    assert ours["estimate"].to_numpy() == pytest.approx(estimates, abs=1e-7)
    # the cluster of one row tells nothing of what is within
    kept = [name for name, count in data["team"].value_counts(sort=False).items() if count > 1]
    without = np.array([slopes_by_hand(data[data["team"] != name]) for name in kept])
    errors = np.sqrt((len(kept) - 1) / len(kept) * ((without - estimates) ** 2).sum(axis=0))
    assert ours["se"].to_numpy() == pytest.approx(errors, rel=1e-5)
    assert (ours["df"] == len(kept) - 1).all()
    assert ours["without_one_low"].to_numpy() == pytest.approx(without.min(axis=0), abs=1e-6)
    reach = t.ppf(0.975, len(kept) - 1) * errors[1]
    assert ours.loc[("y", "m"), "ci_low"].item() == pytest.approx(estimates[1] - reach, abs=1e-6)


def test_between_estimates_are_those_of_cluster_means(few):
    data, found = few
    between = structural.between_estimates(SYNTAX, data, "team", replicates=400)
    for method in ("corrected", "manifest"):
        ours = found.table.query(f"method == '{method}'").reset_index(drop=True)
        other = between.table.query(f"method == '{method}'").reset_index(drop=True)
        assert ours["estimate"].tolist() == other["estimate"].tolist()
        slopes = ours["op"] == "~"
        assert ours.loc[slopes, "ci_low"].tolist() == other.loc[slopes, "ci_low"].tolist()
    means = data.groupby("team")[["x", "m", "y"]].mean()
    fitted = np.linalg.lstsq(np.column_stack([np.ones(18), means[["m", "x"]]]), means["y"], rcond=None)[0]
    manifest = found.table.query("method == 'manifest' and lhs == 'y'")
    assert manifest["estimate"].tolist() == pytest.approx(fitted[1:].tolist())
    assert manifest["df"].tolist() == [15, 15]


def test_below_thirty_clusters_the_joint_model_stands_beside(few):
    _, found = few
    table = found.table
    assert (found.clusters, found.n) == (18, len(few[0]))
    assert set(table.loc[table["leads"], "method"]) == {"deviations", "corrected"}
    joint = table.query("method == 'two_level' and lhs == 'y' and rhs == 'm' and level == 1").iloc[0]
    own = table.query("method == 'deviations' and lhs == 'y' and rhs == 'm'").iloc[0]
    assert own["difference"] == pytest.approx(joint["estimate"] - own["estimate"])
    assert table.query("method == 'two_level'")["difference"].isna().all()
    # a definition over both levels has no estimate beside the joint one
    assert "both" not in set(table["lhs"])
    assert set(table.query("op == ':='")["level"]) == {1, 2}


def test_from_thirty_clusters_on_the_joint_model_leads():
    data = people(60, 7)
    joint = structural.fit(SYNTAX, data, cluster="team")
    found = structural.level_estimates(joint, data, "team", 100)
    assert set(found.table.loc[found.table["leads"], "method"]) == {"two_level"}
    own = found.table.query("lhs == 'within'").set_index("method")["estimate"]
    assert own["deviations"] == pytest.approx(own["two_level"], abs=0.05)


def test_intervals_of_products_are_skewed_and_agree_with_other_draws(few):
    _, found = few
    row = found.table.query("method == 'deviations' and lhs == 'within'").iloc[0]
    assert row["ci_high"] - row["estimate"] > row["estimate"] - row["ci_low"]
    random = np.random.default_rng(99)
    a, b = (0.6 + 0.2 * random.standard_t(12, 400_000), 0.4 + 0.25 * random.standard_t(12, 400_000))
    defined = structural.fit("m ~ a*x\ny ~ b*m\nab := a*b", people(40)).solved.defined
    covariance = np.diag([0.2**2, 0.25**2])
    limits = drawn_limits(
        defined, np.array([0.6, 0.4]), covariance, np.array([12.0, 12.001]), {"a": 0, "b": 1}
    )
    assert limits[0] == pytest.approx(np.quantile(a * b, [0.025, 0.975]), abs=0.012)


def test_level_one_is_written_as_a_model_of_its_own():
    lines = "f =~ 1*x1 + l2*x2 + start(0.7)*x3\ny ~ b*f + 0*z\ny ~ 1"
    text = f"level: 1\n{lines}\nlevel: 2\ny ~ c*w\nt := b*2\nu := b*c"
    own = within_syntax(text)
    assert written(own).splitlines() == [
        "f =~ 1.0*x1",
        "f =~ l2*x2",
        "f =~ start(0.7)*x3",
        "y ~ b*f",
        "y ~ 0.0*z",
        "t := b*2",
    ]
    assert parse(written(own)) == own


def test_a_level_that_cannot_be_estimated_is_left_out_with_its_reason():
    data = people(4, 3)
    joint = structural.fit(SYNTAX.replace(" + cb*x", ""), people(40), cluster="team")
    found = structural.level_estimates(joint, data[data["team"] != "t0"], "team", 100)
    assert set(found.table["level"]) == {1}
    assert told(found) == (
        "3 clusters for a regression on 1 predictors; expected at least 4: take fewer predictors",
    )
    plain = structural.fit("m ~ x", data)
    with pytest.raises(Refused, match="The syntax has no level: 1 and level: 2"):
        structural.level_estimates(plain, data, "team")


def test_samples_without_any_cluster_of_two_rows_are_no_error():
    random = np.random.default_rng(8)
    team = [*range(15), *range(3)]
    data = pd.DataFrame(random.normal(size=(18, 2)), columns=["x", "y"]).assign(team=team)
    found = structural.between_estimates("level: 1\ny ~ x\nlevel: 2\ny ~ x", data, "team", replicates=2000)
    assert np.isfinite(found.table.query("method == 'corrected'")["percentile_low"]).all()


def test_what_is_held_equal_over_levels_is_held_jointly_only():
    data = people(40)
    text = "level: 1\nm ~ a*x\ny ~ b*m + c*x\nlevel: 2\ny ~ d*m\nb == d\na == c"
    found = structural.level_estimates(structural.fit(text, data, cluster="team"), data, "team", 100)
    assert told(found)[-1] == "'b == d': held in the joint model only"
    own = found.table.query("method == 'deviations'").set_index("label")["estimate"]
    assert own["a"] == pytest.approx(own["c"])
