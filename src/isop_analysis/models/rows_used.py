"""How many rows a model had, used and lost, and to which variable."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.models.frame import WORD

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from isop_analysis.models.multilevel.outcomes import Outcome
    from isop_analysis.study.structural_settings import Panel, Structural

    Flags = dict[str, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]

SCORE = "score"


def row_use_rows(outcome: "Outcome", unscored: int = 0) -> list[Row]:
    """Return the rows of model_rows: lost in all, then to each variable of the formula with missing values.

    `lost_any` counts every row without the variable, `lost_first` those that lack none before it, `lost_only`
    those that lack nothing else. `unscored` responses are available too and lack the score, which comes
    first; the others follow in the formula's order. A centred variable goes by the name of what it centres.
    """
    available = len(outcome.frame) + unscored
    causes = _causes(_missing(outcome, unscored), available)
    head: Row = {
        **outcome.name,
        "status": outcome.status,
        "available": available,
        "used": outcome.fit.n if outcome.fit else available - int(str(causes[0]["lost_any"])),
    }
    return [head | cause for cause in causes]


def structural_use_rows(
    model: "Structural | Panel", syntax: str, data: "pd.DataFrame", status: str, used: int | None
) -> list[Row]:
    """Return the rows of structural_rows; `used` of a fit, complete rows where None.

    Full information maximum likelihood loses a row to no single variable: it has the total alone.
    """
    names = [name for name in dict.fromkeys(WORD.findall(syntax)) if name in data]
    absent = data[names].isna()
    complete = int((~absent.any(axis=1)).sum())
    head: Row = {
        "model": model.name,
        "status": status,
        "available": len(data),
        "used": complete if used is None else used,
    }
    if model.missing == "fiml" and used is not None:
        lost = len(data) - used
        return [head | {"variable": "all"} | dict.fromkeys(("lost_any", "lost_first", "lost_only"), lost)]
    missing = {name: absent[name].to_numpy() for name in names}
    return [head | cause for cause in _causes(missing, len(data))]


def _missing(outcome: "Outcome", unscored: int) -> "Flags":
    import numpy as np

    model, frame = outcome.model, outcome.frame
    none = np.zeros(unscored, dtype=bool)
    found: Flags = {}
    if SCORE in frame:
        found[SCORE] = np.concatenate([frame[SCORE].isna().to_numpy(), ~none])
    centred = {one.name: one.of for one in model.centred}
    formula = model.formula if outcome.fit is None else outcome.fit.formula
    for name in dict.fromkeys([*WORD.findall(formula), *([model.weights] if model.weights else [])]):
        if name in frame and name != SCORE:
            flags = np.concatenate([frame[name].isna().to_numpy(), none])
            cause = centred.get(name, name)
            found[cause] = found[cause] | flags if cause in found else flags
    return found


def _causes(missing: "Flags", available: int) -> list[Row]:
    from isop_analysis.stats.missingness import rows_lost

    counts = rows_lost(missing, available)
    counts = counts[(counts["variable"] == "all") | (counts["lost_any"] > 0)]
    return counts.to_dict("records")  # type: ignore[return-value]
