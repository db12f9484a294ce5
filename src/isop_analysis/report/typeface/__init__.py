"""The typeface of every page, shipped with the project, as style rules that hold the fonts themselves."""

import base64
from importlib.resources import files

from isop_analysis.study.problems import Problem, StudyError

FACES = (("Regular", 400, "normal"), ("Semibold", 600, "normal"), ("Italic", 400, "italic"))


def typeface() -> str:
    """Return style rules that hold the typeface itself.

    Raises
    ------
    StudyError
        When a file of it is not there.
    """
    rules = []
    for face, weight, style in FACES:
        data = _read(f"IsopSans-{face}.woff2")
        source = f"url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')"
        rules.append(
            f"@font-face{{font-family:'Isop Sans';font-weight:{weight};font-style:{style};src:{source}}}\n"
        )
    return "".join(rules)


def _read(name: str) -> bytes:
    try:
        return files(__package__).joinpath("fonts", name).read_bytes()
    except FileNotFoundError:
        message = f"the typeface file '{name}' is gone from the installed package; install it again"
        raise StudyError([Problem("isop_analysis/report/typeface/fonts", message)]) from None
