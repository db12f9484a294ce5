"""Every page as a browser shows it: axe finds nothing, letters can be read, all can be reached."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from dossier_study import with_inputs, write_dossier_of
from published_tables import copy_of

from browser import Page, browser
from isop_analysis.report.annex import write_annexes
from isop_analysis.report.front_door import write_front_door
from isop_analysis.report.notebooks import write_pages
from isop_analysis.report.notebooks.execution import Executed
from isop_analysis.study.study import Study

AXE = (Path(__file__).parent / "axe/axe.min.js").read_text(encoding="utf-8")
PAPER = 658
"""Pixels between the margins of A4, 174 mm."""
WIDER_THAN_FRAME = """[...document.querySelectorAll('.scroll table')]
.filter(one => one.offsetWidth > one.parentElement.clientWidth)
.map(one => one.caption.textContent)"""
MOVED_SIDEWAYS = """[...document.querySelectorAll('.scroll')]
.filter(one => one.scrollWidth > one.clientWidth)
.filter(one => one.querySelector('tbody td:not(.num):not(:empty)'))
.map(one => one.querySelector('caption').textContent)"""
LOOKS = ((1280, False), (380, True), (1280, True), (380, False))
DUTCH_LOOKS, ENGLISH_LOOKS = LOOKS[:2], LOOKS[2:]  # the same templates: each look of one language
PAGES = {f"{name}.{language}.html" for name in ("report", "annex", "codebook") for language in ("nl", "en")}
PAGES |= {"index.html", "first_look.en.html", "dossier/index.html"}
PAGES |= {f"dossier/{name}.nl.html" for name in ("trail", "decisions", "made_with")}
FOUND = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(
    one => [one.id, one.impact, one.nodes.length, one.nodes[0].target.join(" "), one.nodes[0].failureSummary]
))"""
# One template makes all rows, folded tables, findings and drawings: a few of each stand for the others.
FEWER = """
const after = (which, kept) =>
    Array.from(document.querySelectorAll(which)).slice(kept).forEach(one => one.remove());
after("details.behind", 2);
after("#tables .fold", 4);
after(".finding", 3);
after(".chapter table, main > table", 15);
after("figure", 12);
after("section > .card", 3);
after("td a.n, p a.n, li a.n", 40);
after("p.question", 6);
after("main li", 40);
document.querySelectorAll("tbody tr:nth-child(n+3)").forEach(row => row.remove());
Array.from(document.querySelectorAll("svg.drawing")).slice(1).forEach(drawing =>
    Array.from(drawing.children).forEach(part => /title|desc/i.test(part.tagName) || part.remove()));
"""
CLOSED = "Array.from(document.querySelectorAll('main details')).filter(one => !one.open)"
OPEN = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"
DRAWN_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SMALLEST = """Math.min(...Array.from(document.querySelectorAll("svg.drawing text")).map(one => {
    const box = one.closest("svg");
    const scale = box.getBoundingClientRect().width / box.viewBox.baseVal.width;
    return parseFloat(getComputedStyle(one).fontSize) * scale;
}))"""


def notebook() -> Executed:
    """Return a notebook with each kind of output."""
    import nbformat  # which takes seconds: not while tests are collected

    cells = nbformat.v4
    table = (
        "<table class='dataframe'><thead><tr><th></th><th>n</th></tr></thead>"
        "<tbody><tr><th>T0</th><td>9</td></tr></tbody></table>"
    )
    outputs = [
        cells.new_output("stream", text="a line\n"),
        cells.new_output("execute_result", data={"text/html": table, "text/plain": "n"}),
    ]
    code = cells.new_code_cell("print('a line')  # says it\n" + "x = 1 + 2; " * 30, outputs=outputs)
    text = cells.new_markdown_cell("# What there is\n\nA paragraph with a [link](https://example.org).")
    return Executed("first_look.en", cells.new_notebook(cells=[text, code]))


