"""Conclusions made up for the demo's questions: estimates of any verdict and sign."""

from pathlib import Path

from isop_analysis.language.conclusions import Caveat, Conclusion, Estimate, Facts
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.stats.answer_rule import FOUND, Answer, Read, along_of, answer_of
from isop_analysis.stats.verdicts import SILENT, Verdict
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[4]
SCALES = ("roles_tasks", "network_skill", "transfer", "appreciative_attitude", "proactive_attitude")
FEW = 'few_units {"found": 9, "needed": 10, "unit": "site"}'


def demo() -> Study:
    return load(ROOT / "config/config.yaml")


def facts(study: Study, language: str) -> Facts:
    return Facts(study, language, Tables(study))  # type: ignore[arg-type]


def estimate(
    study: Study,
    verdict: Verdict,
    positive: bool = True,
    scale: str = "roles_tasks",
    falls: bool = False,
    model: str = "participation",
    term: str = "participation_person",
) -> Estimate:
    found, silent = verdict in FOUND, verdict in SILENT
    points = None if silent else 0.4 if positive else -0.4
    declared = next(one for m in study.multilevel if m.name == model for one in m.effects if one.term == term)
    return Estimate(
        row=row_id("conclusion_effects", "participation", 1),
        model=model,
        scale=scale,
        term=term,
        outcome="",
        kind="confirmatory",
        unit="points",
        verdict=verdict,
        along=positive if found else None,
        falls=falls and found,
        points=points,
        low=None if points is None else points - 0.1,
        high=None if points is None else points + 0.1,
        strict_low=None,
        strict_high=None,
        smallest=0.17,
        detectable=None if silent else 0.63,
        reason=FEW if silent else None,
        clusters=24,
        declared=declared,
    )


def conclusion(
    study: Study,
    estimates: list[Estimate],
    question: str = "participation",
    exploratory: bool = False,
    caveats: tuple[Caveat, ...] = (),
) -> Conclusion:
    reads = [Read(one.verdict or Verdict.OPEN, one.positive) for one in estimates]
    asked = next(one for one in study.questions if one.name == question)
    answer: Answer = answer_of(reads)
    assert len(along_of(reads)) == len(estimates)
    return Conclusion(asked, answer, exploratory, tuple(estimates), caveats)
