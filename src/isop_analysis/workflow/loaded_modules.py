"""Which of our own modules each step loads: a table that is committed, so that what a step grows by is seen.

``python -m isop_analysis.workflow.loaded_modules`` writes ``workflow/loaded_modules.txt``; a test holds the
file to the code.
"""

from pathlib import Path

from isop_analysis.steps import STEPS
from isop_analysis.workflow.fingerprints import SOURCE, our_code
from isop_analysis.workflow.source_text import PACKAGE

TABLE = SOURCE.parent / "workflow" / "loaded_modules.txt"
HEAD = """# Our modules that each step may load, as its fingerprint counts them: a change in one reruns it.
# Written by `python -m isop_analysis.workflow.loaded_modules`; do not edit by hand.
"""


def table_text() -> str:
    """Return the table: per step the count, then its modules by room, and how many each room has."""
    code = our_code()
    parts = [HEAD]
    for step in STEPS:
        modules = code.loaded_by_step(f"{PACKAGE}.steps.{step}")
        parts.append(f"\n{step} {len(modules)}\n")
        parts += [f"  {line}\n" for line in _by_room(modules)]
    return "".join(parts)


def _by_room(modules: frozenset[str]) -> list[str]:
    rooms: dict[str, list[str]] = {}
    for module in sorted(modules):
        room, _, name = module.removeprefix(f"{PACKAGE}.").rpartition(".")
        rooms.setdefault(room or ".", []).append(name)
    return [f"{room}: {' '.join(names)}" for room, names in sorted(rooms.items())]


def write_table(path: Path = TABLE) -> None:
    """Write the table."""
    path.write_text(table_text(), encoding="utf-8")


if __name__ == "__main__":
    write_table()
