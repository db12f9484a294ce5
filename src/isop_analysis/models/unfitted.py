"""What the log of a step says of models that give no result, one that can't be, or one without a term."""

from collections.abc import Iterable, Iterator

from isop_analysis.base.reasons import TERM_LEFT_OUT, read_reasons
from isop_analysis.contracts.table import Row


def print_unfitted(fits: Iterable[Row]) -> None:
    """Print a line for each fit that gives no result."""
    for line in unfitted_lines(fits):
        print(line)


def unfitted_lines(fits: Iterable[Row]) -> Iterator[str]:
    """Yield one line for each fit that was refused, failed, is inadmissible or lacks a term, with its reason.

    `fits` are rows of model_fits, structural_fits or site_models.
    """
    for fit in fits:
        name = ", ".join(f"{key} '{fit[key]}'" for key in ("model", "scale", "outcome") if fit.get(key))
        if fit["status"] != "fitted":
            yield f"{name} {fit['status']}: {_told(fit['reason'])}"
        elif fit.get("admissible") is False:
            yield f"{name} inadmissible, nothing is concluded from it: {_told(fit['notes'])}"
        elif lost := [one for one in read_reasons(fit.get("notes")) if one.key in TERM_LEFT_OUT]:
            yield f"{name} fitted without a term: {'; '.join(map(str, lost))}"


def _told(cell: object) -> str:
    return "; ".join(str(reason) for reason in read_reasons(cell))
