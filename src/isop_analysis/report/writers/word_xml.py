"""What Word's files can hold and python-docx has no words for: fields, links, bookmarks, rules of tables."""

import io
import zipfile
from datetime import datetime
from typing import Any

INK, SOFT, ACCENT = "1C1F23", "5A6169", "0A6AA6"
MOMENT = (1980, 1, 1, 0, 0, 0)


def element(name: str, /, **attributes: str) -> Any:
    """Return an element of Word's own namespace; an attribute's name is without its prefix ``w:``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field that Word renews, with what it shows until then."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "code":
            text = element("instrText")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = f" {code} "
            run._r.append(text)
        elif kind == "shown":
            run.text = shown
        else:
            run._r.append(element("fldChar", fldCharType=kind))


def add_link(paragraph: Any, target: str, bookmark: str = "") -> Any:
    """Add a link to a file, or to a bookmark of this one; return the element that takes its runs."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    link = element("hyperlink", history="1")
    if bookmark:
        link.set(qn("w:anchor"), bookmark)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


def add_bookmark(paragraph: Any, number: int, name: str) -> None:
    """Make a paragraph something that links lead to."""
    start = element("bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def describe(shape: Any, title: str, alt: str) -> None:
    """Give a picture its title and what is read aloud in its place."""
    shape._inline.docPr.set("title", title)
    shape._inline.docPr.set("descr", alt)
    for side in "TBLR":
        shape._inline.set(f"dist{side}", "0")


def rule(cell: Any, **edges: int) -> None:
    """Draw rules at edges of a cell, in eighths of a point."""
    borders = element("tcBorders")
    for edge in ("top", "bottom"):
        if edge in edges:
            borders.append(element(edge, val="single", sz=str(edges[edge]), space="0", color=INK))
    cell._tc.get_or_add_tcPr().append(borders)


def set_widths(table: Any, widths: list[float]) -> None:
    """Give each column its width, in points; Word reads the cells', others the grid's."""
    from docx.shared import Pt

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)


def repeat_as_header(row: Any) -> None:
    """Repeat a table's row on each page that the table takes."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: Any) -> None:
    """Never part a row at a page's end."""
    row._tr.get_or_add_trPr().insert(0, element("cantSplit"))


def describe_table(table: Any, caption: str) -> None:
    """Name a table for those who hear it; its first row and column name the others."""
    properties = table._tbl.tblPr
    for look in properties.findall(element("tblLook").tag):
        properties.remove(look)
    properties.append(
        element(
            "tblLook", val="00A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="1"
        )
    )
    properties.append(element("tblCaption", val=caption))


def use_language(document: Any, tag: str) -> None:
    """Say in which language the document is written."""
    from docx.oxml.ns import qn

    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        for old in list(properties.iter(qn("w:lang"))):
            old.getparent().remove(old)
        properties.find(qn("w:rPr")).append(element("lang", val=tag, eastAsia=tag, bidi="ar-SA"))
    for old in list(document.settings.element.iter(qn("w:themeFontLang"))):
        old.set(qn("w:val"), tag)


def in_language(run: Any, language: str) -> None:
    """Say that a run is in another language than the document; "" for the same."""
    if language:
        run._r.get_or_add_rPr().append(element("lang", val=language))


def restart_numbering(document: Any, paragraphs: list[Any]) -> None:
    """Let a numbered list begin at 1."""
    from docx.oxml.ns import qn

    style = document.styles["List Number"].element
    own = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    numbering = document.part.numbering_part.element
    abstract = next(num for num in numbering.num_lst if str(num.numId) == own).abstractNumId.val
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = num.numId


def bytes_of(document: Any, date: str) -> bytes:
    """Return the file, the same for the same contents: each date in it is the document's or 1980's."""
    document.core_properties.created = document.core_properties.modified = datetime.fromisoformat(date)
    written = io.BytesIO()
    document.save(written)
    again = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, MOMENT), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
