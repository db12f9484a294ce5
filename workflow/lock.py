"""Renew requirements.lock from pyproject.toml: ``python workflow/lock.py [--upgrade]``, with uv on the PATH.

One file in four parts: what sets up an environment, what running a study needs, what only tests and
notebooks need beside that, and what only the docs' site needs beside both. workflow/environment.sh installs
the parts it wants; the whole file has everything.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("--extra", "test", "--extra", "notebooks")
LOCK = ROOT / "requirements.lock"
CONDA = ROOT / "environment.yml"
"""It names the lock by its hash, so that Snakemake makes the environment anew where the lock has changed."""
COMPILE = "uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet"


def main(options: list[str]) -> None:
    """Compile the parts; each is held to the versions of what those before it need."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "pyproject.toml", folder)
        run = compiled(folder / "run", "pyproject.toml", *options)
        rest = compiled(folder / "rest", "pyproject.toml", *EXTRAS, "--constraints", "run", *options)
        docs_extras = (*EXTRAS, "--extra", "docs")
        docs = compiled(folder / "docs", "pyproject.toml", *docs_extras, "--constraints", "rest", *options)
        setup = compiled(folder / "setup", "--group", "setup", *options)
    parts = {
        "[setup] For setting up.": setup,
        "[run] For running a study.": run,
        "[rest] For tests and notebooks alone.": beyond(run, rest),
        "[docs] For the docs' site alone.": beyond(rest, docs),
    }
    text = "".join(f"# {title}\n{''.join(entries)}" for title, entries in parts.items())
    LOCK.write_text(f"# Made by workflow/lock.py of pyproject.toml.\n{text}")
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    CONDA.write_text(re.sub("sha256 [0-9a-f]*", f"sha256 {digest}", CONDA.read_text()))


def compiled(path: Path, *arguments: str) -> list[str]:
    """Return the entries of a compiled list, a package each; versions stay what they are in the lock."""
    path.write_text(LOCK.read_text())
    subprocess.run([*COMPILE.split(), *arguments, "--output-file", path.name], cwd=path.parent, check=True)
    return re.split(r"(?m)^(?=[a-z0-9])", path.read_text())[1:]


def beyond(fewer: list[str], more: list[str]) -> list[str]:
    """Return the entries of a longer list that the shorter one hasn't."""
    known = {head(entry) for entry in fewer}
    return [entry for entry in more if head(entry) not in known]


def head(entry: str) -> str:
    """Return an entry's package, version and marker."""
    return entry.split(" \\\n")[0]


if __name__ == "__main__":
    main(sys.argv[1:])
