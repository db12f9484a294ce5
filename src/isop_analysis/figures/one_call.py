"""One call a figure, for notebooks: ``isop.figures.effects(study)`` draws what the report has."""

from importlib import import_module
from typing import TYPE_CHECKING

from isop_analysis.base.nearest import meant
from isop_analysis.language.words import words_in
from isop_analysis.study.readers import as_readers_see

if TYPE_CHECKING:
    from isop_analysis.figures.drawing import Drawing
    from isop_analysis.figures.sheet import Sheet
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


def figure(
    study: "Study", which: str | None = None, language: "Language | None" = None, *, kind: str = "effects"
) -> "Sheet":
    """Draw a figure of the report as matplotlib's figure, which a notebook shows with its caption.

    It is drawn from published tables whoever asks for it, so that it can be shown to anyone.

    Parameters
    ----------
    study
        A loaded study that has been run.
    which
        Of a kind that has several figures, the one meant: a chapter, scale, model or question, such as
        ``"collaboration"``; the first if absent.
    language
        ``"nl"`` or ``"en"``; the study's first language if absent.
    kind
        The kind of figure; ``isop.figures.effects`` is this function with its kind filled in.

    Raises
    ------
    ValueError
        When the study has nothing to draw in such a figure, or is not told in that language.
    KeyError
        When no figure of the kind is called `which`; the nearest is suggested.
    FileNotFoundError
        When the study has not been run.
    """
    drawing = _meant(_drawings(study, kind, language or study.config.languages[0]), kind, which)
    sheet: Sheet = drawing.figure  # type: ignore[assignment]
    sheet.title, sheet.caption, sheet.alt = drawing.title, drawing.caption, drawing.alt
    return sheet


def _drawings(study: "Study", kind: str, language: "Language") -> "dict[str, Drawing]":
    """Return what can be drawn of a kind, by what tells one from another."""
    from matplotlib import rc_context, rcdefaults

    from isop_analysis.figures.style import use_style

    if language not in study.config.languages:
        told = ", ".join(study.config.languages)
        raise ValueError(
            f"study '{study.name}' is not told in '{language}', but in {told}; see `languages` in its config"
        )
    with rc_context():  # a notebook may draw in another style, which is neither used nor changed
        rcdefaults()
        use_style()
        module = import_module(f"isop_analysis.figures.kinds.{kind}")
        drawings = module.draw(as_readers_see(study), words_in(language))
    if not drawings:
        raise ValueError(f"study '{study.name}' has nothing to draw in a figure of '{kind}'")
    return {one.name: one for one in drawings}


def _meant(drawings: "dict[str, Drawing]", kind: str, which: str | None) -> "Drawing":
    if which is None:
        return next(iter(drawings.values()))
    found = [one for name, one in drawings.items() if f"_{name}".endswith(f"_{which}")]
    if not found:
        known = [name.removeprefix(f"{kind}_") for name in drawings]
        raise KeyError(f"no figure of '{kind}' is called '{which}'{meant(which, known)}")
    return found[0]
