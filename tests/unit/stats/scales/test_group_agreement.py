import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.scales import Cutoffs, agreement
from isop_analysis.stats.scales.intraclass import icc1_interval
from isop_analysis.stats.scales.nulls import FIVE_POINT_SHARES, PUBLISHED, null_variances
from isop_analysis.stats.scales.one_way import one_way
from isop_analysis.stats.scales.reml_icc import reml_icc
from isop_analysis.stats.scales.within_group import rwg


def told(found: object) -> tuple[str, ...]:
    return tuple(str(note) for note in found.notes)  # type: ignore[attr-defined]


def items_of(data: pd.DataFrame) -> pd.DataFrame:
    return data.drop(columns="GRP")


def heads(data: pd.DataFrame, sizes: dict[int, int]) -> pd.DataFrame:
    return pd.concat([data[data["GRP"] == group].head(size) for group, size in sizes.items()])


def test_every_agreement_number_of_bhr2000_is_that_of_multilevel(
    leadership: pd.DataFrame, reference: dict
) -> None:
    golden = reference["bhr2000_leadership"]
    found = agreement(items_of(leadership), leadership["GRP"], low=1, high=5)
    assert found.icc1 == pytest.approx(golden["icc1"], rel=1e-9)
    assert found.icc2 == pytest.approx(golden["icc2"], rel=1e-9)
    assert found.rwg_j_mean == pytest.approx(golden["rwg_j_mean"], rel=1e-9)
    assert found.rwg_j_median == pytest.approx(golden["rwg_j_median"], rel=1e-9)
    assert found.adm_mean == pytest.approx(golden["adm_mean"], rel=1e-9)
    first = golden["rwg_j_first5"]
    assert [str(group) for group in found.groups["group"].head(5)] == first["grpid"]
    assert list(found.groups["size"].head(5)) == first["gsize"]
    np.testing.assert_allclose(found.groups["rwg_j"].head(5), first["rwg.j"], rtol=1e-9)
    assert (found.n, found.clusters, found.dropped, found.single) == (5400, 99, 0, 0)
    assert found.rwg_j_truncated == 0


def test_rwg_of_the_scale_mean_is_reproduced_but_never_reported(
    leadership: pd.DataFrame, reference: dict
) -> None:
    # the mean of 11 items against one item's uniform variance: R prints it when asked, it means nothing
    scores = items_of(leadership).mean(axis=1)
    of_means = rwg(scores.groupby(leadership["GRP"]).var(), null=2.0).mean()
    assert of_means == pytest.approx(reference["bhr2000_leadership"]["rwg_mean"], rel=1e-9)
    found = agreement(items_of(leadership), leadership["GRP"])
    reported = [value for value in vars(found).values() if isinstance(value, float)]
    assert not np.isclose(reported, of_means, rtol=1e-3).any()
    assert not np.isclose(found.groups.select_dtypes("number").mean(), of_means, rtol=1e-3).any()


def test_f_test_skewed_nulls_items_and_adm_are_those_of_r(leadership: pd.DataFrame, from_r: dict) -> None:
    found = agreement(items_of(leadership), leadership["GRP"])
    assert found.f_statistic == pytest.approx(from_r["anova"]["f"], rel=1e-10)
    assert [found.df_between, found.df_within] == from_r["anova"]["df"]
    assert np.log10(found.p_value) == pytest.approx(np.log10(from_r["anova"]["p"]), abs=1e-6)
    nulls = found.nulls.set_index("null")
    for null, key in (("slightly_skewed", "v1.34"), ("moderately_skewed", "v0.9")):
        golden = from_r["rwg_j"][key]
        assert nulls.loc[null, "rwg_j_mean"] == pytest.approx(golden["mean"], rel=1e-10)
        assert nulls.loc[null, "rwg_j_median"] == pytest.approx(golden["median"], rel=1e-10)
        assert nulls.loc[null, "truncated"] == golden["truncated"]
    assert found.rwg_j_mean_skewed == nulls.loc["slightly_skewed", "rwg_j_mean"]
    single = found.items[(found.items["item"] == "AF06") & (found.items["null"] == "uniform")].iloc[0]
    assert single["rwg_mean"] == pytest.approx(from_r["rwg_AF06"]["mean"], rel=1e-10)
    assert single["rwg_median"] == pytest.approx(from_r["rwg_AF06"]["median"], rel=1e-10)
    assert single["adm_mean"] == pytest.approx(from_r["adm_AF06"], rel=1e-10)
    np.testing.assert_allclose(found.groups["adm"].head(5), from_r["adm_first5"], rtol=1e-10)


