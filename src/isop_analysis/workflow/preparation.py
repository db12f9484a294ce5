"""The quick steps before the slow ones: where they give the same tables again, nothing after them reruns.

Snakemake plans all that follows a step before it knows what the step will write. When only what prepares the
scores has changed, such as a label or a rule of cleaning, those steps run first, in a run of their own.
"""

import hashlib
import json
from pathlib import Path

from isop_analysis.base.whole_files import whole_file
from isop_analysis.workflow.fingerprints import fingerprint
from isop_analysis.workflow.plan import Plan

PREPARING = ("import_answers", "import_context", "clean_answers", "score_scales")
PREPARED = ("import_context", "score_scales")
"""The last of them, which need the others."""
READING = {"import_answers", "import_context"}


def preparation_changed(plan: Plan) -> bool:
    """Whether the last whole run prepared its scores from something else; no if there was none."""
    kept = _kept(plan)
    return kept.is_file() and kept.read_text(encoding="utf-8") != _digests(plan)


def keep_preparation(plan: Plan) -> None:
    """Note from what a run that has ended well prepared its scores."""
    with whole_file(_kept(plan)) as part:
        part.write_text(_digests(plan), encoding="utf-8")


def _kept(plan: Plan) -> Path:
    return Path(f".snakemake/preparation_of_{plan.study.name}.json")


def _digests(plan: Plan) -> str:
    found = {
        step: [
            fingerprint(f"isop_analysis.steps.{step}"),
            plan.settings(step),
            *([plan.raw(step)] if step in READING else []),
        ]
        for step in PREPARING
    }
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