@pytest.fixture(scope="module")
def built(written_demo: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    study = with_inputs(written_demo, tmp_path_factory.mktemp("built"))
    write_pages(study, [notebook()])
    write_dossier_of(study)
    for english in (study.build / "dossier").glob("*.en.html"):
        english.unlink()  # the same templates, with fewer letters
    write_front_door(study)
    return study


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as found:
        yield found


@dataclass
class Looked:
    """What a browser finds on a page, loaded once."""

    violations: dict[str, Any]
    """What axe finds, closed and open, by look."""
    telephone_width: int
    """How wide the whole page is, opened, where the screen has 380 pixels."""
    moved_sideways: list[str]
    """Tables of texts, by their captions, that are wider than their frame there."""
    letters: int
    """Texts of drawings."""
    smallest: float | None
    """Height in pixels of the smallest of them there."""


def looked(page: Page, path: Path) -> Looked:
    """Look at the whole page, opened, on a telephone; then let axe see a few of each kind of block."""
    looks = DUTCH_LOOKS if ".nl." in path.name else ENGLISH_LOOKS
    page.open(path, 380)
    page.ask(f"void (window.foldedAtFirst = {CLOSED})")
    page.ask(OPEN)
    page.ask(DRAWN_FRAME)
    found = Looked(
        {},
        page.ask("document.documentElement.scrollWidth"),
        page.ask(MOVED_SIDEWAYS),
        page.ask("document.querySelectorAll('svg.drawing text').length"),
        page.ask(SMALLEST),
    )
    page.ask(f"(() => {{{FEWER}}})()")
    page.ask("foldedAtFirst.forEach(one => { one.open = false; })")
    page.call("Runtime.evaluate", expression=AXE)
    assert page.ask("document.querySelectorAll('*').length") > 20
    for state, (width, dark) in (("closed", looks[0]), ("open", looks[0]), ("open", looks[1])):
        if state == "open":
            page.ask(OPEN)
        page.look(width, dark)
        page.ask(DRAWN_FRAME)
        assert page.ask("innerWidth") == width
        assert page.ask("matchMedia('(prefers-color-scheme: dark)').matches") is dark
        found.violations[f"{name_of(path)} {state} at {width}, dark: {dark}"] = page.ask(FOUND)
    return found


@pytest.fixture(scope="module")
def seen(built: Study, page: Page) -> dict[str, Looked]:
    """What a browser finds on every page, by the name of its file: large pages take long to load."""
    return {name_of(path): looked(page, path) for path in sorted(built.build.rglob("*.html"))}


def name_of(path: Path) -> str:
    """Return what a page is called: its file, in the dossier with the folder."""
    return f"dossier/{path.name}" if path.parent.name == "dossier" else path.name


def test_axe_finds_nothing_on_any_page(seen: dict[str, Looked]) -> None:
    """Of no level, best practices included: closed and open, wide and narrow, light and dark."""
    assert set(seen) >= PAGES
    found = {where: what for one in seen.values() for where, what in one.violations.items()}
    assert len(found) == 3 * len(seen)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("name", ["annex.nl", "annex.en", "report.nl", "report.en"])
def test_letters_of_drawings_are_never_below_eleven_pixels(seen: dict[str, Looked], name: str) -> None:
    found = seen[f"{name}.html"]
    assert found.letters > 50
    assert found.smallest is not None
    assert found.smallest >= 10.99


def test_no_page_is_wider_than_a_telephone(seen: dict[str, Looked]) -> None:
    assert {name: one.telephone_width for name, one in seen.items() if one.telephone_width != 380} == {}


@pytest.mark.parametrize("name", ["report.nl", "dossier/decisions.nl", "dossier/second_opinion.nl"])
def test_tables_of_texts_are_cards_on_a_telephone(seen: dict[str, Looked], name: str) -> None:
    assert seen[f"{name}.html"].moved_sideways == []


@pytest.mark.parametrize("name", ["trail", "decisions", "second_opinion", "made_with"])
def test_no_table_of_the_dossier_is_wider_than_paper(built: Study, page: Page, name: str) -> None:
    page.open(built.build / "dossier" / f"{name}.nl.html", PAPER)
    page.look(PAPER, media="print")
    assert page.ask("document.querySelectorAll('.scroll table').length") > 0
    assert page.ask(WIDER_THAN_FRAME) == []


def test_the_front_door_is_one_screen(built: Study, page: Page) -> None:
    page.open(built.build / "index.html", 1280)
    assert page.ask("document.documentElement.scrollHeight") <= 900


@pytest.fixture(scope="module")
def short_annex(drawn_bhr: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annex of a small study: large pages are slow, and paper is."""
    study = copy_of(drawn_bhr, tmp_path_factory.mktemp("short"))
    write_annexes(study)
    return study.build / "annex.en.html"


def test_chapters_are_closed_until_a_link_into_them_is_followed(short_annex: Path, page: Page) -> None:
    page.open(short_annex)
    shown = "Array.from(document.querySelectorAll('.chapter > details')).filter(one => one.open).length"
    assert page.ask(shown) == 0
    row = page.ask("document.querySelector('#table-model_effects tr[id]').id")
    page.ask(f"void (location.hash = '{row}')")
    page.ask(DRAWN_FRAME)
    assert page.ask(shown) == 1
    assert page.ask("document.querySelector(':target').id") == row
    assert page.ask("document.querySelector(':target').getBoundingClientRect().height") > 0


def test_without_scripts_everything_is_open_and_on_paper_everything_is_shown(
    built: Study, short_annex: Path, page: Page
) -> None:
    for path in (built.build / "annex.en.html", short_annex):
        assert not re.search(r"<details(?! open)", path.read_text(encoding="utf-8"))
    without_scripts = page_count(page, short_annex, scripts=False)
    assert without_scripts > 10
    assert page_count(page, short_annex, scripts=True) >= 0.9 * without_scripts


def page_count(page: Page, path: Path, scripts: bool) -> int:
    """Return how many pages a page fills on paper."""
    page.open(path, scripts=scripts)
    printed = page.call("Page.printToPDF", preferCSSPageSize=True)
    pdf = base64.b64decode(printed["data"])
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
