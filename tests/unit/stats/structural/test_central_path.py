"""The central path: a small run of benchmarks/central_path.py."""

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
