"""What the package deduce finds besides, where it is installed: persons, places, phones, addresses.

It is no dependency. Its first use builds tables for a minute or more, later ones load them for seconds.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from isop_analysis.qualitative.masking_found import Finding

KINDS = {
    "patient": "name",
    "persoon": "name",
    "locatie": "place",
    "telefoonnummer": "phone",
    "emailadres": "email",
    "url": "link",
    "bsn": "citizen_number",
}
"""Its tags for what is masked here; days, ages and institutions are left to the rules."""


def deduce_finder() -> Callable[[str], list[Finding]] | None:
    """Return what finds deduce's findings in a text; None where the package is not installed."""
    try:
        module = import_module("deduce")
    except ImportError:
        return None
    return lambda text: [
        Finding(one.start_char, one.end_char, KINDS[one.tag])
        for one in _loaded(module).deidentify(text).annotations
        if one.tag in KINDS
    ]


@cache
def _loaded(module: Any) -> Any:
    return module.Deduce()
