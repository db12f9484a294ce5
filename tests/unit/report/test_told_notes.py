"""Notes of fits in both languages: known sentences one by one, in order, with titles."""

import pytest

from isop_analysis.language.names import Names
from isop_analysis.language.noted import inadmissible, noted
from isop_analysis.language.words import words_in
from isop_analysis.study import Study, load

HEYWOOD = (
    "The variance of 'ns4_T0', 'network_skill' between clusters is estimated below zero (a Heywood case): "
    "the "
    "solution is inadmissible."
)


@pytest.fixture(scope="module")
def study(pytestconfig: pytest.Config) -> Study:
    return load(pytestconfig.rootpath / "config" / "config.yaml", pytestconfig.rootpath)


@pytest.mark.parametrize(
    ("note", "nl", "en"),
    [
        (
            "18 of 130 rows were left out for missing values.",
            "Weggelaten omdat er iets ontbrak: 18 van de 130 rijen.",
            "Left out since something lacked: 18 of 130 rows.",
        ),
        (
            "1 row with a missing value was dropped; 162 remain. Singular fit: a variance over "
            "'team:site' is "
            "estimated as zero, or a correlation as ±1; reported as it is.",
            "Weggelaten omdat er iets ontbrak: 1\u00a0rij; er blijven er 162. Een verschil tussen "
            "teams is op "
            "nul geschat, of een correlatie op ±1 (singulier model).",
            "Left out since something lacked: 1\u00a0row; 162 remain. A difference between teams is "
            "estimated as "
            "zero, or a correlation as ±1 (singular fit).",
        ),
        (
            f"The joint two-level model: {HEYWOOD} Not converged after 80 steps: the gradient is 0.95; "
            f"estimates "
            "are no maximum: take a smaller model, or give starting values with start(). Only 44% of the "
            "error "
            "of cluster means was taken off (corrected): with all of it, no differences between clusters "
            "would "
            "be left.",
            "Het tweeniveaumodel ineens: de variantie van ‘Overleg met andere beroepen ga ik uit de weg "
            "T0’ en "
            "‘Netwerkvaardigheid’ is onder nul geschat tussen groepen (een Heywoodgeval). Na 80 stappen "
            "was er "
            "geen oplossing gevonden; neem een kleiner model, of geef beginwaarden. Maar 44% van wat "
            "toeval en "
            "onnauwkeurigheid aan de verschillen toevoegen kon eraf (ontdaan van toeval en "
            "onnauwkeurigheid), "
            "want anders bleef er geen verschil over.",
            "The two-level model at once: the variance of ‘I avoid consulting other professions T0’ and "
            "‘Network "
            "skill’ is estimated below zero between groups (a Heywood case). After 80 steps no solution "
            "was found; "
            "take a smaller model, or give starting values. Only 44% of what chance and imprecision add "
            "to the "
            "differences could be taken off (freed of chance and imprecision), since otherwise no difference "
            "would be left.",
        ),
        ("A new sentence.", "A new sentence.", "A new sentence."),
        (None, "", ""),
    ],
)
def test_notes_are_told_in_the_readers_language(study: Study, note: str | None, nl: str, en: str) -> None:
    assert noted(note, words_in("nl"), Names(study, "nl")) == nl
    assert noted(note, words_in("en"), Names(study, "en")) == en


def test_what_makes_a_solution_inadmissible(study: Study) -> None:
    text = (
        "The covariance matrix of the latent variables in group 'working', within clusters is not positive "
        "definite. 3 of 9 rows were left out for missing values."
    )
    assert inadmissible(text, words_in("nl"), Names(study, "nl")) == [
        "samen zijn de varianties en samenhangen van de factoren onmogelijk in groep ‘Zittende professional’ "
        "binnen groepen"
    ]
    assert inadmissible(None, words_in("nl"), Names(study, "nl")) == []
