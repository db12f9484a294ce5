"""The pre-registered plan: hypotheses and what tests them, frozen by hash, and what differs from it now.

``python -m isop_analysis.study.registration freeze --config config/config.yaml [--date 2025-01-31]`` writes
``<study>.registration.json`` beside the study file; commit it, or deposit it, before the data are there.
"""

import argparse
import datetime
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

Plan = dict[str, Any]


@dataclass(frozen=True)
class Registration:
    """A frozen plan: on which day, its SHA-256, its contents."""

    frozen_on: str
    sha256: str
    plan: Plan


@dataclass(frozen=True)
class Deviation:
    """A key of the plan with its planned and its present value as JSON; None where it is not there."""

    key: str
    planned: str | None
    present: str | None


def plan_of(study: Study) -> Plan:
    """Return what is frozen: hypotheses, the models that test them, their scales' scoring, cleaning."""
    models = sorted({hypothesis.model for hypothesis in study.hypotheses})
    scales = sorted({scale for hypothesis in study.hypotheses for scale in study.tested_scales(hypothesis)})
    return {
        "hypotheses": {one.name: one.model_dump(mode="json") for one in study.hypotheses},
        "models": {one.name: one.model_dump(mode="json") for one in study.multilevel if one.name in models},
        "scales": {name: study.scale(name).model_dump(mode="json") for name in scales},
        "cleaning": study.config.cleaning.model_dump(mode="json"),
    }


def registration_file(study: Study) -> Path:
    """Return where the frozen plan stands: beside the study file."""
    return (study.root / study.config_part.document.file).with_name(f"{study.name}.registration.json")


def read_registration(study: Study) -> Registration | None:
    """Return the frozen plan, or None where none was frozen.

    Raises
    ------
    StudyError
        When the file was changed after freezing.
    """
    path = registration_file(study)
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = Registration(str(content["frozen_on"]), str(content["sha256"]), dict(content["plan"]))
    except (ValueError, KeyError, TypeError):
        raise StudyError([Problem(path.name, "is no frozen plan; restore it from the archive")]) from None
    if _hash(found.plan) != found.sha256:
        message = "was changed after it was frozen (its hash differs); restore it from the archive"
        raise StudyError([Problem(path.name, message)])
    return found


def deviations(study: Study, registration: Registration) -> list[Deviation]:
    """Return every key whose value now differs from the plan's, in the order of the keys."""
    planned, present = (dict(_flat(plan)) for plan in (registration.plan, _plain(plan_of(study))))
    return [
        Deviation(key, planned.get(key), present.get(key))
        for key in sorted(planned.keys() | present.keys())
        if planned.get(key) != present.get(key)
    ]


def freeze(study: Study, day: str) -> Path:
    """Write the plan; StudyError when there is nothing to freeze or a plan was frozen before."""
    path = registration_file(study)
    if not study.hypotheses:
        raise StudyError(
            [Problem(study.config_part.document.file, "names no hypotheses; there is no plan to freeze")]
        )
    if path.exists():
        message = "is there already; a frozen plan is not overwritten: the report lists what differs from it"
        raise StudyError([Problem(path.name, message)])
    plan = _plain(plan_of(study))
    content = {"study": study.name, "frozen_on": day, "sha256": _hash(plan), "plan": plan}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _plain(plan: Plan) -> Plan:
    """Return the plan as JSON gives it back."""
    return dict(json.loads(json.dumps(plan)))


def _hash(plan: Plan) -> str:
    return hashlib.sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each leaf with its path; entries of lists go by their name, or by term, where they have one."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for place, one in enumerate(value):
            name = one.get("name") or one.get("term") or one.get("rule") or place
            yield from _flat(one, f"{path}[{name}]")
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    """Freeze a study's plan; return 1 with the reason when that can't be."""
    from isop_analysis.study.load import load

    parser = argparse.ArgumentParser(prog="python -m isop_analysis.study.registration", description=__doc__)
    parser.add_argument("command", choices=["freeze"])
    parser.add_argument("--config", default="config/config.yaml")
    parser.add_argument(
        "--date", default=datetime.date.today().isoformat(), help="day of freezing, YYYY-MM-DD"
    )
    asked = parser.parse_args(arguments)
    try:
        path = freeze(load(asked.config), asked.date)
    except StudyError as error:
        print("\n".join(f"ERROR registration: {problem}" for problem in error.problems), file=sys.stderr)
        return 1
    print(f"froze the plan in {path.name}; commit it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
