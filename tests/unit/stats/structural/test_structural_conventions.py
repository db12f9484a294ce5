"""lavaan's conventions in a dozen kinds of models (tests/golden/structural/conventions.json)."""

import json

import numpy as np
import pytest
from structural_reference import GOLDEN, assert_fit, data, joined

from isop_analysis.stats import structural

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


def test_rows_with_a_predictor_alone_are_counted():
    """lavaan 0.6-14: sem("v =~ x1 + x2 + x3; v ~ ageyr", d, missing = "ml"), values missing as below."""
    frame = data("holzinger_swineford_1939").copy()
    frame.loc[:9, ["x1", "x2", "x3"]] = np.nan
    frame.loc[19:29, "x1"] = np.nan
    fitted = structural.fit("v =~ x1 + x2 + x3\nv ~ ageyr", frame, missing="fiml")
    assert (fitted.n, fitted.n_dropped) == (301, 0)
    expected = {"chi2": 2.341001359, "rmsea": 0.023800156, "bic": 2659.920914494, "srmr": 0.018148528}
    for name, value in expected.items():
        assert fitted.fit_indices[name] == pytest.approx(value, rel=1e-5), name
    slope = fitted.parameters.query("op == '~'").iloc[0]
    assert (slope["std_all"], slope["std_se"]) == pytest.approx((-0.023228665, 0.073199854), rel=1e-4)
