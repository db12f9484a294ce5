"""What a drawing says of itself inside its file: the tables and code it comes from, where the rest is told.

The words are Dublin Core's, so that any tool that reads them shows them; nothing of them is drawn.
"""

import re
from xml.sax.saxutils import escape

METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
DC = re.compile(r"<dc:(\w+)>(.*?)</dc:\1>", re.DOTALL)


def marks_of(name: str, language: str, module: str, tables: tuple[str, ...], code: str) -> dict[str, str]:
    """Return what a drawing says, by Dublin Core's terms; `code` is the hash of the step's code, if known."""
    marks = {
        "source": ", ".join(f"tables/{table}.csv" for table in tables),
        "creator": f"isop_analysis, step draw_figures, {module}",
        "relation": f"dossier/trail.{language}.html#figure-{name}",
    }
    return marks | ({"identifier": f"code {code}"} if code else {})


def marked(svg: str, marks: dict[str, str]) -> str:
    """Return a drawing with these marks in the place of its metadata."""
    lines = "".join(f"<dc:{term}>{escape(text)}</dc:{term}>\n" for term, text in marks.items())
    block = f'<metadata>\n<rdf:RDF {NAMESPACES}>\n<rdf:Description rdf:about="">\n{lines}'
    block += "</rdf:Description>\n</rdf:RDF>\n</metadata>"
    if METADATA.search(svg):
        return METADATA.sub(lambda _: block, svg, count=1)
    start = svg.index(">", svg.index("<svg")) + 1
    return svg[:start] + block + svg[start:]


def marks_in(svg: str) -> dict[str, str]:
    """Return the marks of a drawing; none of one that has none."""
    found = METADATA.search(svg)
    return dict(DC.findall(found[0])) if found else {}