def test_reml_icc_and_its_profile_interval_are_lme4s(leadership: pd.DataFrame, from_r: dict) -> None:
    found = agreement(items_of(leadership), leadership["GRP"])
    # lme4 searches to about 1e-7 of the parameter, ours solves the derivative
    assert found.icc_reml == pytest.approx(from_r["reml"]["icc"], rel=1e-6)
    assert found.icc_reml_ci_low == pytest.approx(from_r["reml"]["low"], rel=1e-8)
    assert found.icc_reml_ci_high == pytest.approx(from_r["reml"]["high"], rel=1e-8)


def test_small_unequal_groups_agree_with_r(leadership: pd.DataFrame, from_r: dict) -> None:
    small = heads(leadership, {group: 2 + group % 7 for group in range(1, 25)})
    golden = from_r["small"]
    found = agreement(items_of(small), small["GRP"])
    assert found.icc1 == pytest.approx(golden["icc1"], rel=1e-10)
    assert found.icc2 == pytest.approx(golden["icc2"], rel=1e-10)
    assert found.icc_reml == pytest.approx(golden["reml"]["icc"], rel=1e-6)
    assert found.icc_reml_ci_low == 0 == golden["reml"]["low"]
    assert found.icc_reml_ci_high == pytest.approx(golden["reml"]["high"], rel=1e-7)


def test_equal_groups_have_the_exact_intervals_of_psych(leadership: pd.DataFrame, from_r: dict) -> None:
    equal = heads(leadership, dict.fromkeys(range(1, 21), 5))
    golden = from_r["balanced"]
    found = agreement(items_of(equal), equal["GRP"])
    for name in ("icc1", "icc2"):
        assert getattr(found, name) == pytest.approx(golden[name], rel=1e-9)
    assert found.icc1_ci_low == pytest.approx(golden["low"], rel=1e-9)
    assert found.icc1_ci_high == pytest.approx(golden["high"], rel=1e-9)
    assert found.icc2_ci_low == pytest.approx(golden["icc2_low"], rel=1e-9)
    assert found.icc2_ci_high == pytest.approx(golden["icc2_high"], rel=1e-9)
    # at equal sizes and a positive ICC, mean squares and REML are the same estimate
    assert found.icc_reml == pytest.approx(found.icc1, rel=1e-9)


def test_intervals_of_unequal_groups_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(11)
    sizes = np.array([2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 12, 15])
    codes = np.repeat(np.arange(12), sizes)
    hits = 0
    for _ in range(400):
        scores = rng.normal(size=12)[codes] * np.sqrt(0.15) + rng.normal(size=len(codes)) * np.sqrt(0.85)
        interval = icc1_interval(one_way(scores, codes))
        hits += interval.low < 0.15 < interval.high
    # exact: 95 % of 400 with a binomial standard error of 4.4
    assert 367 <= hits <= 393


def test_reml_criterion_is_the_marginal_likelihood_of_statsmodels(leadership: pd.DataFrame) -> None:
    import statsmodels.formula.api as smf

    small = heads(leadership, {group: 3 + group % 5 for group in range(1, 31)})
    small = small.assign(score=items_of(small).mean(axis=1))
    fit = smf.mixedlm("score ~ 1", small, groups=small["GRP"]).fit(reml=True)
    variance = float(fit.cov_re.iloc[0, 0])
    codes = pd.factorize(small["GRP"], sort=True)[0]
    found = reml_icc(one_way(small["score"].to_numpy(), codes))
    assert found.icc == pytest.approx(variance / (variance + fit.scale), rel=1e-3)


def test_negative_icc_is_reported_as_it_is() -> None:
    items = pd.DataFrame({"a": [1, 5, 2, 4, 1, 5], "b": [1, 5, 2, 4, 2, 5]})
    found = agreement(items, np.array([1, 1, 2, 2, 3, 3]))
    assert found.icc1 < -0.5
    assert found.icc2 < -1
    assert found.icc_reml == 0
    assert found.icc1_ci_low < found.icc1 < found.icc1_ci_high
    assert "the variance between groups is estimated at zero by REML" in told(found)
    assert not found.justified


def test_perfect_agreement_within_groups() -> None:
    found = agreement(pd.DataFrame({"a": [1, 1, 4, 4], "b": [2, 2, 5, 5]}), ["x", "x", "y", "y"])
    assert (found.icc1, found.icc2, found.icc_reml) == (1, 1, 1)
    assert (found.icc1_ci_low, found.icc1_ci_high) == (1, 1)
    assert list(found.groups["rwg_j"]) == [1, 1]
    assert (found.f_statistic, found.p_value, found.adm_mean) == (np.inf, 0, 0)
    assert found.justified


def test_equal_group_means_leave_icc2_undefined() -> None:
    found = agreement(pd.DataFrame({"a": [1, 3, 1, 3]}), ["x", "x", "y", "y"])
    assert found.icc1 == -1
    assert np.isnan(found.icc2)
    assert "all group means are equal; ICC(2) is not defined" in told(found)


