"""Doubtful assumptions in words, in both languages; what is said of singular fits and robust intervals."""

import html
import re
from pathlib import Path

import pandas as pd
import pytest
from published_tables import change, like, publish, readers_study, without_figures
from test_told_estimates import EN, NL, contrast

from isop_analysis.language.effects import contrasts
from isop_analysis.language.rows import Tables, records
from isop_analysis.language.sentences import tell
from isop_analysis.models.multilevel.effects import verdict_cells
from isop_analysis.report.annex.blocks import Table
from isop_analysis.report.annex.chapters import diagnostics
from isop_analysis.report.annex.chapters.doubts import doubts
from isop_analysis.report.annex.chapters.explained import explained
from isop_analysis.report.annex.context import Context
from isop_analysis.stats.verdicts import Interval
from isop_analysis.study.study import Study

ROWS = [
    ("converged", "", 0.3, None),
    ("enough_clusters", "site", 8, 10),
    ("residuals_symmetric", "", 1.234, 1),
    ("effects_symmetric", "(Intercept)|team:site", -1.5, 1),
    ("effects_symmetric", "time|team", 1.5, 1),
    ("equal_spread", "", 4.2, 3),
    ("equal_spread_of_clusters", "site", 3.7, 3),
    ("straight_lines", "", 0.0042, 0.01),
    ("separate_predictors", "dose", 12.6, 10),
    ("no_single_cluster", "participation_person", 1.37, 1),
    ("room_on_the_scale", "highest", 0.25, 0.15),
    ("room_on_the_scale", "lowest", 0.25, 0.15),
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("doubts"))


def rows(assumption: str, about: str, value: float, threshold: float | None, *scales: str) -> list[dict]:
    return [
        {
            "model": "participation",
            "scale": scale,
            "assumption": assumption,
            "about": about,
            "looks": "doubtful",
            "value": value,
            "threshold": threshold,
        }
        for scale in scales or ("transfer",)
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("assumption", "about", "value", "threshold"), ROWS)
def test_each_doubt_has_its_sentence(
    study: Study, language: str, assumption: str, about: str, value: float, threshold: float | None
) -> None:
    told = doubts(Context(study, language), rows(assumption, about, value, threshold))  # type: ignore[arg-type]
    assert len(told) == 1
    text = re.sub("<[^>]+>", "", str(told[0]))
    assert text.endswith(".")
    assert not re.search(r"[{}]|\bnan\b|None|\(Intercept\)", text)


def plain(study: Study, language: str, *row: object) -> str:
    told = doubts(Context(study, language), rows(*row))  # type: ignore[arg-type]
    return html.unescape(re.sub("<[^>]+>", "", str(told[0])))


def test_whole_sentences(study: Study) -> None:
    assert plain(
        study, "en", "effects_symmetric", "(Intercept)|team:site", -1.5, 1, "transfer", "network_skill"
    ) == (
        "The differences between teams are lopsided for ‘Transfer to own practice’ (−1.50) and ‘Network "
        "skill’ (−1.50); a skewness beyond ±1 is doubtful. A few may stand apart from the others."
    )
    assert plain(study, "nl", "room_on_the_scale", "highest", 0.25, 0.15) == (
        "Veel antwoorden zitten helemaal bovenaan, voor ‘Toepassen in de eigen praktijk’ (25%); 15% of meer "
        "is twijfelachtig. Verschillen zijn daar niet te zien."
    )
    assert plain(study, "nl", "straight_lines", "", 0.0042, 0.01).startswith(
        "Rechte lijnen passen slecht voor ‘Toepassen in de eigen praktijk’ (,004)"
    )
    assert "‘dose’" in plain(study, "en", "separate_predictors", "dose", 12.6, 10)
    assert "about a person's participation" in plain(
        study, "en", "no_single_cluster", "participation_person", 1.37, 1
    )


def test_what_is_in_order_is_not_told(study: Study) -> None:
    own = rows("equal_spread", "", 1.2, 3)
    assert doubts(Context(study, "en"), [own[0] | {"looks": "in_order"}]) == []


def chapter(study: Study, language: str) -> str:
    without_figures(study)
    blocks = diagnostics.blocks(Context(study, language))  # type: ignore[arg-type]
    texts = [str(getattr(one, "text", "")) for one in blocks]
    texts += [str(item) for one in blocks for item in getattr(one, "items", ())]
    return html.unescape(re.sub("<[^>]+>", "", " ".join(texts)))


