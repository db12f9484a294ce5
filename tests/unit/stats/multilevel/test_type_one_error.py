"""Type I error with few clusters: a small run of benchmarks/type_one_error.py."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "type_one_error_benchmark", ROOT / "benchmarks" / "type_one_error.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def by_default(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["method"] == "kenward-roger"]


def test_small_run(benchmark: ModuleType) -> None:
    # 400 replications at two correlations; the 99.9 % range of a rate of .05 is then .019–.092. At 0, where
    # half of the fits are singular, Kenward–Roger rejects less.
    one, iccs = benchmark.CONDITIONS[1], (0.0, 0.10)
    table = benchmark.simulate(400, (one,), iccs)
    default = by_default(table)
    assert set(table["predictor"]) == {"site", "team", "person"}
    assert (table["not_converged"] == 0).all()
    assert default.loc[default["icc"] == 0.10, "rejected"].between(0.02, 0.09).all()
    assert (default["rejected"] < 0.09).all()
    singular = table.groupby("icc")["singular"].first()
    assert 0.45 < singular[0.0] < 0.62
    assert 0.03 < singular[0.10] < 0.11
    wide = table.pivot(index=["icc", "predictor"], columns="method", values="rejected")
    assert (wide["kenward-roger"] <= wide["satterthwaite"]).all()
    assert (wide["satterthwaite"] <= wide["normal"]).all()


def test_a_run_repeats_itself(benchmark: ModuleType) -> None:
    one = benchmark.CONDITIONS[2]
    first, second = (benchmark.simulate(30, (one,), (0.05,)) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_intervals_are_wilsons(benchmark: ModuleType) -> None:
    # statsmodels.stats.proportion.proportion_confint(100, 2000, method="wilson")
    low, high = benchmark.wilson(0.05, 2000)
    assert (low, high) == pytest.approx((0.0412812, 0.0604441), abs=1e-7)
