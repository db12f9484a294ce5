"""What the libraries say, against R's numbers, wherever the second opinion relies on them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.second_opinion.designs import blocks_of, design_of
from isop_analysis.second_opinion.factor_models import factor_fit, one_factor_omega
from isop_analysis.second_opinion.mixed_models import MixedFit, mixed_fit
from isop_analysis.second_opinion.opinions import asked
from isop_analysis.second_opinion.scale_measures import alpha_of, mean_squares

GOLDEN = Path(__file__).parents[2] / "golden"
INTERCEPT = "(Intercept)"


def golden(room: str) -> Any:
    return json.loads((GOLDEN / room / "reference.json").read_text())


def data(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / name)


def lme4_variances(expected: dict[str, Any]) -> dict[tuple[str, str, str], float]:
    table = expected["varcorr"]
    keys = zip(table["grp"], table["var1"], table["var2"], strict=True)
    named = [(group, term or group, second or "") for group, term, second in keys]
    return dict(zip(named, table["vcov"], strict=True))


def of_lme4(name: str, file: str) -> tuple[MixedFit, dict[str, Any]]:
    """What statsmodels makes of a model of lme4's, and lme4's numbers of it."""
    expected = golden("multilevel")
    expected = expected.get("lmm", expected)[name]
    design = design_of(expected["formula"], data(f"multilevel/{file}"), {})
    found = asked(name, lambda: mixed_fit(design, True, lme4_variances(expected)))
    assert isinstance(found, MixedFit)
    return found, expected


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("sleep_slope", "sleepstudy.csv"),
        ("pastes_nested", "pastes.csv"),
        ("penicillin_crossed", "penicillin.csv"),
        ("dyestuff2_singular", "dyestuff2.csv"),
    ],
)
def test_mixed_models_are_those_of_lme4(name: str, file: str) -> None:
    found, expected = of_lme4(name, file)
    terms = [expected["terms"]] if isinstance(expected["terms"], str) else expected["terms"]
    estimates = expected["estimate"] if isinstance(expected["estimate"], list) else [expected["estimate"]]
    errors = expected["se"] if isinstance(expected["se"], list) else [expected["se"]]
    assert set(found.estimates) == set(terms)
    assert found.n == expected["n"]
    for term, estimate, error in zip(terms, estimates, errors, strict=True):
        assert found.estimates[term] == pytest.approx(estimate, abs=1e-3 * error)
        assert found.errors[term] == pytest.approx(error, rel=1e-3)
    known = lme4_variances(expected)
    total = sum(value for (_, _, second), value in known.items() if not second)
    assert found.variances.keys() == known.keys()
    for key, value in known.items():
        assert found.variances[key] == pytest.approx(value, abs=1e-3 * total)
    assert -2 * found.loglik == pytest.approx(expected["reml_criterion"], abs=1e-5)
    assert -2 * found.elsewhere == pytest.approx(expected["reml_criterion"], abs=1e-5)


def test_rows_that_share_no_level_are_blocks() -> None:
    frame = pd.DataFrame({"team": [0, 0, 1, 2, 2, 3], "person": [0, 1, 1, 2, 3, 4]})
    assert blocks_of([frame["team"].to_numpy(), frame["person"].to_numpy()]).tolist() == [0, 0, 0, 1, 1, 2]


def test_a_factor_begins_with_its_reference() -> None:
    frame = pd.DataFrame(
        {
            "score": [1.0, 2.0, 3.0, None],
            "role": ["a", "b", "c", "a"],
            "time": [0, 1, 2, 3],
            "team": [1, 1, 2, 2],
        }
    )
    design = design_of("score ~ time * role + (1 | team)", frame, {"role": "b"})
    assert set(design.matrix) == {INTERCEPT, "time", "rolea", "rolec", "time:rolea", "time:rolec"}
    assert design.matrix["rolea"].tolist() == [1.0, 0.0, 0.0]
    assert design.outcome.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("score ~ log(x) + (1 | team)", Reason("opinion_variable", variable="log(x)")),
        ("score ~ x + (x | team) + (1 | site)", Reason("opinion_slopes")),
    ],
)
def test_what_a_library_cannot_fit_is_refused_with_its_reason(formula: str, reason: Reason) -> None:
    frame = pd.DataFrame({"score": [1.0, 2.0, 3.0], "x": [1, 2, 3], "team": [1, 1, 2], "site": [1, 2, 2]})
    with pytest.raises(Refused) as refused:
        design_of(formula, frame, {})
    assert refused.value.reason == reason


def test_too_many_rows_in_one_block_are_refused() -> None:
    frame = pd.DataFrame({"score": 1.0, "team": [1] * 801})
    with pytest.raises(Refused) as refused:
        design_of("score ~ 1 + (1 | team)", frame, {})
    assert refused.value.reason == Reason("opinion_too_large", rows=801, most=800)


def test_a_factor_model_is_that_of_lavaan() -> None:
    expected = golden("structural")
    expected = expected.get("sem", expected)["cfa_ml"]
    syntax = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
    found = asked("cfa", lambda: factor_fit(syntax, data("structural/holzinger_swineford_1939.csv")))
    assert not isinstance(found, Reason)
    assert found.chi2 == pytest.approx(expected["fit"]["chisq"], abs=1e-4)
    table = expected["parameters"]
    compared = 0
    for lhs, op, rhs, estimate, error in zip(
        *(table[name] for name in ("lhs", "op", "rhs", "est", "se")), strict=True
    ):
        key = next((one for one in ((lhs, op, rhs), (rhs, op, lhs)) if one in found.estimates), None)
        if key is None or not error:
            continue
        assert found.estimates[key] == pytest.approx(estimate, abs=1e-3 * error)
        assert found.errors[key] == pytest.approx(error, rel=1e-3)
        compared += 1
    assert compared == 21


def test_alpha_and_omega_are_those_of_psych() -> None:
    expected = golden("scales")["bfi_agreeableness"]
    answers = data("scales/bfi_agreeableness.csv")
    answers = answers.assign(A1=7 - answers["A1"])
    alpha = asked("alpha", lambda: alpha_of(answers))
    omega = asked("omega", lambda: one_factor_omega(answers.dropna()))
    assert not isinstance(alpha, Reason)
    assert not isinstance(omega, Reason)
    assert alpha.alpha == pytest.approx(expected["alpha"], abs=1e-9)
    assert omega == pytest.approx(expected["omega_total_one_factor"], abs=1e-5)


def test_mean_squares_give_the_iccs_of_multilevel() -> None:
    expected = golden("scales")["bhr2000_leadership"]
    rows = data("scales/bhr2000_leadership.csv").dropna()
    frame = pd.DataFrame({"score": rows[expected["items"]].mean(axis=1), "team": rows[expected["group"]]})
    found = asked("icc", lambda: mean_squares(frame))
    assert not isinstance(found, Reason)
    assert found.icc1 == pytest.approx(expected["icc1"], abs=1e-9)
    assert found.icc2 == pytest.approx(expected["icc2"], abs=1e-9)


def test_a_library_that_breaks_leaves_its_kind_and_no_message(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> float:
        raise ZeroDivisionError("secret")

    assert asked("model 'm'", broken) == Reason("crashed", kind="ZeroDivisionError")
    assert "model 'm' broke off" in capsys.readouterr().err
