"""Whatever breaks in one model: a failed row with its kind, where it went in the log, the others whole."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypotheses_study import small_study
from ordered_study import model, ordered_study
from told_cells import told

from isop_analysis.contracts import Row, write_rows
from isop_analysis.models.crashes import crash
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.models.multilevel import fits as multilevel
from isop_analysis.models.multilevel.fits import MultilevelRows, fit_all
from isop_analysis.models.sites import micro_macro
from isop_analysis.models.structural import fits as structural
from isop_analysis.models.structural.fits import StructuralRows, fit_structural
from isop_analysis.models.tables import ModelTables
from isop_analysis.models.unfitted import unfitted_lines
from isop_analysis.study.structural_settings import Panel

SECRET = "person p007 answered 3"
CRASHED = 'crashed {"kind": "ZeroDivisionError"}'
WAVES = pd.DataFrame({"wave": ["w0", "w1"], "occasion": ["T0", "T1"], "time": [0, 1]})


def tables() -> ModelTables:
    """Twelve teams of six, two occasions, two scales."""
    rng = np.random.default_rng(3)
    people, team = [f"p{i}" for i in range(72)], [f"T{i // 6:02d}" for i in range(72)]
    frame = pd.DataFrame({"person": people, "team": team, "site": "S"})
    rows = pd.concat([frame.assign(wave=wave) for wave in WAVES["wave"]], ignore_index=True)
    score = 3 + 0.5 * rng.normal(size=144) + np.tile(np.repeat(0.4 * rng.normal(size=12), 6), 2)
    return ModelTables(
        pd.concat([rows.assign(scale=scale, score=score) for scale in ("skill", "attitude")]).reset_index(),
        pd.DataFrame({"person": people}),
        pd.DataFrame({"team": sorted(set(team))}),
        rows[["person", "team", "wave"]].assign(dose=rng.random(144)),
        WAVES,
    )


@pytest.mark.parametrize("part", ["fit_one", "row_use_rows", "variance_rows", "influence_of"])
def test_a_multilevel_model_that_breaks_takes_nothing_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], part: str
) -> None:
    study = small_study(tmp_path)
    whole = fit_all(study, tables())
    original = getattr(multilevel, part)

    def broken(*given: Any, **named: Any) -> Any:
        name = given[2].name if part == "fit_one" else given[0].model.name
        if name == "growth" and (part == "fit_one" or given[0].fit is not None):
            raise ZeroDivisionError(SECRET)
        return original(*given, **named)

    monkeypatch.setattr(multilevel, part, broken)
    found = fit_all(study, tables())
    assert [(row["model"], row["scale"], row["status"]) for row in found.fits] == [
        ("dosage", "skill", "fitted"),
        ("dosage", "attitude", "fitted"),
        ("growth", "skill", "failed"),
    ]
    assert found.fits[:2] == whole.fits[:2]
    for name in ("coefficients", "variances", "diagnostics", "influence", "rows"):
        own = [row for row in getattr(whole, name) if row["model"] != "growth"]
        assert getattr(found, name) == own
    failed = found.fits[2]
    assert (failed["reason"], failed["n"], failed["converged"]) == (CRASHED, 0, None)
    effect = next(row for row in found.effects if row["model"] == "growth")
    assert (effect["verdict"], effect["reason"], effect["estimate"]) == ("failed", CRASHED, None)
    hypotheses = {row["hypothesis"]: row for row in hypothesis_rows(study, found.effects)}
    assert (hypotheses["skill_grows"]["verdict"], hypotheses["skill_grows"]["reason"]) == ("failed", CRASHED)
    assert hypotheses["dose_helps"]["tests"] == 3
    said = capfd.readouterr().err
    assert "model 'growth', scale 'skill' broke off:\nPython " in said
    assert "\nZeroDivisionError\n  models/multilevel/fits.py:" in said
    assert SECRET not in said
    assert list(unfitted_lines(found.fits)) == [
        "model 'growth', scale 'skill' failed: the calculation ended in ZeroDivisionError; the log says where"
    ]
    written_without_the_message(found, tmp_path)


def written_without_the_message(found: MultilevelRows, folder: Path) -> None:
    for name, rows in (("model_fits", found.fits), ("model_effects", found.effects)):
        path = write_rows(rows, name, folder)
        assert SECRET not in pd.read_parquet(path).to_csv()


def factors(folder: Path, *more: str) -> StructuralRows:
    study = ordered_study(
        folder,
        {"one": ["a1", "a2", "a3"], "two": ["b1", "b2", "b3"]},
        "".join(
            model(name, "cfa", f"scales: [{scale}], minimum_n: 10, rows_per_parameter: 0{''.join(more)}")
            for name, scale in (("first", "one"), ("second", "two"))
        ),
    )
    rng = np.random.default_rng(5)
    common = {"a": rng.normal(size=200), "b": rng.normal(size=200)}
    rows = [
        {"person": f"p{p}", "response": p, "wave": "first", "item": f"{stem}{i}", "answer_kind": "given"}
        | {"answer": float(np.clip(np.round(4 + common[stem][p] + rng.normal()), 1, 7))}
        for p in range(200)
        for stem in "ab"
        for i in (1, 2, 3)
    ]
    given = replace(tables(), waves=WAVES.assign(wave=["first", "second"]))
    return fit_structural(study, given, pd.DataFrame(rows))


def same(found: list[Row], expected: list[Row]) -> bool:
    """Whether rows hold the same, NaN being itself."""
    return bool(pd.DataFrame(found).equals(pd.DataFrame(expected)))


@pytest.mark.parametrize("part", ["fit_row", "misfit_rows", "task_of"])
def test_a_structural_model_that_breaks_takes_nothing_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], part: str
) -> None:
    whole = factors(tmp_path)
    original = getattr(structural, part)

    def broken(*given: Any, **named: Any) -> Any:
        if "first" in [one if isinstance(one, str) else getattr(one, "name", "") for one in given]:
            raise ZeroDivisionError(SECRET)
        return original(*given, **named)

    monkeypatch.setattr(structural, part, broken)
    found = factors(tmp_path)
    assert {row["model"]: row["status"] for row in found.fits} == {"first": "failed", "second": "fitted"}
    assert found.fits[0]["reason"] == CRASHED
    assert same(found.fits[1:], whole.fits[1:])
    for name in ("rows", "parameters", "misfit", "measures"):
        assert same(getattr(found, name), [row for row in getattr(whole, name) if row["model"] == "second"])
    said = capfd.readouterr().err
    assert "model 'first' broke off:\nPython " in said
    assert "\nZeroDivisionError\n  models/structural/fits.py:" in said
    assert SECRET not in said
    table = pd.read_parquet(write_rows(found.fits, "structural_fits", tmp_path))
    assert SECRET not in table.to_csv()


def test_an_error_behind_an_error_is_not_quoted_either(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            float(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        reason = crash("model 'm'", error)
    assert reason.key == "crashed"
    said = capfd.readouterr().err.splitlines()
    assert said[0] == "model 'm' broke off:"
    assert said[1].startswith("Python ")
    kinds = [line for line in said[2:] if not line.startswith("  test_crashes.py:")]
    assert kinds == ["KeyError", "ValueError"]


def test_a_twin_that_breaks_leaves_its_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from isop_analysis.stats import structural as room

    original = room.fit

    def broken(syntax: str, data: Any, estimator: str, *more: Any, **named: Any) -> Any:
        if estimator == "MLR":
            raise ZeroDivisionError(SECRET)
        return original(syntax, data, estimator, *more, **named)

    monkeypatch.setattr(room, "fit", broken)
    found = factors(tmp_path, ", ordered: all, twin: MLR")
    assert [row["status"] for row in found.fits] == ["fitted", "fitted"]
    assert [(row["status"], row["reason"]) for row in found.twins] == [("failed", CRASHED)] * 2


def test_a_panel_model_that_breaks_is_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("T9")

    monkeypatch.setattr(structural, "panel_task", broken)
    panel = Panel.model_construct(name="p", kind="growth_curve", missing="fiml")
    study = SimpleNamespace(structural=(), panels=(panel,))
    found = fit_structural(study, tables(), pd.DataFrame())  # type: ignore[arg-type]
    assert [(row["status"], told(row["reason"])) for row in found.fits] == [
        ("failed", "the calculation ended in KeyError; the log says where")
    ]


def test_a_model_of_sites_that_breaks_is_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    named = SimpleNamespace(name="m")
    outcome = SimpleNamespace(name="advice", level="site")
    asked = [(named, outcome, "skill"), (named, outcome, "attitude")]
    monkeypatch.setattr(micro_macro, "asked", lambda study: iter(asked))
    monkeypatch.setattr(micro_macro, "site_task", lambda study, tables, of: of[2])
    rest = micro_macro.SiteRows([{"model": "other"}], [{"path": "total"}], [{"item": "a"}])

    def broken(task: str, seed: int) -> micro_macro.SiteRows:
        if task == "skill":
            raise ZeroDivisionError(SECRET)
        return rest

    monkeypatch.setattr(micro_macro, "solve", broken)
    study = SimpleNamespace(config=SimpleNamespace(seed=1))
    found = micro_macro.fit_micro_macro(study, None)  # type: ignore[arg-type]
    failed = found.models.pop(0)
    assert (found.models, found.estimates, found.loadings) == (rest.models, rest.estimates, rest.loadings)
    assert (failed["status"], failed["reason"], failed["unit"]) == ("failed", CRASHED, "site")
    said = capfd.readouterr().err
    assert "model 'm', scale 'skill', outcome 'advice' broke off:\nPython " in said
    assert "\nZeroDivisionError\n  models/sites/micro_macro.py:" in said
    assert SECRET not in said
    assert SECRET not in pd.read_parquet(write_rows([failed], "site_models", tmp_path)).to_csv()
