"""What `isop check` says of studies with one defect each, and whether a run stops where it said nothing.

``python benchmarks/check_against_run.py [NAME ...]``

Makes each defect of `broken_configs.yaml` in a copy of the tiny study, checks it, and where nothing was
found, runs it whole. Writes `check_against_run.csv`: what check said first, how many sentences, how the run
ended, and how many models were fitted, refused and failed; of defects that are named, their rows alone. A
run that stops after check passed, or a model that is refused for a reason that check did not tell, is a
defect of check's: exit code 1.
"""

import csv
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from shutil import copytree, ignore_patterns

from broken_configs import CONFIG, RAW, Broken, broken_configs, copy_of_tiny

PROJECT = Path(__file__).resolve().parents[1]
LINKED = ("Snakefile", "workflow", "profiles", "src", "reports", "data/open")
FILES = ("environment.yml", "pyproject.toml", "requirements.lock")
LEFT_OUT = ignore_patterns("build", ".ipynb_checkpoints", "*.egg-info")
TABLE = Path(__file__).with_suffix(".csv")
FITS = ("model_fits", "structural_fits", "site_models")


@dataclass(frozen=True)
class Row:
    """What became of one defect."""

    name: str
    check: str
    problems: int
    said: str
    run: str = ""
    stopped_at: str = ""
    fitted: int = 0
    refused: int = 0
    failed: int = 0
    untold: str = ""


def main(names: list[str]) -> int:
    """Check and run each defect; print its row and write it into the table, in the order of the defects."""
    cases = broken_configs()
    rows = {row.name: row for row in _written()}
    for case in [case for case in cases if not names or case.name in names]:
        with tempfile.TemporaryDirectory(prefix="broken") as folder:
            rows[case.name] = _row(case, Path(folder))
        print(" | ".join(str(cell) for cell in asdict(rows[case.name]).values()), flush=True)
        _write([rows[one.name] for one in cases if one.name in rows])
    known = [rows[one.name] for one in cases if one.name in rows]
    late = [row.name for row in known if row.run == "stopped" or row.untold]
    print(
        f"{len(known)} defects; check stopped {sum(row.check == 'stopped' for row in known)}; later: {late}"
    )
    return int(bool(late))


def _written() -> list[Row]:
    if not TABLE.is_file():
        return []
    kinds = {field.name: int if field.type is int else str for field in fields(Row)}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**{key: kinds[key](cell) for key, cell in row.items()}) for row in csv.DictReader(file)]


def _write(rows: list[Row]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def _row(case: Broken, root: Path) -> Row:
    _project(root)
    case.make(root)
    done = _isop(root, "check")
    errors = _errors(done)
    if done.returncode:
        return Row(case.name, "stopped", len(errors), errors[0] if errors else done.stderr[-300:])
    ran = _isop(root, "run")
    if ran.returncode:
        stopped = (_errors(ran) or [ran.stderr[-300:]])[0]
        return Row(case.name, "passed", 0, "", "stopped", stopped)
    return Row(case.name, "passed", 0, "", "ended", "", *_models(root, done.stdout))


def _project(root: Path) -> None:
    copy_of_tiny(PROJECT, root)
    for name in LINKED:
        source = PROJECT / name
        if source.is_dir():
            copytree(source, root / name, ignore=LEFT_OUT, copy_function=os.link)
        else:
            os.link(source, root / name)
    for name in FILES:
        os.link(PROJECT / name, root / name)
    assert (root / RAW).is_dir()


def _isop(root: Path, verb: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "isop_analysis", verb, "--config", str(CONFIG)]
    own = os.environ | {"PYTHONPATH": str(root / "src")}
    return subprocess.run(command, cwd=root, env=own, capture_output=True, text=True, check=False)


def _errors(done: "subprocess.CompletedProcess[str]") -> list[str]:
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines()]
    return [line.removeprefix("ERROR ") for line in lines if line.startswith("ERROR ")]


def _models(root: Path, said: str) -> tuple[int, int, int, str]:
    """Return how many models were fitted, refused, failed, and those that check did not tell."""
    import pandas as pd

    folder = root / "data/processed/tiny"
    fits = pd.concat([pd.read_parquet(folder / f"{name}.parquet") for name in FITS], ignore_index=True)
    count = {kind: int((fits["status"] == kind).sum()) for kind in ("fitted", "refused", "failed")}
    without = sorted(set(fits.loc[fits["status"] != "fitted", "model"]))
    untold = "; ".join(name for name in without if f"'{name}'" not in said)
    return count["fitted"], count["refused"], count["failed"], untold


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
