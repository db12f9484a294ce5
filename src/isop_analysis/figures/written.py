"""Figures as they were written, read without anything that draws."""

import json
from typing import TYPE_CHECKING

from isop_analysis.figures.drawn import Drawn, FigureTable

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


def read_figures(study: "Study", language: "Language") -> dict[str, Drawn]:
    """Return the figures as written, by name.

    Raises FileNotFoundError when the step draw_figures has not run.
    """
    folder = study.build / "figures"
    path = folder / "figures.json"
    if not path.exists():
        raise FileNotFoundError("the figures are not there yet; run the step draw_figures (./run) first")
    found = {}
    for entry in json.loads(path.read_text(encoding="utf-8"))[language]:
        svg = (folder / language / f"{entry['name']}.svg").read_text(encoding="utf-8")
        table = FigureTable(tuple(entry["columns"]), tuple(tuple(row) for row in entry["rows"]))
        found[entry["name"]] = Drawn(
            entry["name"], entry["title"], entry["caption"], entry["alt"], svg, table
        )
    return found
