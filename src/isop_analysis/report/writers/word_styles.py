"""How a Word file of ours looks: its styles, paper, head and foot."""

from typing import Any

from isop_analysis.report.blocks import Document
from isop_analysis.report.writers.word_xml import ACCENT, INK, SOFT, add_field, use_language

FONT = "Calibri"
MEASURE = 454.0
MARGIN = (595.28 - MEASURE) / 2

# name, what it is based on, size, colour, bold, space before, space after, kept with the next
STYLES = (
    ("Normal", "", 11.0, INK, False, 0, 7, False),
    ("Title", "", 28.0, INK, True, 0, 6, True),
    ("Subtitle", "", 15.0, SOFT, False, 0, 18, False),
    ("Heading 1", "", 20.0, INK, True, 24, 8, True),
    ("Heading 2", "", 14.0, INK, True, 16, 4, True),
    ("Heading 3", "", 11.5, INK, True, 12, 3, True),
    ("Caption", "", 10.5, INK, True, 12, 4, True),
    ("List Bullet", "", 11.0, INK, False, 0, 3, False),
    ("List Number", "", 11.0, INK, False, 0, 3, False),
    ("Quote", "", 11.0, INK, False, 2, 2, False),
    ("Header", "", 9.0, SOFT, False, 0, 0, False),
    ("Footer", "", 9.0, SOFT, False, 0, 0, False),
    ("Lead", "Normal", 13.0, INK, False, 0, 10, False),
    ("Quote Source", "Normal", 9.5, SOFT, False, 0, 9, False),
    ("Note", "Normal", 9.5, SOFT, False, 2, 12, False),
    ("Figure", "Normal", 11.0, INK, False, 0, 2, False),
    ("Contents Heading", "Normal", 13.0, INK, True, 30, 6, True),
    ("Contents", "Normal", 11.0, INK, False, 0, 3, False),
    ("Table Head", "Normal", 9.5, INK, True, 2, 2, True),
    ("Table Text", "Normal", 9.5, INK, False, 2, 2, False),
)

QUOTED = {"Quote": 14.0, "Quote Source": 14.0}
"""Styles that stand in from the margin, and by how many points."""


def new_document(document: Document, tag: str) -> Any:
    """Return an empty Word file on A4 with our styles, head and foot; `tag` is its language (BCP 47)."""
    import docx

    file = docx.Document()
    use_language(file, tag)
    _drop_thumbnail(file)
    for style in STYLES:
        _style(file, *style)
    _paper(file.sections[0])
    _head_and_foot(file.sections[0], document)
    properties = file.core_properties
    properties.title, properties.subject = document.title, document.subtitle
    properties.author, properties.language = ", ".join(document.authors), tag
    properties.comments = properties.keywords = properties.last_modified_by = ""
    return file


def _style(
    file: Any,
    name: str,
    base: str,
    size: float,
    colour: str,
    bold: bool,
    before: int,
    after: int,
    kept: bool,
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if base else file.styles[name]
    if base:
        style.base_style = file.styles[base]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for tag in ("w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):
        for own in style.element.findall(f".//{tag}", {"w": style.element.nsmap["w"]}):
            own.getparent().remove(own)
    layout = style.paragraph_format
    if name in QUOTED:
        layout.left_indent = Pt(QUOTED[name])
    layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), kept
    layout.line_spacing = 1.15 if name in ("Normal", "Lead", "List Bullet", "List Number") else 1.0


def _paper(section: Any) -> None:
    from docx.shared import Mm, Pt

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin, section.bottom_margin = Mm(27), Mm(23)
    section.header_distance = section.footer_distance = Mm(13)


def _head_and_foot(section: Any, document: Document) -> None:
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        _one_tab(paragraph)
    head.add_run(f"{document.title}\t")
    _stamp(head, document.stamp)
    foot.add_run(f"{document.colophon}\t")
    add_field(foot, "PAGE", "1")
    foot.add_run(" / ")
    add_field(foot, "NUMPAGES", "1")


def _stamp(paragraph: Any, text: str) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.bold = True
    run.font.color.rgb = RGBColor.from_string(ACCENT)


def _one_tab(paragraph: Any) -> None:
    """Leave one tab stop, at the right margin."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for tabs in paragraph.style.element.findall(f".//{qn('w:tabs')}"):
        tabs.getparent().remove(tabs)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(MEASURE), WD_TAB_ALIGNMENT.RIGHT)


def _drop_thumbnail(file: Any) -> None:
    """Drop the picture of an empty page that python-docx's template comes with."""
    relations = file.part.package.rels
    for name in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]
