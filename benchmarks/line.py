"""What the whole line costs on a study: seconds, peak memory, and the share spent in starting up.

``python benchmarks/line.py [config/config.yaml]``

Copies the repository's files to a temporary folder and there measures a clean run, a run with nothing to
do, a run after a change in one instrument file, and `check`. Then each step runs alone: its seconds, those
spent in imports (Python's import times, the start of an empty interpreter added), and its peak memory.
Installation is not counted.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
IMPORT = re.compile(r"^import time:\s+(\d+) \|", re.MULTILINE)
STEPS = (
    *("import_answers", "import_context", "clean_answers", "score_scales", "measure_scales"),
    "map_networks",
    *("describe_missingness", "fit_multilevel", "fit_structural", "relate_outcomes", "simulate_designs"),
    *("second_opinion", "integrate_findings", "draw_figures --language nl", "draw_figures --language en"),
    *("execute_notebooks", "render_report", "audit_run"),
)
"""Jobs of a run, as Snakemake starts them; of `simulate_designs` the designs of a run before are removed."""


@dataclass(frozen=True)
class Cost:
    """Wall seconds, peak memory of the largest process in MB, and what the process wrote to stderr."""

    seconds: float
    peak_mb: float
    said: str


def cost_of(command: list[str], folder: Path, **environment: str) -> Cost:
    """Run a command and measure it; stops where it fails."""
    own = os.environ | {"PYTHONPATH": str(folder / "src"), "OMP_NUM_THREADS": "1"} | environment
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=own, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{text}")
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return Cost(seconds, used.ru_maxrss / scale, text)


def copy_to(folder: Path) -> None:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    for name in filter(None, names.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, folder / name)


def runs(folder: Path, config: str) -> None:
    isop = [sys.executable, "-m", "isop_analysis"]
    choice = ["--config", config]
    instrument = sorted((folder / "config" / "instruments").glob("*.yaml"))[0]
    print("| run | seconds | peak MB of the largest process |\n|---|---|---|")
    for name, command in (
        ("clean", [*isop, "run", *choice]),
        ("nothing to do", [*isop, "run", *choice]),
        ("after a change in one instrument file", [*isop, "run", *choice]),
        ("`check`", [*isop, "check", *choice]),
    ):
        if name.startswith("after"):
            text = instrument.read_text(encoding="utf-8")
            instrument.write_text(text.replace("en: ", "en: The ", 1), encoding="utf-8")
        cost = cost_of(command, folder)
        print(f"| {name} | {cost.seconds:.1f} | {cost.peak_mb:.0f} |", flush=True)


def steps(folder: Path, config: str) -> None:
    empty = min(cost_of([sys.executable, "-c", ""], folder).seconds for _ in range(5))
    print("\n| step alone | seconds | of these start-up and imports | peak MB |\n|---|---|---|---|")
    total = starting = 0.0
    for step in STEPS:
        command = [sys.executable, "-m", "isop_analysis", *step.split(), "--checked", "--config", config]
        if step == "simulate_designs":
            for kept in (folder / "data" / "processed").glob("*/designs"):
                shutil.rmtree(kept)
        plain = cost_of(command, folder)
        timed = cost_of(command, folder, PYTHONPROFILEIMPORTTIME="1")
        start = empty + sum(int(found) for found in IMPORT.findall(timed.said)) / 1e6
        total, starting = total + plain.seconds, starting + start
        print(f"| `{step}` | {plain.seconds:.2f} | {start:.2f} | {plain.peak_mb:.0f} |", flush=True)
    print(f"| together | {total:.1f} | {starting:.1f} ({starting / total:.0%}) | |")


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "config/config.yaml"
    with tempfile.TemporaryDirectory() as temporary:
        copy_to(Path(temporary))
        runs(Path(temporary), chosen)
        steps(Path(temporary), chosen)
