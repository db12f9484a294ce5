"""What the report says of indirect effects and of both levels, in both languages."""

import re

import pytest
from invented_tables import study_in

from isop_analysis.report.numbers import Language
from isop_analysis.report.page.blocks import Paragraph, Table
from isop_analysis.report.page.chapters.indirect import defined_blocks
from isop_analysis.report.page.chapters.levels import joint_leads, level_blocks
from isop_analysis.report.page.context import Context
from isop_analysis.study.model_settings import Structural
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Invented tables, without any figure drawn."""
    found = study_in(tmp_path_factory.mktemp("indirect"))
    (found.build / "figures").mkdir(parents=True)
    (found.build / "figures/figures.json").write_text('{"nl": [], "en": []}')
    return found


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
        "depends on how uncertainty is reckoned."
    )
    assert total.endswith("it excludes zero. On zero all four intervals agree.")
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
        "estimate is reckoned."
    )
    assert between.endswith("The joint model finds 0.80, [−12.00, 14.00], and says the same of zero.")
    table = next(block for block in blocks if isinstance(block, Table))
    names = [plain(row.cells[0].text) for row in table.rows]
    assert names == [
        "Within groups",
        "within = aw*bw: from deviations from the group’s mean (leads)",
        "within = aw*bw: joint model",
        "Between groups",
        "between = ab*bb: from group means, freed of chance (leads)",
        "between = ab*bb: from group means as they are",
        "between = ab*bb: joint model",
    ]
    assert [plain(cell.text) for cell in table.rows[1].cells[1:]] == [
        *("0.30", "[0.10, 0.50]", "[0.10, 0.50]", "[0.10, 0.50]", "−0.10")
    ]


def test_both_levels_in_dutch(study: Study) -> None:
    blocks = level_blocks(Context(study, "nl"), model(study, "participation_to_transfer_levels"))
    how, within, _ = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert how.startswith("Er zijn 24 groepen, minder dan 30, zodat het gezamenlijke model van twee niveaus")
    assert "en zegt over nul iets anders: het hangt ervan af hoe de schatting is berekend." in within


def test_models_without_either_say_nothing(study: Study) -> None:
    context = Context(study, "en")
    assert defined_blocks(context, model(study, "mediation")) == []
    assert level_blocks(context, model(study, "mediation")) == []
    assert joint_leads(context, model(study, "mediation"))
