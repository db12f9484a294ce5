"""Names in a finished folder that closing it gives: sums, crate, what to read first, a copy of the line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.contracts.published_files import MADE_WITH

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

SUMS, CRATE, README = "SHA256SUMS", "ro-crate-metadata.json", "README.md"
WORKFLOW = "workflow"
"""Folder of the line's own description: its rules, environment and lock."""
SNAKEFILE, PROFILE = f"{WORKFLOW}/Snakefile", f"{WORKFLOW}/profile.yaml"
ENVIRONMENT, LOCK = f"{WORKFLOW}/environment.yml", f"{WORKFLOW}/requirements.lock"
LOADED = f"{WORKFLOW}/loaded_modules.txt"
"""Which modules each step may load: what its hash of code is taken over."""


def line_files(steps: Sequence[str]) -> dict[str, str]:
    """Return the files of the repository that go along, by where they lie in the folder."""
    own = {SNAKEFILE: "Snakefile", PROFILE: "profiles/default/config.yaml"}
    own |= {ENVIRONMENT: "environment.yml", LOCK: "requirements.lock"}
    own[LOADED] = "workflow/loaded_modules.txt"
    return own | {rule_of(step): f"workflow/rules/{step}.smk" for step in steps}


def rule_of(step: str) -> str:
    """Return where a step's rule lies in the folder."""
    return f"{WORKFLOW}/rules/{step}.smk"


def closing_files(steps: Sequence[str]) -> list[str]:
    """Return all that closes a folder."""
    return [*line_files(steps), README, SUMS, CRATE]


def made_with_files(study: "Study") -> tuple[Path, Path]:
    """Return where the record of what tables were made with lies: beside them, and beside readers' copies."""
    return study.published / MADE_WITH, study.build / "tables" / MADE_WITH
