"""The pre-registered plan: what is frozen of a study, and the frozen plan that stands beside its file."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from isop_analysis.study.instrument import Instrument
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

Plan = dict[str, Any]
SHOWN_ONLY = {
    **dict.fromkeys(("margins", "sheet", "strength", "talk", "short", "says"), True),
    "effects": {"__all__": {"direction", "who", "short", "each", "slopes"}},
}
"""Keys of models and scales that test and score nothing; an effect's direction is its hypothesis's."""
ANY_OTHER = "(any other text)"


@dataclass(frozen=True)
class Registration:
    """A frozen plan: on which day, its SHA-256, its contents."""

    frozen_on: str
    sha256: str
    plan: Plan

    @property
    def freezes_items(self) -> bool:
        """Whether it holds how items are scored: plans of before 30 November 2026 don't."""
        return "items" in self.plan


def plan_of(study: Study) -> Plan:
    """Return what is frozen: hypotheses, the models that test them, how their scales and the items of these
    are scored, cleaning, and the pairs of numbers and words that are held against each other.

    A model that is fitted where a planned one is singular belongs to the plan; means and slopes that the
    report shows of a model test nothing, and don't.
    """
    models = {hypothesis.model for hypothesis in study.hypotheses}
    models |= {one.singular for one in study.multilevel if one.name in models}
    scales = sorted({scale for hypothesis in study.hypotheses for scale in study.tested_scales(hypothesis)})
    return {
        "hypotheses": {one.name: one.model_dump(mode="json") for one in study.hypotheses},
        "models": {one.name: as_planned(one) for one in study.multilevel if one.name in models},
        "scales": {name: as_planned(study.scale(name)) for name in scales},
        "items": {
            name: scoring_of(instrument, name)
            for instrument, scale in study.scales
            if scale.name in scales
            for name in scale.items
        },
        "cleaning": study.config.cleaning.model_dump(mode="json"),
        "pairs": {one.name: as_planned(one) for one in study.pairs},
    }


def as_planned(settings: BaseModel) -> dict[str, Any]:
    """Return a part of the plan without what is only shown or told of it."""
    return settings.model_dump(mode="json", exclude=SHOWN_ONLY)  # type: ignore[arg-type]


def scoring_of(instrument: Instrument, name: str) -> dict[str, Any]:
    """Return what makes a number of an answer to an item: the cells that mean each value or absence too."""
    item, answers = instrument.item(name), instrument.answer_scale(instrument.item(name).answers)
    values: dict[str, float] = {}
    for one in answers.values:
        values |= dict.fromkeys((one.nl, one.en, *one.accept, *([ANY_OTHER] if one.other else [])), one.value)
    missing = {code.code: code.kind for code in answers.missing}
    for source in instrument.sources:
        missing |= {f"{source.name}: {code.code}": code.kind for code in source.missing}
    own = {"reversed": item.reversed, "low": answers.low, "high": answers.high}
    return own | {"values": values, "missing": missing}


def registration_file(study: Study) -> Path:
    """Return where the frozen plan stands: beside the study file."""
    return study.folder / f"{study.name}.registration.json"


def read_registration(study: Study) -> Registration | None:
    """Return the frozen plan, or None where none was frozen.

    Raises
    ------
    StudyError
        When the file is no frozen plan, is another study's, or was changed after freezing.
    """
    path = registration_file(study)
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        day = datetime.date.fromisoformat(content["frozen_on"]).isoformat()
        found = Registration(day, str(content["sha256"]), dict(content["plan"]))
        owner = content["study"]
    except (ValueError, KeyError, TypeError):
        raise StudyError([Problem(path.name, "is no frozen plan; restore it from the archive")]) from None
    if owner != study.name:
        message = f"is the plan of study '{owner}', not of '{study.name}'; restore the right file"
        raise StudyError([Problem(path.name, message)])
    if plan_hash(found.plan) != found.sha256:
        message = "was changed after it was frozen (its hash differs); restore it from the archive"
        raise StudyError([Problem(path.name, message)])
    return found


def registration_problems(study: Study) -> list[Problem]:
    """Return what is wrong with the frozen plan, if there is one."""
    try:
        read_registration(study)
    except StudyError as error:
        return list(error.problems)
    return []


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of a plan, over its JSON with sorted keys."""
    return hashlib.sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
