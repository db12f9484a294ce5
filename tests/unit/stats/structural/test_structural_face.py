"""What analysts see first: the examples of the docstrings, and names that load when they are asked for."""

import doctest
import subprocess
import sys
from importlib import import_module

import pytest

from isop_analysis.stats import structural


@pytest.mark.parametrize("name", ["fitting", "result"])
def test_the_examples_of_the_docstrings_hold(name: str):
    found = doctest.testmod(import_module(f"isop_analysis.stats.structural.{name}"))
    assert (found.failed, found.attempted > 5) == (0, True)


def test_every_public_name_is_there():
    assert all(callable(getattr(structural, name)) for name in structural.__all__)
    assert set(structural.__all__) <= set(dir(structural))
    with pytest.raises(AttributeError, match="has no attribute 'fitt'"):
        structural.fitt  # noqa: B018


def test_moments_of_rows_cost_no_other_module_of_the_room():
    code = (
        "import sys, isop_analysis.stats.structural.incomplete_moments; "
        "print(*sorted(name for name in sys.modules if 'stats.structural.' in name))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    own = [name.rpartition(".")[2] for name in run.stdout.split()]
    assert own == ["incomplete_moments", "moments"]
