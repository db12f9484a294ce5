"""What multilevel fits cost beside other libraries, measured in one run.

``OMP_NUM_THREADS=1 python benchmarks/multilevel.py`` writes docs/multilevel_speed.csv and prints it. The demo
must have been run before.

Rows: a fit from the data frame, the Kenward-Roger tests of a fitted model, and 1,000 refits to new outcomes.
The demo's participation model is fitted to each of its scales, and a row gives the mean over these.
Libraries: statsmodels; lme-python and mixedlm where they can be imported; lme4 with pbkrtest where Rscript
finds them. Each number is the first quartile of up to 200 runs in which the libraries take turns: on cores
that others use too, a median tells how busy these were. R runs in a process of its own. A library is right
where its REML criterion is within 1e-6, relative, of the one found here, its degrees of freedom within 1e-3.
"""

import contextlib
import io
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from multilevel_peers import OURS, Model, Run, Timed, fits_of, refits, tests_of

import isop_analysis as isop
from isop_analysis.models.frame import model_frame
from isop_analysis.models.tables import read_model_tables

REPOSITORY = Path(__file__).resolve().parents[1]
GOLDEN = REPOSITORY / "tests" / "golden" / "multilevel"
TABLE = REPOSITORY / "docs" / "multilevel_speed.csv"
RSCRIPT = Path(__file__).with_suffix(".R")
TURNS = 200
SECONDS = 6.0
REFITS = 1000
SAME, DF = 1e-6, 1e-3


def models() -> list[Model]:
    exam = pd.read_csv(GOLDEN / "exam.csv")
    small = pd.read_csv(GOLDEN / "exam_small.csv")
    slope, three = "normexam ~ standLRT + sex", "normexam ~ standLRT + schavg + sex"
    return [
        Model("exam_slope", f"{slope} + (standLRT | school)", (exam,), slope, "school", "~standLRT"),
        Model("exam_small", f"{three} + (1 | school)", (small,), three, "school", None),
        participation(),
    ]


def participation() -> Model:
    """Return the demo's first participation model on its scales, complete rows and used columns only."""
    study = isop.study.load(REPOSITORY / "config" / "config.yaml")
    if not (study.processed / "scale_scores.parquet").exists():
        sys.exit("The demo has no processed tables yet: run ./run first.")
    model = next(one for one in study.multilevel if one.name == "participation")
    tables, frames = read_model_tables(study), []
    for scale in model.scales:
        frame = model_frame(tables, model, scale)
        frame = frame[[name for name in frame.columns if name in model.formula]].dropna()
        frame["team_in_site"] = frame["site"] + frame["team"]
        frames.append(frame.reset_index(drop=True))
    fixed = model.formula.split("+ (")[0].strip()
    crossed = ("person", "team_in_site", "site")
    return Model("participation", model.formula.strip(), tuple(frames), fixed, None, None, crossed)


def balanced() -> pd.DataFrame:
    """Return 30 clusters of 10 with a predictor."""
    rng = np.random.default_rng(20240901)
    group = np.repeat(np.arange(30), 10)
    x = rng.standard_normal(300)
    y = 0.3 * x + 0.5 * rng.standard_normal(30)[group] + rng.standard_normal(300)
    return pd.DataFrame({"y": y, "x": x, "group": [f"g{number:02d}" for number in group]})


def new_outcomes(data: pd.DataFrame) -> np.ndarray:
    rng = np.random.default_rng(7)
    codes = pd.factorize(data["group"])[0]
    return rng.standard_normal((REFITS, len(data))) + 0.5 * rng.standard_normal((REFITS, 30))[:, codes]


@dataclass(frozen=True)
class Measured:
    """Milliseconds (first quartile) of a library's run of a row, and whether its values are right."""

    row: str
    library: str
    ms: float
    right: bool


