"""Studies of reference data with ordered answers: config, answers and tables, as a model reads them."""

from pathlib import Path

import pandas as pd

from isop_analysis.models.tables import ModelTables
from isop_analysis.study.loading import load
from isop_analysis.study.study import Study

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
CONFIG = """study: small
title: {nl: Klein, en: Small}
data_date: "2026-01-01"
seed: 1
raw: raw
instruments: [instrument.yaml]
models: [models.yaml]
waves:
  - {name: first, cohort: a, school_year: 2025-2026, occasion: T0, time: 0}
  - {name: second, cohort: a, school_year: 2025-2026, occasion: T1, time: 1}
attributes:
  - {name: branch, title: {nl: Tak, en: Branch}, values: [{name: a, nl: A, en: A}, {name: b, nl: B, en: B}]}
privacy: {minimum_cell: 5, key: {file: key, public: true}}
"""
INSTRUMENT = """name: one
title: {nl: Een, en: One}
owner: nobody
kind: quantitative
validation: {status: none}
sources: [{name: plain, format: plain_csv}]
answer_scales: [{name: seven, low: 1, high: 7}]
"""


def ordered_study(folder: Path, scales: dict[str, list[str]], models: str) -> Study:
    """Return a study of these scales and models, written into a folder."""
    items = [name for names in scales.values() for name in names]
    lines = [f"  - {{name: {name}, text: {{nl: N, en: E}}, answers: seven}}" for name in items]
    lines += ["scales:"]
    for name, own in scales.items():
        lines.append(
            f"  - {{name: {name}, title: {{nl: N, en: E}}, items: [{', '.join(own)}], minimum_answered: 1}}"
        )
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "instrument.yaml").write_text(INSTRUMENT + "items:\n" + "\n".join(lines), encoding="utf-8")
    (folder / "models.yaml").write_text("structural:\n" + models, encoding="utf-8")
    return load(folder / "config.yaml")


def model(name: str, kind: str, more: str) -> str:
    """Return a structural model of a model file."""
    return (
        f"  - {{name: {name}, title: {{nl: N, en: E}}, question: {{nl: N, en: E}}, kind: {kind}, "
        f"instrument: one, {more}}}\n"
    )


def answered(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the answers of one row a person, by wave; those that lack were skipped."""
    parts = [
        frame.rename_axis("person")
        .reset_index()
        .melt("person", var_name="item", value_name="answer")
        .assign(wave=wave)
        for wave, frame in frames.items()
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows["person"] = "p" + rows["person"].astype(str).str.zfill(4)
    kind = rows["answer"].notna().map({True: "given", False: "skipped"})
    return rows.assign(response=rows["person"] + rows["wave"], answer_kind=kind)


def tables(people: pd.DataFrame) -> ModelTables:
    """Return the tables that a model reads beside answers; scores and participation are empty."""
    waves = pd.DataFrame({"wave": ["first", "second"], "occasion": ["T0", "T1"], "time": [0.0, 1.0]})
    scores = pd.DataFrame({"person": ["p0000"], "wave": ["first"], "scale": ["none"], "score": [1.0]})
    participation = pd.DataFrame({"person": [], "wave": [], "dose": []})
    return ModelTables(scores, people, pd.DataFrame({"team": []}), participation, waves)


def likert() -> pd.DataFrame:
    """Return the invented answers, items named in small letters."""
    return pd.read_csv(GOLDEN / "structural" / "likert.csv")


def people() -> pd.DataFrame:
    """Return the people of `likert` with their branch."""
    frame = likert()
    names = [f"p{place:04d}" for place in frame.index]
    return pd.DataFrame({"person": names, "branch": frame["g"]})
