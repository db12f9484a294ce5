"""Tests of the hypotheses, held together by family."""

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.table import Row
from isop_analysis.stats.holm import holm
from isop_analysis.stats.verdicts import SILENT, WITHOUT_SIGN, Verdict

if TYPE_CHECKING:
    from isop_analysis.study.model_settings import Hypothesis
    from isop_analysis.study.study import Study

LEVEL = 0.05
NUMBERS = ("estimate", "ci_low", "ci_high", "effect", "effect_low", "effect_high", "df", "p_value")
RECORD = ("status", "reason", "smallest", "n", "clusters", "converged", "singular")


@dataclass(frozen=True)
class Tested:
    """A hypothesis on one scale, with the row of model_effects that tests it."""

    hypothesis: "Hypothesis"
    scale: str
    effect: dict[str, Any]

    @property
    def verdict(self) -> Verdict:
        """What may be said of it, by its own interval."""
        return Verdict(self.effect["verdict"])

    @property
    def p_value(self) -> float | None:
        """The two-sided p of its effect; None where the model gave no estimate that may be told."""
        return None if self.verdict in SILENT else _number(self.effect["p_value"])

    @property
    def as_expected(self) -> bool | None:
        """Whether an effect apart from zero has the expected sign; None without effect or expectation."""
        if self.hypothesis.direction == "either" or self.verdict in WITHOUT_SIGN:
            return None
        positive = float(self.effect["estimate"]) * float(self.effect["change"]) > 0
        return positive == (self.hypothesis.direction == "positive")


def hypothesis_rows(study: "Study", effects: list[Row]) -> list[Row]:
    """Return the rows of hypotheses, one a test; confirmatory ones carry Holm's p within their family.

    Parameters
    ----------
    effects
        The rows of model_effects: one per model × scale × declared effect.
    """
    estimates = {(row["model"], row["scale"], row["term"]): row for row in effects}
    tests = [
        Tested(one, scale, estimates[one.model, scale, one.term])
        for one in study.hypotheses
        for scale in study.tested_scales(one)
    ]
    families = dict.fromkeys(test.hypothesis.family for test in tests)
    held: dict[tuple[str, str], Row] = {}
    for family in families:
        own = [test for test in tests if test.hypothesis.family == family]
        adjusted = holm([test.p_value for test in own])
        held |= {
            (test.hypothesis.name, test.scale): _held(test, p, len(own))
            for test, p in zip(own, adjusted, strict=True)
        }
    return [_row(test) | held[test.hypothesis.name, test.scale] for test in tests]


def _held(test: Tested, adjusted: float | None, tests: int) -> Row:
    if test.hypothesis.status == "exploratory":
        return {"p_holm": None, "tests": None, "holds": None}
    return {"p_holm": adjusted, "tests": tests, "holds": None if adjusted is None else adjusted < LEVEL}


def _row(test: Tested) -> Row:
    hypothesis, told = test.hypothesis, test.verdict not in SILENT
    return {
        "hypothesis": hypothesis.name,
        "kind": hypothesis.status,
        "family": hypothesis.family,
        "direction": hypothesis.direction,
        "model": hypothesis.model,
        "scale": test.scale,
        "term": hypothesis.term,
        **{name: test.effect[name] for name in RECORD},
        **{name: _number(test.effect[name]) if told else None for name in NUMBERS},
        "p_value": test.p_value,
        "as_expected": test.as_expected,
        "verdict": str(test.verdict),
    }


def _number(value: object) -> float | None:
    return None if value is None or isnan(float(value)) else float(value)  # type: ignore[arg-type]
