"""Expectations at new rows; the numbers are lme4's predict(fm1, data.frame(Days = c(0, 9)), re.form = NA)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.base.reasons import Refused

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"
SLEEP = pd.read_csv(GOLDEN / "sleepstudy.csv")


def test_new_rows_get_what_the_fixed_part_expects() -> None:
    fit = isop.multilevel.fit("Reaction ~ Days + (Days | Subject)", SLEEP)
    rows = pd.DataFrame({"Days": [0, np.nan, 9]}, index=["first", "unknown", "last"])
    found = fit.predict(rows)
    assert found.loc[["first", "last"], "estimate"].tolist() == pytest.approx([251.4051, 345.6107], abs=5e-5)
    assert found.loc["unknown"].isna().all()
    by_contrast = fit.contrast([[1, 9]])
    for column in ("se", "df", "ci_low", "ci_high"):
        assert found.loc["last", column] == pytest.approx(by_contrast[column][0], rel=1e-12)


def test_factors_and_curves_are_coded_as_the_fit_has_them() -> None:
    data = SLEEP.assign(late=SLEEP["Days"] > 4, week=np.where(SLEEP["Days"] > 6, "two", "one"))
    fit = isop.multilevel.fit("Reaction ~ late + week + poly(Days, 2) + (1 | Subject)", data)
    fixed = (
        fit.fitted
        - fit.random_effects.set_index("level")["value"].reindex(data["Subject"].astype(str)).to_numpy()
    )
    assert fit.predict(data)["estimate"].tolist() == pytest.approx(fixed.tolist(), rel=1e-9)


def test_a_missing_column_and_an_unknown_level_are_told() -> None:
    data = SLEEP.assign(week=np.where(SLEEP["Days"] > 6, "two", "one"))
    fit = isop.multilevel.fit("Reaction ~ week + (1 | Subject)", data)
    with pytest.raises(Refused) as refusal:
        fit.predict(pd.DataFrame({"weak": ["one"]}))
    assert refusal.value.reason.key == "column_absent"
    assert refusal.value.reason.values["meant"] == "weak"
    with pytest.raises(Refused) as refusal:
        fit.predict(pd.DataFrame({"week": ["tow"]}))
    assert refusal.value.reason.values["meant"] == "two"


def test_a_model_without_predictors_expects_its_mean_everywhere() -> None:
    fit = isop.multilevel.fit("Reaction ~ 1 + (1 | Subject)", SLEEP)
    found = fit.predict(SLEEP.head(3))
    assert found["estimate"].tolist() == pytest.approx([298.5079] * 3, abs=5e-5)
