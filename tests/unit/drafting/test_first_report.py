"""A draft that is filled in runs: from the export to what readers may know, without a line of Python."""

import importlib
from pathlib import Path

import exports
import pytest
from test_drafted_studies import TODAY, check, fill_in, source

from isop_analysis.contracts.published_files import read_published
from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import new_study
from isop_analysis.stats.scales import reliability
from isop_analysis.study import load

LINE = (
    *("import_answers", "import_context", "clean_answers", "mask_texts", "score_scales", "measure_scales"),
    "map_networks",
    *("describe_missingness", "fit_multilevel", "fit_structural", "relate_outcomes", "simulate_designs"),
    *("second_opinion", "integrate_findings", "publish_tables"),
)


def test_from_an_export_to_published_numbers(tmp_path: Path) -> None:
    import pandas as pd

    (tmp_path / "config").mkdir()
    answers = exports.Answers()
    made = new_study(
        tmp_path, "ploegen", [exports.qualtrics(source(tmp_path), answers)], Asking(None), (), TODAY
    )
    fill_in(made, "email: QID10_TEXT")
    text = made.config.read_text(encoding="utf-8").replace(
        "consent: null", "consent: {asked: {survey: {item: q1, agrees: [2]}}}"
    )
    made.config.write_text(text.replace("  steps:\n", "  steps:\n    - {rule: consent}\n"), encoding="utf-8")
    assert check(made) == []
    study = load(made.config)
    for step in LINE:
        importlib.import_module(f"isop_analysis.steps.{step}").run(study)
    turned = answers.items.astype(float)
    turned[:, exports.REVERSED] = 6 - turned[:, exports.REVERSED]
    agreed = [one == "Ja" for one in answers.agreed]
    expected = reliability(pd.DataFrame(turned[agreed], columns=list("abcd")))
    ours = study.table("reliability").set_index("occasion").loc["T0"]
    assert (ours["n"], ours["alpha"]) == (59, pytest.approx(expected.alpha, rel=1e-12))
    assert study.table("flow").set_index("rule").loc["consent", "excluded"] == 1
    fits = study.table("model_fits")
    assert fits["status"].tolist() == ["refused"]  # four teams, where six are the least
    published = read_published("scale_descriptives", study.published)
    assert published["scale"].astype("str").unique().tolist() == ["hoe_is_het_in_uw_ploeg"]
