"""The methods tell a declared design, in both languages, and say nothing where there is none."""

from pathlib import Path

import pytest
from published_tables import BHR, DEMO, readers_study
from told_documents import written

from isop_analysis.report.document.methods import sentences


def design_of(config: Path, folder: Path, language: str) -> list[str]:
    writing = written(readers_study(folder, config), language)
    return [one.text for one in sentences(writing) if one.part == "design"]


@pytest.mark.parametrize(
    ("language", "mixed"),
    [
        (
            "nl",
            "De opzet is convergent (Creswell & Plano Clark, 2018): beide in dezelfde periode, cijfers staan "
            "voorop. Woorden en cijfers dienen om het ene met het andere te verdiepen en om het ene aan het "
            "andere te toetsen (Greene e.a., 1989). Zij komen samen door uitkomsten naast elkaar te leggen "
            "(Fetters e.a., 2013).",
        ),
        (
            "en",
            "The design is convergent (Creswell & Plano Clark, 2018): both in the same period, numbers lead. "
            "Words and numbers serve to deepen one by the other and to test one by the other (Greene et al., "
            "1989). They meet by bringing findings side by side (Fetters et al., 2013).",
        ),
    ],
)
def test_the_demos_design(tmp_path: Path, language: str, mixed: str) -> None:
    told = design_of(DEMO, tmp_path, language)
    assert len(told) == 4
    assert told[1] == mixed


def test_a_study_without_a_design_says_nothing_of_it(tmp_path: Path) -> None:
    assert design_of(BHR, tmp_path, "en") == []
