"""Damages every kind of file that the pipeline reads, and counts what becomes of it.

``python benchmarks/fuzz.py [--seeds 10] [--kinds qualtrics …] [--minutes 30] [--rows trials.csv]``

A trial is a kind of file, a way of damaging it and a seed. It runs in a fork with a limit of memory and time:
`check` looks at the study, and where it finds nothing wrong the file is imported. Counted are files that were
read, that were refused in a sentence, that were read as something else than they say (held against `csv`,
`python-calamine` and `pyreadstat`: `fuzz_oracle.py`), errors nobody foresaw, aborted processes, and those
beyond ten seconds or a gigabyte. Rows come into the file as trials end: a run that was stopped goes on where
it was, and a trial whose row was deleted is run once more.
"""

import argparse
import csv
import gc
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import fuzz_oracle
import pandas  # noqa: F401  the forks have it
import pyarrow.parquet  # noqa: F401
from fuzz_kinds import Kind
from fuzz_study import make_study, other_kinds
from fuzz_surveys import survey_kinds
from fuzz_ways import mutations_of

from isop_analysis.__main__ import main as isop

SECONDS, MEGABYTES = 10, 1_000
PATIENCE, STUCK = 60, 1_800
"""Seconds of the processor after which a fork is stopped, and by the clock: the machine may be busy."""
ENDS = ("read", "refused", "changed", "unforeseen", "aborted")
Key = tuple[str, str, int]


@dataclass(frozen=True)
class Trial:
    """What became of a damaged file; seconds are the processor's, the rest of the machine may be busy.

    `fuzzer`: this kind of file can't be damaged this way, or the fuzzer broke.
    """

    kind: str
    mutation: str
    seed: int
    end: str
    detail: str
    seconds: float
    megabytes: int