@pytest.mark.parametrize("null", ["slightly_skewed", "moderately_skewed"])
def test_published_null_variances_follow_from_the_shares(null: str) -> None:
    shares, values = np.array(FIVE_POINT_SHARES[null]), np.arange(1, 6)
    assert shares.sum() == pytest.approx(1)
    variance = shares @ values**2 - (shares @ values) ** 2
    assert null_variances(1, 5, 5).variance(null) == pytest.approx(variance, abs=1e-12)


def test_uniform_null_is_the_variance_of_equally_likely_answers() -> None:
    for options in (2, 4, 5, 7, 11):
        values = np.linspace(0, 6, options)
        found = null_variances(0, 6, options)
        assert found.uniform == pytest.approx(values.var(), rel=1e-12)
        if options in PUBLISHED:
            assert found.uniform > found.slightly_skewed > found.moderately_skewed


def test_rwg_j_by_hand_and_groups_of_one_left_out() -> None:
    items = pd.DataFrame({"a": [1, 2, 3, 5, 1, 4], "b": [2, 2, 4, 5, 5, 4]})
    found = agreement(items, pd.Series(["x", "x", "x", "y", "y", "z"]))
    # x: variances 1 and 4/3, mean 7/6; a = 1 − 7/12 = 5/12; r_wg(2) = (10/12) / (10/12 + 7/12)
    assert found.groups.loc[0, "rwg_j"] == pytest.approx(10 / 17, rel=1e-12)
    # AD_M of x: a (1 + 0 + 1)/3, b (2/3 + 2/3 + 4/3)/3
    assert found.groups.loc[0, "adm"] == pytest.approx((2 / 3 + 8 / 9) / 2, rel=1e-12)
    # y: variances 8 and 0, mean 4 > 2: cut at 0
    assert found.groups.loc[1, "rwg_j"] == 0
    assert found.rwg_j_truncated == 1
    assert found.groups.loc[2, ["rwg_j", "adm"]].isna().all()
    assert (found.single, found.clusters, found.n) == (1, 3, 6)
    assert found.rwg_j_mean == pytest.approx(5 / 17, rel=1e-12)
    assert "groups of one person (1) are in the ICCs but left out of r_wg(j) and AD_M" in told(found)


def test_rows_without_group_or_with_too_few_answers_are_counted() -> None:
    items = pd.DataFrame({"a": [1, 2, np.nan, 5, 4, 3], "b": [2, 2, 4, np.nan, 5, 1]})
    group = ["x", "x", "x", "y", "y", None]
    strict = agreement(items, group)
    assert (strict.n, strict.dropped) == (3, 3)
    assert "left out: 3 of the rows, without a group or with too few answers" in told(strict)
    lenient = agreement(items, group, minimum_answered=1)
    assert (lenient.n, lenient.dropped) == (5, 1)
    # y: item a 5 and 4 (variance ½), item b one answer only
    assert lenient.groups.loc[1, "item_variance"] == 0.5
    assert lenient.groups.loc[1, "rwg_j"] == 0.75
    assert lenient.groups.loc[1, "score"] == 4.75


def test_scale_of_seven_options_and_half_steps_has_the_null_of_its_steps() -> None:
    whole = agreement(pd.DataFrame({"a": [1, 2, 6, 7]}), ["x", "x", "y", "y"], low=1, high=7)
    assert list(whole.nulls["variance"]) == [4, 2.9, 2.14]
    half = agreement(pd.DataFrame({"a": [1, 1.5, 3.5, 4]}), ["x", "x", "y", "y"], low=1, high=4, options=7)
    np.testing.assert_allclose(half.nulls["variance"], [1, 0.725, 0.535], rtol=1e-12)
    assert half.adm_cutoff == pytest.approx(0.5 * 7 / 6)
    np.testing.assert_allclose(half.groups["rwg_j"], whole.groups["rwg_j"], rtol=1e-12)


def test_four_options_have_no_skewed_null() -> None:
    found = agreement(pd.DataFrame({"a": [4, 4, 3, 4]}), ["x", "x", "y", "y"], low=1, high=4)
    assert found.leading_null == "uniform"
    assert np.isnan(found.rwg_j_mean_skewed)
    assert "no skewed null is published for 4 options; only the uniform one is used" in told(found)


def test_the_skewed_null_leads_where_answers_sit_at_an_end() -> None:
    at_top = pd.DataFrame({"a": [5, 5, 4, 4, 5, 3], "b": [5, 4, 4, 3, 5, 3]})
    group = ["x", "x", "y", "y", "z", "z"]
    assert agreement(at_top, group).leading_null == "slightly_skewed"
    assert agreement(6 - at_top, group).leading_null == "slightly_skewed"
    assert agreement(at_top - 1, group).leading_null == "uniform"
    assert agreement(at_top, group, cutoffs=Cutoffs(ceiling=0.5)).leading_null == "uniform"


