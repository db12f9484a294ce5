"""What a figure consists of, and figures as they were written: read without anything that draws."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class FigureTable:
    """The numbers behind a figure, as readers see them; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """A figure in one language: the question it answers is its title."""

    name: str
    title: str
    caption: str
    alt: str
    svg: str
    table: FigureTable


@dataclass(frozen=True)
class Origin:
    """Where a drawing comes from: the module that draws it, and the published tables which that reads."""

    name: str
    title: str
    module: str
    tables: tuple[str, ...]
    digest: str


def list_of(study: "Study", language: str) -> Path:
    """Return the path of the list of a language's figures: words, numbers and each drawing's hash."""
    return study.build / "figures" / f"{language}.json"


def drawing_of(study: "Study", language: str, name: str) -> Path:
    """Return the path of a drawing."""
    return study.build / "figures" / language / f"{name}.svg"


def hash_of(svg: str) -> str:
    """Return the SHA-256 of a drawing."""
    return hashlib.sha256(svg.encode()).hexdigest()


def read_figures(study: "Study", language: "Language") -> dict[str, Drawn]:
    """Return the figures as written, by name.

    Raises
    ------
    FileNotFoundError
        When the step draw_figures has not run, or a drawing is gone or is not the one it drew.
    """
    path = list_of(study, language)
    if not path.exists():
        raise FileNotFoundError(
            f"the figures are not there yet; run the step draw_figures ({study.command}) first"
        )
    return {entry["name"]: _read(study, language, entry) for entry in _entries(path)}


def origins_of(study: "Study", language: str) -> list[Origin]:
    """Return where each figure comes from, in the order of the report.

    Raises
    ------
    FileNotFoundError
        When the step draw_figures has not run.
    """
    entries = _entries(list_of(study, language))
    return [
        Origin(one["name"], one["title"], one["module"], tuple(one["tables"]), one["sha256"])
        for one in entries
    ]


def forget_changed(study: "Study") -> None:
    """Remove each list of figures that has a drawing which is gone or is not the one it drew.

    Without its list the step counts as not done, so that it draws again.
    """
    for language in study.config.languages:
        path = list_of(study, language)
        if path.exists() and not all(_is_there(study, language, entry) for entry in _entries(path)):
            path.unlink()


def _entries(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def _is_there(study: "Study", language: str, entry: dict[str, Any]) -> bool:
    drawing = drawing_of(study, language, entry["name"])
    return drawing.exists() and hash_of(drawing.read_text(encoding="utf-8")) == entry["sha256"]


def _read(study: "Study", language: "Language", entry: dict[str, Any]) -> Drawn:
    if not _is_there(study, language, entry):
        gone = f"figures/{language}/{entry['name']}.svg"
        raise FileNotFoundError(
            f"{gone} is gone or was changed; run the step draw_figures ({study.command}) again"
        )
    svg = drawing_of(study, language, entry["name"]).read_text(encoding="utf-8")
    table = FigureTable(tuple(entry["columns"]), tuple(tuple(row) for row in entry["rows"]))
    return Drawn(entry["name"], entry["title"], entry["caption"], entry["alt"], svg, table)
