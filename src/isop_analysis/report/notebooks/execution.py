"""Execute notebooks side by side in one process, so that the same results give the same bytes.

A notebook finds the study file in the environment variable ISOP_CONFIG; ISOP_READERS lets its study give the
published tables, which readers may have, and no others. Refuses a notebook that is missing, and one
whose cell fails, with the cell's number and its error.
"""

import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.readers import CONFIG, READERS

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

SECONDS_A_CELL = 300


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs."""

    name: str
    content: Any


def execute_all(study: "Study") -> list[Executed]:
    """Execute the study's notebooks and return them in the config's order.

    Raises StudyError with every notebook that is missing or has a failing cell.
    """
    paths = [study.root / name for name in study.config.notebooks]
    missing = [
        Problem(name, "notebook is missing; create it or take it out of `notebooks`")
        for name, path in zip(study.config.notebooks, paths, strict=True)
        if not path.is_file()
    ]
    if missing:
        raise StudyError(missing)
    found = asyncio.run(_side_by_side(study, paths))
    problems = [one for one in found if isinstance(one, Problem)]
    if problems:
        raise StudyError(problems)
    return [one for one in found if isinstance(one, Executed)]


async def _side_by_side(study: "Study", paths: list[Path]) -> "list[Executed | Problem]":
    with tempfile.TemporaryDirectory(prefix="isop") as folder:
        sockets = [Path(folder) / str(number) for number in range(len(paths))]
        each = zip(paths, sockets, strict=True)
        return list(await asyncio.gather(*(_execute(study, path, socket) for path, socket in each)))


async def _execute(study: "Study", path: Path, sockets: Path) -> "Executed | Problem":
    _without_iri_grammar()
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    content = nbformat.read(path, as_version=4)
    client = NotebookClient(
        content,
        km=_kernel(sockets),
        timeout=SECONDS_A_CELL,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute(env=_environment(study), cleanup_kc=True)
    except CellExecutionError as error:
        shown = path.relative_to(study.root).as_posix()
        return Problem(
            shown, f"cell {_failing_cell(content)} fails: {error.ename}: {error.evalue}; mend the cell"
        )
    return Executed(path.stem, content)


def _without_iri_grammar() -> None:
    """Keep jsonschema from building a grammar of addresses that no notebook's schema asks for: 2 seconds."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _kernel(sockets: Path) -> Any:
    """Return a kernel that is spoken to through files: a network port may be taken before the kernel has it."""
    from jupyter_client import AsyncKernelManager

    return AsyncKernelManager(
        kernel_name="python3", transport="ipc", ip=str(sockets), connection_file=f"{sockets}.json"
    )


def _environment(study: "Study") -> dict[str, str]:
    """Return what a kernel finds around it; it chooses its own backend, or its cells would show no figure."""
    config = study.root / study.config_part.document.file
    own = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return {**own, CONFIG: str(config), READERS: "1", "PYTHONHASHSEED": "0"}


def _failing_cell(content: Any) -> int:
    for number, cell in enumerate(content.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return number
    return 0
