"""How every page of a study looks: one typeface and one set of colours, light and dark."""

from importlib.resources import files

from isop_analysis.report.typeface import typeface


def look() -> str:
    """Return the style rules that all pages share, with the typeface in them."""
    return typeface() + files(__package__).joinpath("look.css").read_text(encoding="utf-8")
