"""Reliability and residuals of ordered items against semTools and lavaan (ordinal_reliability.json)."""

import json

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import scales, structural

EXPECTED = json.loads((GOLDEN / "ordinal_reliability.json").read_text())
COLUMNS = ("omega", "composite_reliability", "ave")


def told(found: object) -> tuple[str, ...]:
    return tuple(str(note) for note in found.notes)  # type: ignore[attr-defined]


def fitted(**options: object) -> structural.StructuralFit:
    turned = data("likert").assign(a4=5 - data("likert")["a4"])
    return structural.fit(EXPECTED["model"], turned, ordered="all", **options)  # type: ignore[arg-type]


def test_reliability_of_factors():
    found = structural.factor_reliability(fitted()).set_index("factor")
    for column in COLUMNS:
        for factor, value in EXPECTED["one"][column].items():
            assert found.loc[factor, column] == pytest.approx(value, abs=1e-6)
    assert list(found["items"]) == [4, 4]


def test_reliability_in_two_groups():
    """Omega of the second group takes its latent means along, which semTools leaves out."""
    found = structural.factor_reliability(fitted(group="g", group_equal=("thresholds", "loadings")))
    for column in COLUMNS:
        for factor, values in EXPECTED["two"][column].items():
            ours = found.loc[found["factor"] == factor, column].to_numpy()
            compared = 1 if column == "omega" else 2
            np.testing.assert_allclose(ours[:compared], values[:compared], atol=1e-6)
    second = found.loc[(found["factor"] == "B") & (found["group"] == "b"), "omega"].item()
    assert second == pytest.approx(EXPECTED["two"]["omega"]["B"][1], abs=2e-3)


def test_omega_of_a_sum_of_answers_needs_ordered_items_only():
    likert = data("likert")
    found = structural.fit("A =~ a1 + a2 + a3 + z", likert, ordered=["a1", "a2", "a3"])
    measures = structural.factor_reliability(found).iloc[0]
    assert np.isnan(measures["omega"])
    assert 0.5 < measures["composite_reliability"] < 0.9


def test_residual_correlations():
    found = structural.residual_correlations(fitted())
    order = sorted(range(28), key=lambda place: list(zip(*np.tril_indices(8, -1), strict=True))[place][::-1])
    np.testing.assert_allclose(found["residual"].to_numpy()[order], EXPECTED["residuals"], atol=1e-6)


def test_ordinal_alpha_and_omega_of_a_scale():
    items = pd.read_csv(GOLDEN.parent / "scales" / "bfi_agreeableness.csv")
    found = scales.ordinal_reliability(items.assign(A1=7 - items["A1"]))
    assert found.omega == pytest.approx(EXPECTED["bfi"]["omega"], abs=1e-6)
    assert found.alpha == pytest.approx(EXPECTED["bfi"]["alpha"], abs=1e-6)
    assert (found.n, found.n_items, found.converged) == (2709, 5, True)
    assert [str(note) for note in found.notes] == ["91 of 2800 rows were left out for missing values"]


def test_a_scale_without_ordinal_omega_says_why():
    items = data("likert")[["a1", "a2"]]
    with pytest.raises(Refused, match="ordinal omega needs three items, and the scale has 2"):
        scales.ordinal_reliability(items)
    three = data("likert")[["a1", "a2", "a3"]].assign(a3=data("likert")["a1"])
    with pytest.raises(Refused, match="'a1' and 'a3' are equal in all 475 rows that have both"):
        scales.ordinal_reliability(three)
