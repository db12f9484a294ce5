"""What the log of the step says of models that give no result, or one that can't be."""

from collections.abc import Iterable, Iterator

Row = dict[str, object]


def unfitted_lines(fits: Iterable[Row]) -> Iterator[str]:
    """Yield one line for each fit that was refused, failed, or is inadmissible, with its reason.

    `fits` are rows of model_fits, structural_fits or site_models.
    """
    for fit in fits:
        name = ", ".join(f"{key} '{fit[key]}'" for key in ("model", "scale", "outcome") if fit.get(key))
        if fit["status"] != "fitted":
            yield f"{name} {fit['status']}: {fit['reason']}"
        elif fit.get("admissible") is False:
            yield f"{name} inadmissible, nothing is concluded from it: {fit['notes']}"
