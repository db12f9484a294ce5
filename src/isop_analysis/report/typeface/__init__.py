"""The typeface of every page, shipped with the project, as style rules that hold the fonts themselves."""

import base64
from importlib.resources import files

FACES = (("Regular", 400, "normal"), ("Semibold", 600, "normal"), ("Italic", 400, "italic"))


def typeface() -> str:
    """Return style rules that hold the typeface itself."""
    rules = []
    for face, weight, style in FACES:
        data = files(__package__).joinpath("fonts", f"IsopSans-{face}.woff2").read_bytes()
        source = f"url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')"
        rules.append(
            f"@font-face{{font-family:'Isop Sans';font-weight:{weight};font-style:{style};src:{source}}}\n"
        )
    return "".join(rules)
