"""Holm's correction against R's p.adjust, digit by digit."""

import json
from pathlib import Path

import pytest

from isop_analysis.stats.holm import holm

FAMILIES = json.loads((Path(__file__).parents[2] / "golden/hypotheses/holm_r.json").read_text())


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_it_gives_what_r_gives(name: str) -> None:
    found, expected = holm(FAMILIES[name]["p"]), FAMILIES[name]["holm"]
    assert [p is None for p in found] == [p is None for p in expected]
    known = [p for p in expected if p is not None]
    assert [p for p in found if p is not None] == pytest.approx(known, rel=1e-14, abs=0)


def test_a_test_without_p_counts_as_if_its_p_were_one() -> None:
    assert holm([0.01, None, 0.02]) == [holm([0.01, 1.0, 0.02])[0], None, holm([0.01, 1.0, 0.02])[2]]
    assert holm([0.01, None, 0.02])[0] == pytest.approx(0.03)


def test_it_agrees_with_statsmodels() -> None:
    from statsmodels.stats.multitest import multipletests

    p = [0.04, 0.001, 0.04, 0.3, 0.012, 0.9]
    assert holm(p) == pytest.approx(list(multipletests(p, method="holm")[1]), rel=1e-12)


def test_no_tests_and_no_probabilities() -> None:
    assert holm([]) == []
    with pytest.raises(ValueError, match=r"^p values lie between 0 and 1; found -0.1, 1.2$"):
        holm([0.5, 1.2, -0.1])
