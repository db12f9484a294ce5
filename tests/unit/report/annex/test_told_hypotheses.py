"""Hypotheses in the annex: every case of the plan's sentence, the chapter, what differs."""

import json
import re
import shutil
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from published_tables import BHR, DEMO, publish, readers_study

from isop_analysis.integration.deviations import deviation_rows
from isop_analysis.language.sentences import may_be_chance, tell_plan
from isop_analysis.language.words import words_in
from isop_analysis.report.annex import chapters
from isop_analysis.report.annex.chapters import hypotheses, methods
from isop_analysis.report.annex.context import Context
from isop_analysis.stats.verdicts import WITHOUT_SIGN, Verdict
from isop_analysis.study import Study, load
from isop_analysis.study.readers import as_readers_see

NL, EN = words_in("nl"), words_in("en")


def told(words: object, **test: object) -> str:
    plain = {
        "kind": "confirmatory", "verdict": "matters", "p_holm": 0.012, "tests": 3, "holds": True,
        "as_expected": True,
    }  # fmt: skip
    return tell_plan(plain | test, words, lambda number: number).replace("\u00a0", " ")  # type: ignore[arg-type]


def test_the_sentence_on_the_plan_in_both_languages() -> None:
    assert told(EN) == "Confirmatory; p = .012, adjusted for 3 tests (Holm). The direction is as expected."
    assert told(NL) == (
        "Bevestigend; p = ,012, bijgesteld voor 3 toetsen (Holm). De richting is zoals verwacht."
    )
    falls = {"p_holm": 0.0601, "holds": False, "as_expected": False}
    assert told(EN, **falls) == (
        "Confirmatory; p = .060, adjusted for 3 tests (Holm). The direction is the opposite of what was "
        "expected. After that adjustment it may be chance, because several things were tested at once."
    )
    assert told(NL, **falls) == (
        "Bevestigend; p = ,060, bijgesteld voor 3 toetsen (Holm). De richting is omgekeerd aan wat werd "
        "verwacht. Na die bijstelling kan het toeval zijn, omdat er meer tegelijk is getoetst."
    )
    only = {"tests": 1, "as_expected": None, "p_holm": 0.00004}
    assert told(EN, **only) == "Confirmatory; p < .001, the only test of its family."
    assert told(NL, **only) == "Bevestigend; p < ,001, de enige toets van de familie."
    refused = {"verdict": "refused", "p_holm": None, "holds": None, "as_expected": None}
    assert told(EN, **refused) == "Confirmatory; it counts in its family of 3 tests."
    assert told(NL, **refused) == "Bevestigend; telt mee in een familie van 3 toetsen."
    explored = {"kind": "exploratory", "p_holm": None, "tests": None, "holds": None}
    assert told(EN, **explored) == "Exploratory: no confirmatory test. The direction is as expected."
    assert tell_plan(None, NL, str) == "Verkennend: geen bevestigende toets."
    assert tell_plan(None, NL, str, labelled=False) == ""


@pytest.mark.parametrize(("verdict", "holds"), list(product(Verdict, (True, False, None))))
def test_only_an_effect_that_does_not_stand_may_be_chance(verdict: Verdict, holds: bool | None) -> None:
    expected = holds is False and verdict not in WITHOUT_SIGN
    assert may_be_chance({"holds": holds, "verdict": str(verdict)}) is expected


def test_every_number_of_it_is_marked() -> None:
    test = {"kind": "confirmatory", "verdict": "matters", "p_holm": 0.2, "tests": 3, "holds": False}
    text = tell_plan(test | {"as_expected": None}, EN, lambda number: "#")
    assert not re.search(r"\d", text)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def texts(blocks: list[object]) -> list[str]:
    """Return what a reader reads of blocks, one text a block or row."""
    return [text for block in blocks for text in (*_running(block), *_rows(block))]


def _running(block: object) -> list[str]:
    names = ("text", "sentence", "details")
    return [_plain(str(getattr(block, name))) for name in names if getattr(block, name, None)]


def _rows(block: object) -> list[str]:
    return [" | ".join(_plain(str(cell.text)) for cell in row.cells) for row in getattr(block, "rows", ())]


def _plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", markup)).replace("\u00a0", " ")


