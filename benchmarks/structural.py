"""Seconds of structural models, and how many times faster they are than lavaan in the same run.

``python benchmarks/structural.py``

Models and data are those of tests/golden/structural: factor models by ML and FIML, two-level models of
complete rows and of rows with missing values, and 1,000 bootstrap samples of the political-democracy model.
Ours and lavaan's are timed by turns, three rounds, so that other work on the machine weighs on both; the best
counts. Seconds are of the processor, after imports and after each has run once. Ours compute the standardised
solution with errors, indices of fit and R² too, lavaan's do not. lavaan's bootstrap is timed on 100 samples
and multiplied by ten.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from isop_analysis.stats import structural

DATA = Path(__file__).parents[1] / "tests" / "golden" / "structural"
MODELS = json.loads((DATA / "reference.json").read_text())["sem"]
GAPS = json.loads((DATA / "two_level_missing.json").read_text())
ROUNDS, REPEATS = 3, 5
IN_R = """
suppressMessages(library(lavaan))
m <- jsonlite::fromJSON("reference.json")$sem
complete <- read.csv("holzinger_swineford_1939.csv"); incomplete <- read.csv("holzinger_missing.csv")
nested <- read.csv("demo_twolevel.csv"); gaps <- read.csv("demo_twolevel_missing.csv")
g <- jsonlite::fromJSON("two_level_missing.json")
f <- sem(m$political_democracy$model, read.csv("political_democracy.csv"))
seconds <- function(run) sum(system.time(run())[1:2])
best <- function(run, times = 5) { run(); min(sapply(1:times, function(i) seconds(run))) }
cat(best(function() cfa(m$cfa_ml$model, complete)),
    best(function() cfa(m$cfa_ml$model, incomplete, missing = "fiml")),
    best(function() sem(m$twolevel$model, nested, cluster = "cluster")),
    best(function() sem(g$predictors$model, gaps, cluster = "cluster", missing = "ml"), 2),
    10 * seconds(function() suppressWarnings(bootstrapLavaan(f, R = 100))))
"""


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv")


def tasks() -> dict[str, Callable[[], object]]:
    complete, incomplete = read("holzinger_swineford_1939"), read("holzinger_missing")
    nested, gaps = read("demo_twolevel"), read("demo_twolevel_missing")
    fitted = structural.fit(MODELS["political_democracy"]["model"], read("political_democracy"))
    return {
        "cfa_ml": lambda: structural.fit(MODELS["cfa_ml"]["model"], complete),
        "cfa_fiml": lambda: structural.fit(MODELS["cfa_ml"]["model"], incomplete, missing="fiml"),
        "twolevel": lambda: structural.fit(MODELS["twolevel"]["model"], nested, cluster="cluster"),
        "twolevel_fiml": lambda: structural.fit(
            GAPS["predictors"]["model"], gaps, cluster="cluster", missing="fiml"
        ),
        "bootstrap": lambda: structural.bootstrap(fitted, 1000),
    }


def best(run: Callable[[], object]) -> float:
    run()
    found = []
    for _ in range(REPEATS):
        started = time.process_time()
        run()
        found.append(time.process_time() - started)
    return min(found)


def seconds_in_r() -> list[float]:
    if shutil.which("Rscript") is None:
        return []
    done = subprocess.run(["Rscript", "-e", IN_R], cwd=DATA, capture_output=True, text=True, check=True)
    return [float(part) for part in done.stdout.split()[-5:]]


def main() -> None:
    ours: dict[str, float] = {}
    theirs: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, run in tasks().items():
            ours[name] = min(best(run), ours.get(name, float("inf")))
        for name, seconds in zip(ours, seconds_in_r(), strict=False):
            theirs[name] = min(seconds, theirs.get(name, float("inf")))
    for name, seconds in ours.items():
        beside = f"  lavaan {theirs[name]:8.3f} s  {theirs[name] / seconds:5.1f} ×" if theirs else ""
        print(f"{name:13s} {seconds:8.4f} s{beside}")


if __name__ == "__main__":
    main()
