"""What a report says of studies that are laid out otherwise than the demo: nothing that is false for them."""

from pathlib import Path

import pytest
from published_tables import readers_study
from told_documents import changed, plain, written

from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import rows_of
from isop_analysis.report.document import methods
from isop_analysis.report.document.limits import limits
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def said(study: Study, language: Language, part: str) -> str:
    found = [one.text for one in methods.sentences(written(study, language)) if one.part == part]
    return " ".join(found).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("linked_by", "told", "verteld"),
    [
        ("email", "Names and addresses were replaced", "Namen en adressen zijn"),
        ("token", "Names and codes were replaced", "Namen en codes zijn"),
        ("unlinked", "Names of groups were replaced", "Namen van groepen zijn"),
    ],
)
def test_pseudonyms_stand_for_what_was_asked(
    base: Study, tmp_path: Path, linked_by: str, told: str, verteld: str
) -> None:
    rows = [rows_of(base, "linking")[0] | {"linked_by": linked_by}]
    study = changed(base, tmp_path, linking=rows)
    assert told in said(study, "en", "data")
    assert verteld in said(study, "nl", "data")


def test_one_model_is_told_as_one(base: Study, tmp_path: Path) -> None:
    study = changed(base, tmp_path, model_fits=rows_of(base, "model_fits")[:1])
    assert "So we fitted 1 model with several levels by restricted" in said(study, "en", "models")
    assert "Daarom schatten we 1 model met meer niveaus" in said(study, "nl", "models")


def test_those_who_left_are_told_apart_only_where_they_differ(base: Study, tmp_path: Path) -> None:
    assert "Some left, and not just any: see who took part." in plain([limits(written(base, "en"))])
    alike = [row | {"verdict": "open"} for row in rows_of(base, "dropout")]
    study = changed(base, tmp_path, dropout=alike)
    assert "Some left: see who took part." in plain([limits(written(study, "en"))])
    assert "Een deel bleef weg: zie" in plain([limits(written(study, "nl"))])


def test_figures_of_sites_say_nothing_of_whom_people_work_with(base: Study) -> None:
    assert "municipalities, not about single children." in plain([limits(written(base, "en"))])
