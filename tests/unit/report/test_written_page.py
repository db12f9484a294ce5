"""A document as a page: every text once and in order, nothing fetched, headings and names in order."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sample_documents import Language, drawn, lines_in_a_cell, report, summary
from test_written_pdf import DOCUMENTS, NAMES, squeezed, texts_in_order

from isop_analysis.report.blocks import Answered, Cell, Document, Paragraph, Part, Picture, Span, Table, plain
from isop_analysis.report.writers.html import write_html
from isop_analysis.study.problems import StudyError

VOID = {"meta", "link", "col", "br"}


class Page(HTMLParser):
    """Text of the main part without drawings, headings, ids, links, and what each tag stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.text = ""
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.named: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given and tag == "a" else []
        self.named += str(given.get("aria-labelledby") or "").split()
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if "main" in self.stack and "svg" not in self.stack:
            self.text += data


@pytest.fixture(scope="module", params=DOCUMENTS, ids=NAMES)
def written(request: pytest.FixtureRequest) -> tuple[Document, str]:
    return request.param, write_html(request.param)


def test_each_text_once_and_in_order(written: tuple[Document, str]) -> None:
    document, html = written
    text, at = squeezed(Page(html).text), 0
    for one in texts_in_order(document):
        found = text.find(one, at)
        assert found >= 0, f"'{one}' is not there, or not after what stands before it"
        at = found + len(one)
    again = [one for one in texts_in_order(document) if len(one) > 8 and text.count(one) != 1]
    assert [one for one in again if "first_figure" not in one] == []  # its link repeats it unseen


