"""A document as a Word file: real styles, counted captions, described pictures, tables of three rules."""

import io
import itertools
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from sample_documents import drawn, lines_in_a_cell, report
from test_written_pdf import DOCUMENTS, NAMES, squeezed, texts_in_order

from isop_analysis.language.words import words_in
from isop_analysis.report.blocks import Cell, Document, Part, Picture, Span, Table
from isop_analysis.report.writers.docx import write_docx


def opened(written: bytes) -> Any:
    return docx.Document(io.BytesIO(written))


def of(text: str) -> Cell:
    return Cell((Span(text),))


def all_paragraphs(file: Any) -> list[Any]:
    """Paragraphs in reading order, those in tables too."""
    found = []
    for block in file.iter_inner_content():
        inner = (
            [block]
            if hasattr(block, "runs")
            else [p for row in block.rows for c in row.cells for p in c.paragraphs]
        )
        found += inner
    return found


@pytest.fixture(scope="module", params=DOCUMENTS, ids=NAMES)
def written(request: pytest.FixtureRequest) -> tuple[Document, Any]:
    return request.param, opened(write_docx(request.param))


def test_each_text_once_and_in_order(written: tuple[Document, Any]) -> None:
    document, file = written
    own = [one for one in all_paragraphs(file) if not one.style.name.startswith("Contents")]
    text, at = squeezed("".join(one.text for one in own)), 0
    for one in texts_in_order(document):
        found = text.find(one, at)
        assert found >= 0, f"'{one}' is not there, or not after what stands before it"
        at = found + len(one)
    assert [one for one in texts_in_order(document) if len(one) > 8 and text.count(one) != 1] == []


