"""Slopes between sites in words, over the decisions: sign, zero, one site, suppressed cells, other ways."""

from typing import Any

import pytest
from markupsafe import Markup
from published_tables import like, publish, readers_study

from isop_analysis.contracts.cells import Count
from isop_analysis.report.annex.chapters.site_sentences import slope_sentences
from isop_analysis.report.annex.context import Context
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.study import Study

KEY = {"model": "sites_and_chances", "scale": "network_skill", "outcome": "under_advised"}
NONE = float("nan")
SURE = {
    "estimate": 6.0,
    "ci_low": 2.0,
    "ci_high": 10.0,
    "percentile_low": 1.0,
    "percentile_high": 11.0,
    "lowest": NONE,
    "highest": NONE,
    "error_taken": 1.0,
    "detectable_slope": 5.5,
    "converged": True,
    "admissible": True,
    "hinges": False,
    "n": 90,
    "clusters": 12,
}
FIT = KEY | {
    "status": "fitted",
    "unit": "site",
    "clusters": 12,
    "n": 90,
    "people": 95,
    "cells_suppressed": 3,
    "cells_unknown": 0,
    "joint_converged": False,
    "chi2": NONE,
    "reliability": 0.61,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("sites"))


def context(study: Study, language: Any, lead: dict[str, object], *others: dict[str, object]) -> Context:
    def slope(method: str, path: str, **cells: object) -> dict[str, Any]:
        return like(study, "site_estimates", **KEY, method=method, path=path) | SURE | cells

    rows = [slope("corrected", "collaboration", **lead)]
    rows += [slope("manifest", "collaboration", **one) for one in others]
    rows.append(slope("corrected", "participation"))
    publish(study, "site_estimates", [row | judged(row, rows) for row in rows])
    publish(study, "site_models", [like(study, "site_models", **KEY) | FIT])
    return Context(study, language)


def judged(row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, object]:
    """What the step that relates outcomes says of a slope."""
    ways = [one for one in rows if one["path"] == row["path"] and one["converged"]]
    signs = {sign_of(one[f"{end}_low"], one[f"{end}_high"]) for one in ways for end in ("ci", "percentile")}
    return {
        "verdict": sign_of(row["ci_low"], row["ci_high"]) if row["converged"] else None,
        "depends": len(signs - {None}) > 1,
    }


def told(own: Context, fit: dict[str, object] | None = None) -> list[str]:
    return [
        Markup(text).striptags().replace("\u00a0", " ")
        for text in slope_sentences(own, (fit or FIT) | {"n": Count.exactly(90)})
    ]


def test_a_slope_that_excludes_zero(study: Study):
    first, second, last = told(context(study, "en", {}))
    assert first == (
        "At sites that score higher on ‘Network skill’ the figure ‘Initial school advice below the test "
        "advice (invented)’ is higher. Estimate: 6.00 standard deviations of sites for a standard "
        "deviation more on the scale, 95% interval [2.00, 10.00]."
    )
    assert second.startswith("At sites whose members take part more, the figure ‘Initial school advice")
    assert "6.00 standard deviations of sites for a standard deviation more participation, 95%" in second
    assert last == (
        "The two-level model at once has no solution here, as often with few sites. This rests on 12 sites "
        "and 90 people; the means of sites on the scale have a reliability of .61. Limit: what goes "
        "together between sites need not hold for single people, and is not cause and effect."
    )


def test_a_slope_left_open_says_what_would_have_been_found(study: Study):
    first = told(context(study, "nl", {"ci_low": -1.0, "percentile_low": -1.0}))[0]
    assert first == (
        "De gegevens laten open of het cijfer ‘Voorlopig schooladvies lager dan het toetsadvies (verzonnen)’ "
        "samenhangt met hoe hoog locaties scoren op ‘Netwerkvaardigheid’. Schatting: 6,00 "
        "standaarddeviaties van locaties bij een standaarddeviatie meer op de schaal, 95%-interval [−1,00; "
        "10,00]. Een onderzoek als dit vindt 5,50 of meer in vier van de vijf herhalingen."
    )


@pytest.mark.parametrize(
    ("lead", "others", "expected"),
    [
        ({"estimate": -6.0, "ci_low": -10.0, "ci_high": -2.0}, [], "is lower."),
        (
            {"hinges": True},
            [],
            "The direction hinges on one site: without it, the estimate turns round.",
        ),
        ({"lowest": -2.0, "highest": 9.0}, [], "3 cells of the outcome are too small to be published"),
        (
            {"error_taken": 0.26},
            [],
            "Only 26% of what chance and imprecision add to the differences could be",
        ),
        ({}, [{"ci_low": -0.1}], "This depends on how uncertainty is calculated."),
        ({"percentile_low": -0.1}, [], "This depends on how uncertainty is calculated."),
    ],
)
def test_doubts(study: Study, lead: dict[str, object], others: list[dict[str, object]], expected: str):
    assert expected in told(context(study, "en", lead, *others))[0]


def test_without_doubt_nothing_is_added(study: Study):
    first = told(context(study, "en", {}, {"ci_low": 0.5}))[0]
    assert "depends" not in first
    assert "hinges" not in first
    assert "cells" not in first
    assert "Only" not in first


def test_the_joint_model_is_told_with_its_fit(study: Study):
    joint = {
        "joint_converged": True,
        "chi2": 16.42,
        "df": 18.0,
        "p_value": 0.563,
        "cfi": 1.0,
        "rmsea": 0.0,
        "joint_admissible": False,
    }
    last = told(context(study, "en", {}), FIT | joint | {"srmr_within": 0.015, "srmr_between": 0.158})[-1]
    assert last.startswith(
        "The two-level model at once fits as follows: χ²(18) = 16.42, p = .563; CFI 1.000, RMSEA .000, SRMR "
        ".015 within and .158 between sites. Its solution is inadmissible"
    )


def test_a_joint_model_without_a_model_to_compare_with(study: Study):
    last = told(context(study, "en", {}), FIT | {"joint_converged": True, "joint_admissible": True})[-1]
    assert last.startswith("The two-level model at once has a solution, but how well it fits can’t be said")


def test_sites_that_hardly_differ(study: Study):
    last = told(context(study, "nl", {}), FIT | {"reliability": 0.14})[-1]
    assert "een betrouwbaarheid van ,14. Ontdaan van toeval verschillen ze nauwelijks op de schaal" in last