def measure(row: str, runs: list[Timed], limit: float, parts: int = 1) -> list[Measured]:
    """Run all libraries in turn, many times; one that has had its seconds is passed over."""
    reference = runs[0].value(runs[0].run())
    times: dict[str, list[float]] = {one.library: [] for one in runs}
    right: dict[str, bool] = {}
    for _ in range(TURNS):
        for one in runs:
            if sum(times[one.library]) < SECONDS:
                seconds, result = timed(one.run)
                times[one.library].append(seconds)
                right[one.library] = agree(one.value(result), reference, limit)
    return [
        Measured(row, library, 1e3 * float(np.quantile(own, 0.25)) / parts, right[library])
        for library, own in times.items()
    ]


def timed(run: Run) -> tuple[float, object]:
    """Return the seconds of a run and its result."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        start = time.perf_counter()
        result = run()
        return time.perf_counter() - start, result


def agree(values: np.ndarray, reference: np.ndarray, limit: float) -> bool:
    """Tell whether values equal the reference within a relative limit."""
    return values.shape == reference.shape and bool(np.allclose(values, reference, rtol=limit, atol=limit))


def by_r(cases: list[Model]) -> list[Measured]:
    """Return what lme4 and pbkrtest cost, or nothing where R or these packages are missing."""
    if not shutil.which("Rscript"):
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for model in cases:
            for number, frame in enumerate(model.frames, start=1):
                frame.to_csv(folder / f"{model.name}_{number}.csv", index=False)
            (folder / f"{model.name}.txt").write_text(model.formula)
        balanced().to_csv(folder / "balanced.csv", index=False)
        pd.DataFrame(new_outcomes(balanced())[:100]).to_csv(folder / "outcomes.csv", index=False)
        command = ["Rscript", str(RSCRIPT), name, str(REFITS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print("lme4 and pbkrtest are left out: " + done.stderr.strip().splitlines()[-1])
        return []
    return [checked(row, cases) for row in pd.read_csv(io.StringIO(done.stdout)).itertuples()]


def checked(row: object, cases: list[Model]) -> Measured:
    """Compare the sum over a row's values that R printed with ours."""
    model = next((case for case in cases if row.row.startswith(case.name)), None)
    if model is None:
        ours = theirs = 0.0
    else:
        runs, theirs = (fits_of(model) if row.row.endswith("fit") else tests_of(model)), row.value
        ours = float(runs[0].value(runs[0].run()).sum())
    limit = SAME if row.row.endswith("fit") else DF
    return Measured(row.row, "lme4 / pbkrtest", row.ms, bool(abs(ours - theirs) <= limit * abs(ours)))


def ratio_table(found: list[Measured]) -> pd.DataFrame:
    """Return row, library, ms, ratio to ours, right; rows in the order measured."""
    table = pd.DataFrame([asdict(one) for one in found])
    ours = table[table["library"] == OURS].set_index("row")["ms"]
    table["ratio"] = table["ms"] / table["row"].map(ours)
    place = {row: number for number, row in enumerate(dict.fromkeys(table["row"]))}
    table = table.sort_values("row", key=lambda rows: rows.map(place), kind="stable")
    return table[["row", "library", "ms", "ratio", "right"]]


def main() -> None:
    """Measure all rows, write the table and print it."""
    warnings.simplefilter("ignore")  # of the peers; ours are errors in the tests
    cases, found, data = models(), [], balanced()
    for model in cases:
        parts = len(model.frames)
        found += measure(f"{model.name}, fit", fits_of(model), SAME, parts)
        found += measure(f"{model.name}, Kenward-Roger", tests_of(model), DF, parts)
    found += measure(f"{REFITS} refits, 30 x 10", refits(data, new_outcomes(data)), DF)
    table = ratio_table(found + by_r(cases))
    table.to_csv(TABLE, index=False, float_format="%.3g", lineterminator="\n")
    print(table.to_string(index=False, float_format=lambda value: f"{value:.3g}"))


if __name__ == "__main__":
    main()
