"""Type I error with few clusters: a small run of benchmarks/type_one_error.py, and its committed table."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parents[4]
TABLE = ROOT / "docs" / "type_one_error.csv"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "type_one_error_benchmark", ROOT / "benchmarks" / "type_one_error.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def committed() -> pd.DataFrame:
    return pd.read_csv(TABLE)


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


def test_committed_table_meets_what_is_aimed_at() -> None:
    default = by_default(committed())
    assert set(default["replications"]) == {2000}
    two_level = default[default["design"] != "24 teams in 12 sites"]
    clustered = two_level[two_level["icc"] >= 0.05]
    assert len(clustered) == 33
    assert clustered["rejected"].between(0.035, 0.065).all()
    assert (default["rejected"] <= 0.065).all()
    assert (committed()["not_converged"] == 0).all()


def test_committed_table_says_what_normal_tests_cost() -> None:
    table = committed().pivot(index=["design", "predictor", "icc"], columns="method", values="rejected")
    sites = table.loc[("12 sites of 10 to 18", "site", 0.25)]
    assert sites["normal"] > 0.08
    assert sites["kenward-roger"] < 0.066
    assert np.all(table["kenward-roger"] <= table["satterthwaite"] + 0.0025)
