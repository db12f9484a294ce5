"""Drawings as pictures of dots, for Word, which draws SVG badly, and for slides: one typesetting for all."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from isop_analysis.report.writers.typeset import compiler

DOTS_PER_INCH = 200
PAGE = '#page(width: {width}pt, height: auto, image("{name}.svg", width: 100%))\n'


def pngs(drawings: Mapping[str, tuple[str, float]], dots_per_inch: int = DOTS_PER_INCH) -> dict[str, bytes]:
    """Return each drawing as PNG, by name; a drawing comes with the width of its page in points.

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
            made = compiler().compile(input=str(main), root=folder, format="png", ppi=dots_per_inch)
        except TypstError as error:
            raise ValueError(f"the typesetter can't read a drawing: {error.message}") from error
    pictures = made if isinstance(made, list) else [made]
    return {name: picture for name, picture in zip(drawings, pictures, strict=True) if picture}
