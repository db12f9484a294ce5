"""The environment every job runs in, whatever the shell it was started from."""

import os
import sys
from pathlib import Path
from typing import Any

FIXED = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "", "MPLBACKEND": "Agg"}


def prepare_jobs() -> None:
    """Let jobs run the Python that runs Snakemake, with one order of hashes; a step sets its own threads."""
    folder = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if path.split(os.pathsep)[0] != folder:
        os.environ["PATH"] = f"{folder}{os.pathsep}{path}" if path else folder
    os.environ.update(FIXED)
    os.umask(0o077)  # logs hold counts of people: they are made by a shell
    _plan_without_pandas()


def _plan_without_pandas() -> None:
    """Keep Snakemake from importing pandas, lest a rule's `params` be a table; ours are texts."""
    import snakemake.persistence

    kept: Any = getattr(snakemake.persistence, "PersistenceBase", None)
    if hasattr(kept, "_serialize_param_builtin"):
        kept._serialize_param = kept._serialize_param_builtin
