"""Structure after measurement against lavaan::sam, and regressions between few clusters (sam.json)."""

import json

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data, told

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused
from isop_analysis.stats.structural.few_clusters.cluster_data import cluster_data
from isop_analysis.stats.structural.few_clusters.estimates import draws_of
from isop_analysis.stats.structural.few_clusters.mapping import subtractable
from isop_analysis.stats.structural.few_clusters.regression import (
    Equation,
    Variables,
    between_moments,
    slopes,
)

FOUND = json.loads((GOLDEN / "sam.json").read_text())
SYNTAX = (
    "level: 1\nfw =~ y1 + s*y2 + y3\nlevel: 2\nf =~ y1 + y2 + y3\nf ~ a*w1\nw2 ~ b*f + w1\n"
    "ind := a*b\nv := b*s"
)


@pytest.mark.parametrize("name", ["structural", "outcome", "two_level", "between"])
def test_structure_after_measurement(name):
    """lavaan's saturated two-level moments stop short of their maximum: 5e-3 standard errors there."""
    expected = FOUND[name]
    cluster = "cluster" if "level:" in expected["model"] else None
    fitted = structural.fit(expected["model"], data(expected["data"]), cluster=cluster)
    found = structural.structural_after_measurement(fitted)
    table = found.parameters.assign(level=found.parameters["level"].fillna(1))
    ours = table.set_index(["lhs", "op", "rhs", "level"])
    theirs = pd.DataFrame(expected["parameters"])
    theirs["level"] = theirs.get("level", 1)
    theirs["level"] = theirs["level"].where(theirs["op"] != ":=", 1)
    close = 5e-3 if cluster else 1e-4
    for row in theirs.itertuples():
        own = ours.loc[(row.lhs, row.op, row.rhs, row.level)]
        if row.op == "~~" and own["step"] == 1:
            continue
        assert own["estimate"] == pytest.approx(row.est, rel=1e-3, abs=close * row.se), row
        assert own["se"] == pytest.approx(row.se, rel=1e-3), row
    assert found.notes == ()


@pytest.mark.parametrize("name", ["free", "loadings", "means", "observed", "fiml"])
def test_structure_after_measurement_over_groups(name):
    """lavaan's saturated moments of missing data stop short of their maximum, hence 2e-4 standard errors.

    An explained factor's intercept in a later group is lavaan's mean of the measurement model there, and
    ours that mean less what the predictors' means explain; an outcome's intercept is missing in lavaan.
    """
    expected = FOUND["groups"][name]
    options = expected["opts"] or {}
    equal = options.get("group.equal", [])
    fitted = structural.fit(
        expected["model"],
        data(expected["data"]),
        missing=options.get("missing", "listwise"),
        group="school",
        group_equal=[equal] if isinstance(equal, str) else equal,
    )
    found = structural.structural_after_measurement(fitted).parameters
    number = found["group"].map({"Pasteur": 1, "Grant-White": 2}).fillna(0).astype(int)
    ours = found.assign(number=number).set_index(["lhs", "op", "rhs", "number"])
    compared = 0
    for row in pd.DataFrame(expected["parameters"]).itertuples():
        if row.op == "~1" and row.lhs in ("textual", "speed", "grade"):
            continue
        own = ours.loc[(row.lhs, row.op, row.rhs, row.group)]
        assert own["estimate"] == pytest.approx(row.est, abs=2e-4 * row.se), row
        assert own["se"] == pytest.approx(row.se, rel=1e-3), row
        compared += 1
    assert compared >= 12


def test_means_of_factors_in_a_later_group_are_given_their_predictors():
    expected = pd.DataFrame(FOUND["groups"]["means"]["parameters"]).set_index(["lhs", "op", "rhs", "group"])
    fitted = structural.fit(
        FOUND["groups"]["means"]["model"],
        data("holzinger_swineford_1939"),
        group="school",
        group_equal=["loadings", "intercepts"],
    )
    found = structural.structural_after_measurement(fitted)
    own = found.parameters.query("group == 'Grant-White'").set_index(["lhs", "op", "rhs"])["estimate"]
    mean = own["textual", "~1", ""] + own["textual", "~", "visual"] * own["visual", "~1", ""]
    assert mean == pytest.approx(expected.loc[("textual", "~1", "", 2), "est"], rel=1e-5)
    assert found.reliability["group"].tolist() == ["Pasteur"] * 3 + ["Grant-White"] * 3


