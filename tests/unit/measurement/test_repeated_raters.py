"""Who answers twice for a team within an occasion is no independent rater: described, not tested."""

import pytest
from demo_study import Demo
from test_each_person_once import ROOT, given, one, studied

from isop_analysis.base.reasons import read_reasons
from isop_analysis.measurement.psychometrics import measure
from isop_analysis.study import load


def test_every_occasion_and_all_together_have_a_verdict(demo_run: Demo) -> None:
    table = demo_run.study.table("agreement").astype({"occasion": "str", "status": "str"})
    table = table[table["status"] == "computed"]
    assert len(table[table["occasion"] == "all"]) == 13
    assert set(table["verdict"]) == {"justified", "not_justified"}
    assert table["p_value"].notna().all()


def test_over_all_occasions_nobody_counts_twice(demo_run: Demo) -> None:
    study = demo_run.study
    for name, n in (("reliability", "n"), ("item_descriptives", "n"), ("scale_descriptives", "n")):
        table = study.table(name).astype({"occasion": "str", "instrument": "str"})
        people = (
            study.table("responses").astype({"instrument": "str"}).groupby("instrument")["person"].nunique()
        )
        together = table[table["occasion"] == "all"]
        assert (together[n] <= together["instrument"].map(people)).all()
    described = study.table("scale_descriptives").astype({"occasion": "str"})
    together = described[described["occasion"] == "all"]
    assert (together["n"] == together["persons"]).all()


def test_two_answers_for_one_team_at_one_occasion_have_no_verdict() -> None:
    rows = [row for row in given() if row[1] == "c2024_t0" and row[3] == "token"]
    found = measure(load(ROOT / "config/config.yaml"), studied_twice(rows))
    row = one(found.agreement, "T0")
    assert (row["status"], row["verdict"], row["p_value"]) == ("computed", "not_judged", None)
    assert [reason.key for reason in read_reasons(row["reason"])] == ["verdict_repeated"]
    assert one(found.agreement, "all")["verdict"] != "not_judged"


def studied_twice(rows: list[tuple[str, str, list[int], str]]):  # type: ignore[no-untyped-def]
    """Return the rows with the first person's again in another wave of the same occasion."""
    name, _, answers, linked = rows[0]
    return studied(load(ROOT / "config/config.yaml"), [*rows, (name, "c2023_t0", answers, linked)])


def test_the_shares_stay(demo_run: Demo) -> None:
    """Shared identity differs between teams by a true share of 0.23."""
    table = demo_run.study.table("agreement").astype({"occasion": "str", "scale": "str"})
    icc = table[table["occasion"] == "all"].set_index("scale")["icc1"]
    assert icc["shared_identity"] == pytest.approx(0.23, abs=0.05)
    assert icc["shared_identity"] > icc["proactive_attitude"]
