"""From tidy answers to measured tables: twelve people, one scale answered, one not at all."""

import math
import shutil
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts import empty_table, write_table
from isop_analysis.steps import measure_scales, score_scales
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]
# Two teams of six; rows are people, columns the five items of network skill, the fourth reversed.
SKILL = [
    *([4, 4, 5, 2, 4], [3, 4, 3, 3, 3], [5, 5, 4, 1, 5], [2, 3, 2, 4, 2], [4, 3, 4, 2, 4], [3, 3, 3, 3, 4]),
    *([1, 2, 2, 5, 2], [2, 2, 1, 4, 1], [3, 2, 2, 4, 2], [4, 4, 4, 2, 3], [2, 1, 2, 4, 2], [3, 3, 2, 3, 3]),
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = tmp_path_factory.mktemp("measured")
    shutil.copytree(ROOT / "config", root / "config")
    made = load(root / "config/tiny/config.yaml")
    scan = made.instrument("scan_netwerkleren")
    scale = next(scale for scale in scan.scales if scale.name == "network_skill")
    transfer = next(scale for scale in scan.scales if scale.name == "transfer")
    people = [f"p{number:02d}" for number in range(12)]
    teams = ["LT01"] * 6 + ["LT02"] * 6
    where = {"site": "S1", "wave": "c2024_t0", "instrument": scan.name}
    responses = pd.DataFrame({"response": range(1, 13), "person": people, "team": teams, **where})
    responses = responses.assign(linked_by="token", items_given=5, items=len(scan.items))
    answered = [
        {"response": number + 1, "person": people[number], "team": teams[number], **where, "item": item,
         "answer": float(value), "answer_kind": "given"}
        for number, values in enumerate(SKILL) for item, value in zip(scale.items, values, strict=True)
    ]  # fmt: skip
    skipped = [
        row | {"item": item, "answer": math.nan, "answer_kind": "skipped"}
        for row in answered[::5] for item in transfer.items
    ]  # fmt: skip
    write_table(responses, "responses", made.processed)
    write_table(pd.DataFrame(answered + skipped), "answers", made.processed)
    persons = pd.DataFrame(
        {"person": people, "cohort": "2024", "in_register": True, "in_team": True, "responses": 1}
    )
    roles = ["future"] * 7 + ["working"] * 5
    persons = persons.assign(
        role=roles, profession="teacher", level="hbo", sector=["education"] * 10 + ["care"] * 2
    )
    write_table(persons, "persons", made.processed)
    for name in ("people_flow", "linking", "memberships", "teams", "participation"):
        write_table(empty_table(name), name, made.processed)
    for step in (score_scales, measure_scales):
        step.run(made)
    return made


def row_of(study: Study, table: str, **where: str) -> pd.Series:
    frame = study.table(table)
    for column, value in where.items():
        frame = frame[frame[column].astype("str") == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_alpha_is_that_of_the_items_turned_round(study: Study) -> None:
    """Cronbach's alpha by its definition: k/(k-1) (1 - sum of item variances / variance of the sum)."""
    items = pd.DataFrame(SKILL, columns=list("abcde"), dtype=float)
    items["d"] = 6 - items["d"]
    alpha = 5 / 4 * (1 - items.var().sum() / items.sum(axis=1).var())
    row = row_of(study, "reliability", scale="network_skill", occasion="T0")
    assert row["alpha"] == pytest.approx(alpha, abs=1e-12)
    assert (row["n"], row["n_items"], row["status"]) == (12, 5, "computed")


def test_a_scale_whose_items_are_all_missing_is_refused_with_its_reason(study: Study) -> None:
    row = row_of(study, "reliability", scale="transfer", occasion="T0")
    assert (row["status"], row["n"]) == ("refused", 0)
    assert str(*read_reasons(row["reason"])) == (
        "no answer to any of the items 'tr1', 'tr2', 'tr3', 'tr4'; expected at least two people's answers"
    )
    assert row_of(study, "agreement", scale="transfer", occasion="T0")["status"] == "refused"
    scores = study.table("scale_scores")
    transfer = scores[scores["scale"].astype("str") == "transfer"]
    assert set(transfer["status"].astype("str")) == {"no_answers"}


def test_icc1_is_that_of_the_mean_squares(study: Study) -> None:
    """ICC(1) = (MSB - MSW) / (MSB + (k - 1) MSW), Shrout & Fleiss (1979)."""
    items = pd.DataFrame(SKILL, dtype=float)
    items[3] = 6 - items[3]
    score = items.mean(axis=1)
    teams = [score[:6], score[6:]]
    between = 6 * sum((team.mean() - score.mean()) ** 2 for team in teams)
    within = sum(((team - team.mean()) ** 2).sum() for team in teams) / 10
    row = row_of(study, "agreement", scale="network_skill", occasion="T0")
    assert row["icc1"] == pytest.approx((between - within) / (between + 5 * within), abs=1e-12)
    assert (row["n"], row["clusters"]) == (12, 2)


def test_team_means_are_those_of_their_people(study: Study) -> None:
    row = row_of(study, "team_scores", scale="network_skill", team="LT01", occasion="T0")
    turned = [[*values[:3], 6 - values[3], values[4]] for values in SKILL[:6]]
    assert row["mean"] == pytest.approx(sum(map(sum, turned)) / 30, abs=1e-12)
    assert row["n"] == 6


def test_the_sample_counts_people_by_group(study: Study) -> None:
    sample = study.table("sample").astype({"attribute": "str", "value": "str"})
    first = sample[sample["occasion"].astype("str") == "T0"]
    people = {(row.attribute, row.value): int(row.people) for row in first.itertuples()}
    assert (people["role", "future"], people["role", "working"]) == (7, 5)
    assert first.groupby("attribute")["people"].sum().tolist() == [12] * first["attribute"].nunique()
    assert first["share"].tolist() == pytest.approx((first["people"] / 12).tolist(), abs=1e-12)


def test_team_errors_rest_on_the_variance_pooled_over_teams(study: Study) -> None:
    """The squared distances from both teams' means, over ten degrees of freedom, over six people."""
    scores = [sum([*values[:3], 6 - values[3], values[4]]) / 5 for values in SKILL]
    teams = [scores[:6], scores[6:]]
    squares = sum((score - sum(team) / 6) ** 2 for team in teams for score in team)
    for team in ("LT01", "LT02"):
        row = row_of(study, "team_scores", scale="network_skill", team=team, occasion="T0")
        assert row["se_pooled"] == pytest.approx((squares / 10 / 6) ** 0.5, abs=1e-12)


def test_descriptions_are_those_of_the_scores(study: Study) -> None:
    scores = pd.Series([sum([*values[:3], 6 - values[3], values[4]]) / 5 for values in SKILL])
    row = row_of(study, "scale_descriptives", scale="network_skill", occasion="T0")
    assert (row["n"], row["persons"], row["teams"]) == (12, 12, 2)
    assert row[["mean", "sd", "median"]].tolist() == pytest.approx(
        [scores.mean(), scores.std(), scores.median()], abs=1e-12
    )
    assert (row["minimum"], row["maximum"], row["floor"]) == (scores.min(), scores.max(), 0.0)
    first = row_of(study, "item_descriptives", item="ns1", occasion="T0")
    assert (first["n"], first["mean"]) == (12, pytest.approx(36 / 12))
    assert first[["floor", "ceiling"]].tolist() == pytest.approx([1 / 12, 1 / 12], abs=1e-12)


def test_each_answer_is_counted(study: Study) -> None:
    """The first item was answered 1 once, 2 three times, 3 four times, 4 three times and 5 once."""
    counts = study.table("item_counts").astype({"item": "str"})
    own = counts[counts["item"] == "ns1"]
    assert own["answer"].tolist() == [1, 2, 3, 4, 5]
    assert own["count"].tolist() == [1, 3, 4, 3, 1]
