import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.scales import reliability, two_level_omega


@pytest.mark.parametrize("which", ["five", "all"])
def test_omegas_and_loglik_are_those_of_lavaans_fit(
    leadership: pd.DataFrame, from_r: dict, which: str
) -> None:
    golden = from_r["two_level"][which]
    found = two_level_omega(leadership[golden["items"]], leadership["GRP"])
    # lavaan's two-level fits stop at a gradient of about 5e-6; ours is polished below 1e-10
    assert found.gradient < 1e-10
    assert found.loglik == pytest.approx(golden["loglik"], rel=1e-10)
    assert found.loglik >= golden["loglik"] - 1e-7
    for name in ("omega_within", "omega_between", "omega_group_mean"):
        assert getattr(found, name) == pytest.approx(golden[name], rel=1e-4)
    for name in ("within", "between", "residual_within"):
        np.testing.assert_allclose(found.loadings[name], golden[name], rtol=5e-4)
    np.testing.assert_allclose(found.loadings["residual_between"], golden["residual_between"], atol=2e-5)
    assert (found.n, found.clusters, found.converged, found.notes) == (5400, 99, True, ())


def simulated(groups: int, size: int, between: float, seed: int = 4) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.arange(groups), size)
    true = rng.normal(size=(groups, 1))[codes] * between + rng.normal(size=(groups * size, 1))
    items = true + rng.normal(size=(groups * size, 4)) + between * 0.5 * rng.normal(size=(groups, 4))[codes]
    return pd.DataFrame(items, columns=list("abcd")), codes


def test_known_omegas_are_recovered() -> None:
    items, codes = simulated(groups=600, size=10, between=1.0)
    found = two_level_omega(items, codes)
    # 4 items: within 16 / (16 + 4), between 16 / (16 + 1), means 16 / (17 + 20 / 10)
    assert found.omega_within == pytest.approx(0.8, abs=0.01)
    assert found.omega_between == pytest.approx(16 / 17, abs=0.01)
    assert found.omega_group_mean == pytest.approx(16 / 19, abs=0.015)
    assert found.harmonic_size == pytest.approx(10)


def test_without_differences_between_groups_the_within_omega_is_the_single_level_one() -> None:
    items, codes = simulated(groups=80, size=12, between=0.0)
    found = two_level_omega(items, codes)
    single = reliability(items).omega_total
    assert single is not None
    assert found.omega_within == pytest.approx(single, abs=0.005)
    assert found.omega_group_mean is None or found.omega_group_mean < 0.3


def test_rows_left_out_are_counted_and_units_do_not_matter() -> None:
    items, codes = simulated(groups=40, size=6, between=0.6)
    first = two_level_omega(items, codes)
    holes = items.copy()
    holes.iloc[0, 1] = np.nan
    assert two_level_omega(holes, codes).dropped == 1
    scaled = two_level_omega(items * 100 + 7, codes)
    assert scaled.omega_within == pytest.approx(first.omega_within, rel=1e-7)
    assert scaled.omega_between == pytest.approx(first.omega_between, rel=1e-6)


@pytest.mark.parametrize(
    ("change", "groups", "sentence"),
    [
        (
            lambda items: items,
            4,
            "4 groups for 4 items; expected more groups than items: the between part of a two-level omega "
            "can't be estimated, report the single-level one",
        ),
        (
            lambda items: items[["a", "b"]],
            30,
            "2 items ('a', 'b') given where at least 3 are needed; add items to the scale or leave this out",
        ),
        (
            lambda items: items.assign(c=np.repeat(np.arange(30), 5)),
            30,
            "item 'c' does not vary within any group; expected people of a group to differ: leave it out of "
            "the scale",
        ),
    ],
)
def test_what_has_no_two_level_omega_is_refused(change, groups: int, sentence: str) -> None:
    items, codes = simulated(groups, 5, 0.5)
    with pytest.raises(Refused) as refusal:
        two_level_omega(change(items), codes)
    assert str(refusal.value) == sentence