def run(kind: Kind, mutation: str, seed: int, study: Path) -> Trial:
    """Damage a file of a copy of the study, and have it read in a fork."""
    start, (reading, writing) = time.perf_counter(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _child(kind, mutation, seed, study, writing)
        except BaseException as error:  # of the fuzzer's own: nothing may go on in this fork
            os.write(writing, json.dumps({"end": "fuzzer", "detail": repr(error)[:300]}).encode())
        finally:
            os._exit(0)
    os.close(writing)
    status, used = _wait(child, start)
    told = b""
    while piece := os.read(reading, 65_536):
        told += piece
    os.close(reading)
    found = json.loads(told) if told else {"end": "aborted", "detail": f"status {status}"}
    seconds = round(used.ru_utime + used.ru_stime, 2)
    return Trial(kind.name, mutation, seed, found["end"], found["detail"], seconds, used.ru_maxrss // 1024)


def _wait(child: int, start: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a fork to end; it is killed where it takes far too long."""
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            return status, used
        if time.perf_counter() - start > STUCK:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def _child(kind: Kind, mutation: str, seed: int, study: Path, writing: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=study.parent))
    try:
        damaged = mutations_of(kind)[mutation](kind, random.Random(f"{kind.name} {mutation} {seed}"))
        root = folder / study.name
        shutil.copytree(study, root)
        shutil.copy2(study.with_suffix(".key"), folder)  # keys lie outside a study's folder
        path = _place(kind, root)
        path.write_bytes(damaged.content)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        resource.setrlimit(resource.RLIMIT_AS, (4 * used + 4_000_000_000, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, resource.RLIM_INFINITY))
        end, detail = _read(kind, root, folder)
        if end == "read" and kind.columns:
            detail = ", ".join(
                fuzz_oracle.survey_changes(kind, damaged, path, root / "data/restricted/small")
            )
        elif end == "read":
            own, processed = root / "data/restricted/small", root / "data/processed/small"
            detail = ", ".join(fuzz_oracle.other_changes(kind, damaged, path, own, processed))
        end = "changed" if end == "read" and detail else end
        os.write(writing, json.dumps({"end": end, "detail": detail}).encode())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place(kind: Kind, root: Path) -> Path:
    """Return where the damaged file stands; a survey file takes the place of the study's own."""
    raw = root / "data/raw/small"
    if kind.columns:
        (raw / "plain.csv").unlink()
        if kind.beside is not None:
            (raw / kind.beside[0]).write_text(kind.beside[1], encoding="utf-8")
    if kind.name == "syntax":
        (raw / "plain.csv").unlink()
        texts = next(one for one in survey_kinds() if one.name == "limesurvey texts")
        (raw / texts.file).write_bytes(texts.content)
    return (raw / kind.file).resolve()


def _read(kind: Kind, root: Path, folder: Path) -> tuple[str, str]:
    """Run what a person would: the manifest, `check`, and the import where it finds nothing wrong."""
    screen = folder / "screen"
    screens = os.open(screen, os.O_WRONLY | os.O_CREAT)
    os.dup2(screens, 1)
    os.dup2(screens, 2)
    config = str(root / "config/config.yaml")
    os.chdir(root)
    code = 0
    for verb in ("manifest", "check", kind.step):
        if verb == "manifest" and kind.name == "manifest":
            continue
        try:
            code = isop([verb, "--config", config])
        except BaseException as error:
            return "unforeseen", f"{verb}: {type(error).__name__}"
        sys.stdout.flush()
        said = screen.read_text(encoding="utf-8", errors="replace")
        if "broke with" in said or "Traceback" in said or "panicked" in said:
            lines = [line for line in said.splitlines() if "broke with" in line or "panicked" in line]
            return "unforeseen", f"{verb}: {(lines or [said[-200:]])[-1]}"[:300]
        if code:
            break
    if code == 0:
        return "read", ""
    sentences = [line for line in said.splitlines() if line.startswith("ERROR")]
    return ("refused", sentences[0][:200]) if sentences else ("unforeseen", "no sentence")


def trials(kinds: list[Kind], seeds: range, study: Path, end: float, done: set[Key]) -> Iterator[Trial]:
    """Yield one trial after another until the time is over, every kind and mutation once a seed."""
    for seed in seeds:
        for kind in kinds:
            for mutation in mutations_of(kind):
                if time.time() > end:
                    return
                if (kind.name, mutation, seed) not in done:
                    yield run(kind, mutation, seed, study)


def kept(rows: Path) -> list[Trial]:
    """Return the trials that stand in a file of rows."""
    if not rows.exists():
        return []
    with rows.open(encoding="utf-8", newline="") as file:
        return [
            Trial(
                row["kind"],
                row["mutation"],
                int(row["seed"]),
                row["end"],
                row["detail"],
                float(row["seconds"]),
                int(row["megabytes"]),
            )
            for row in csv.DictReader(file)
        ]


def keep(trial: Trial, rows: Path) -> None:
    """Add a trial to a file of rows."""
    new = not rows.exists()
    with rows.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(trial)), lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(asdict(trial))


def table(found: list[Trial]) -> str:
    """Return the counts by kind as a table of Markdown."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    largest: dict[str, int] = defaultdict(int)
    for one in (one for one in found if one.end in ENDS):
        for kind in (one.kind, "all"):
            by_kind[kind][one.end] += 1
            slowest[kind] = max(slowest[kind], one.seconds)
            largest[kind] = max(largest[kind], one.megabytes)
    lines = [
        "| kind | trials | " + " | ".join(ENDS) + " | slowest s | most MB |",
        "|" + "---|" * (4 + len(ENDS)),
    ]
    for kind, counts in by_kind.items():
        cells = [kind, counts.total(), *(counts[end] for end in ENDS), f"{slowest[kind]:.1f}", largest[kind]]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def main() -> None:
    """Run the trials and print the table; each that ended badly is printed as it comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kinds", nargs="*")
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--rows", type=Path, default=Path("trials.csv"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        root = Path(folder) / "study"
        root.mkdir()
        make_study(root)
        kinds = [
            k for k in (*survey_kinds(), *other_kinds(root)) if not options.kinds or k.name in options.kinds
        ]
        for verb in ("check", "import_answers", "import_context"):  # loads all modules, for the forks to have
            assert isop([verb, "--config", str(root / "config/config.yaml")]) == 0
        gc.collect()
        gc.freeze()  # or each fork copies all that was loaded when it looks for garbage
        found = kept(options.rows)
        done = {(one.kind, one.mutation, one.seed) for one in found}
        seeds = range(options.first, options.first + options.seeds)
        for trial in trials(kinds, seeds, root, time.time() + 60 * options.minutes, done):
            found.append(trial)
            keep(trial, options.rows)
            over = trial.seconds > SECONDS or trial.megabytes > MEGABYTES
            if trial.end not in ENDS[:2] or over:
                print(trial, flush=True)
    print(table(found))


if __name__ == "__main__":
    main()