def test_equal_regressions_are_equal_in_the_second_step():
    fitted = structural.fit(
        FOUND["groups"]["free"]["model"],
        data("holzinger_swineford_1939"),
        group="school",
        group_equal=["loadings", "regressions"],
    )
    found = structural.structural_after_measurement(fitted).parameters.query("op == '~'")
    first, second = (found.query(f"group == '{label}'") for label in ("Pasteur", "Grant-White"))
    assert first["estimate"].tolist() == second["estimate"].tolist()
    assert first["se"].tolist() == second["se"].tolist()


def test_a_measurement_model_on_a_bound_is_told():
    rows = data("holzinger_swineford_1939").iloc[:40]
    fitted = structural.fit("v =~ x1 + x2 + x3\ns =~ x7 + x8 + x9\ns ~ v", rows)
    found = structural.structural_after_measurement(fitted)
    assert "('standard'); x1 ~~ x1; v ~~ v stand on one" in told(found)[0]
    assert found.parameters.query("lhs == 'x1' and op == '~~'")["estimate"].tolist() == [0.0]


def test_reliabilities_of_scores():
    found = structural.structural_after_measurement(
        structural.fit(FOUND["two_level"]["model"], data("demo_twolevel"), cluster="cluster")
    )
    assert found.reliability["level"].tolist() == [1, 1, 2, 2]
    assert found.reliability["reliability"].between(0.3, 1).all()


def test_what_structure_after_measurement_refuses():
    frame = data("holzinger_swineford_1939")
    with pytest.raises(Refused, match="The model has no factor, so nothing to measure first"):
        structural.structural_after_measurement(structural.fit("x4 ~ x1", frame))
    higher = structural.fit("v =~ x1+x2+x3\nt =~ x4+x5+x6\ns =~ x7+x8+x9\ng =~ v+t+s", frame)
    with pytest.raises(Refused, match="'v', 't', 's' is a factor's factor"):
        structural.structural_after_measurement(higher)


def test_a_factor_named_alike_at_both_levels():
    fitted = structural.fit(FOUND["between"]["model"], data("demo_twolevel"), cluster="cluster")
    assert fitted.parameters.query("op == '=~'")["level"].tolist() == [1, 1, 1, 2, 2, 2]


@pytest.fixture(scope="module")
def between():
    frame = data("demo_twolevel_small")
    members = frame.groupby("cluster")["y1"].transform("size") + 5
    return structural.between_estimates(
        SYNTAX, frame.assign(members=members), "cluster", "members", replicates=300, seed=1
    )


def test_standardised_slopes_of_manifest_means_are_those_of_standardised_variables(between):
    frame = data("demo_twolevel_small")
    means = frame.groupby("cluster")[["y1", "y2", "y3", "w1", "w2"]].mean()
    rows = between.table.query("method == 'manifest'").set_index(["lhs", "rhs"])
    slope_of_w1 = rows.loc[("w2", "w1")]
    ratio = means["w1"].std() / means["w2"].std()
    assert slope_of_w1["std_all"] == pytest.approx(slope_of_w1["estimate"] * ratio, rel=1e-9)
    a, b = (rows.loc[key, "std_all"] for key in (("f", "w1"), ("w2", "f")))
    assert rows.loc[("ind", "a*b"), "std_all"] == pytest.approx(a * b, rel=1e-12)


def test_corrected_slopes_are_larger_in_standard_deviations_too(between):
    """A predictor with error taken off has a smaller spread and a larger slope."""
    rows = between.table.query("lhs == 'f'").set_index("method")
    assert rows.loc["corrected", "std_all"] > rows.loc["manifest", "std_all"]
    spread = between.reliability["sd"].iloc[0]
    w1 = data("demo_twolevel_small").groupby("cluster")["w1"].mean().std()
    expected = rows.loc["corrected", "estimate"] * w1 / spread
    assert rows.loc["corrected", "std_all"] == pytest.approx(expected, rel=1e-9)


def test_loadings_within_are_those_of_the_method_that_leads(between):
    assert between.leads == "two_level"
    joint = between.two_level.parameters.query("op == '=~' and level == 1")
    assert between.loadings["std_all"].tolist() == joint["std_all"].tolist()
    frame, items = data("demo_twolevel_small"), ["y1", "y2", "y3"]
    few = frame[frame["cluster"].isin(frame["cluster"].unique()[:20])]
    found = structural.between_estimates(SYNTAX, few, "cluster", replicates=100)
    assert found.leads == "corrected"
    deviations = few[items] - few.groupby("cluster")[items].transform("mean")
    own = structural.fit("f =~ y1 + y2 + y3", deviations).parameters.query("op == '=~'")
    assert found.loadings["rhs"].tolist() == items
    assert found.loadings["std_all"].tolist() == pytest.approx(own["std_all"].tolist(), rel=1e-9)


