"""lavaan's conventions in a dozen kinds of models (tests/golden/structural/conventions.json)."""

import json

import pytest
from structural_reference import GOLDEN, assert_fit, data, joined

from isop_analysis import structural

MODELS = json.loads((GOLDEN / "conventions.json").read_text())
DATA = {
    "HS": "holzinger_swineford_1939",
    "Hm": "holzinger_missing",
    "P": "political_democracy",
    "G": "demo_growth",
}


@pytest.mark.parametrize("name", MODELS)
def test_model(name):
    expected = MODELS[name]
    options = {key.replace(".", "_"): value for key, value in dict(expected["opts"]).items()}
    fitted = structural.fit(expected["model"], data(DATA[expected["data"]]), **options)
    table = joined(expected["parameters"], fitted)
    assert (
        (table["estimate"] - table["r_est"]).abs() <= 1e-4 * table["r_est"].abs().clip(table["r_se"])
    ).all()
    assert ((table["se"] - table["r_se"]).abs() <= 1e-3 * table["r_se"]).all()
    assert_fit(expected["fit"], fitted)
    standard = joined(expected["standardized"], fitted)
    assert (standard["std_all"] - standard["r_est.std"].astype(float)).abs().max() < 1e-4
