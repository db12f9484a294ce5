"""What the report says of indirect effects and of both levels, in both languages."""

import re

import pytest
from published_tables import change, readers_study, without_figures

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import written_mapping
from isop_analysis.figures.kinds import confounding
from isop_analysis.figures.style import use_style
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in
from isop_analysis.report.annex.blocks import Paragraph, Table
from isop_analysis.report.annex.chapters.confounding import _told, confounding_blocks
from isop_analysis.report.annex.chapters.indirect import defined_blocks
from isop_analysis.report.annex.chapters.levels import joint_leads, level_blocks
from isop_analysis.report.annex.context import Context
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.study import Study

INDIRECT = {"model": "participation_to_transfer", "name": "indirect"}
SAID = {
    "percentile": "goes_together",
    "bca": "goes_together",
    "monte_carlo": "goes_together",
    "delta": "open",
}
INTERVALS = {
    "percentile_low": 0.01,
    "percentile_high": 0.29,
    "bca_low": 0.02,
    "bca_high": 0.31,
    "monte_carlo_low": 0.003,
    "monte_carlo_high": 0.26,
    "ci_low": -0.01,
    "ci_high": 0.23,
    "verdicts": written_mapping(SAID),
}
CAUSES = {
    "zero_at": 0.37,
    "zero_share": 0.37,
    "open_at": 0.07,
    "open_share": 0.07,
    "covariate_estimate": 0.08,
    "covariate_low": -0.01,
    "covariate_high": 0.2,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The demo, with an effect by way of skill on which intervals, levels and causes say different things."""
    study = without_figures(readers_study(tmp_path_factory.mktemp("indirect")))
    change(study, "structural_defined", {"model": "participation_to_transfer"}, replicates_converged=990)
    change(study, "structural_defined", INDIRECT, estimate=0.11, verdict="goes_together", **INTERVALS)
    change(study, "structural_confounding", INDIRECT, estimate=0.11, ci_low=0.02, ci_high=0.26, **CAUSES)
    within = {"model": "participation_to_transfer_levels", "lhs": "within"}
    led = {"joint_difference": -0.1, "percentile_low": 0.1, "percentile_high": 0.5}
    led |= {"estimate": 0.3, "ci_low": 0.1, "ci_high": 0.5, "verdict": "goes_together"}
    change(study, "structural_levels", within | {"method": "deviations"}, **led)
    change(
        study, "structural_levels", within | {"method": "two_level"}, estimate=0.2, ci_low=-0.1, ci_high=0.5
    )
    return study


def model(study: Study, name: str) -> Structural:
    return next(own for own in study.structural if own.name == name)


def plain(text: object) -> str:
    return re.sub(r"<[^>]+>", "", str(text)).replace("\u00a0", " ")


def defined(study: Study, language: Language) -> tuple[list[str], Table]:
    blocks = defined_blocks(Context(study, language), model(study, "participation_to_transfer"))
    table = next(block for block in blocks if isinstance(block, Table))
    return [plain(block.text) for block in blocks if isinstance(block, Paragraph)], table


def test_the_leading_interval_and_what_disagrees_are_told(study: Study) -> None:
    (how, indirect, total), table = defined(study, "en")
    assert "the interval from repeated samples (bootstrap, percentiles) leads" in how
    assert "1,000 samples of people were drawn; 10 of them gave no solution and are left out" in how
    assert indirect == (
        "Participation, by way of network skill: 0.11, 95% interval [0.01, 0.29]; it excludes zero. "
        "On zero the intervals disagree: it lies within that of the delta method, not within that of the "
        "bootstrap with percentiles, the bootstrap with BCa and Monte Carlo. The leading one decides, and it "
        "depends on how uncertainty is calculated."
    )
    assert total.endswith("so that the data leave it open. On zero all four intervals agree.")
    assert [plain(cell.text) for cell in table.columns] == [
        *("What is compared", "Estimate", "Bootstrap, percentiles", "Bootstrap, BCa", "Monte Carlo"),
        *("Delta method", "Standardised"),
    ]
    # a third decimal shows on which side of zero an interval ends
    assert [plain(cell.text) for cell in table.rows[0].cells][4] == "[0.003, 0.260]"


def test_the_same_in_dutch(study: Study) -> None:
    (how, indirect, _), table = defined(study, "nl")
    assert "gaat het interval uit herhaalde steekproeven (bootstrap, percentielen) voor" in how
    assert "10 daarvan gaven geen oplossing en tellen niet mee" in how
    assert indirect.startswith("Deelname, via netwerkvaardigheid: 0,11, 95%-interval [0,01; 0,29]; het sluit")
    assert (
        "nul ligt wel in dat van de deltamethode, niet in dat van de bootstrap met percentielen" in indirect
    )
    assert plain(table.rows[0].cells[5].text) == "[−0,01; 0,23]"


def test_few_groups_put_the_joint_model_beside_the_others(study: Study) -> None:
    own = model(study, "participation_to_transfer_levels")
    context = Context(study, "en")
    assert not joint_leads(context, own)
    blocks = level_blocks(context, own)
    how, within, between = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert how.startswith(
        "There are 24 groups, fewer than 30, so that the joint model of two levels does not"
    )
    assert "only a part could be taken off" in how
    assert "0.30, 95% interval [0.10, 0.50]; it excludes zero." in within
    assert within.endswith(
        "The joint model finds 0.20, [−0.10, 0.50], and says something else of zero: it depends on how the "
        "estimate is calculated."
    )
    assert between.endswith("The joint model finds 0.81, [−12.83, 14.45], and says the same of zero.")
    table = next(block for block in blocks if isinstance(block, Table))
    names = [plain(row.cells[0].text) for row in table.rows]
    through, paths = "Participation T1 → Network skill T1 → Transfer to own practice T1", 3
    assert names[:3] == [
        f"{through} (within groups)",
        "From deviations from the group’s mean (leads)",
        "Joint model",
    ]
    assert names[12:16] == [
        f"{through} (between groups)",
        "From group means, freed of chance (leads)",
        "From group means as they are",
        "Joint model",
    ]
    within_heads, between_heads = [True, False, False], [True, False, False, False]
    assert [row.heads for row in table.rows] == [*within_heads * (1 + paths), *between_heads * (1 + paths)]
    assert [plain(cell.text) for cell in table.rows[1].cells[1:]] == [
        *("0.30", "[0.10, 0.50]", "[0.10, 0.50]", "−0.10")
    ]


def test_both_levels_in_dutch(study: Study) -> None:
    blocks = level_blocks(Context(study, "nl"), model(study, "participation_to_transfer_levels"))
    how, within, _ = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert how.startswith("Er zijn 24 groepen, minder dan 30, zodat het gezamenlijke model van twee niveaus")
    assert "en zegt over nul iets anders: het hangt ervan af hoe de schatting is berekend." in within


def test_models_without_either_say_nothing(study: Study) -> None:
    context = Context(study, "en")
    assert defined_blocks(context, model(study, "cfa_scan")) == []
    assert level_blocks(context, model(study, "cfa_scan")) == []
    assert joint_leads(context, model(study, "cfa_scan"))


def test_how_strong_an_unmeasured_cause_would_have_to_be(study: Study) -> None:
    blocks = confounding_blocks(Context(study, "en"), model(study, "participation_to_transfer"))
    lead, told, paths = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert lead.startswith("What an effect runs through was not assigned by lot")
    assert told == (
        "Participation, by way of network skill: an unmeasured cause of both ‘Network skill T1’ and "
        "‘Transfer to own practice T1’, which moves the two the same way, would have to explain 7% of "
        "what the model leaves unexplained in each before the data leave the effect open, and 37% to "
        "make it zero. To compare: ‘Transfer to own practice T0’ explains 8% of what the other "
        "predictors leave of ‘Network skill T1’ and 7% of ‘Transfer to own practice T1’. An "
        "unmeasured cause as strong as that would leave 0.08, 95% interval [−0.01, 0.20]."
    )
    assert "0% means that the interval holds zero as it is" in paths
    table = next(block for block in blocks if isinstance(block, Table))
    cells = [[plain(cell.text) for cell in row.cells] for row in table.rows]
    assert cells[1][1:] == ["0.30", "27%", "2%", "0.16 [−0.13, 0.45] (Transfer to own practice T0)"]
    assert cells[0][:4] == ["Network skill T1 ← Participation T1", "−0.39", "11%", "0%"]


def test_the_same_of_causes_in_dutch(study: Study) -> None:
    blocks = confounding_blocks(Context(study, "nl"), model(study, "participation_to_transfer"))
    _, told, _ = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert "die beide dezelfde kant op beweegt, zou van elk 7% moeten verklaren van wat het model" in told
    assert "en 37% om haar nul te maken." in told
    assert "zou 0,08 overlaten, 95%-interval [−0,01; 0,20]." in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"open_at": 0.0, "open_share": 0.0},
            "the data leave this effect open also without any unmeasured cause",
        ),
        ({"zero_at": None}, "even an unmeasured cause that explains nine tenths of what the model leaves"),
        ({"zero_at": -0.37}, "which moves the two opposite ways, would have to explain 7%"),
        (
            {"note": written([Reason("covariance_there", first="a_T1", second="b_T1")])},
            "was not computed; the model already lets what is unexplained in ‘a T1’ and ‘b T1’ go together.",
        ),
        ({"covariate_estimate": None}, "and 37% to make it zero."),
    ],
)
def test_every_case_has_its_sentence(study: Study, changed: dict[str, object], said: str) -> None:
    context = Context(study, "en")
    row = next(row for row in context.rows("structural_confounding") if INDIRECT.items() <= row.items())
    row |= changed
    assert said in plain(_told(context, model(study, "participation_to_transfer"), row))


def test_the_figure_of_an_unmeasured_cause(study: Study) -> None:
    use_style()
    name = "confounding_participation-to-transfer_indirect_network-skill-T1_transfer-T1"
    drawn = next(one for one in confounding.draw(study, words_in("en")) if one.name == name)
    assert drawn.title.endswith("Participation T1 → Network skill T1 → Transfer to own practice T1")
    assert "Diamond: a cause as strong as ‘Transfer to own practice T0’." in drawn.caption
    assert drawn.alt == (
        "The effect runs from −0.42 at a correlation of −.6 to 0.16 at .6; it is 0.11 without an unmeasured "
        "cause. It is zero at a correlation of .37."
    )
    assert [plain(cell) for cell in drawn.table.rows[9]] == ["0", "−0.12", "[−0.47, 0.16]"]
    dutch = next(one for one in confounding.draw(study, words_in("nl")) if one.name == name)
    assert dutch.alt.endswith("Zij is nul bij een correlatie van ,37.")
