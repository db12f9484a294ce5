"""All figures of a study, drawn in the order of the report and written."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def draw_all(study: "Study", language: Language) -> list[Drawn]:
    """Draw every figure that the study's tables have contents for."""
    from isop_analysis.figures import (
        answers,
        caterpillars,
        choices,
        confounding,
        detectable,
        effects,
        expected_lines,
        flow,
        growth,
        influences,
        joint_displays,
        loadings,
        missing,
        path_diagrams,
        region,
        scales_by_occasion,
        site_paths,
        site_slopes,
        teams,
    )
    from isop_analysis.figures.style import use_style

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
        scales_by_occasion,
        teams,
        growth,
        effects,
        site_slopes,
        site_paths,
        expected_lines,
        detectable,
        joint_displays,
        influences,
        caterpillars,
    )
    with _uncollected():
        return [drawn for module in modules for drawn in module.draw(study, words)]


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


def write_figures(study: "Study") -> Path:
    """Write ``figures/<language>/<name>.svg`` and, last of all, ``figures.json``; return its path."""
    folder = study.build / "figures"
    listed: dict[str, list[dict[str, Any]]] = {}
    for language in study.config.languages:
        drawn = draw_all(study, language)
        (folder / language).mkdir(parents=True, exist_ok=True)
        for stale in sorted((folder / language).glob("*.svg")):
            if stale.stem not in {one.name for one in drawn}:
                stale.unlink()
        for one in drawn:
            _replace(folder / language / f"{one.name}.svg", one.svg)
        listed[language] = [_entry(one) for one in drawn]
    path = folder / "figures.json"
    _replace(path, json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    return path


def _entry(drawn: Drawn) -> dict[str, Any]:
    return {
        "name": drawn.name,
        "title": drawn.title,
        "caption": drawn.caption,
        "alt": drawn.alt,
        "columns": list(drawn.table.columns),
        "rows": [list(row) for row in drawn.table.rows],
    }


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
