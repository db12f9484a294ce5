"""A document as PDF: tagged, every text once and in order, nothing parted from what names it."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from read_pdf import elements, reader_of, told
from sample_documents import SIGNS, Language, drawn, everything, lines_in_a_cell, report, summary

from isop_analysis.language.words import words_in
from isop_analysis.report.blocks import (
    Answered,
    Document,
    Heading,
    Paragraph,
    Part,
    Picture,
    Span,
    Table,
    plain,
)
from isop_analysis.report.writers.places import Places, texts_of
from isop_analysis.report.writers.typeset import compiler
from isop_analysis.report.writers.typst import hold_to, pages_by_part, pages_of, write_pdf
from isop_analysis.study.problems import StudyError

DOCUMENTS = [summary("nl"), summary("en"), report("nl"), report("en")]
NAMES = ["summary nl", "summary en", "report nl", "report en"]
FILLER = "Een zin die niets zegt en toch een hele regel van de bladzijde vult, en nog een stukje meer. "


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts_in_order(document: Document) -> list[str]:
    """What a document's own text consists of; head and foot are no part of it."""
    texts = [text for text in texts_of(document) if text not in (document.stamp, document.colophon)]
    if document.name == "summary":
        _title, subtitle, part, *others = texts
        texts = [part, subtitle, *others]
    return [squeezed(text) for text in texts if squeezed(text)]