@pytest.mark.parametrize("method", ["corrected", "finite_population", "manifest"])
def test_slopes_between_clusters(between, method):
    rows = between.table.query(f"method == '{method}' and lhs == 'w2'")
    assert rows["rhs"].tolist() == ["f", "w1"]
    np.testing.assert_allclose(rows["estimate"], FOUND["means"][method]["estimate"], rtol=1e-5)
    np.testing.assert_allclose(rows["se"], FOUND["means"][method]["se"], rtol=1e-5)
    assert (rows["df"] == 40 - 2 - 1).all()


def test_manifest_means_are_least_squares(between):
    rows = between.table.query("method == 'manifest' and lhs == 'w2'")
    np.testing.assert_allclose(rows["p_value"], FOUND["means"]["least_squares"]["p"], rtol=1e-4)


def test_the_whole_table(between):
    assert between.clusters == 40
    assert between.table["method"].value_counts().to_dict() == dict.fromkeys(
        ("corrected", "finite_population", "manifest", "two_level"), 4
    )
    assert between.reliability["reliability"][0] == pytest.approx(FOUND["means"]["corrected"]["reliability"])
    indirect = between.table.query("method == 'corrected' and lhs == 'ind'").iloc[0]
    own = between.table.query("method == 'corrected'").set_index("label")["estimate"]
    assert indirect["estimate"] == pytest.approx(own["a"] * own["b"])
    assert indirect["df"] == 37
    assert indirect["percentile_low"] < indirect["estimate"] < indirect["percentile_high"]
    assert (between.table["ci_low"] < between.table["estimate"]).all()
    joint = between.table.query("method == 'two_level'")
    assert joint["percentile_low"].isna().all()
    assert joint["df"].tolist() == [np.inf] * 4
    assert between.leads == "two_level"
    assert between.failed < 0.05
    assert told(between)[-1] == "'v': not defined by slopes at level 2, so left out here"


@pytest.mark.parametrize("first", ["y1 + s*y2 + y3", "s*y2 + y1 + y3"])
def test_in_the_unit_of_the_items_mean_the_first_item_does_not_matter(first):
    syntax = SYNTAX.replace("y1 + s*y2 + y3", first).replace("y1 + y2 + y3", first.replace("s*", ""))
    found = structural.between_estimates(
        syntax, data("demo_twolevel_small"), "cluster", replicates=20, seed=1, unit="items_mean"
    )
    corrected = found.table.query("method == 'corrected' and lhs == 'w2'")
    np.testing.assert_allclose(corrected["estimate"], FOUND["items_mean"]["corrected"]["estimate"], rtol=1e-5)
    np.testing.assert_allclose(corrected["se"], FOUND["items_mean"]["corrected"]["se"], rtol=1e-5)
    joint = found.table.query("method == 'two_level'").set_index("label")
    for row in pd.DataFrame(FOUND["items_mean"]["two_level"]).itertuples():
        own = joint.loc[row.lhs.removesuffix("m")]
        assert own["estimate"] == pytest.approx(row.est, rel=2e-4)
        assert own["se"] == pytest.approx(row.se, rel=2e-3)


def test_where_no_error_could_be_taken_off_it_is_told_and_the_reliability_is_zero():
    frame = data("demo_twolevel_small")
    noise = np.random.default_rng(3).standard_normal((len(frame), 4))
    frame = frame.assign(y1=0, y2=0, y3=0)
    frame[["y1", "y2", "y3"]] = noise[:, 1:] + noise[:, :1]
    frame[["y1", "y2", "y3"]] -= 0.9 * frame.groupby("cluster")[["y1", "y2", "y3"]].transform("mean")
    found = structural.between_estimates(SYNTAX, frame, "cluster", replicates=10)
    taken = found.table.query("method == 'corrected'")["error_taken"]
    assert (taken < 0.2).all()
    assert found.reliability[["reliability", "sd"]].to_numpy().tolist() == [[0.0, 0.0]]
    assert any(note.startswith("Only ") for note in told(found))


