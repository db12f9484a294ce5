"""Drawings as pictures of dots, for Word, which draws SVG badly, and for slides: one typesetting for all."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from isop_analysis.figures.marked import marks_in
from isop_analysis.report.writers.png_texts import telling
from isop_analysis.report.writers.typeset import compiler

DOTS_PER_INCH = 200
KEYWORDS = {"source": "Source", "creator": "Author", "relation": "Relation", "identifier": "Identifier"}
"""PNG's keyword of each mark; those that PNG doesn't register have Dublin Core's own name."""
PAGE = '#page(width: {width}pt, height: auto, image("{name}.svg", width: 100%))\n'


def pngs(drawings: Mapping[str, tuple[str, float]], dots_per_inch: int = DOTS_PER_INCH) -> dict[str, bytes]:
    """Return each drawing as PNG, by name; a drawing comes with the width of its page in points.

    A picture says inside what its drawing says of where it comes from.

    Raises
    ------
    ValueError
        When a drawing can't be read.
    """
    from typst import TypstError

    if not drawings:
        return {}
    with TemporaryDirectory() as folder:
        main = Path(folder, "main.typ")
        pages = (PAGE.format(width=width, name=number) for number, (_, width) in enumerate(drawings.values()))
        main.write_text("#set page(margin: 0pt)\n" + "".join(pages), encoding="utf-8")
        for number, (svg, _) in enumerate(drawings.values()):
            Path(folder, f"{number}.svg").write_text(svg, encoding="utf-8")
        try:
            compiled = compiler().compile(input=str(main), root=folder, format="png", ppi=dots_per_inch)
        except TypstError as error:
            raise ValueError(f"the typesetter can't read a drawing: {error.message}") from error
    pictures = compiled if isinstance(compiled, list) else [compiled]
    made = zip(drawings, pictures, drawings.values(), strict=True)
    return {name: telling(picture, _texts(svg)) for name, picture, (svg, _) in made if picture}


def _texts(svg: str) -> dict[str, str]:
    return {KEYWORDS[term]: text for term, text in marks_in(svg).items()}
