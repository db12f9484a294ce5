"""What an answer on sites rests on, a sentence each: sense, withheld figures, weak means, what turns it."""

from pathlib import Path

import pytest
from published_tables import change, copy_of, readers_study
from told_documents import written

from isop_analysis.report.blocks import Paragraph
from isop_analysis.report.document.site_limits import site_limits
from isop_analysis.study.study import Study

MODEL = {"model": "sites_and_chances", "outcome": "under_advised"}
LEAD = MODEL | {"method": "corrected", "path": "collaboration"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def told(study: Study) -> str:
    writing = written(study, "en")
    asked = next(one for one in writing.facts.conclusions if one.question.name == "chances")
    (paragraph,) = site_limits(writing, asked)
    assert isinstance(paragraph, Paragraph)
    return "".join(span.text for span in paragraph.text).replace("\u00a0", " ")


def test_each_limit_of_the_demos_sites_is_said(demo: Study) -> None:
    text = told(demo)
    assert "is higher, and that is worse for children." in text
    assert "Of the 10 sites, the source withholds the figure of 7;" in text
    assert "lies within [−2.60, 4.47] (skill) and [−2.61, 3.58] (use)." in text
    assert "have a reliability of .12 (skill) and .00 (use):" in text
    assert "For use the direction turns without one site." in text
    assert "For skill another way of estimating points the other way." in text


def test_over_years_figures_are_counted_and_municipalities_are_no_sites(demo: Study, tmp_path: Path) -> None:
    study = copy_of(demo, tmp_path)
    change(study, "site_models", MODEL, first_year="2022-2023", unit="municipality")
    text = told(study)
    assert "The source withholds 7 figures of" in text
    assert "on the 10 municipalities; they count" in text


def test_what_was_not_told_turns_nothing(demo: Study, tmp_path: Path) -> None:
    study = copy_of(demo, tmp_path)
    change(study, "site_estimates", LEAD, estimate=None, hinges=None, lowest=None, highest=None)
    change(study, "site_models", MODEL, reliability=0.3)
    text = told(study)
    assert text.endswith("worse for children.")
