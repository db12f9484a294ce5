"""Twenty numbers, others each time, followed from report and sheet to code and inputs: three clicks at most.

A failure is repeated with ISOP_DRAW=<the seed it prints>.
"""

import hashlib
import hmac
import io
import json
import os
import random
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from dossier_study import with_inputs, write_dossier_of
from linked_rows import agrees, rows_by_id
from published_tables import ROOT
from pypdf import PdfReader

from isop_analysis.contracts.published_sheets import SHEET_NAMES
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.report.dossier import Facts
from isop_analysis.report.sheets.markup import markup
from isop_analysis.report.sheets.sample import sample_tables
from isop_analysis.report.sheets.told import sheet_of
from isop_analysis.report.writers.typeset import compile_pdf
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study

LANGUAGES: tuple[Language, ...] = ("nl", "en")
SEED = int(os.environ.get("ISOP_DRAW") or random.SystemRandom().randrange(10**6))
LINKED = re.compile(r'<a class="n" href="(annex\.(?:nl|en)\.html)#(row-[^"]+)"[^>]*>([^<]*\d[^<]*)</a>')
KEY = bytes.fromhex((ROOT / "config/public_demo.key").read_text().splitlines()[-1])


@dataclass(frozen=True)
class Folder:
    """A published folder with the project it came from."""

    study: Study
    facts: Facts

    def text(self, name: str) -> str:
        return (self.study.build / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(written_demo: Study, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    study = with_inputs(written_demo, tmp_path_factory.mktemp("followed"))
    return Folder(study, write_dossier_of(study))


def element(page: str, id: str) -> str:
    """Return the markup of the element with that id; one there must be."""
    place = page.find(f' id="{id}"')
    assert place > 0, f"no place {id}"
    start = page.rindex("<", 0, place)
    tag = re.match(r"\w+", page[start + 1 : start + 20])
    assert tag
    depth = 0
    for one in re.compile(rf"<(/?){tag[0]}\b").finditer(page, start):
        depth += -1 if one[1] else 1
        if depth == 0:
            return page[start : one.end()]
    raise AssertionError(f"{id} has no end")


def around(page: str, id: str) -> str:
    """Return the folded table that holds a row."""
    folded = '<details open class="fold" id="'
    start = page.rindex(folded, 0, page.index(f' id="{id}"')) + len(folded)
    return element(page, page[start : page.index('"', start)])


def keyed(path: Path, study: Study) -> str:
    run = json.loads((study.build / "dossier/trail.json").read_text())["run"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    own = hmac.digest(KEY, f"run {run}".encode(), "sha256")
    return hmac.new(own, digest.encode(), "sha256").hexdigest()


def hold_code(card: str) -> None:
    """Hold a card's modules to the files of the repository."""
    modules = re.findall(r'<code>(src/[^<]+\.py)</code> <small><code class="hash">(\w{64})</code>', card)
    assert modules
    for path, digest in modules:
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest, path


def hold_inputs(folder: Folder, page: str, card: str) -> None:
    """Hold what a table rests on to the raw files, click by click; by instrument, whatever their names."""
    listed = folder.study.raw.joinpath("MANIFEST.csv").read_text().splitlines()[1:]
    files = [line.split(",")[:3:2] for line in listed]
    groups = re.findall(r'href="#inputs-(\w+)"', card)
    for group in groups:
        element(page, f"inputs-{group}")
        expected = {
            keyed(folder.study.raw / name, folder.study) for name, instrument in files if instrument == group
        }
        told = {one.digest for one in folder.facts.inputs if one.instrument == group}
        assert told == expected
        assert all(digest in page for digest in told)


def hold_table(folder: Folder, language: Language, table: str) -> None:
    """From a table's place in the dossier: its own hash, its code, its inputs, each one click away."""
    page = folder.text(f"dossier/trail.{language}.html")
    card = element(page, f"table-{table}")
    published = folder.study.build / "tables" / f"{table}.csv"
    assert hashlib.sha256(published.read_bytes()).hexdigest() in card
    hold_code(card)
    for step in re.findall(r'href="#step-(\w+)"', card):
        hold_code(element(page, f"step-{step}"))
    for name, digest in re.findall(r'href="#between-(\w+)".*?<code class="hash">(\w{64})', card):
        path = folder.study.processed / f"{name}.parquet"
        path = path if path.is_file() else folder.study.restricted / path.name
        assert keyed(path, folder.study) == digest
        element(page, f"between-{name}")
    hold_inputs(folder, page, card)


def test_twenty_numbers_of_the_report_lead_to_code_and_inputs(folder: Folder) -> None:
    print(f"ISOP_DRAW={SEED}")
    rows = rows_by_id(Tables(as_readers_see(folder.study)))
    linked = [one for language in LANGUAGES for one in LINKED.findall(folder.text(f"report.{language}.html"))]
    assert len(linked) > 200
    for annex, row, text in random.Random(SEED).sample(linked, 20):
        language: Language = "nl" if ".nl." in annex else "en"
        page = folder.text(annex)
        element(page, row)
        assert agrees(unescape(text), rows[row]), (text, row)
        source = re.findall(
            r'<a class="source" href="dossier/(trail\.\w\w\.html)#(table-\w+)"', around(page, row)
        )
        assert source == [(f"trail.{language}.html", source[0][1])]
        hold_table(folder, language, source[0][1].removeprefix("table-"))


def test_numbers_of_a_sheets_pictures_lead_to_their_step(folder: Folder) -> None:
    print(f"ISOP_DRAW={SEED}")
    tables, study = sample_tables(folder.study), as_readers_see(folder.study)
    assert set(tables) == set(SHEET_NAMES)
    held = {
        float(one)
        for name in ("dot", "low", "high", "previous")
        for one in tables["sheet_scales"][name].dropna()
    }
    line = tables["sheets"]["line"].dropna().tolist()
    for language in LANGUAGES:
        sheet = sheet_of(study, tables, language, sample=True)
        alts = [one.drawn.alt for block in sheet.blocks for one in block.statements if one.drawn]
        numbers = [number for alt in alts for number in re.findall(r"\d+[.,]\d+|\d+", alt)]
        for number in random.Random(SEED).sample(numbers, 20):
            value = float(number.replace(",", "."))
            ends = {
                dot + side * half * span
                for dot in held
                for half in line
                for side in (-1, 1)
                for span in (3, 4, 5, 6)
            }
            low_high = {1.0, 4.0, 5.0, 6.0, 7.0, 0.0, 10.0}
            assert any(abs(value - one) < 0.00501 for one in held | ends | low_high), number
        pdf = compile_pdf(markup(sheet, study.config.data_date), date=study.config.data_date)
        place = str(PdfReader(io.BytesIO(pdf)).metadata["/Keywords"])  # type: ignore[index]
        file, _, step = place.partition("#")
        assert file == f"dossier/trail.{language}.html"
        page = folder.text(file)
        card = element(page, step)
        hold_code(card)
        assert 'href="#step-publish_tables"' in card
        hold_code(element(page, "step-publish_tables"))


def test_every_figure_and_table_of_the_report_has_one_link_that_leads_somewhere(folder: Folder) -> None:
    for language in LANGUAGES:
        page = folder.text(f"dossier/trail.{language}.html")
        ids = set(re.findall(r'\bid="([^"]+)"', page))
        for name in (f"report.{language}.html", f"annex.{language}.html", f"tables/codebook.{language}.html"):
            text = folder.text(name)
            links = re.findall(
                r'<a class="source" href="(?:\.\./)?dossier/trail\.(\w\w)\.html#([^"]+)">(.*?)</a>', text
            )
            assert len(links) > 10, name
            assert {one for one, _, _ in links} == {language}
            assert [place for _, place, _ in links if place not in ids] == []
            said = [re.sub("<[^>]+>", "", heard) for _, _, heard in links]
            word = "herkomst van " if language == "nl" else "source of "
            assert all(one.startswith(word) and len(one) > len(word) for one in said)
        report = folder.text(f"report.{language}.html")
        figures = re.findall(r"<figure.*?</figure>", report, re.DOTALL)
        numbered = [one for one in figures if '<span class="number">' in one]
        assert len(numbered) > 5
        assert all(one.count('class="source"') == (one in numbered) for one in figures)


def test_the_trail_for_programs_says_the_same(folder: Folder) -> None:
    trail = json.loads(folder.text("dossier/trail.json"))
    assert {one["name"]: one["digest"] for one in trail["told"]} == {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.study.published.glob("*.csv")
    }
    known = {one["digest"] for one in trail["inputs"]}
    assert all(set(one["rests_on"]) <= known for one in trail["told"])
    steps = {one["name"]: one for one in trail["steps"]}
    effects = next(one for one in trail["told"] if one["name"] == "model_effects")
    assert effects["computed_by"] == ["fit_multilevel"]
    assert effects["made_from"] == ["model_effects"]
    assert steps["fit_multilevel"]["seed"] == folder.study.config.seed
    assert steps["score_scales"]["seed"] is None
    assert "scale_scores" in steps["fit_multilevel"]["reads"]
    assert len(trail["made_with"]["source"]) == 64
