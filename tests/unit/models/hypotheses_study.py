"""A small study with three models and hypotheses in two families, and effects written by hand."""

from pathlib import Path
from typing import Any

from isop_analysis.study.load import load
from isop_analysis.study.study import Study

CONFIG = """study: small
title: {nl: Klein, en: Small}
data_date: "2026-01-01"
seed: 1
raw: raw
instruments: [instrument.yaml]
models: [models.yaml]
hypotheses: hypotheses.yaml
waves: [{name: first, cohort: a, school_year: 2025-2026, occasion: T0, time: 0}]
privacy: {minimum_cell: 5, key: {file: key, public: true}}
"""
INSTRUMENT = """name: one
title: {nl: Een, en: One}
owner: nobody
kind: quantitative
validation: {status: none}
sources: [{name: plain, format: plain_csv}]
answer_scales: [{name: five, low: 1, high: 5}]
items: [{name: a, text: {nl: A, en: A}, answers: five}, {name: b, text: {nl: B, en: B}, answers: five}]
scales:
  - {name: skill, title: {nl: Vaardigheid, en: Skill}, items: [a], minimum_answered: 1}
  - {name: attitude, title: {nl: Houding, en: Attitude}, items: [b], minimum_answered: 1}
"""
MODELS = """multilevel:
  - name: dosage
    title: {nl: Deelname, en: Participation}
    question: {nl: "Hangt het samen?", en: "Does it go together?"}
    scales: all
    formula: score ~ dose + time + (1 | team)
    effects:
      - term: dose
        title: {nl: deelname, en: participation}
        unit: {nl: alles, en: all}
        smallest: 0.2
        source: Cohen (1988)
      - term: time
        title: {nl: tijd, en: time}
        unit: {nl: een maand, en: a month}
        change: -2
  - name: growth
    title: {nl: Groei, en: Growth}
    question: {nl: "Groeit het?", en: "Does it grow?"}
    scales: [skill]
    formula: score ~ time + (1 | team)
    effects:
      - term: time
        title: {nl: tijd, en: time}
        unit: {nl: een maand, en: a month}
        smallest: 0.1
        source: Cohen (1988)
structural:
  - name: factors
    title: {nl: Factoren, en: Factors}
    question: {nl: "Twee?", en: "Two?"}
    kind: cfa
    instrument: one
"""
HYPOTHESES = """families:
  - {name: main, title: {nl: Hoofdvraag, en: Main question}}
hypotheses:
  - name: dose_helps
    text: {nl: Deelname hangt samen met een hogere score., en: Participation goes with a higher score.}
    status: confirmatory
    family: main
    direction: positive
    model: dosage
    term: dose
  - name: skill_grows
    text: {nl: Vaardigheid groeit., en: Skill grows.}
    status: confirmatory
    family: main
    direction: positive
    model: growth
    term: time
    scales: [skill]
  - name: time_and_attitude
    text: {nl: Houding verandert., en: Attitude changes.}
    status: exploratory
    direction: negative
    model: dosage
    term: time
    scales: [attitude]
"""
FILES = {
    "config.yaml": CONFIG,
    "instrument.yaml": INSTRUMENT,
    "models.yaml": MODELS,
    "hypotheses.yaml": HYPOTHESES,
}


def write_study(folder: Path) -> Path:
    """Write the study's files; return the study file."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "config.yaml"


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Change a file of the study."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def small_study(folder: Path) -> Study:
    """Return the study, written into a folder."""
    return load(write_study(folder))


def effect(
    model: str, scale: str, term: str, low: float, high: float, p: float, **more: Any
) -> dict[str, Any]:
    """Return a row of model_effects whose SD of the scale is 0.5."""
    middle, own = (low + high) / 2, float(more.get("change", 1.0))
    bounds = sorted((low * 0.5 / own, high * 0.5 / own))
    row: dict[str, Any] = {
        "model": model,
        "scale": scale,
        "term": term,
        "chapter": "skill",
        "change": own,
        "estimate": middle * 0.5 / own,
        "se": 0.1,
        "df": 20.0,
        "statistic": 2.0,
        "p_value": p,
        "ci_low": bounds[0],
        "ci_high": bounds[1],
        "sd_scale": 0.5,
        "effect": middle,
        "effect_low": low,
        "effect_high": high,
        "cr2_low": None,
        "cr2_high": None,
        "smallest": 0.2,
        "status": "fitted",
        "reason": None,
        "n": 100,
        "clusters": 12,
        "converged": True,
        "singular": False,
    }
    return row | more