def test_headings_are_headings(written: tuple[Document, Any]) -> None:
    document, file = written
    styles = [one.style.name for one in file.paragraphs]
    assert styles.count("Title") == 1
    levels = [int(style[-1]) for style in styles if style.startswith("Heading ")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    if document.name == "report":
        firsts = [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
        assert firsts == [part.title for part in document.parts]


def test_language_and_properties(written: tuple[Document, Any]) -> None:
    document, file = written
    tag = {"nl": "nl-NL", "en": "en-GB"}[document.language]
    (lang,) = file.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    assert lang.get(qn("w:val")) == tag
    properties = file.core_properties
    assert (properties.title, properties.language) == (document.title, tag)
    assert str(properties.created) == str(properties.modified) == "2025-07-10 00:00:00+00:00"
    assert properties.author == ", ".join(document.authors)
    assert properties.comments == ""


def test_pictures_are_described(written: tuple[Document, Any]) -> None:
    document, file = written
    words = words_in(document.language)
    shapes = [shape._inline.docPr for shape in file.inline_shapes]
    assert all(shape.get("descr") for shape in shapes)
    assert len({shape.get("id") for shape in shapes}) == len(shapes)
    alts = [shape.get("descr") for shape in shapes]
    assert words("document.sign.refused") in alts
    if document.name == "report":
        assert drawn("first_figure", document.language).alt in alts


def test_captions_are_counted_by_word() -> None:
    file = opened(write_docx(report("nl")))
    captions = [one for one in file.paragraphs if one.style.name == "Caption"]
    assert [one.text for one in captions] == [
        "Figuur 1  Hoe ver ligt first_figure?",
        "Hoe ver ligt small_figure?",
        "Tabel 1  Tabel van schalen",
    ]
    codes = [code.text.strip() for one in captions for code in one._p.iter(qn("w:instrText"))]
    assert codes == [r"SEQ Figuur \* ARABIC", r"SEQ Tabel \* ARABIC"]
    assert all(one.style.paragraph_format.keep_with_next for one in captions)


def test_a_table_has_three_rules_and_a_header_that_repeats() -> None:
    (table,) = opened(write_docx(report("en"))).tables
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Table of schalen"

    def rules(row: Any) -> list[set[str]]:
        borders = [cell._tc.tcPr.find(qn("w:tcBorders")) for cell in row.cells]
        return [set() if one is None else {edge.tag.split("}")[1] for edge in one} for one in borders]

    assert [rules(row) for row in table.rows] == [[{"top", "bottom"}] * 2, [set()] * 2, [{"bottom"}] * 2]
    assert [cell.text for cell in table.rows[2].cells] == [" Rij twee", "−0,07"]
    assert [str(row.cells[1].paragraphs[0].alignment) for row in table.rows] == ["RIGHT (2)"] * 3


def test_a_column_holds_its_longest_word_and_the_table_fits_the_measure() -> None:
    heads = ("Schaal", "Vragen", "ω", "ICC(1)", "Antwoorden")
    row = ("Een lange titel van een schaal die ruimte laat", "4", ",76", ",11", "3,9")
    table = Table(
        "Smal",
        tuple(of(one) for one in heads),
        (tuple(of(one) for one in row),),
        id="smal",
        widths=(60, 4, 3, 4, 6),
    )
    document = replace(report("nl"), parts=(Part("hoofdstuk", "Smal", (table,)),))
    (written,) = opened(write_docx(document)).tables
    widths = [cell.width.pt for cell in written.rows[0].cells]
    assert sum(widths) <= 454.1
    letters = [max(len(head), len(own)) for head, own in zip(heads[1:], row[1:], strict=True)]
    assert all(width >= 4.8 * count + 10.8 for width, count in zip(widths[1:], letters, strict=True))


def test_links_lead_inside_and_to_other_files() -> None:
    file = opened(write_docx(report("nl")))
    names = {one.get(qn("w:name")) for one in file.element.iter(qn("w:bookmarkStart"))}
    anchors = {one.get(qn("w:anchor")) for one in file.element.iter(qn("w:hyperlink"))} - {None}
    assert anchors
    assert anchors <= names
    outside = {one.target_ref for one in file.part.rels.values() if one.is_external}
    assert outside == {"annex.nl.html#row-1", "annex.nl.html#row-2", "annex.nl.html#figure-first_figure"}


def test_each_numbered_list_begins_at_one() -> None:
    file = opened(write_docx(report("nl")))
    numbers = [one._p.pPr.numPr.numId.val for one in file.paragraphs if one.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def test_head_and_foot() -> None:
    section = opened(write_docx(report("nl"))).sections[0]
    assert section.header.paragraphs[0].text == "Leerteams in de regio\tVERZONNEN GEGEVENS · CONCEPT"
    assert section.footer.paragraphs[0].text == "Versie 0.1 · alles is verzonnen\t1 / 1"
    codes = [code.text.strip() for code in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_the_same_bytes_twice_and_no_date_of_today() -> None:
    written = write_docx(report("nl"))
    assert written == write_docx(report("nl"))
    members = zipfile.ZipFile(io.BytesIO(written)).infolist()
    assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
    assert not [one.filename for one in members if "thumbnail" in one.filename]


def test_a_missing_drawing_is_said() -> None:
    gone = Picture(replace(drawn("gone", "nl"), svg=""))
    with pytest.raises(ValueError, match="the figure 'gone' has no drawing; run the step draw_figures"):
        write_docx(report("nl", (Part("a", "A", (gone,)),)))
    broken = Picture(replace(drawn("broken", "nl"), svg=drawn("broken", "nl").svg.replace("</svg>", "")))
    with pytest.raises(ValueError, match="the typesetter can't read a drawing"):
        write_docx(report("nl", (Part("a", "A", (broken,)),)))


def test_what_somebody_said_is_a_quotation_in_its_own_language() -> None:
    paragraphs = opened(write_docx(report("nl"))).paragraphs
    said, by, alone = (one for one in paragraphs if one.style.name.startswith("Quote"))
    assert [one.style.name for one in (said, by, alone)] == ["Quote", "Quote Source", "Quote"]
    assert (said.text, by.text) == ("‘Wir lernen viel voneinander.’", "Begeleider, in het Duits")
    assert [one.get(qn("w:val")) for one in said.runs[0]._r.iter(qn("w:lang"))] == ["de"]
    assert list(alone.runs[0]._r.iter(qn("w:lang"))) == []
    assert (said.paragraph_format.keep_with_next, said.style.font.italic) == (True, False)
    assert said.style.paragraph_format.left_indent.pt == by.style.paragraph_format.left_indent.pt == 14


def test_a_cell_of_several_lines_breaks_them() -> None:
    (table,) = opened(write_docx(report("nl", (lines_in_a_cell("Eerste regel\nTweede regel"),)))).tables
    (paragraph,) = table.rows[1].cells[1].paragraphs
    assert paragraph.text == "Eerste regel\nTweede regel"
    assert len(paragraph._p.findall(f".//{qn('w:br')}")) == 1
