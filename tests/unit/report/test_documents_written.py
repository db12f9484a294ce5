"""What does not fit its pages loses figures first; what can't fit is said in a sentence."""

from pathlib import Path

import pytest
from published_tables import copy_of

from isop_analysis.language.rows import Tables
from isop_analysis.report.document.writing import Writing
from isop_analysis.report.documents_written import fitted_report, fitted_summary, write_documents
from isop_analysis.report.writers.typst import pages_of
from isop_analysis.study import StudyError
from isop_analysis.study.study import Study

FORMS = ("report.{}.docx", "report.{}.html", "report.{}.pdf", "summary.{}.pdf")


@pytest.fixture(scope="module")
def study(written_demo: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return copy_of(written_demo, tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def writing(study: Study) -> Writing:
    return Writing(study, "nl", Tables(study))


def test_the_first_page_is_one_side(writing: Writing) -> None:
    _, pdf = fitted_summary(writing, 1)
    assert pages_of(pdf) == 1


def test_a_first_page_that_can_not_fit_says_so(writing: Writing) -> None:
    with pytest.raises(StudyError) as caught:
        fitted_summary(writing, 0)
    assert str(caught.value) == (
        "config.yaml: report.pages.summary: 1 pages, and at most 0 are allowed; say less (`short`, `says`, "
        "`use`), let fewer questions reach it (`front`), or allow more pages"
    )


def test_in_brief_loses_figures_before_it_is_too_long(writing: Writing) -> None:
    def drawn(pages: int) -> int:
        document, _ = fitted_report(writing, {"brief": pages, "report": 99}, figure=False)
        brief = next(part for part in document.parts if part.name == "brief")
        return sum(getattr(block, "figure", None) is not None for block in brief.blocks)

    assert drawn(9) > drawn(3) > 0


def test_every_form_is_written_twice_with_the_same_bytes(study: Study) -> None:
    names = sorted(form.format(language) for form in FORMS for language in study.config.languages)
    first = {name: (study.build / name).read_bytes() for name in names}
    parts = write_documents(study)
    assert {name: (study.build / name).read_bytes() for name in names} == first
    assert list(parts) == list(study.config.languages)
    assert list(parts["nl"])[:2] == ["messages", "brief"]
    assert list(parts["nl"]) == list(parts["en"])


def test_what_readers_get_is_not_too_large(study: Study) -> None:
    build = Path(study.build)
    for language in study.config.languages:
        assert (build / f"report.{language}.html").stat().st_size <= 1_500_000
        assert (build / f"report.{language}.pdf").stat().st_size <= 2_000_000
