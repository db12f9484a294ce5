"""Bounded models through config and tables, against lavaan on the reference data, and keys that don't fit."""

import json
from pathlib import Path

import pandas as pd
import pytest
from ordered_study import GOLDEN, answered, model, ordered_study, tables
from told_cells import told

from isop_analysis.base.reasons import Reason, written
from isop_analysis.models.structural.fits import StructuralRows, fit_structural
from isop_analysis.study import StudyError

LAVAAN = json.loads((GOLDEN / "structural" / "bounds.json").read_text())
THREE = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
SMALL = "minimum_n: 20, rows_per_parameter: 0"


def fitted(folder: Path, scales: list[str], models: str, first: int, last: int) -> StructuralRows:
    pupils = pd.read_csv(GOLDEN / "structural" / "holzinger_swineford_1939.csv").iloc[first - 1 : last]
    pupils = pupils.reset_index(drop=True)
    names = [f"p{place:04d}" for place in pupils.index]
    branch = pupils["school"].map({"Pasteur": "a", "Grant-White": "b"})
    study = ordered_study(folder, {name: THREE[name] for name in scales}, models)
    answers = answered({"first": pupils[[item for name in scales for item in THREE[name]]]})
    return fit_structural(study, tables(pd.DataFrame({"person": names, "branch": branch})), answers)


def bound(item: str, group: str | None = None) -> str:
    """Return the cell of one residual variance on its bound."""
    own = f"{item} ~~ {item}"
    where = {"in_group": group, "level": None}
    return written([Reason("parameter_there", name=own, lhs=item, op="~~", rhs=item, **where)])


def test_a_bounded_factor_model_is_lavaans(tmp_path: Path) -> None:
    rows = fitted(tmp_path, list(THREE), model("three", "cfa", f"bounds: pos.var, {SMALL}"), 1, 30)
    found = rows.fits[0]
    assert (found["status"], found["bounds"], found["on_bound"]) == ("fitted", "pos.var", bound("x1"))
    assert found["chi2"] == pytest.approx(LAVAAN["ml_pos"]["fit"]["chisq"], rel=1e-6)
    assert "x1 ~~ x1 stands on one" in told(found["notes"])


def test_bounds_hold_at_every_step_of_invariance(tmp_path: Path) -> None:
    models = model("two", "invariance", "over: branch, occasion: T0, bounds: pos.var, minimum_group: 20")
    rows = fitted(tmp_path, ["visual", "speed"], models, 126, 180)
    assert rows.fits[0]["bounds"] == "pos.var"
    assert rows.fits[0]["on_bound"] == bound("x8", group="b")
    assert rows.steps[0]["chi2"] == pytest.approx(LAVAAN["groups_pos"]["fit"]["chisq"], rel=1e-6)


def test_a_model_without_bounds_tells_none(tmp_path: Path) -> None:
    rows = fitted(tmp_path, list(THREE), model("three", "cfa", SMALL), 1, 60)
    assert (rows.fits[0]["bounds"], rows.fits[0]["on_bound"]) == (None, None)


def test_bounds_that_rest_on_unknown_variances_are_refused(tmp_path: Path) -> None:
    models = model("two", "invariance", "over: branch, occasion: T0, ordered: all, bounds: standard")
    with pytest.raises(
        StudyError, match="bounds 'standard' rest on observed variances, which ordered answers"
    ):
        fitted(tmp_path, ["visual", "speed"], models, 126, 180)
    with pytest.raises(StudyError, match="bounds"):
        fitted(tmp_path, list(THREE), model("three", "cfa", "bounds: positive"), 1, 30)
