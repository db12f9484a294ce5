"""The plan is frozen by hash before the data are there, never frozen over, and compared with what was done.

``isop freeze --config config/config.yaml`` writes ``<study>.registration.json`` beside the study file; commit
it, or deposit it or its hash, before the data are there. ``--date`` says on which day, if not today;
``--compare`` only prints what differs from it.
"""

import json
from pathlib import Path

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.study.plan import Plan, plan_hash, plan_of, read_registration, registration_file
from isop_analysis.study.plan_deviations import deviations
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study


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
    write_whole(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n", PUBLISHED)
    return path


def compare(study: Study) -> str:
    """Return what differs from the frozen plan, a line each, after a line that counts."""
    registration = read_registration(study)
    if registration is None:
        return "no plan was frozen"
    found = deviations(study, registration)
    count = f"{len(found)} deviations" if found else "as planned"
    if not registration.freezes_items:
        count += "; how items are scored was not frozen, so that nothing tells whether it changed"
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
