"""Panel models in words: the paths whose interval excludes zero, growth, refusals."""

from typing import Any

import pytest
from markupsafe import Markup
from published_tables import like, publish, readers_study, without_figures

from isop_analysis.base.reasons import Reason, written
from isop_analysis.report.annex.blocks import Paragraph
from isop_analysis.report.annex.chapters.panels import panel_blocks
from isop_analysis.report.annex.context import Context
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return without_figures(readers_study(tmp_path_factory.mktemp("panels")))


def parameter(
    study: Study, model: str, lhs: str, op: str, rhs: str, low: float, high: float
) -> dict[str, object]:
    """A row of a path, as one of a path model is published."""
    middle = (low + high) / 2
    row = like(study, "structural_parameters", model="participation_to_transfer", lhs="transfer_T1")
    row |= {"model": model, "lhs": lhs, "op": op, "rhs": rhs, "estimate": middle, "std_all": middle}
    return row | {"ci_low": low, "ci_high": high, "verdict": sign_of(low, high)}


Path = tuple[str, str, float, float]


def told(study: Study, language: Any, paths: list[Path], **fit: object) -> list[str]:
    """The paragraphs on two panel models that were fitted, with these paths between what changes."""
    good = like(study, "structural_fits", model="participation_to_transfer")
    names = ("reciprocity", "growth_of_skill")
    publish(
        study, "structural_fits", [good | {"model": name, "kind": "cross_lagged"} | fit for name in names]
    )
    rows = [
        parameter(study, "growth_of_skill", "growth", "~1", "", 0.1, 0.3),
        parameter(study, "growth_of_skill", "start", "~1", "", 3.0, 4.0),
        parameter(study, "growth_of_skill", "growth", "~~", "growth", -0.1, 0.1),
        *(
            parameter(study, "reciprocity", f"{effect}_within", "~", f"{cause}_within", low, high)
            for effect, cause, low, high in paths
        ),
    ]
    publish(study, "structural_parameters", rows)
    blocks = [one for one in panel_blocks(Context(study, language), "skill") if isinstance(one, Paragraph)]
    return [Markup(block.text).striptags().replace("\u00a0", " ") for block in blocks]


PATHS = [
    ("network_skill_T1", "attendance_T0", 0.1, 0.3),
    ("attendance_T1", "network_skill_T0", -0.1, 0.3),
    ("network_skill_T1", "network_skill_T0", 0.1, 0.3),
]


def test_paths_from_one_thing_to_another_are_counted_and_named(study: Study):
    text = told(study, "en", PATHS)[1]
    assert (
        "In 1 of the 2 paths from one thing to another the interval excludes zero: from ‘Attendance T0’ to "
        "‘Network skill T1’ (.20, standardised)." in text
    )
    assert "need not be the cause" in text


def test_no_path_that_excludes_zero(study: Study):
    none = [("team_quality_T1", "network_skill_T0", -0.2, 0.2), *PATHS[1:]]
    text = told(study, "nl", none)[1]
    assert "Bij geen van de 2 paden van het een naar het ander sluit het interval nul uit." in text


def test_growth(study: Study):
    text = told(study, "en", PATHS)[-1]
    assert text == (
        "On average ‘Network skill’ changes by 0.20 points a step of time, 95% interval [0.10, 0.30], from "
        "3.50 at the start. Whether people differ in how they grow is left open by the data."
    )


def test_a_refusal_is_told_in_the_readers_language(study: Study):
    reason = written([Reason("panel_people", kind="growth_curve", found=91, all=151, needed=100)])
    texts = told(study, "nl", PATHS, status="refused", reason=reason)
    assert texts[0].endswith(
        "van 91 van de 151 mensen is op twee meetmomenten of meer iets bekend, "
        "en er zijn minstens 100 zulke mensen nodig."
    )


def test_nothing_is_read_from_an_inadmissible_solution(study: Study):
    texts = told(study, "en", PATHS, admissible=False)
    assert len(texts) == 4
    assert texts[1].startswith("The solution is inadmissible: people hold no steady differences")
