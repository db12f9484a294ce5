"""Models fitted a few a job: which job fits which, where its tables lie, and all of them put together.

With ``models_per_job`` the models of a step are cut, in the config's order, into parts 1, 2, …; each part
writes the step's tables for its own models, and one more job of the step makes one table of each.
"""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.contracts.table import Row
    from isop_analysis.study.model_settings import Multilevel
    from isop_analysis.study.structural_settings import Panel, Structural
    from isop_analysis.study.study import Study

Model = TypeVar("Model")


def multilevel_tasks(study: "Study") -> "list[tuple[Multilevel, str]]":
    """Return each multilevel model with each of its scales, in the config's order."""
    return [(model, scale) for model in study.multilevel for scale in study.fitted_scales(model.name)]


def structural_tasks(study: "Study") -> "list[Structural | Panel]":
    """Return the structural models, then the panels, in the config's order."""
    return [*study.structural, *study.panels]


COUNTED = {
    "fit_multilevel": lambda study: len(multilevel_tasks(study)),
    "fit_structural": lambda study: len(structural_tasks(study)),
}
"""How many models each step that may be cut fits."""


def parts_of(study: "Study", step: str) -> list[int]:
    """Return the numbers of a step's parts; none where one job fits all."""
    count, most = COUNTED[step](study), study.config.models_per_job
    return [] if most is None or count <= most else list(range(1, -(-count // most) + 1))


def own_of(study: "Study", models: Sequence[Model], part: int | None) -> Sequence[Model]:
    """Return the models of a part; all of them where none is named."""
    most = study.config.models_per_job if part is not None else None
    return models if part is None or most is None else models[(part - 1) * most : part * most]


def folder_of(study: "Study", step: str, part: int | str | None) -> Path:
    """Return where a part's tables lie; where the step's do, where none is named."""
    return study.processed if part is None else study.processed / "parts" / step / str(part)


def gathered(study: "Study", step: str, names: Iterable[str]) -> "dict[str, list[Row]]":
    """Return the rows of all parts by table, in the parts' order."""
    from isop_analysis.contracts import read_table

    folders = [folder_of(study, step, part) for part in parts_of(study, step)]
    return {name: [row for folder in folders for row in _rows(read_table(name, folder))] for name in names}


def _rows(table: "pd.DataFrame") -> "list[Row]":
    """Return a table's rows as models leave them: what is absent is None, in whatever kind of column."""
    cells = table.astype(object)
    return cells.where(cells.notna(), None).to_dict("records")  # type: ignore[return-value]


def forget_parts(study: "Study", step: str) -> None:
    """Remove parts of an earlier run that was cut otherwise."""
    parts = study.processed / "parts" / step
    kept = {str(part) for part in parts_of(study, step)}
    for folder in parts.iterdir() if parts.is_dir() else ():
        if folder.name not in kept:
            shutil.rmtree(folder)
