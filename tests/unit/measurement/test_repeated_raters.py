"""Agreement over every occasion together is described, not tested, where the same people come back."""

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.measurement.psychometrics import REPEATED


def test_occasions_together_have_no_verdict_and_each_has_one(demo_run: Demo) -> None:
    table = demo_run.study.table("agreement").astype({"occasion": "str", "status": "str"})
    table = table[table["status"] == "computed"]
    together = table[table["occasion"] == "all"]
    assert len(together) == 13
    assert together[["justified", "p_value"]].isna().all(axis=None)
    assert set(together["reason"]) == {f"not judged: {REPEATED}; judge each occasion by itself"}
    apart = table[table["occasion"] != "all"]
    assert apart["justified"].notna().all()
    assert apart["p_value"].notna().all()


def test_the_shares_stay(demo_run: Demo) -> None:
    """Shared identity differs most between teams (a true share of 0.23), the weak scale little."""
    table = demo_run.study.table("agreement").astype({"occasion": "str", "scale": "str"})
    icc = table[table["occasion"] == "all"].set_index("scale")["icc1"]
    assert icc.idxmax() == "shared_identity"
    assert pd.notna(icc).all()
    assert icc["shared_identity"] == pytest.approx(0.30, abs=0.05)
