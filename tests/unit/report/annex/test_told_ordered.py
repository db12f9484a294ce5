"""What the report says of models of ordered answers, in both languages."""

import re

import pytest
from published_tables import like, publish, readers_study, without_figures

from isop_analysis.figures.kinds import loadings
from isop_analysis.figures.style import use_style
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in
from isop_analysis.report.annex.blocks import Paragraph, Table
from isop_analysis.report.annex.chapters.invariance import parameter_words
from isop_analysis.report.annex.chapters.structural import structural_blocks
from isop_analysis.report.annex.context import Context
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The demo, without any figure drawn."""
    return without_figures(readers_study(tmp_path_factory.mktemp("ordered")))


def model(study: Study, name: str) -> Structural:
    return next(own for own in study.structural if own.name == name)


def told(study: Study, own: Structural, language: Language) -> str:
    blocks = structural_blocks(Context(study, language), [own])
    texts = [str(block.text) for block in blocks if isinstance(block, Paragraph)]
    return re.sub(r"<[^>]+>", "", "\n".join(texts)).replace("\u00a0", " ")


def test_what_is_assumed_and_the_twin_are_told(study: Study) -> None:
    own = model(study, "cfa_attitudes_ordered")
    english, dutch = told(study, own, "en"), told(study, own, "nl")
    assert "χ² is adjusted, and CFI and RMSEA are their robust versions." in english
    assert "takes the answers to all questions as ordered steps, not as numbers" in english
    assert "(estimator WLSMV, on polychoric correlations)" in english
    assert "as if all steps were equally large (MLR): χ²(19) = 27.30, p = .098; CFI .972," in english
    assert "is the loading of “I value the knowledge of other professions.” on" in english
    assert "‘Appreciative attitude’: .77 as ordered steps, .69 as numbers." in english
    assert "ziet de antwoorden op alle vragen als geordende stappen, niet als getallen" in dutch
    assert "alsof alle stappen even groot zijn (MLR): χ²(19) = 27,30, p = ,098; CFI ,972," in dutch
    assert "‘Waarderende houding’: ,77 als geordende stappen, ,69 als getallen." in dutch


def test_omega_of_both_models_stands_side_by_side(study: Study) -> None:
    blocks = structural_blocks(Context(study, "en"), [model(study, "cfa_attitudes_ordered")])
    table = next(block for block in blocks if isinstance(block, Table))
    assert [cell.text for cell in table.columns] == [
        "Scale",
        "Omega",
        "Omega, as numbers",
        "Composite reliability",
    ]
    cells = [re.sub(r"<[^>]+>", "", str(cell.text)) for cell in table.rows[0].cells]
    assert cells == ["Appreciative attitude", ".77", ".77", ".81"]


def test_models_of_numbers_say_nothing_of_it(study: Study) -> None:
    text = told(study, model(study, "cfa_attitudes"), "en")
    assert "ordered" not in text
    assert "adjusted" not in text


def test_steps_of_ordered_answers_tell_how_far_numbers_hold(study: Study) -> None:
    asked = {"ordered": "all", "missing": "pairwise"}
    own = model(study, "attitudes_over_occasions").model_copy(update=asked)
    twin = like(study, "structural_twins", model="cfa_attitudes_ordered")
    nothing = dict.fromkeys(("lhs", "op", "rhs", "std_all", "twin_std_all"))
    steps = twin | {"model": own.name, "kind": own.kind, "step": "scalar"} | nothing
    publish(study, "structural_twins", [twin, steps])
    english, dutch = told(study, own, "en"), told(study, own, "nl")
    assert "Equal thresholds come first" in english
    assert "Each correlation rests on everyone who answered both questions." in english
    assert "(MLR) the steps hold up to and including: equal starting points." in english
    assert "houden de stappen stand tot en met: gelijke beginpunten." in dutch


def test_a_threshold_that_differs_is_a_boundary_between_answers(study: Study) -> None:
    texts = {lang: parameter_words(Context(study, lang), "aa1 | t2") for lang in ("en", "nl")}
    assert texts["en"].startswith("the boundary between answers 2 and 3 of “I value")
    assert texts["nl"].startswith("de grens tussen antwoord 2 en 3 van “Ik ")


def test_the_loadings_of_the_twin_stand_in_the_figures_table(study: Study) -> None:
    use_style()
    drawn = {one.name: one for one in loadings.draw(study, words_in("en"))}
    assert drawn["loadings_cfa_attitudes_ordered"].table.columns[-1] == "Standardised, as numbers"
    assert drawn["loadings_cfa_attitudes"].table.columns[-1] == "Estimate"
