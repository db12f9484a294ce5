"""The examples in the docstrings of the room."""

import doctest
from importlib import import_module

import pytest

from isop_analysis.stats import networks


@pytest.mark.parametrize("name", sorted(networks.HOMES))
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(f"isop_analysis.{name}")).failed == 0


def test_public_functions_have_examples() -> None:
    found = {
        test.name.rpartition(".")[2]
        for name in networks.HOMES
        for test in doctest.DocTestFinder().find(import_module(f"isop_analysis.{name}"))
        if test.examples
    }
    assert {"blau", "blau_corrected", "blau_maximum", "ei_index", "tasks", "ties", "whole_network"} <= found
