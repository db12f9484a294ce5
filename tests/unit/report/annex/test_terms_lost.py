"""A model that was fitted without a term of its formula is named among what was not computed."""

import re

import pytest
from published_tables import change, readers_study, without_figures

from isop_analysis.base.reasons import Reason, written
from isop_analysis.language.numbers import Language
from isop_analysis.report.annex.blocks import Listed
from isop_analysis.report.annex.chapters.limits import blocks
from isop_analysis.report.annex.context import Context
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The demo, whose growth model lost its time."""
    study = without_figures(readers_study(tmp_path_factory.mktemp("terms")))
    lost = written([Reason("predictor_constant", term="time", rows=80)])
    change(study, "model_fits", {"model": "growth_by_role", "scale": "roles_tasks"}, notes=lost)
    return study


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Computed without a part that was asked for: "),
        ("nl", "Berekend zonder een deel dat gevraagd was: "),
    ],
)
def test_a_lost_term_is_told_with_its_model(study: Study, language: Language, sentence: str) -> None:
    listed = [block for block in blocks(Context(study, language)) if isinstance(block, Listed)]
    items = [re.sub(r"<[^>]+>", "", str(one)) for one in listed[-1].items]
    (told,) = (one for one in items if one.startswith(sentence))
    assert {"en": "is the same in all rows used", "nl": "is in alle gebruikte rijen gelijk"}[language] in told
