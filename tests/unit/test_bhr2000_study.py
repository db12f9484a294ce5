"""A real study by YAML alone meets R's numbers (multilevel, psych, lme4) from raw file to tables.

Source: data set bhr2000 of the R package multilevel; tests/golden/README.md says how R was run.
"""

import importlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from kept_tables import held

from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests/golden/scales/reference.json").read_text(encoding="utf-8"))
LMER = {
    "tau": 0.096974296,
    "sigma2": 0.516656487,
    "estimate": [3.253178698, -0.057628058, 0.086915294],
    "se": [0.074032434, 0.005764958, 0.007521542],
    "df": [1967.16562, 5390.88997, 5327.70725],
}
LINE = (
    *("import_answers", "import_context", "clean_answers", "mask_texts", "score_scales", "measure_scales"),
    "map_networks",
    *("describe_missingness", "fit_multilevel", "fit_structural", "relate_outcomes", "simulate_designs"),
    *("second_opinion", "integrate_findings", "publish_tables"),
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = tmp_path_factory.mktemp("bhr2000")
    shutil.copytree(ROOT / "data/raw/bhr2000", root / "data/raw/bhr2000")
    loaded = load(ROOT / "config/bhr2000/config.yaml", root=root)
    for step in LINE:
        importlib.import_module(f"isop_analysis.steps.{step}").run(loaded)
    return loaded


def row(table: pd.DataFrame, **key: str) -> pd.Series:
    for column, value in key.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_every_answer_arrives(study: Study) -> None:
    answers = study.table("answers")
    assert len(answers) == 5400 * 13
    assert set(answers["answer_kind"]) == {"given"}
    flow = study.table("flow")
    assert flow["rows_in"].tolist() == [5400, 5400]
    assert flow["rows_out"].tolist() == [5400, 5400]


def test_agreement_within_groups_is_rs(study: Study) -> None:
    theirs = GOLDEN["bhr2000_leadership"]
    ours = row(study.table("agreement"), scale="leadership", occasion="all")
    assert ours["clusters"] == 99
    for name in ("icc1", "icc2", "rwg_j_mean", "rwg_j_median", "adm_mean"):
        assert ours[name] == pytest.approx(theirs[name], rel=1e-6), name


def test_icc_by_reml_is_lme4s(study: Study) -> None:
    ours = row(study.table("agreement"), scale="leadership", occasion="all")
    assert ours["icc_reml"] == pytest.approx(LMER["tau"] / (LMER["tau"] + LMER["sigma2"]), rel=1e-5)
    assert ours["icc_reml_ci_low"] < ours["icc_reml"] < ours["icc_reml_ci_high"]


def test_omega_within_and_between_is_lavaans(study: Study) -> None:
    """lavaan 0.6-14: cfa() of one factor of eleven items at each level; Geldhof et al., Lai."""
    ours = row(study.table("agreement"), scale="leadership", occasion="all")
    found = [ours[name] for name in ("omega_within", "omega_between", "omega_group_mean")]
    assert found == pytest.approx([0.879843, 0.980462, 0.849083], abs=2e-6)


def test_null_model_and_two_predictors(study: Study) -> None:
    """lme4 1.1-31: lmer(score ~ 1 + (1 | GRP)) and lmer(score ~ HRS + RELIG + (1 | GRP)), REML."""
    variances = study.table("model_variances")
    null = variances[variances["model"] == "null_leadership"].set_index("group")["variance"]
    coefficients = study.table("model_coefficients")
    found = coefficients[coefficients["model"] == "hours_religiosity"].set_index("term")
    assert null["team"] == pytest.approx(LMER["tau"], rel=1e-4)
    assert null["Residual"] == pytest.approx(LMER["sigma2"], rel=1e-4)
    assert found["estimate"].tolist() == pytest.approx(LMER["estimate"], rel=1e-4)
    assert found["se"].tolist() == pytest.approx(LMER["se"], rel=1e-4)
    assert found["df"].tolist() == pytest.approx(LMER["df"], rel=1e-3)


@pytest.mark.parametrize("name", PUBLISHED_NAMES)
def test_its_published_tables_are_kept_as_its_steps_write_them(study: Study, name: str) -> None:
    held(study, name)
