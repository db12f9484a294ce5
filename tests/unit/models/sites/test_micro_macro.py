"""Outcomes per site, members' participation, people's answers: by hand; the estimates: by least squares."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import read_reasons
from isop_analysis.models.sites.micro_macro import SiteRows, solve
from isop_analysis.models.sites.tasks import SiteTask
from isop_analysis.models.sites.unit_outcomes import SiteTables, first_years, unit_outcome
from isop_analysis.models.sites.unit_people import member_means, person_answers
from isop_analysis.models.unfitted import unfitted_lines
from isop_analysis.study.context import Outcome
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.structural_settings import MicroMacro

WAVES = pd.DataFrame(
    {
        "wave": ["a0", "a1", "b1"],
        "occasion": ["T0", "T1", "T1"],
        "school_year": ["2022-2023", "2022-2023", "2023-2024"],
    }
)
TEAMS = pd.DataFrame({"team": ["t1", "t2", "t3"], "site": ["north", "south", "north"]})
SESSIONS = pd.DataFrame(
    {
        "person": ["p1", "p1", "p2", "p2", "p3"],
        "team": ["t1", "t3", "t1", "t2", "t2"],
        "wave": ["a1", "a1", "a0", "b1", "b1"],
        "dose": [0.5, 1.0, 0.9, 0.2, np.nan],
    }
)


def outcome(**changed: object) -> Outcome:
    settings: dict[str, object] = {
        "name": "advice",
        "title": {"nl": "Advies", "en": "Advice"},
        "domain": "opportunities",
        "ages": "4-12",
        "level": "site",
        "file": "advice.csv",
        "key": ["code"],
        "year": "year",
        "value": "value",
        "total": "total",
        "lag": 1,
    }
    return Outcome.model_validate(settings | changed)


def cells(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = ["outcome", "unit", "site", "school_year", "value", "low", "high", "total", "status"]
    return pd.DataFrame(rows, columns=columns)


def tables(outcomes: pd.DataFrame, answers: pd.DataFrame | None = None) -> SiteTables:
    return SiteTables(pd.DataFrame() if answers is None else answers, TEAMS, SESSIONS, outcomes, WAVES)


ADVICE = cells(
    [
        ("advice", "N0", "north", "2021-2022", 5, 5, 5, 20, "known"),
        ("advice", "N0", "north", "2022-2023", 9, 9, 9, 20, "known"),
        ("advice", "N0", "north", "2023-2024", np.nan, 1, 4, 10, "suppressed"),
        ("advice", "N1", "north", "2023-2024", 7, 7, 7, 15, "known"),
        ("advice", "N1", "north", "2024-2025", np.nan, np.nan, np.nan, np.nan, "unknown"),
        ("advice", "S0", "south", "2023-2024", 8, 8, 8, 20, "known"),
        ("advice", "S0", "south", "2024-2025", 6, 6, 6, 20, "known"),
        ("advice", "E0", "east", "2024-2025", 6, 6, 6, 20, "known"),
        ("advice", "none", "west", "none", np.nan, np.nan, np.nan, np.nan, "no_row"),
    ]
)


def test_first_sessions_of_a_site():
    assert first_years(tables(ADVICE)) == {"north": 2022, "south": 2023}


def test_shares_are_pooled_over_locations_and_years_after_the_lag():
    found = unit_outcome(outcome(), tables(ADVICE))
    # north: (2.5 + 7) of 25, its suppressed cell 1 to 4; the year of the first sessions counts nowhere
    assert found.after.loc["north"].tolist() == [38.0, 32.0, 44.0]
    # south began in 2023: only 2024-2025 is a year later
    assert found.after.loc["south"].tolist() == [30.0, 30.0, 30.0]
    assert found.before.to_dict() == {"north": 25.0}
    assert found.units == {"north": "north", "south": "south"}
    assert (found.years, found.suppressed, found.unknown) == (("2023-2024", "2024-2025"), 1, 1)


def test_values_without_a_total_are_averaged():
    plain = ADVICE[ADVICE["site"] == "south"].assign(total=np.nan)
    found = unit_outcome(outcome(total=None, lag=0), tables(plain))
    assert found.after.loc["south", "value"] == 7.0


def test_municipalities_hold_their_sites_and_a_site_of_two_is_left_out():
    rows = [
        ("advice", town, site, "2024-2025", value, value, value, np.nan, "known")
        for town, site, value in [("A", "north", 3), ("B", "north", 4), ("A", "south", 3)]
    ]
    found = unit_outcome(outcome(level="municipality", total=None), tables(cells(rows)))
    assert found.units == {"south": "A"}
    assert found.after["value"].to_dict() == {"A": 3.0}


def test_participation_is_the_mean_of_all_members_by_the_register():
    means = member_means(tables(ADVICE), "T1", {"north": "north", "south": "south"})
    # p1 sits in two teams of north; p3 of south has no dose, and is a member
    assert means.loc["north"].tolist() == [0.75, 1.0]
    assert means.loc["south"].tolist() == [0.2, 2.0]


def test_people_answer_once_with_reversed_items_turned_round():
    instrument = Instrument.model_validate(
        {
            "name": "one",
            "title": {"nl": "Een", "en": "One"},
            "owner": "nobody",
            "kind": "quantitative",
            "validation": {"status": "none"},
            "sources": [{"name": "plain", "format": "plain_csv"}],
            "answer_scales": [{"name": "five", "low": 1, "high": 5}],
            "items": [
                {"name": "q", "text": {"nl": "Q", "en": "Q"}, "answers": "five"},
                {"name": "r", "text": {"nl": "R", "en": "R"}, "answers": "five", "reversed": True},
            ],
            "scales": [
                {"name": "s", "title": {"nl": "S", "en": "S"}, "items": ["q", "r"], "minimum_answered": 1}
            ],
        }
    )
    rows = [
        ("p1", 2, "north", "a1", "q", 4.0, "given"),
        ("p1", 2, "north", "a1", "r", 2.0, "given"),
        ("p1", 7, "south", "b1", "q", 1.0, "given"),
        ("p2", 3, "south", "b1", "q", 5.0, "given"),
        ("p2", 3, "south", "b1", "r", np.nan, "absent"),
        ("p3", 4, "none", "a1", "q", 5.0, "given"),
        ("p4", 5, "north", "a0", "q", 5.0, "given"),
    ]
    answers = pd.DataFrame(
        rows, columns=["person", "response", "site", "wave", "item", "answer", "answer_kind"]
    )
    units = {"north": "north", "south": "south"}
    found = person_answers(tables(ADVICE, answers), instrument, instrument.scales[0], "T1", units)
    assert found.columns.tolist() == ["unit", "item_1", "item_2"]
    assert found["unit"].tolist() == ["north", "south"]
    assert found["item_1"].tolist() == [4.0, 5.0]
    assert found["item_2"].iloc[0] == 4.0
    assert np.isnan(found["item_2"].iloc[1])


@pytest.mark.parametrize("lag", [0, 1])
def test_years_before_and_after_never_meet(lag: int):
    found = unit_outcome(outcome(lag=lag), tables(ADVICE))
    assert set(found.years) <= {"2022-2023", "2023-2024", "2024-2025"}
    assert ("2022-2023" in found.years) == (lag == 0)


def task(people: pd.DataFrame, **changed: object) -> SiteTask:
    settings: dict[str, object] = {
        "name": "m",
        "title": {"nl": "M", "en": "M"},
        "question": {"nl": "Q", "en": "Q"},
        "scales": ["s"],
        "occasion": "T1",
        "minimum_units": 4,
        "replicates": 100,
    }
    model = MicroMacro.model_validate(settings | changed)
    return SiteTask(model, "s", outcome(), unit_outcome(outcome(), tables(ADVICE)), people, ("baseline",))


PEOPLE = pd.DataFrame({"unit": ["a"], "item_1": [1.0], "item_2": [2.0]})


def test_loadings_between_units_are_those_within_unless_free():
    assert task(PEOPLE).syntax.split("\n") == [
        "level: 1",
        "within =~ item_1 + l_item_2*item_2",
        "level: 2",
        "collaboration =~ item_1 + l_item_2*item_2",
        "item_1 ~~ 0*item_1",
        "item_2 ~~ 0*item_2",
        "collaboration ~ a*participation + baseline",
        "outcome ~ b*collaboration + c*participation + baseline",
        "indirect := a*b",
        "total := c + a*b",
    ]
    free = task(PEOPLE, between="free").syntax
    assert "collaboration =~ item_1 + item_2" in free
    assert "0*" not in free


def simulated(units: int, rows: int = 14) -> pd.DataFrame:
    random = np.random.default_rng(11)
    site = np.repeat(np.arange(units), rows)
    participation = random.uniform(0.3, 0.9, units)
    level = 0.5 * participation + 0.5 * random.standard_normal(units)
    advice = 20 + 4 * level + 2 * random.standard_normal(units)
    person = level[site] + random.standard_normal(len(site))
    items = {f"item_{place}": person + 0.5 * random.standard_normal(len(site)) for place in (1, 2, 3)}
    known = {"participation": participation, "outcome": advice, "lowest": advice, "highest": advice}
    frame = pd.DataFrame({"unit": [f"u{one:02d}" for one in site], **items, "members": 18.0})
    return frame.assign(
        **{name: value[site] for name, value in known.items()}, baseline=random.normal(20, 2, units)[site]
    )


def test_means_as_they_are_give_least_squares_between_units():
    statsmodels = pytest.importorskip("statsmodels.api")
    people = simulated(16)
    rows = solve(task(people), 1)
    found = pd.DataFrame(rows.estimates).query("method == 'manifest'").set_index("path")
    weights = pd.Series(within_weights(people))
    means = people.groupby("unit").mean()
    means["score"] = means[list(weights.index)] @ weights
    design = statsmodels.add_constant(means[["score", "participation", "baseline"]])
    fitted = statsmodels.OLS(means["outcome"], design).fit()
    for path, name in (
        ("collaboration", "score"),
        ("participation", "participation"),
        ("baseline", "baseline"),
    ):
        assert found.loc[path, "estimate"] == pytest.approx(fitted.params[name], rel=1e-6)
        assert found.loc[path, "se"] == pytest.approx(fitted.bse[name], rel=1e-6)
        low, high = fitted.conf_int().loc[name]
        assert (found.loc[path, "ci_low"], found.loc[path, "ci_high"]) == pytest.approx((low, high), rel=1e-6)
    assert found.loc["collaboration", "df"] == 16 - 3 - 1


def within_weights(people: pd.DataFrame) -> dict[str, float]:
    """Return regression weights of the factor within units by which its loadings average 1 (Bartlett)."""
    items = ["item_1", "item_2", "item_3"]
    from isop_analysis.stats.structural import fit

    centred = people[items] - people.groupby("unit")[items].transform("mean")
    table = fit("f =~ item_1 + item_2 + item_3", centred).parameters
    loadings = table[table["op"] == "=~"]["estimate"].to_numpy()
    loadings = loadings / loadings.mean()
    residuals = table[(table["op"] == "~~") & table["lhs"].isin(items)]["estimate"].to_numpy()
    own = loadings / residuals
    return dict(zip(items, own / (own @ loadings), strict=True))


def test_one_row_a_model_says_who_leads_and_what_it_rests_on():
    rows = solve(task(simulated(16)), 1)
    row = rows.models[0]
    assert row["notes"] == 'few_units_lead {"found": 16, "needed": 30}'
    assert (row["status"], row["leads"], row["clusters"], row["n"]) == ("fitted", "corrected", 16, 224)
    assert {one["path"] for one in rows.estimates} == {
        *("collaboration", "participation", "participation_to_collaboration", "indirect", "total"),
        *("baseline", "baseline_to_collaboration"),
    }


def why(rows: SiteRows) -> str:
    (reason,) = read_reasons(rows.models[0]["reason"])
    return str(reason)


def test_too_few_units_are_refused_with_their_number():
    rows = solve(task(simulated(16), minimum_units=20), 1)
    assert rows.estimates == []
    assert rows.models[0]["reason"] == 'few_units {"found": 16, "needed": 20, "unit": "site"}'
    assert why(rows) == "16 sites have the outcome and answers; expected at least 20 (minimum_units)"


def test_nothing_before_the_first_sessions_is_refused():
    rows = solve(task(simulated(16).assign(baseline=np.nan)), 1)
    assert why(rows) == "'baseline' has no school year before the first sessions; take it out of 'adjust'"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            {"item_2": 3.0},
            "'ns2' is the same in all clusters; expected a variable that varies: leave it out",
        ),
        ({"item_2": np.nan}, "'ns2' has no value in any of 224 rows; leave it out"),
        ({"participation": 1.0}, "'participation' is the same in all clusters; expected a variable that "),
    ],
)
def test_a_reason_names_the_item_by_its_own_name(changed: dict[str, float], reason: str):
    own = task(simulated(16).assign(**changed))
    rows = solve(replace(own, items=("ns1", "ns2", "ns3")), 1)
    assert why(rows).startswith(reason)
    assert list(unfitted_lines(rows.models)) == [
        f"model 'm', scale 's', outcome 'advice' refused: {why(rows)}"
    ]
