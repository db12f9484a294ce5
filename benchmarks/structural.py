"""Seconds of structural models, and how many times faster they are than lavaan in the same run.

``python benchmarks/structural.py``

Models and data are those of tests/golden/structural: factor models by ML and FIML, a two-level model, and
1,000 bootstrap samples of the political-democracy model. Each is run once before it is timed; the best of
several counts. lavaan's bootstrap is timed on 100 samples and multiplied by ten.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from isop_analysis import structural

DATA = Path(__file__).parents[1] / "tests" / "golden" / "structural"
MODELS = json.loads((DATA / "reference.json").read_text())["sem"]
REPEATS = 5
IN_R = """
suppressMessages(library(lavaan))
m <- jsonlite::fromJSON("reference.json")$sem
complete <- read.csv("holzinger_swineford_1939.csv"); incomplete <- read.csv("holzinger_missing.csv")
nested <- read.csv("demo_twolevel.csv")
f <- sem(m$political_democracy$model, read.csv("political_democracy.csv"))
best <- function(run) { run(); min(sapply(1:5, function(i) system.time(run())[["elapsed"]])) }
cat(best(function() cfa(m$cfa_ml$model, complete)),
    best(function() cfa(m$cfa_ml$model, incomplete, missing = "fiml")),
    best(function() sem(m$twolevel$model, nested, cluster = "cluster")),
    10 * system.time(suppressWarnings(bootstrapLavaan(f, R = 100)))[["elapsed"]])
"""


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv")


def tasks() -> dict[str, Callable[[], object]]:
    complete, incomplete, nested = (
        read(name) for name in ("holzinger_swineford_1939", "holzinger_missing", "demo_twolevel")
    )
    fitted = structural.fit(MODELS["political_democracy"]["model"], read("political_democracy"))
    return {
        "cfa_ml": lambda: structural.fit(MODELS["cfa_ml"]["model"], complete),
        "cfa_fiml": lambda: structural.fit(MODELS["cfa_ml"]["model"], incomplete, missing="fiml"),
        "twolevel": lambda: structural.fit(MODELS["twolevel"]["model"], nested, cluster="cluster"),
        "bootstrap": lambda: structural.bootstrap(fitted, 1000),
    }


def best(run: Callable[[], object]) -> float:
    run()
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        found.append(time.perf_counter() - started)
    return min(found)


def seconds_in_r() -> list[float]:
    if shutil.which("Rscript") is None:
        return []
    done = subprocess.run(["Rscript", "-e", IN_R], cwd=DATA, capture_output=True, text=True, check=True)
    return [float(part) for part in done.stdout.split()[-4:]]


def main() -> None:
    ours = {name: best(run) for name, run in tasks().items()}
    theirs = dict(zip(ours, seconds_in_r(), strict=False))
    for name, seconds in ours.items():
        beside = f"  lavaan {theirs[name]:8.3f} s  {theirs[name] / seconds:5.1f} ×" if theirs else ""
        print(f"{name:10s} {seconds:8.4f} s{beside}")


if __name__ == "__main__":
    main()
