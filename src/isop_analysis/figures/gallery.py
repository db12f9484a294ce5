"""All figures of a study, drawn in the order of the report and written."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import drawing_of, hash_of, list_of
from isop_analysis.figures.marked import marked, marks_of
from isop_analysis.figures.style import use_style
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import Words, words_in
from isop_analysis.study.readers import watched

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Traced:
    """A figure with the module that drew it, and the published tables which that has read."""

    drawing: Drawing
    svg: str
    module: str
    tables: tuple[str, ...]


def draw_all(study: "Study", language: Language) -> list[Drawing]:
    """Draw every figure that the study's tables have contents for."""
    return [one.drawing for one in _traced(study, language)]


def _traced(study: "Study", language: Language) -> list[Traced]:
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
        return [one for module in modules for one in _drawn_by(module, study, words)]


def _drawn_by(module: ModuleType, study: "Study", words: Words) -> list[Traced]:
    """Draw a module's figures and note which tables it reads."""
    own = watched(study)
    drawn = list(module.draw(own, words))
    file = f"{module.__name__.replace('.', '/')}.py"
    return [Traced(one, one.svg, f"src/{file}", tuple(sorted(own.seen))) for one in drawn]


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


def write_figures(study: "Study", language: Language, code: str = "") -> Path:
    """Write ``figures/<language>/<name>.svg`` and, last of all, the list of them; return the list's path.

    Each says inside what it comes from (`marked`); `code` is the hash of this step's code, if known. Drawings
    of earlier runs that are no longer drawn are removed.
    """
    traced = [_marked(one, language, code) for one in _traced(study, language)]
    for one in traced:
        write_whole(drawing_of(study, language, one.drawing.name), one.svg, PUBLISHED)
    names = {one.drawing.name for one in traced}
    for stale in drawing_of(study, language, "any").parent.glob("*.svg"):
        if stale.stem not in names:
            stale.unlink()
    path = list_of(study, language)
    listed = [_entry(one) for one in traced]
    write_whole(path, json.dumps(listed, ensure_ascii=False, indent=1) + "\n", PUBLISHED)
    return path


def _marked(one: Traced, language: Language, code: str) -> Traced:
    marks = marks_of(one.drawing.name, language, one.module, one.tables, code)
    return replace(one, svg=marked(one.svg, marks))


def _entry(one: Traced) -> dict[str, Any]:
    drawn = one.drawing
    return {
        "name": drawn.name,
        "title": drawn.title,
        "caption": drawn.caption,
        "alt": drawn.alt,
        "sha256": hash_of(one.svg),
        "columns": list(drawn.table.columns),
        "rows": [list(row) for row in drawn.table.rows],
        "module": one.module,
        "tables": list(one.tables),
    }