def written(study: Study, name: str, changed: pd.DataFrame) -> None:
    if name == "model_effects":
        kept = changed.drop(columns=["verdict", "depends", "excluded"])
        rows = [{key: None if cell != cell else cell for key, cell in row.items()} for row in records(kept)]
        changed = pd.DataFrame([row | verdict_cells(row) for row in rows])
    publish(study, name, records(changed))


def test_singular_fits_are_told_with_what_was_done(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    assert "(singular fit): the data hold too little" in chapter(study, "en")
    assert "(singulier model): de gegevens bevatten te weinig" in chapter(study, "nl")
    own = {"model": "participation", "scale": "transfer"}
    change(study, "model_fits", own, fallback="participation_team_scales")
    found = next(
        one
        for one in contrasts(Tables(study), "en")
        if (one.model, one.scale_name) == ("participation", "transfer")
    )
    assert found.fallback == "Participation and the rating of the learning team"
    assert (
        "the declared model was singular, so that the formula of ‘Participation and the rating of the "
        "learning team’ was computed instead" in tell(found, EN).text
    )


def test_another_row_by_robust_errors_is_said() -> None:
    other = contrast(0.25, 0.60, others=(Interval(-0.1, 0.95),))
    assert "This depends on how uncertainty is calculated." in tell(other, EN).sentence
    assert tell(other, NL).sentence != tell(contrast(0.25, 0.60), NL).sentence
    same = contrast(0.25, 0.60, others=(Interval(0.22, 0.63),))
    assert tell(same, EN).sentence == tell(contrast(0.25, 0.60), EN).sentence


def test_robust_intervals_are_read_and_counted(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    effects = study.table("model_effects")
    effects[["cr2_low", "cr2_high"]] = effects[["effect_low", "effect_high"]]
    first = effects.index[effects["effect_low"] > 0][0]
    effects.loc[first, ["cr2_low", "cr2_high"]] = [-3.0, 3.0]
    written(study, "model_effects", effects)
    told = chapter(study, "en")
    assert re.search(r"Of \d+\u00a0estimates, one then gets another verdict: [^,]+\.", told)
    assert re.search(r"krijgt er dan één een ander oordeel", chapter(study, "nl"))
    effects[["cr2_low", "cr2_high"]] = effects[["effect_low", "effect_high"]]
    effects["cr2_reason"] = effects["cr2_reason"].astype(object)
    written(study, "model_effects", effects)
    assert re.search(r"For \d+\u00a0estimates the verdict then stays the same", chapter(study, "en"))


def test_points_of_a_large_change_are_as_exact_as_those_of_a_small_one(tmp_path: Path) -> None:
    """Ten hours: the published slope of an hour, -0.01, would make -0.10 points of what is -0.07."""
    study = readers_study(tmp_path)
    own = like(study, "model_effects", change=10.0, status="fitted")
    own |= {"estimate": -0.01, "ci_low": -0.02, "ci_high": 0.01, "sd_scale": 0.7}
    publish(study, "model_effects", [own | {"effect": -0.1, "effect_low": -0.31, "effect_high": 0.11}])
    (found,) = contrasts(Tables(study), "en")
    assert tell(found, EN).size == (
        "Size: −0.07 points on the scale, or −0.10 standard deviations, 95% interval [−0.31,\u00a00.11]. "
        "Calculated another way (CR2): [−0.53,\u00a00.34]."
    )
    assert found.points_interval == Interval(pytest.approx(-0.217), pytest.approx(0.077))


def test_shares_of_variance_stand_in_a_table(study: Study) -> None:
    context = Context(study, "nl")
    context.__dict__["figures"] = {}
    table = next(block for block in diagnostics.blocks(context) if isinstance(block, Table))
    assert table.caption == "Verschillen tussen groepen, volgens de lege modellen"
    first = [html.unescape(re.sub("<[^>]*>", "", str(cell.text))) for cell in table.rows[0].cells]
    assert first == ["Kennis van rollen en taken", "mensen", ",42", "[,20;\u00a0,61]", "1,39", "<\u00a0,001"]


def test_what_a_model_explains_stands_in_a_table(study: Study) -> None:
    context = Context(study, "en")
    model = next(one for one in study.multilevel if one.name == "growth_by_participation")
    (table,) = explained(context, model, ["transfer"])
    assert isinstance(table, Table)
    (row,) = table.rows
    texts = [re.sub("<[^>]*>", "", str(cell.text)) for cell in row.cells]
    assert texts == ["Transfer to own practice", ".00", ".33", ".00", ".01"]
    assert explained(context, model, []) == []


def test_no_multilevel_model_no_chapter(tmp_path: Path) -> None:
    study = readers_study(tmp_path)
    publish(study, "model_diagnostics", [])
    assert diagnostics.blocks(Context(study, "en")) == []
