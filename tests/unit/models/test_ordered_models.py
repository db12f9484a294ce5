"""Models of ordered answers through config and tables, against lavaan and semTools on the reference data."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ordered_study import GOLDEN, answered, likert, model, ordered_study, people, tables

from isop_analysis.base.reasons import read_reasons
from isop_analysis.models.structural.fits import StructuralRows, fit_structural
from isop_analysis.study import StudyError

EXPECTED = json.loads((GOLDEN / "structural" / "ordinal_invariance.json").read_text())
LAVAAN = json.loads((GOLDEN / "structural" / "ordinal.json").read_text())
AB = {"one_a": ["a1", "a2", "a3", "a4"], "one_b": ["b1", "b2", "b3", "b4"]}
TOLD = {"chi2": "chisq.scaled", "df": "df.scaled", "p_value": "pvalue.scaled"}
ROBUST = TOLD | {"cfi": "cfi.robust", "rmsea": "rmsea.robust", "srmr": "srmr"}


def bfi(folder: Path) -> StructuralRows:
    answers = pd.read_csv(GOLDEN / "scales" / "bfi_agreeableness.csv").rename(columns=str.lower)
    names = [f"a{place}" for place in range(1, 6)]
    study = ordered_study(folder, {"agree": names}, model("agree", "cfa", "scales: [agree], ordered: all"))
    return fit_structural(study, tables(people()), answered({"first": answers[names]}))


def of_likert(folder: Path, models: str, frames: dict[str, pd.DataFrame] | None = None) -> StructuralRows:
    answers = likert()[[*AB["one_a"], *AB["one_b"]]]
    study = ordered_study(folder, AB, models)
    return fit_structural(study, tables(people()), answered(frames or {"first": answers}))


def close(row: dict[str, Any], expected: dict[str, float], names: dict[str, str]) -> None:
    for own, other in names.items():
        assert row[own] == pytest.approx(expected[other], rel=1e-4, abs=2e-6), own


def test_an_ordinal_factor_model_is_lavaans_and_its_twin_too(tmp_path: Path) -> None:
    rows = bfi(tmp_path)
    assert [row["estimator"] for row in rows.fits] == ["WLSMV"]
    assert rows.fits[0]["indices"] == "robust"
    close(rows.fits[0], LAVAAN["bfi"]["fit"], ROBUST)
    close(rows.twins[0], EXPECTED["twin_bfi"]["fit"], ROBUST)
    assert rows.twins[0]["estimator"] == "MLR"
    loadings = [row for row in rows.parameters if row["op"] == "=~"]
    for row, twin in zip(loadings, EXPECTED["twin_bfi"]["loadings"], strict=True):
        assert row["twin_std_all"] == pytest.approx(twin["est.std"], abs=1e-5)
        assert row["twin_std_ci_low"] == pytest.approx(twin["ci.lower"], abs=1e-5)
    assert rows.twins[0]["rhs"] in {row["rhs"] for row in loadings}
    furthest = max(abs(float(str(row["std_all"])) - float(str(row["twin_std_all"]))) for row in loadings)
    gap = abs(float(str(rows.twins[0]["std_all"])) - float(str(rows.twins[0]["twin_std_all"])))
    assert gap == pytest.approx(furthest)


def test_omega_of_ordered_answers_stands_beside_that_of_numbers(tmp_path: Path) -> None:
    reference = json.loads((GOLDEN / "structural" / "ordinal_reliability.json").read_text())
    rows = of_likert(tmp_path, model("two", "cfa", "ordered: all, minimum_n: 50"))
    assert [row["factor"] for row in rows.measures] == ["one_a", "one_b"]
    own = float(str(rows.measures[1]["omega"]))
    assert own == pytest.approx(reference["one"]["omega"]["B"], abs=1e-5)
    assert rows.measures[1]["twin_omega"] != pytest.approx(own, abs=1e-3)
    assert rows.measures[0]["items"] == 4
    assert len(rows.misfit) == 10
    first = rows.misfit[0]
    assert first["mi_scaled"] == max(row["mi_scaled"] for row in rows.misfit)
    assert first["p_value"] == min(row["p_value"] for row in rows.misfit)


def test_omega_of_the_twin_is_semtools(tmp_path: Path) -> None:
    assert bfi(tmp_path).measures[0]["twin_omega"] == pytest.approx(EXPECTED["omega_numbers"], abs=1e-5)


def test_a_path_model_takes_items_and_their_htmt_from_polychoric_correlations(tmp_path: Path) -> None:
    syntax = (
        "A =~ a1_T0 + a2_T0 + a3_T0 + a4_T0\\nB =~ b1_T0 + b2_T0 + b3_T0 + b4_T0\\nB ~ h*A\\ntwice := 2*h"
    )
    more = f'syntax: "{syntax}", ordered: [a1_T0, a2_T0, a3_T0, a4_T0, b1_T0, b2_T0, b3_T0, b4_T0]'
    rows = of_likert(tmp_path, model("paths", "path", more) + model("two", "cfa", "ordered: all"))
    close(rows.fits[0], EXPECTED["paths"]["fit"], ROBUST)
    close(rows.twins[0], EXPECTED["twin_paths"]["fit"], ROBUST)
    expected = {(row["op"], row["rhs"]): row for row in EXPECTED["paths"]["loadings"]}
    for row in rows.parameters:
        if row["model"] == "paths" and row["op"] in ("=~", "~"):
            other = expected[(row["op"], str(row["rhs"]).removesuffix("_T0"))]
            assert row["std_all"] == pytest.approx(other["est.std"], abs=1e-5)
            assert row["std_ci_high"] == pytest.approx(other["ci.upper"], abs=1e-5)
    assert rows.pairs[0]["htmt"] == pytest.approx(EXPECTED["paths"]["htmt"], abs=1e-4)


def test_steps_over_groups_are_semtools(tmp_path: Path) -> None:
    rows = of_likert(tmp_path, model("groups", "invariance", "over: branch, ordered: all"))
    check_steps(rows, "groups")
    assert rows.twins[0]["status"] == "fitted"
    assert rows.twins[0]["step"] in ("configural", "metric", "scalar", "strict")
    assert rows.releases == []


def test_what_differs_in_a_group_is_told_until_the_config_names_it(tmp_path: Path) -> None:
    frame = likert()
    answers = frame[[*AB["one_a"], *AB["one_b"]]].copy()
    higher = (frame["g"] == "b") & answers["b2"].between(2, 4)
    answers["b2"] += higher & (frame.index % 3 > 0)
    more = "over: branch, ordered: all"
    folders = [tmp_path / "open", tmp_path / "named"]
    for folder in folders:
        folder.mkdir()
    rows = of_likert(folders[0], model("groups", "invariance", more), {"first": answers})
    first = rows.releases[0]
    assert (first["model"], first["step"], first["parameter"]) == ("groups", "scalar", "b2 ~ 1")
    assert float(str(first["p_adjusted"])) < 0.01
    named = model("groups", "invariance", f'{more}, partial: ["b2 ~ 1", "b2 | t2"]')
    rows = of_likert(folders[1], named, {"first": answers})
    assert rows.releases == []
    assert {row["freed"] for row in rows.steps} == {'["b2 ~ 1", "b2 | t2"]'}
    assert [row["df"] for row in rows.steps] == [38, 53, 59, 64, 72]


def test_steps_over_occasions_are_semtools(tmp_path: Path) -> None:
    frame = likert()
    first = pd.DataFrame({"p1": frame["a1"], "p2": frame["a2"], "p3": 5 - frame["a4"]})
    second = pd.DataFrame(
        {"p1": (frame["b1"] - 1).clip(lower=1), "p2": frame["b2"], "p3": -(-frame["b4"] * 4 // 7)}
    )
    study = ordered_study(
        tmp_path,
        {"all_p": ["p1", "p2", "p3"]},
        model("waves", "invariance", "over: occasions, ordered: [p1, p2, p3], twin: none"),
    )
    rows = fit_structural(study, tables(people()), answered({"first": first, "second": second}))
    check_steps(rows, "waves")
    assert rows.twins == []


def check_steps(rows: StructuralRows, which: str) -> None:
    names = {"chi2": "chisq.scaled", "df": "df", "p_value": "pvalue.scaled", "cfi": "cfi.scaled"}
    names |= {"rmsea": "rmsea.scaled", "srmr": "srmr"}
    assert [row["step"] for row in rows.steps] == ["configural", "thresholds", "metric", "scalar", "strict"]
    for place, row in enumerate(rows.steps):
        close(row, EXPECTED[which][str(row["step"])], names)
        if place:
            other = EXPECTED[which]["differences"][place - 1]
            close(row, other, {"chi2_difference": "chi2", "df_difference": "df", "p_difference": "p"})


def test_pairwise_answers_have_a_twin_by_full_information(tmp_path: Path) -> None:
    rows = of_likert(tmp_path, model("two", "cfa", "ordered: all, missing: pairwise"))
    assert (rows.fits[0]["status"], rows.fits[0]["n"]) == ("fitted", 500)
    assert (rows.twins[0]["status"], rows.twins[0]["n"]) == ("fitted", 500)
    assert 0 < float(str(rows.pairs[0]["htmt"])) < 1


def test_what_cannot_be_fitted_says_why(tmp_path: Path) -> None:
    frame = likert()[[*AB["one_a"], *AB["one_b"]]]
    constant = frame.assign(a1=3)
    rows = of_likert(tmp_path, model("two", "cfa", "ordered: all"), {"first": constant})
    assert rows.fits[0]["status"] == "refused"
    (reason,) = read_reasons(rows.fits[0]["reason"])
    assert (reason.key, reason.values["item"], reason.values["value"]) == ("one_value", "a1", 3.0)
    branch = people()["branch"].to_numpy()
    empty = frame.assign(a1=frame["a1"].where((branch == "a") | (frame["a1"] > 1), 2))
    rows = of_likert(tmp_path, model("groups", "invariance", "over: branch, ordered: all"), {"first": empty})
    assert str(read_reasons(rows.fits[0]["reason"])[0]) == (
        "Nobody in group 'b' gives answer '1' to 'a1', others do; thresholds can't be compared: join it with "
        "the answer beside it, or take the answers as numbers"
    )
    assert rows.steps == rows.twins == []
    binary = frame.assign(a1=(frame["a1"] > 2).astype(float))
    rows = of_likert(tmp_path, model("groups", "invariance", "over: branch, ordered: all"), {"first": binary})
    assert str(read_reasons(rows.fits[0]["reason"])[0]).startswith("'a1' has 2 answers; expected at least 3")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("ordered: all, estimator: MLR", "estimator MLR takes answers as numbers, but 'ordered' calls them"),
        ("estimator: WLSMV", "estimator WLSMV is for ordered answers; add the key 'ordered', or take MLR"),
        ("ordered: all, missing: fiml", "missing 'fiml' is not for ordered answers; take 'pairwise'"),
        ("missing: pairwise", "missing 'pairwise' is for ordered answers; take 'fiml' or 'listwise'"),
        ("ordered: [a1, a22]", "ordered[1]: unknown item 'a22'; did you mean 'a2'?"),
        ("over: branch, ordered: [a1, a2]", "or to none; write 'all'"),
    ],
)
def test_keys_that_do_not_go_together_are_told(tmp_path: Path, more: str, told: str) -> None:
    kind = "invariance" if "over" in more else "cfa"
    with pytest.raises(StudyError) as caught:
        ordered_study(tmp_path, AB, model("two", kind, more))
    assert told in str(caught.value)
