"""One compiler for every PDF: our typeface only, tagged, the same bytes twice."""

import io

import pytest
from pypdf import PdfReader

from isop_analysis.report.writers.typeset import compile_pdf

HEAD = '#set document(title: "Blad")\n#set text(font: "Isop Sans", lang: "nl")\n'
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'


def test_tagged_and_the_same_twice() -> None:
    source = HEAD + '= Kop\n#image("one/square.svg", alt: "een vierkant")'
    twice = [compile_pdf(source, {"one/square.svg": SQUARE}, "2025-07-10") for _ in range(2)]
    assert twice[0] == twice[1]
    read = PdfReader(io.BytesIO(twice[0]))
    assert read.metadata is not None
    assert read.metadata.title == "Blad"
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert read.root_object["/Lang"] == "nl"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in twice[0]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (HEAD + "#nothing", "refused its source: unknown variable: nothing"),
        (HEAD.replace("Isop Sans", "Elsewhere Sans") + "x", "warned: unknown font family: elsewhere sans"),
        ('#set text(font: "Isop Sans")\nx', "missing document title"),
        (HEAD + '#image("gone.svg", alt: "x")', "refused its source"),
    ],
)
def test_what_does_not_compile_is_said(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compile_pdf(source)
