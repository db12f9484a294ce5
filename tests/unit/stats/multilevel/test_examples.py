"""The examples of the room's docstrings give what they show; the face loads what it names, and no more."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.stats import multilevel

SLEEP = Path(__file__).parents[3] / "golden" / "multilevel" / "sleepstudy.csv"
MODULES = sorted(
    found.name for found in pkgutil.walk_packages(multilevel.__path__, f"{multilevel.__name__}.")
)
WITH_EXAMPLES = {name for name in multilevel.__all__ if name[0].islower()}


def examples_in(name: str) -> list[doctest.DocTest]:
    sleep = pd.read_csv(SLEEP)
    fitted = multilevel.fit("Reaction ~ Days + (Days | Subject)", sleep)
    known = {"isop": isop, "sleep": sleep, "fitted": fitted, "np": np, "pd": pd}
    found = doctest.DocTestFinder().find(importlib.import_module(name), extraglobs=known)
    return [one for one in found if one.examples]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name: str) -> None:
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for one in examples_in(name):
        runner.run(one, out=told.append)
    assert "".join(told) == ""


def test_every_function_of_the_face_has_an_example() -> None:
    shown = {one.name.rsplit(".", 1)[-1] for name in MODULES for one in examples_in(name)}
    assert WITH_EXAMPLES - shown == set()


def test_the_face_is_what_it_names() -> None:
    named = [name for names in multilevel.MODULES.values() for name in names]
    assert sorted(named) == multilevel.__all__ == dir(multilevel)
    assert all(getattr(multilevel, name) is not None for name in named)
    assert [name for name in named if f"{multilevel.__name__}.{name}" in MODULES] == []
    with pytest.raises(AttributeError, match="has no attribute 'fti'"):
        _ = multilevel.fti


def test_a_fit_loads_nothing_that_asks_something_of_it() -> None:
    code = (
        "import sys; import isop_analysis as isop; isop.multilevel.fit; "
        "print(*sorted(name.split('multilevel.')[1] for name in sys.modules if 'multilevel.' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    asked = ("diagnostics", "margins", "likelihood_ratio", "profile", "refits", "power_curve", "robust")
    assert [name for name in done.stdout.split() if name.startswith(asked)] == []
    assert "fitting" in done.stdout.split()
