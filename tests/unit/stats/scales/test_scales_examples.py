"""The examples of `isop.scales` give what they say, and its names load when they are asked for."""

import doctest
import importlib
import subprocess
import sys

import pytest

MODULES = [
    "bivariate.correlations",
    "bivariate.polychoric",
    *("scales.aggregation", "scales.description", "scales.internal_consistency", "scales.ordinal"),
    *("scales.scoring", "scales.two_level_reliability"),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(f"isop_analysis.stats.{name}")
    found = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0
    assert found.attempted > 0


def loaded(code: str) -> set[str]:
    told = f"{code}\nimport sys\nprint(*(name for name in sys.modules if name.startswith('isop_analysis')))"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_scoring_loads_neither_reliability_nor_structural_models() -> None:
    own = loaded("from isop_analysis.measurement.scores import score_study")
    assert not any("stats.structural" in name or "stats.bivariate" in name for name in own)
    assert {name for name in own if ".stats.scales." in name} == {"isop_analysis.stats.scales.scoring"}
    assert {name for name in own if ".measurement." in name} == {"isop_analysis.measurement.scores"}


def test_every_name_of_the_face_is_what_it_says() -> None:
    from isop_analysis.stats import scales

    for name in scales.__all__:
        assert getattr(scales, name).__name__ == name