@pytest.fixture(scope="module", params=DOCUMENTS, ids=NAMES)
def written(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    return request.param, write_pdf(request.param)


def test_each_text_once_and_in_order(written: tuple[Document, bytes]) -> None:
    document, pdf = written
    text, at = squeezed(told(pdf)), 0
    contents = "".join(part.title for part in document.parts)
    if document.name == "report":  # the cover lists the parts
        start = text.index(squeezed(words_in(document.language)("document.contents")))
        at_parts = text.index(squeezed(document.parts[0].title), start + len(squeezed(contents)))
        text = text[:start] + text[at_parts:]
    for one in texts_in_order(document):
        found = text.find(one, at)
        assert found >= 0, f"'{one}' is not there, or not after what stands before it"
        at = found + len(one)
    long = [one for one in texts_in_order(document) if len(one) > 8]
    assert [one for one in long if text.count(one) != 1] == []


def test_what_somebody_said_is_tagged_as_a_quotation() -> None:
    pdf = write_pdf(report("nl"))
    assert [one.role for one in elements(pdf)].count("BlockQuote") == 2


def test_tags_language_and_title(written: tuple[Document, bytes]) -> None:
    document, pdf = written
    reader = reader_of(pdf)
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == document.language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert document.title in str(reader.metadata.title)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    roles = {one.role for one in elements(pdf)}
    assert {"H1", "H2", "P", "Figure"} <= roles
    if document.name == "report":
        assert {
            "H3",
            "H4",
            "Caption",
            "Table",
            "THead",
            "TH",
            "TD",
            "L",
            "LI",
            "LBody",
            "Link",
            "TOC",
        } <= roles


def test_one_first_heading_and_no_level_skipped(written: tuple[Document, bytes]) -> None:
    _, pdf = written
    levels = [int(one.role[1]) for one in elements(pdf) if re.fullmatch(r"H[1-6]", one.role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_every_picture_and_sign_is_told(written: tuple[Document, bytes]) -> None:
    document, pdf = written
    words = words_in(document.language)
    alts = [one.alt for one in elements(pdf) if one.role == "Figure"]
    places = Places(document)
    signs = [block.sign for block in places.blocks if isinstance(block, Answered)]
    signs += [sign for block in places.blocks if isinstance(block, Table) for sign in block.signs]
    signs += SIGNS  # the key
    expected = [words(f"document.sign.{sign}") for sign in signs] + [one.drawn.alt for one in places.pictures]
    assert sorted(alts) == sorted(expected)


def test_bookmarks_are_the_headings() -> None:
    document = report("nl")

    def titles(outline: list[object]) -> list[object]:
        return [titles(one) if isinstance(one, list) else str(one.title) for one in outline]  # type: ignore[attr-defined]

    outline = titles(reader_of(write_pdf(document)).outline)
    assert outline[0] == "Leerteams in de regio"
    parts = outline[1]
    assert isinstance(parts, list)
    assert [one for one in parts if isinstance(one, str)] == ["Hoofdboodschappen", "Alles bij elkaar"]


def test_the_same_bytes_twice() -> None:
    for document in (summary("nl"), report("en")):
        assert write_pdf(document) == write_pdf(document)


def test_head_and_foot_of_every_page() -> None:
    document = report("nl")
    pages = [page.extract_text() for page in reader_of(write_pdf(document)).pages]
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert document.stamp in text
        assert document.colophon in text
        assert number == 1 or f"{number} / 3" in text


def test_summary_is_one_page_on_a4() -> None:
    pdf = write_pdf(summary("nl"))
    assert pages_of(pdf) == 1
    box = reader_of(pdf).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_links_lead_inside_and_to_other_files() -> None:
    def targets(document: Document) -> set[str]:
        pages = reader_of(write_pdf(document)).pages
        links = [note.get_object() for page in pages for note in page.get("/Annots", [])]
        return {str(link["/A"].get("/URI", "inside")) if "/A" in link else "inside" for link in links}

    row, figure = "annex.nl.html#row-1", "annex.nl.html#figure-first_figure"
    assert targets(report("nl")) == {"inside", row, "annex.nl.html#row-2", figure}
    part = Part("main_messages", "Kop", (Paragraph((Span("bewijs", link="#helps"),)),))
    assert targets(replace(summary("nl"), parts=(part,))) == {"report.nl.html#helps"}


def test_a_dead_link_and_a_name_given_twice_are_said() -> None:
    dead = Part("a", "A", (Paragraph((Span("x", link="#nowhere"),)),))
    with pytest.raises(ValueError, match="leads to '#nowhere', and the report has nothing of that name"):
        write_pdf(report("nl", (dead,)))
    twice = Part("a", "A", (Heading("Kop", 2, "a"), Paragraph((Span("x", link="#a"),))))
    with pytest.raises(ValueError, match="two things of the report have the id 'a'"):
        write_pdf(report("nl", (twice,)))


def test_a_figure_in_two_parts_is_drawn_twice() -> None:
    picture = Picture(drawn("again", "nl"), small=True)
    parts = (
        Part("a", "A", (picture,)),
        Part("b", "B", (picture, Paragraph((Span("x", link="#figure-again"),)))),
    )
    pdf = write_pdf(report("nl", parts))
    assert [one.alt for one in elements(pdf) if one.role == "Figure"] == [picture.drawn.alt] * 2


def test_a_missing_drawing_is_said() -> None:
    gone = Picture(replace(drawn("gone", "nl"), svg=""))
    with pytest.raises(ValueError, match="the figure 'gone' has no drawing; run the step draw_figures"):
        write_pdf(report("nl", (Part("a", "A", (gone,)),)))


def test_a_letter_that_the_typeface_lacks_is_said() -> None:
    part = Part("a", "A", (Paragraph(plain("Zwak ▽ gemeten")),))
    with pytest.raises(StudyError) as caught:
        write_pdf(report("nl", (part,)))
    assert str(caught.value) == (
        "config.yaml: the typeface has no character U+25BD, which a text of the report in 'nl' uses; "
        "write it otherwise in the config"
    )


def test_a_font_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isop_analysis.report.writers.typeset.files", lambda _: tmp_path)
    (tmp_path / "fonts").mkdir()
    with pytest.raises(StudyError, match="the typeface 'Isop Sans' is gone from the installed package"):
        compiler.__wrapped__()


def test_more_pages_than_allowed_is_one_sentence() -> None:
    hold_to(1, 1, "summary")
    with pytest.raises(StudyError) as caught:
        hold_to(2, 1, "summary")
    assert str(caught.value) == (
        "config.yaml: report.pages.summary: 2 pages, and at most 1 are allowed; say less (`short`, `says`, "
        "`use`), let fewer questions reach it (`front`), or allow more pages"
    )


def test_pages_of_each_part() -> None:
    long = tuple(Paragraph(plain(FILLER * 12)) for _ in range(6))
    parts = (
        Part("one", "Eerste deel", long, own_page=True),
        Part("two", "Tweede deel", long[:2], own_page=True),
        Part("three", "Derde deel", long[:1]),
    )
    document = report("nl", parts)
    pdf = write_pdf(document)
    assert pages_of(pdf) == 4
    assert pages_by_part(pdf, document) == {"one": 2, "two": 1, "three": 1}


ENDINGS = {
    "headings": (Heading("Kop"), Heading("Kop daaronder", 3), Paragraph(plain("Tekst na de koppen."))),
    "figure": (Heading("Kop van de figuur"), Picture(drawn("f", "nl"))),
    "answer": (
        Answered("Vraagt iemand?", "yes", plain("Ja."), figure=Picture(drawn("f", "nl"), small=True)),
    ),
    "table": (Heading("Kop"), next(one for one in everything("nl") if isinstance(one, Table))),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_stands_alone_at_the_end_of_a_page(ending: str) -> None:
    seen = set()
    for lines in range(26, 44, 2):
        filler = Paragraph(plain(FILLER * lines))
        pdf = write_pdf(report("nl", (Part("a", "Deel", (filler, *ENDINGS[ending]), own_page=True),)))
        own = elements(pdf)
        first = next(at for at, one in enumerate(own) if one.role == "H3")
        pages = {one.page for one in own[first:]}
        assert len(pages) == 1, [(one.role, one.page) for one in own[first:]]
        seen |= pages
    assert seen == {1, 2}


def test_a_long_answer_stays_with_its_question_and_a_figure_with_its_title() -> None:
    """Where both don't fit, the figure opens the next page: white at a page's end would be half of it."""
    figure = Picture(drawn("f", "nl"))
    asked = Answered("Vraagt iemand?", "yes", plain("Ja, dat is zo. " * 20), figure=figure)
    parted = set()
    for lines in range(26, 44, 4):
        filler = Paragraph(plain(FILLER * lines))
        own = elements(write_pdf(report("nl", (Part("a", "Deel", (filler, asked), own_page=True),))))
        first = next(at for at, one in enumerate(own) if one.role == "H3")
        *_, drawing = (at for at, one in enumerate(own) if one.role == "Figure")
        (question,) = {one.page for one in own[first : first + 2]}
        (below,) = {one.page for one in own[drawing:]}
        parted.add(below - question)
    assert parted == {0, 1}


def test_a_long_table_goes_on_under_its_header() -> None:
    table = next(one for one in everything("nl") if isinstance(one, Table))
    long = replace(table, rows=table.rows * 60, signs=())
    pdf = write_pdf(report("nl", (Part("a", "Deel", (long,), own_page=True),)))
    pages = [page.extract_text() for page in reader_of(pdf).pages][1:]
    assert len(pages) > 1
    assert all("Schaalnaam" in page for page in pages)
    assert sum(one.role == "TR" for one in elements(pdf)) == 121


def test_language_of_the_report_chooses_the_words() -> None:
    languages: tuple[Language, ...] = ("nl", "en")
    words = [squeezed(told(write_pdf(report(language)))) for language in languages]
    assert "Figuur1" in words[0]
    assert "Tabel1" in words[0]
    assert "DoorA.SchrijverenB.Schrijver" in words[0]
    assert "Figure1" in words[1]
    assert "Table1" in words[1]


def test_a_cell_of_several_lines_breaks_them_and_a_range_stays_whole() -> None:
    words = "Een zin van vele woorden die bijna een hele regel vult met aantallen van"
    narrow = report(
        "nl",
        (
            lines_in_a_cell("Eerste regel\nTweede regel"),
            Part(
                "ranges",
                "Banden",
                tuple(Paragraph(plain(f"{words}{' o' * at} 100–104 mensen")) for at in range(12)),
            ),
        ),
    )
    pages = reader_of(write_pdf(narrow)).pages
    lines = [line for page in pages for line in page.extract_text().splitlines()]
    assert [line for line in lines if "Eerste regel" in line and "Tweede" in line] == []
    assert sum("100–104" in line for line in lines) == 12
