"""Figures: one file a figure, each a question with its answer drawn, described, and in numbers.

For analysts one call a figure, which a notebook shows: ``isop.figures.effects(study)`` (`one_call.figure`).
In the pipeline `gallery` writes them all: every module of `kinds` reads published tables and returns what
could be drawn. Only reading what was written is imported here: editing a drawing reruns no reader of it.
"""

from functools import partial, update_wrapper
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable, read_figures

if TYPE_CHECKING:
    from isop_analysis.figures.one_call import figure

HOMES = {
    "figure": ("one_call",),
    "flow": ("one_call", "kinds.flow"),
    "missing": ("one_call", "kinds.missing"),
    "region": ("one_call", "kinds.region"),
    "answers": ("one_call", "kinds.answers"),
    "loadings": ("one_call", "kinds.loadings"),
    "path_diagrams": ("one_call", "kinds.path_diagrams"),
    "confounding": ("one_call", "kinds.confounding"),
    "choices": ("one_call", "kinds.choices"),
    "professions": ("one_call", "kinds.professions"),
    "scales_by_occasion": ("one_call", "kinds.scales_by_occasion"),
    "teams": ("one_call", "kinds.teams"),
    "answer_forests": ("one_call", "kinds.answer_forests"),
    "effects": ("one_call", "kinds.effects"),
    "site_slopes": ("one_call", "kinds.site_slopes"),
    "site_paths": ("one_call", "kinds.site_paths"),
    "expected_lines": ("one_call", "kinds.expected_lines"),
    "detectable": ("one_call", "kinds.detectable"),
    "joint_displays": ("one_call", "kinds.joint_displays"),
}
"""What analysts ask for by name, in the order of the report: a kind of figure each, but for `figure`."""

__all__ = ["Drawn", "FigureTable", "figure", "read_figures"]


def __getattr__(name: str) -> Any:
    """Return the call that draws a kind of figure; matplotlib loads when it is called."""
    if name not in HOMES:
        raise AttributeError(f"module 'isop_analysis.figures' has no attribute '{name}'")
    from isop_analysis.figures import one_call

    if name == "figure":
        return one_call.figure
    return update_wrapper(partial(one_call.figure, kind=name), one_call.figure)


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *HOMES])
