"""What a drawing says of itself inside its file, as SVG and as PNG."""

import zlib
from xml.etree import ElementTree

from isop_analysis.figures.marked import marked, marks_in, marks_of
from isop_analysis.report.writers.png import pngs
from isop_analysis.report.writers.png_texts import HEAD, SIGNATURE, telling, texts_of

SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
    '<metadata>made by a program</metadata><path d="M 0 5 L 40 5" stroke="#000"/></svg>'
)
MARKS = marks_of(
    "effects", "en", "src/isop_analysis/figures/kinds/effects.py", ("flow", "model_effects"), "ab12"
)


def test_the_metadata_name_tables_step_module_code_and_place() -> None:
    assert MARKS == {
        "source": "tables/flow.csv, tables/model_effects.csv",
        "creator": "isop_analysis, step draw_figures, src/isop_analysis/figures/kinds/effects.py",
        "relation": "dossier/trail.en.html#figure-effects",
        "identifier": "code ab12",
    }
    svg = marked(SVG, MARKS)
    assert marks_in(svg) == MARKS
    assert "made by a program" not in svg
    assert len(ElementTree.fromstring(svg)) == 2
    assert marked(svg, MARKS) == svg


def test_a_drawing_without_metadata_gets_them_and_one_without_marks_has_none() -> None:
    bare = SVG.replace("<metadata>made by a program</metadata>", "")
    assert marks_in(marked(bare, MARKS)) == MARKS
    assert marks_in(bare) == {}
    assert "identifier" not in marks_of("effects", "nl", "module", ("flow",), "")


def test_the_picture_of_dots_says_the_same_and_shows_the_same() -> None:
    made = pngs({"plain": (SVG, 40.0), "told": (marked(SVG, MARKS), 40.0)})
    texts = texts_of(made["told"])
    assert texts == {
        "Source": MARKS["source"],
        "Author": MARKS["creator"],
        "Relation": MARKS["relation"],
        "Identifier": MARKS["identifier"],
    }
    assert texts_of(made["plain"]) == {}
    assert telling(made["plain"], texts) == made["told"]


def test_each_chunk_has_the_checksum_that_png_asks_for() -> None:
    header = SIGNATURE + b"\0\0\0\x0dIHDR" + bytes(17)
    told = telling(header, {"Source": "a"})[HEAD:]
    assert told[:4] == b"\0\0\0\x0c"
    assert told[4:20] == b"iTXtSource" + bytes(5) + b"a"
    assert int.from_bytes(told[20:24], "big") == zlib.crc32(told[4:20])
