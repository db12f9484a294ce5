"""The pre-registered plan: hypotheses and what tests them, frozen by hash, never frozen over.

``python -m isop_analysis.study.registration freeze|compare --config config/config.yaml``

- freeze   write ``<study>.registration.json`` beside the study file; commit it, or deposit it or its hash,
           before the data are there. --date says on which day, if not today
- compare  print what differs from it
"""

import argparse
import datetime
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

Plan = dict[str, Any]
SHOWN_ONLY = {"margins"}


@dataclass(frozen=True)
class Registration:
    """A frozen plan: on which day, its SHA-256, its contents."""

    frozen_on: str
    sha256: str
    plan: Plan


def plan_of(study: Study) -> Plan:
    """Return what is frozen: hypotheses, the models that test them, their scales' scoring, cleaning.

    A model that is fitted where a planned one is singular belongs to the plan; means and slopes that the
    report shows of a model test nothing, and don't.
    """
    models = {hypothesis.model for hypothesis in study.hypotheses}
    models |= {one.singular for one in study.multilevel if one.name in models}
    scales = sorted({scale for hypothesis in study.hypotheses for scale in study.tested_scales(hypothesis)})
    return {
        "hypotheses": {one.name: one.model_dump(mode="json") for one in study.hypotheses},
        "models": {
            one.name: one.model_dump(mode="json", exclude=SHOWN_ONLY)
            for one in study.multilevel
            if one.name in models
        },
        "scales": {name: study.scale(name).model_dump(mode="json") for name in scales},
        "cleaning": study.config.cleaning.model_dump(mode="json"),
    }


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


def freeze(study: Study, day: str) -> Path:
    """Write the plan as of a day (YYYY-MM-DD); StudyError when there is none, or one was frozen before."""
    path = registration_file(study)
    if not study.hypotheses:
        raise StudyError(
            [Problem(study.config_part.document.file, "names no hypotheses; there is no plan to freeze")]
        )
    if path.exists():
        message = "is there already; a frozen plan is not overwritten: the report lists what differs from it"
        raise StudyError([Problem(path.name, message)])
    plan = _plain(plan_of(study))
    content = {"study": study.name, "frozen_on": day, "sha256": plan_hash(plan), "plan": plan}
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)
    return path


def compare(study: Study) -> str:
    """Return what differs from the frozen plan, a line each, after a line that counts."""
    from isop_analysis.study.plan_deviations import deviations

    registration = read_registration(study)
    if registration is None:
        return "no plan was frozen"
    found = deviations(study, registration)
    count = f"{len(found)} deviations" if found else "as planned"
    head = f"plan of {registration.frozen_on} (SHA-256 {registration.sha256[:12]}…): {count}"
    return "\n".join(
        [head, *(f"{one.what} {one.key}: {one.planned or '–'} → {one.present or '–'}" for one in found)]
    )


def plan_state(study: Study) -> str:
    """Return in a line whether a plan was frozen, when, and on how many points the study differs from it."""
    return compare(study).split("\n", 1)[0]


def _plain(plan: Plan) -> Plan:
    """Return the plan as JSON gives it back."""
    return dict(json.loads(json.dumps(plan)))


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of a plan, over its JSON with sorted keys."""
    return hashlib.sha256(json.dumps(plan, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Freeze a study's plan, or compare it; return 1 with the reason when that can't be."""
    from isop_analysis.study.load import load

    parser = argparse.ArgumentParser(prog="python -m isop_analysis.study.registration", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", choices=["freeze", "compare"])
    parser.add_argument("--config", default="config/config.yaml", help="the study file")
    parser.add_argument("--date", type=_day, help="day of freezing, YYYY-MM-DD; today if absent")
    asked = parser.parse_args(arguments)
    try:
        study = load(asked.config)
        if asked.command == "compare":
            print(compare(study))
            return 0
        path = freeze(study, asked.date or datetime.date.today().isoformat())
    except StudyError as error:
        print("\n".join(f"ERROR registration: {problem}" for problem in error.problems), file=sys.stderr)
        return 1
    print(f"froze the plan in {path.name}; commit it")
    return 0


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; expected YYYY-MM-DD") from None


if __name__ == "__main__":
    sys.exit(main())