def test_the_range_without_one_cluster(between):
    row = between.table.query("method == 'manifest' and lhs == 'w2' and rhs == 'f'").iloc[0]
    frame = data("demo_twolevel_small")
    left = frame[frame["cluster"].astype(str) != row["without_one"]]
    without = structural.between_estimates(SYNTAX, left, "cluster", replicates=10).table
    moved = without.query("method == 'manifest' and lhs == 'w2' and rhs == 'f'")["estimate"].iloc[0]
    extremes = [row["without_one_low"], row["without_one_high"]]
    assert min(abs(moved - extreme) for extreme in extremes) < 1e-6


def test_below_thirty_clusters_the_corrected_estimates_lead():
    frame = data("demo_twolevel_small")
    few = frame[frame["cluster"].isin(frame["cluster"].unique()[:15])]
    found = structural.between_estimates(SYNTAX, few, "cluster", replicates=50)
    assert (found.leads, found.clusters) == ("corrected", 15)
    assert told(found)[0] == (
        "15 clusters are fewer than 30: the corrected estimates lead, with t on J - p - 1 "
        "degrees of freedom, and a "
        "joint two-level model can't be trusted"
    )
    assert (found.table.query("method == 'corrected' and lhs == 'w2'")["df"] == 12).all()


def test_error_that_would_leave_nothing():
    scores, error = np.diag([1.0, 1.0]), np.diag([0.4, 0.0])
    assert subtractable(scores, error, 21) == 1.0
    assert subtractable(scores, 2 * error, 21) == 1.0
    assert subtractable(scores, 4 * error, 21) == pytest.approx(1 / 1.6 - 1 / 20)


@pytest.mark.parametrize(
    ("syntax", "change", "sentence"),
    [
        ("f =~ y1 + y2 + y3", {}, "The syntax has no level: 1 and level: 2; expected both"),
        ("level: 1\ny1 ~~ y1\nlevel: 2\ny1 ~~ y1", {}, "Level 2 has no regression; expected a line such as"),
        (SYNTAX, {"cluster": 1}, "has one cluster among the usable rows; expected two or more"),
        (SYNTAX, {"w1": "x"}, "'w1' holds text; expected numbers"),
        (SYNTAX, {"members": 2}, "'members' is smaller than the number of rows in "),
        (
            SYNTAX,
            {"members": data("demo_twolevel_small")["y1"]},
            "'members' differs within clusters; expected one",
        ),
        (SYNTAX.replace("f =~ y1 + y2 + y3", "f =~ y1"), {}, "Factor 'f' has 1 item; expected two or more"),
        (
            SYNTAX,
            {"cluster": np.arange(len(data("demo_twolevel_small"))) % 4},
            "4 clusters for a regression on 2 predictors; expected at least 5: take fewer predictors",
        ),
    ],
)
def test_what_between_estimates_refuse(syntax, change, sentence):
    frame = data("demo_twolevel_small").assign(**({"members": 999} | change))
    with pytest.raises(Refused) as refusal:
        structural.between_estimates(syntax, frame, "cluster", "members", replicates=10)
    assert sentence in str(refusal.value)


def test_samples_of_too_few_clusters_or_dependent_predictors_have_no_slopes():
    """Least squares in every other sample; rounding error would make the rest, other by processor."""
    generator = np.random.default_rng(1)
    means = generator.normal(size=(9, 3)).round(2)
    means[:, 2] = [0, 0, 0, 0, 0, 0, 0, 1, 1]
    rows = pd.DataFrame(np.repeat(means, 2, axis=0), columns=["outcome", "x", "z"])
    clusters = cluster_data(("outcome", "x", "z"), rows.assign(site=np.repeat(range(9), 2)), "site", None)
    draws = draws_of(9, 500, 3)
    moments = between_moments(
        clusters, Variables(("outcome", "x", "z"), (), (), np.arange(3)), draws, "manifest"
    )
    found = slopes(moments, Equation(0, np.array([1, 2])))
    expected = np.full((len(draws), 2), np.nan)
    for place, counts in enumerate(draws.astype(int)):
        own = np.repeat(means, counts, axis=0)
        design = np.column_stack([np.ones(len(own)), own[:, 1:]])
        if np.count_nonzero(counts) > 3 and np.ptp(own[:, 2]) > 0:
            expected[place] = np.linalg.lstsq(design, own[:, 0], rcond=None)[0][1:]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)
    assert 30 < np.isnan(found[:, 0]).sum() < 100