def test_headings_ids_and_links(written: tuple[Document, str]) -> None:
    document, html = written
    page = Page(html)
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(page.levels, page.levels[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.named) <= set(page.ids)
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []
    assert page.stack == []
    assert f'<html lang="{document.language}">' in html
    assert document.stamp in html
    assert document.colophon in html


def test_nothing_is_fetched(written: tuple[Document, str]) -> None:
    _, html = written
    outside = re.sub(r' xmlns(:\w+)?="[^"]+"|url\(data:[^)]+\)', "", html)
    assert re.findall(r"https?://|//[a-z]|@import|src=", outside) == []
    assert {one[:6] for one in re.findall(r"url\(([^)]+)\)", outside)} <= {"#first", "#small"}


def test_signs_and_figures_are_told(written: tuple[Document, str]) -> None:
    document, html = written
    pictures = html.count('role="img"')
    signs = html.count('<svg class="sign')
    assert pictures == html.count("<svg") - signs
    assert signs == html.count('viewBox="0 0 16 16" aria-hidden="true"') > 0
    if document.name == "report":
        alt = drawn("first_figure", document.language).alt
        assert f'<desc id="first_figure-desc">{alt}</desc>' in html
        assert '<th scope="col" class="num">' in html
        assert '<th scope="row">' in html


def test_letters_of_a_drawing_stay_eleven_pixels_high() -> None:
    assert 'style="--least:462px"' in write_html(report("nl"))  # letters of 10 in a drawing of 420


def test_markup_in_a_text_is_text() -> None:
    html = write_html(report("nl"))
    assert "Punt een &lt;b&gt;&amp;" in html
    assert "<b>" not in html


def test_what_somebody_said_is_a_quotation_in_its_own_language() -> None:
    html = " ".join(write_html(report("nl")).split())
    assert (
        '<blockquote> <p lang="de">‘Wir lernen viel voneinander.’</p> '
        "<footer>Begeleider, in het Duits</footer> </blockquote>"
    ) in html
    assert "<blockquote> <p>‘Zonder rol erbij gezegd.’</p> </blockquote>" in html


def test_the_printed_head_is_quoted() -> None:
    html = write_html(replace(report("nl"), title='Wie "wij" zijn & <wat>', stamp="’s Middags"))
    assert (
        r'@top-left { content: "Wie \22 wij\22  zijn & \3c wat>" } @top-right { content: "’s Middags" }'
        in html
    )


def test_quiet_links_and_those_beside_the_contents() -> None:
    html = write_html(
        report("nl"), (Span("Bijlage", link="annex.nl.html"), Span("PDF", link="report.nl.pdf"))
    )
    assert '<a class="n" href="annex.nl.html#row-2">0,31 punt</a>' in html
    assert '<li><a href="annex.nl.html">Bijlage</a></li>\n<li><a href="report.nl.pdf">PDF</a></li>' in html
    lead = Part("a", "A", (Paragraph((Span("bewijs", link="#helps"),)),))
    assert 'href="report.nl.html#helps"' in write_html(replace(summary("nl"), parts=(lead,)))


def test_a_span_in_another_language_says_so() -> None:
    said = (Span("Zij zei: "), Span("“Wir auch.”", language="de"))
    lead = replace(summary("nl").parts[0], blocks=(Paragraph(said),))
    assert 'Zij zei: <span lang="de">“Wir auch.”</span>' in write_html(replace(summary("nl"), parts=(lead,)))


def test_a_figure_in_two_parts_has_ids_of_its_own_in_each() -> None:
    picture = Picture(drawn("again", "nl"), small=True)
    page = Page(write_html(report("nl", (Part("a", "A", (picture,)), Part("b", "B", (picture,))))))
    assert page.ids.count("figure-again") == 1
    assert len(page.ids) == len(set(page.ids))
    assert {"again-title", "again-2-title"} <= set(page.ids)


def test_a_missing_drawing_is_said() -> None:
    gone = Picture(replace(drawn("gone", "nl"), svg=""))
    with pytest.raises(ValueError, match="the figure 'gone' has no drawing; run the step draw_figures"):
        write_html(report("nl", (Part("a", "A", (gone,)),)))


def test_a_font_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isop_analysis.report.typeface.files", lambda _: tmp_path)
    with pytest.raises(StudyError) as caught:
        write_html(report("nl"))
    assert str(caught.value) == (
        "isop_analysis/report/typeface/fonts: the typeface file 'IsopSans-Regular.woff2' is gone from the "
        "installed package; install it again"
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_same_twice_and_small(language: Language) -> None:
    html = write_html(report(language))
    assert html == write_html(report(language))
    assert len(html.encode()) < 170_000


def test_a_cell_of_several_lines_breaks_them() -> None:
    assert "<td>een &lt;b&gt;<br>twee</td>" in write_html(report("nl", (lines_in_a_cell("een <b>\ntwee"),)))


@pytest.mark.parametrize(
    ("language", "table", "chapter"),
    [
        ("nl", "Vooraf aangewezen uitkomsten", "Kloppen de modellen?"),
        ("en", "Effects declared", "Do the models hold?"),
    ],
)
def test_a_link_that_is_heard_alone_says_what_it_is(language: Language, table: str, chapter: str) -> None:
    annex = f"annex.{language}.html"
    row = (
        Cell(plain("Vaardigheid")),
        Cell((Span("0,30", link=f"{annex}#row-model_effects-a"), Span(" tot "), Span("0,40", link="#rows"))),
    )
    text = (
        Span("0,31", link=f"{annex}#row-model_effects-b"),
        Span("bijlage", link=f"{annex}#diagnostics"),
        Span("0,32", link="#rows"),
        Span("zie Rijen", link="#rows"),
        Span("0,33", link=f"{annex}#nowhere"),
    )
    answer = (Span("0,34", link=f"{annex}#row-model_effects-c"),)
    blocks = (
        Answered("Helpt het?", "yes", answer, "helps"),
        Table("Rijen", (Cell(plain("Wat")), Cell(plain("Punten"))), (row,), id="rows"),
        Paragraph(text),
    )
    html = write_html(report(language, (Part("all", "Alles", blocks),)))
    named = re.findall(r'<a class="n" href="[^"]*"(?: aria-label="([^"]*)")?>([^<]*)</a>', html)
    assert named == [
        ("0,34: Helpt het?", "0,34"),
        ("0,30: Vaardigheid, Punten", "0,30"),
        ("0,40: Vaardigheid, Punten", "0,40"),
        (f"0,31: {table}", "0,31"),
        (f"bijlage: {chapter}", "bijlage"),
        ("0,32: Rijen", "0,32"),
        ("", "zie Rijen"),
        ("", "0,33"),
    ]
