"""What the first version said and no annex can: and what stays open as a row, with what limits it."""

import re
from html import unescape
from pathlib import Path

import pytest
from published_tables import publish, readers_study, without_figures

from isop_analysis.language.rows import row_id, rows_of
from isop_analysis.report.annex.blocks import Finding, Table
from isop_analysis.report.annex.chapters import findings, missing, outcomes
from isop_analysis.report.annex.context import Context
from isop_analysis.stats.verdicts import Verdict
from isop_analysis.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return without_figures(readers_study(tmp_path_factory.mktemp("demo")))


def plain(markup: object) -> str:
    return unescape(re.sub(r"<[^>]+>", "", str(markup))).replace("\u00a0", " ")


def test_every_estimate_is_a_sentence_or_a_row_and_only_open_ones_are_rows(study: Study) -> None:
    context = Context(study, "en")
    blocks = findings.findings(context, list(context.contrasts))
    told = [block for block in blocks if isinstance(block, Finding)]
    rows = [
        row for one in blocks if isinstance(one, Table) and "Left open" in one.caption for row in one.rows
    ]
    left_open = [one for one in context.contrasts if one.verdict is Verdict.OPEN]
    assert left_open
    assert len(rows) == len(left_open)
    assert len(told) == len(context.contrasts) - len(left_open)
    assert all(one.verdict != "open" for one in told)
    for one in left_open:
        link = f'#{row_id("model_effects", one.model, one.scale_name, one.term)}"'
        assert sum(link in str(cell.text) for row in rows for cell in row.cells) == 1


def test_each_row_says_what_the_design_finds_and_what_is_confirmatory(study: Study) -> None:
    context = Context(study, "en")
    tables = [one for one in findings.findings(context, list(context.contrasts)) if isinstance(one, Table)]
    rows = [[plain(cell.text) for cell in row.cells] for one in tables for row in one.rows]
    assert any(re.fullmatch(r"\d\.\d\d / \d\.\d\d", row[3]) for row in rows if len(row) == 6)
    assert any("confirmatory, p " in row[5] for row in rows if len(row) == 6)


def test_a_limit_is_said_once_a_chapter(study: Study) -> None:
    for chapter in ("roles", "skill", "attitude"):
        blocks = outcomes.blocks(Context(study, "en"), chapter)
        text = " ".join(plain(getattr(one, "text", getattr(one, "details", ""))) for one in blocks)
        assert text.count("is not cause and effect") == 1


def test_people_without_a_team_are_no_teams(study: Study) -> None:
    context = Context(study, "en")
    everyone = {model.name for model in study.multilevel if model.rows == "all"}
    assert everyone
    for one in context.contrasts:
        units = dict(one.counts)
        if one.model in everyone:
            assert "team" not in units
    assert context.words.counted("units.team_or_alone", 65) == "65\u00a0teams and people without one"


@pytest.mark.parametrize(("language", "told"), [("en", "were not computed"), ("nl", "niet berekend")])
def test_a_refused_model_uses_no_rows(study: Study, language: str, told: str) -> None:
    before = rows_of(study, "model_rows")
    whole = [row for row in before if row["variable"] == "all"]
    changed = [
        row | ({"status": "refused"} if (row["model"], row["scale"]) == key(whole[-1]) else {})
        for row in before
    ]
    publish(study, "model_rows", changed)
    text = " ".join(plain(getattr(one, "text", "")) for one in missing.blocks(Context(study, language)))  # type: ignore[arg-type]
    publish(study, "model_rows", before)
    assert told in text
    assert f"{len(whole)} use all" not in text


def key(row: dict[str, object]) -> tuple[object, object]:
    return row["model"], row["scale"]


def test_no_slope_between_sites_is_told_in_percentage_points() -> None:
    folder = Path(findings.__file__).parents[3] / "language/words"
    for language in ("nl", "en"):
        text = (folder / f"{language}.yaml").read_text(encoding="utf-8")
        sites = text[text.index("\nsites:") : text.index("\npreparation:")]
        assert not re.search("procentpunt|percentage point", sites)
