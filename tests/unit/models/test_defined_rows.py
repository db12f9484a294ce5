"""Which intervals a model's defined parameters get, and which one leads."""

import numpy as np
import pandas as pd
import pytest
from told_cells import told

from isop_analysis.models.structural.defined_rows import defined_rows, verdict_cells
from isop_analysis.models.structural.level_rows import level_rows
from isop_analysis.stats import structural
from isop_analysis.study.structural_settings import Structural

SYNTAX = "m ~ a*x\ny ~ b*m + c*x\nindirect := a*b\ntotal := c + a*b"
LEVELS = "level: 1\nm ~ aw*x\ny ~ bw*m\nlevel: 2\nm ~ ab*w\ny ~ bb*m\nwithin := aw*bw\nbetween := ab*bb"


def model(**changed: object) -> Structural:
    text = {"nl": "X", "en": "X"}
    settings = {"name": "m", "title": text, "question": text, "kind": "path", "syntax": SYNTAX}
    return Structural.model_validate(settings | changed)


def people(teams: int = 20, size: int = 8, seed: int = 2) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    team = np.repeat(np.arange(teams), size)
    w, u, v = random.normal(size=(3, teams))
    x = random.normal(size=len(team))
    m = 0.4 * x + 0.6 * w[team] + u[team] + random.normal(size=len(team))
    y = 0.4 * m + v[team] + random.normal(size=len(team))
    return pd.DataFrame({"team": team, "w": w[team], "x": x, "m": m, "y": y})


def test_every_interval_of_a_model_of_one_level():
    fitted = structural.fit(SYNTAX, people())
    rows = {row["name"]: row for row in defined_rows(model(resamples=200), fitted, 11)}
    assert list(rows) == ["indirect", "total"]
    own = rows["indirect"]
    assert (own["leads"], own["resampled"], own["replicates"]) == ("percentile", "person", 200)
    assert (own["replicates_converged"], own["replicates_inadmissible"], own["note"]) == (200, 0, None)
    table = structural.bootstrap(fitted, 200, 11).table.set_index("lhs").loc["indirect"]
    for name in ("percentile_low", "percentile_high", "bca_low", "bca_high"):
        assert own[name] == table[name]
    drawn = structural.monte_carlo(fitted, seed=11).set_index("lhs").loc["indirect"]
    assert (own["monte_carlo_low"], own["monte_carlo_high"]) == (drawn["ci_low"], drawn["ci_high"])
    delta = fitted.parameters.set_index("lhs").loc["indirect"]
    assert (own["ci_low"], own["se"]) == (delta["ci_low"], delta["se"])


def test_few_clusters_are_not_resampled_unless_config_asks():
    fitted = structural.fit(LEVELS, people(), cluster="team", estimator="MLR")
    of_levels = model(syntax=LEVELS, cluster="team")
    rows = defined_rows(of_levels, fitted, 11)
    assert {row["leads"] for row in rows} == {"monte_carlo"}
    assert rows[0]["note"] == 'few_to_resample {"found": 20, "needed": 30}'
    assert told(rows[0]["note"]) == "20 clusters are fewer than 30: a bootstrap of them is too narrow"
    assert (rows[0]["replicates"], rows[0]["resampled"], rows[0]["clusters"]) == (0, None, 20)
    asked = defined_rows(model(syntax=LEVELS, cluster="team", resamples=100), fitted, 11)
    assert (asked[0]["resampled"], asked[0]["replicates"]) == ("team", 100)
    assert asked[0]["percentile_low"] < asked[0]["estimate"] < asked[0]["percentile_high"]


def test_many_clusters_are_resampled():
    fitted = structural.fit(LEVELS, people(40), cluster="team")
    row = defined_rows(model(syntax=LEVELS, cluster="team", resamples=None), fitted, 11)[1]
    assert (row["replicates"], row["resampled"], row["leads"]) == (1000, "team", "percentile")


def test_no_bootstrap_where_config_wants_none():
    row = defined_rows(model(resamples=0), structural.fit(SYNTAX, people()), 11)[0]
    assert (row["replicates"], row["note"], row["leads"]) == (0, None, "monte_carlo")


def test_ordered_answers_have_draws_only():
    data = people(60)
    for name in ("m", "y"):
        data[name] = pd.cut(data[name], [-np.inf, -1, 0, 1, np.inf], labels=False)
    fitted = structural.fit(SYNTAX, data, ordered="all")
    rows = {row["name"]: row for row in defined_rows(model(ordered="all"), fitted, 11)}
    own = rows["indirect"]
    assert own["leads"] == "monte_carlo"
    assert own["bca_low"] is None
    assert told(own["note"]).startswith("This fit was made by WLSMV, without a likelihood")
    assert own["monte_carlo_low"] < own["estimate"] < own["monte_carlo_high"]
    # for a product of two nearly normal estimates, draws and the delta method agree on the spread
    width = own["monte_carlo_high"] - own["monte_carlo_low"]
    assert width == pytest.approx(2 * 1.96 * own["se"], rel=0.05)


def test_nothing_is_told_of_a_model_without_definitions():
    assert defined_rows(model(), structural.fit("y ~ x", people()), 11) == []


def test_levels_are_written_without_naming_a_cluster():
    data = people()
    fitted = structural.fit(LEVELS, data, cluster="team")
    rows = level_rows(model(syntax=LEVELS, cluster="team"), fitted, data, 11)
    assert {(row["level"], row["method"]) for row in rows if row["leads"]} == {
        (1, "deviations"),
        (2, "corrected"),
    }
    assert {row["clusters"] for row in rows} == {20}
    assert "without_one" not in rows[0]
    assert next(row["df"] for row in rows if row["method"] == "two_level") is None
    assert level_rows(model(), fitted, data, 11) == []


def test_the_joint_model_counts_people_with_gaps_and_the_others_do_not():
    data = people()
    data.loc[data.index % 9 == 0, "y"] = np.nan
    fitted = structural.fit(LEVELS, data, "MLR", "fiml", cluster="team")
    rows = level_rows(model(syntax=LEVELS, cluster="team", missing="fiml"), fitted, data, 11)
    counts = {row["method"]: row["n"] for row in rows}
    assert counts == {"deviations": 142, "corrected": 142, "manifest": 142, "two_level": 160}


def test_groups_with_gaps_are_resampled_where_config_asks():
    data = people(40)
    data.loc[data.index % 9 == 0, "y"] = np.nan
    fitted = structural.fit(LEVELS, data, "ML", "fiml", cluster="team")
    own = model(syntax=LEVELS, cluster="team", missing="fiml")
    row = defined_rows(own, fitted, 11)[0]
    assert (row["replicates"], row["leads"]) == (0, "monte_carlo")
    assert told(row["note"]).startswith("Incomplete clusters are searched one sample at a time")


def test_each_interval_is_judged_once_and_the_one_that_leads_decides():
    row = {
        **{"leads": "percentile", "percentile_low": 0.1, "percentile_high": 0.3},
        **{"bca_low": -0.01, "bca_high": 0.3, "monte_carlo_low": None, "monte_carlo_high": None},
        **{"ci_low": 0.0, "ci_high": 0.2},
    }
    assert verdict_cells(row) == {
        "verdict": "goes_together",
        "verdicts": '{"percentile": "goes_together", "bca": "open", "delta": "open"}',
    }
    assert verdict_cells(row | {"leads": "monte_carlo"})["verdict"] is None
