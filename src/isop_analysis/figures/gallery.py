"""All figures of a study, drawn in the order of the report and written."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import drawing_of, hash_of, list_of
from isop_analysis.figures.style import use_style
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def draw_all(study: "Study", language: Language) -> list[Drawing]:
    """Draw every figure that the study's tables have contents for."""
    from isop_analysis.figures.kinds import (
        answer_forests,
        answers,
        choices,
        confounding,
        detectable,
        effects,
        expected_lines,
        flow,
        joint_displays,
        loadings,
        missing,
        path_diagrams,
        professions,
        region,
        scales_by_occasion,
        site_paths,
        site_slopes,
        teams,
    )

    use_style()
    words = words_in(language)
    modules = (
        flow,
        missing,
        region,
        answers,
        loadings,
        path_diagrams,
        confounding,
        choices,
        professions,
        scales_by_occasion,
        teams,
        answer_forests,
        effects,
        site_slopes,
        site_paths,
        expected_lines,
        detectable,
        joint_displays,
    )
    with _uncollected():
        return [drawing for module in modules for drawing in module.draw(study, words)]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave garbage for later: a figure is thousands of small objects in circles, looked through often."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def write_figures(study: "Study", language: Language) -> Path:
    """Write ``figures/<language>/<name>.svg`` and, last of all, the list of them; return the list's path.

    Drawings of earlier runs that are no longer drawn are removed, and all pictures exported from them.
    """
    drawn = draw_all(study, language)
    for one in drawn:
        write_whole(drawing_of(study, language, one.name), one.svg, PUBLISHED)
    names = {one.name for one in drawn}
    for stale in drawing_of(study, language, "any").parent.glob("*.*"):
        if stale.suffix == ".png" or (stale.suffix == ".svg" and stale.stem not in names):
            stale.unlink()
    path = list_of(study, language)
    listed = [_entry(one) for one in drawn]
    write_whole(path, json.dumps(listed, ensure_ascii=False, indent=1) + "\n", PUBLISHED)
    return path


def _entry(drawn: Drawing) -> dict[str, Any]:
    return {
        "name": drawn.name,
        "title": drawn.title,
        "caption": drawn.caption,
        "alt": drawn.alt,
        "sha256": hash_of(drawn.svg),
        "columns": list(drawn.table.columns),
        "rows": [list(row) for row in drawn.table.rows],
    }