def test_each_test_has_its_row_and_its_sentence(demo: Study) -> None:
    context = Context(demo, "en")
    table = demo.table("hypotheses")
    own = table[table["family"] == "participation"].to_dict("records")
    assert [row["tests"] for row in own] == [3, 3, 3]
    found = texts(hypotheses.blocks(context))
    assert "Confirmatory: participation" in found
    assert (
        "Contrast: a person's participation, half of the sessions more; smallest that matters: "
        "0.20 standard deviations; source: Cohen (1988)."
    ) in found
    for row in table.to_dict("records"):
        contrast = hypotheses._contrast(context, row)
        assert row["verdict"] == contrast.verdict
        rows = [text for text in found if text.startswith(f"{context.scale_title(row['scale'])} | ")]
        short = EN(f"verdict.short.{contrast.verdict}")
        assert any(f" | {short}" in text for text in rows)
    told_apart = table.query("family.notna() and verdict != 'open'")
    assert sum(text.startswith("Confirmatory;") for text in found) == len(told_apart)
    assert "Exploratory: no confirmatory test." not in found  # the heading says it


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_plan_frozen_after_the_data_is_nowhere_said_to_come_first(demo: Study, language: str) -> None:
    context = Context(demo, language)  # type: ignore[arg-type]
    found = " ".join(texts([*hypotheses.blocks(context), *methods.blocks(context)]))
    assert words_in(language)("hypotheses.late", date="").split("(")[0] in found  # type: ignore[arg-type]
    assert not re.search("set beforehand|vooraf gesteld|tested first", found, re.IGNORECASE)


def test_methods_say_the_rule_and_the_plan(demo: Study) -> None:
    found = " ".join(texts(methods.blocks(Context(demo, "en"))))
    assert "Confirmatory: 7 tests, in 3 families. Explored: 7 tests." in found
    assert "a test that could not be computed counts as if its p were 1" in found
    assert "The plan was frozen on 24 November 2026 (SHA-256 " in found
    assert "That is after the date of the data (10 July 2025)" in found
    assert "What the plan holds was done as planned. How items are scored (reversed, range, " in found


def test_a_study_that_only_explores_says_so(tmp_path: Path) -> None:
    study = readers_study(tmp_path, BHR)
    found = " ".join(texts(methods.blocks(Context(study, "nl"))))
    assert "Verkend: 2 toetsen; geen ervan is bevestigend, en geen p is bijgesteld." in found
    assert "Er is geen plan vastgelegd voordat de gegevens er waren." in found
    assert "bevestigende toetsen" not in found


@pytest.fixture
def changed(tmp_path: Path, demo: Study) -> Study:
    """The demo with a hypothesis renamed, a bound changed, and a plan frozen after the data."""
    shutil.copytree(DEMO.parent, tmp_path / "config")
    shutil.copytree(demo.published, tmp_path / "data/published/demo")
    lock = tmp_path / "config/demo.registration.json"
    content = json.loads(lock.read_text(encoding="utf-8"))
    lock.write_text(json.dumps(content | {"frozen_on": "2025-08-01"}), encoding="utf-8")
    file = tmp_path / "config/hypotheses.yaml"
    text = file.read_text(encoding="utf-8").replace("name: guidance\n", "name: more_guidance\n")
    file.write_text(text.replace("    direction: positive\n    model: composition", "    model: composition"))
    study = load(tmp_path / "config/config.yaml")
    publish(study, "deviations", deviation_rows(study))
    return as_readers_see(study)


def test_what_differs_from_the_plan_is_told(changed: Study) -> None:
    found = texts(chapters.hypotheses.plan_blocks(Context(changed, "en")))
    assert found[0].startswith("The plan was frozen on 1 August 2025 (SHA-256 ")
    assert (
        "That is after the date of the data (10 July 2025), so that the plan itself does not show that the "
        "hypotheses came first. This analysis differs from the plan on 3 points. "
    ) in found[0]
    claim = "More guidance goes together with more skill and a more open attitude."
    assert found[1:] == [
        "changed | hypotheses.diverse_teams.direction | positive | either",
        f"left out | hypotheses.guidance | {claim} | –",
        f"added | hypotheses.more_guidance | – | {claim}",
    ]
    dutch = texts(chapters.hypotheses.plan_blocks(Context(changed, "nl")))
    assert "dat de hypothesen er eerst waren. Op 3 punten wijkt deze analyse af van het plan. " in dutch[0]
    assert dutch[2] == (
        "weggelaten | hypotheses.guidance | Meer begeleiding hangt samen met meer vaardigheid en een opener "
        "houding. | –"
    )
