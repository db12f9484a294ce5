"""Coded text: projects of ATLAS.ti, MAXQDA, NVivo, QualCoder (REFI-QDA) and tables of segments; agreement.

1. `read`: a `.qdpx`, a codebook `.qdc`, a table of segments; several coders' files become one project.
2. `Project`: `.codes`, `.segments`, `.documents`, `.cases`, `.coders`.
3. `agreement`: how far coders agree, per code and overall, and what they should talk about.
4. `write`: the project as a `.qdpx` or `.qdc` again, with values on its cases.
5. `mask`: a text or a project without names, places, schools, numbers, addresses.

What is read is what people said: it belongs in restricted folders.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.qualitative.coder_agreement import Agreement, agreement
    from isop_analysis.qualitative.limits import Limits
    from isop_analysis.qualitative.masking import Masked, MaskedProject, mask
    from isop_analysis.qualitative.project import Project
    from isop_analysis.qualitative.reading import read
    from isop_analysis.qualitative.writing import write

HOMES = {
    "qualitative.coder_agreement": ("Agreement", "agreement"),
    "qualitative.limits": ("Limits",),
    "qualitative.masking": ("Masked", "MaskedProject", "mask"),
    "qualitative.project": ("Project",),
    "qualitative.reading": ("read",),
    "qualitative.writing": ("write",),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = ["Agreement", "Limits", "Masked", "MaskedProject", "Project", "agreement", "mask", "read", "write"]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.qualitative' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
