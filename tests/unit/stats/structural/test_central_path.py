"""The central path: a small run of benchmarks/central_path.py, and its committed table."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    place = ROOT / "benchmarks" / "central_path.py"
    spec = importlib.util.spec_from_file_location("central_path_benchmark", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    return pd.read_csv(ROOT / "docs" / "central_path.csv").set_index(["sites", "icc", "method"])


def test_a_small_run_repeats_itself_and_finds_the_path(benchmark: ModuleType) -> None:
    # 20 replications: the median of 20 estimates with a spread of .4 has a standard error of about .11.
    first, second = (benchmark.simulate(20, (40,), (0.20,)) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    own = first.set_index("method")
    assert own["true"].iloc[0] == pytest.approx(0.3 / 0.2**0.5)
    assert own.loc["corrected", "median"] == pytest.approx(0.67, abs=0.35)
    assert own.loc["corrected", "coverage"] >= 0.8
    assert own.loc["manifest", "median"] < own.loc["corrected", "median"]
    assert own.loc["two_level", "not_converged"] == 0


def test_the_committed_table_meets_its_target(committed: pd.DataFrame) -> None:
    assert set(committed["replications"]) == {500}
    assert len(committed) == 3 * 3 * 5
    for method in ("corrected", "two_level"):
        row = committed.loc[(40, 0.20, method)]
        assert abs(row["median_bias"]) <= 0.05
        assert 0.92 <= row["coverage"] <= 0.98


def test_the_committed_table_says_where_nothing_is_good(committed: pd.DataFrame) -> None:
    corrected = committed.xs("corrected", level="method")
    assert corrected["coverage"].between(0.95, 0.99).all()
    assert corrected.loc[12, "power"].max() <= 0.07
    assert committed.loc[(40, 0.05, "manifest"), "coverage"] < 0.5
    equal, free = (committed.xs(name, level="method") for name in ("two_level", "two_level_free"))
    assert (equal["not_converged"] <= free["not_converged"]).all()
    assert (equal["inadmissible"] < free["inadmissible"]).all()