def test_the_verdict_says_what_it_rests_on(leadership: pd.DataFrame) -> None:
    found = agreement(items_of(leadership), leadership["GRP"])
    assert found.justified
    assert "; ".join(map(str, found.reasons)) == (
        "median r_wg(j) 0.89 (uniform null; at least 0.70 wanted); ICC(1) 0.14 (at least 0.05 wanted); groups "
        "differ with p < 0.001 (below 0.05 wanted)"
    )
    strict = agreement(
        items_of(leadership), leadership["GRP"], cutoffs=Cutoffs(rwg_j=0.9, icc1=0.2, icc2=0.95)
    )
    assert not strict.justified
    assert strict.failed == ("rwg_j", "icc1")
    assert strict.reasons == (
        Reason("verdict_rwg_j", found=strict.rwg_j_median, null="uniform", needed=0.9),
        Reason("verdict_icc1", found=strict.icc1, needed=0.2),
        Reason("verdict_icc2", found=strict.icc2, size=strict.mean_size, needed=0.95),
    )
    assert str(strict.reasons[-1]) == (
        "group means are unreliable: ICC(2) 0.90 at 54.5 people a group, below 0.95"
    )
    assert found.nulls["share_above"].iloc[0] == 1


def test_order_of_rows_and_kind_of_labels_do_not_matter(leadership: pd.DataFrame) -> None:
    small = heads(leadership, {group: 2 + group % 7 for group in range(1, 25)})
    shuffled = small.sample(frac=1, random_state=1)
    first, second = (agreement(items_of(data), data["GRP"]) for data in (small, shuffled))
    pd.testing.assert_frame_equal(first.groups, second.groups)
    assert first.icc1 == pytest.approx(second.icc1, rel=1e-12)
    named = agreement(items_of(small), small["GRP"].map("team {:02d}".format).astype("category"))
    np.testing.assert_array_equal(first.groups["rwg_j"], named.groups["rwg_j"])
    assert named.groups["group"].iloc[0] == "team 01"


ITEMS = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 2, 4, 5]})


@pytest.mark.parametrize(
    ("items", "group", "arguments", "sentence"),
    [
        (
            ITEMS,
            ["x"] * 4,
            {},
            "only group 'x' among 4 usable of 4 rows; expected two or more groups to compare",
        ),
        (
            ITEMS,
            [None] * 4,
            {},
            "no group among 0 usable of 4 rows; expected two or more groups to compare",
        ),
        (
            ITEMS,
            list("wxyz"),
            {},
            "all 4 groups have one usable row; expected at least one group of two or more: nothing can be "
            "said about agreement within groups",
        ),
        (ITEMS, ["x"] * 3, {}, "3 group labels for 4 rows of items; expected one a row"),
        (
            ITEMS,
            pd.Series(["x", "x", "y", "y"], index=[4, 5, 6, 7]),
            {},
            "group and items have different indexes; expected the same rows in the same order: take both "
            "from one frame, or pass group.to_numpy()",
        ),
        (
            ITEMS * 0 + 3,
            ["x", "x", "y", "y"],
            {},
            "all 4 scale scores are 3; expected scores that differ: where nobody differs agreement can't be "
            "told from an item that measures nothing",
        ),
        (
            ITEMS + 0.5,
            ["x", "x", "y", "y"],
            {"high": 6},
            "answer 1.5 is none of the 6 options from 1 to 6; expected steps of 1: pass the items as they "
            "were answered, or options= for finer steps",
        ),
        (
            ITEMS,
            ["x", "x", "y", "y"],
            {"high": 5.5},
            "5.5 options from 1 to 5.5; expected a whole number of 2 or more: pass options=",
        ),
        (
            ITEMS,
            ["x", "x", "y", "y"],
            {"high": 4},
            "item 'b' holds 5 in row 3 (1 such answers); expected 1 to 4: mend low and high, or code what is "
            "no answer as missing",
        ),
        (
            ITEMS,
            ["x", "x", "y", "y"],
            {"minimum_answered": 3},
            "minimum_answered is 3; expected a whole number from 1 to the scale's 2 items",
        ),
        (
            ITEMS,
            ["x", "x", "y", "y"],
            {"confidence": 95},
            "confidence is 95; expected a share between 0 and 1, such as 0.95",
        ),
    ],
)
def test_what_has_no_agreement_is_refused(
    items: pd.DataFrame, group: list, arguments: dict, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        agreement(items, group, **arguments)
    assert str(refusal.value) == sentence
