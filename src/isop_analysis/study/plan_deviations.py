"""What differs between the frozen plan and the study as it stands: added, removed, changed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from isop_analysis.study.cleaning_rules import Cleaning
from isop_analysis.study.display_settings import Pair
from isop_analysis.study.instrument import Scale
from isop_analysis.study.model_settings import Hypothesis, Multilevel
from isop_analysis.study.plan import Plan, Registration, as_planned, plan_of
from isop_analysis.study.study import Study

NAMED_PARTS: dict[str, type[BaseModel]] = {
    "hypotheses": Hypothesis,
    "models": Multilevel,
    "scales": Scale,
    "pairs": Pair,
}


@dataclass(frozen=True)
class Deviation:
    """A part of the plan with its planned and its present value as JSON; None where it is not there."""

    what: Literal["added", "removed", "changed"]
    key: str
    planned: str | None
    present: str | None


def deviations(study: Study, registration: Registration) -> list[Deviation]:
    """Return what differs from the plan, in the plan's order; what was added stands after what was there.

    Entries of a list go by their name, term or rule where each has its own, so that their order does not
    count (that of cleaning's steps does, since each works on what the one before left). Keys that config
    models have gained since the plan was frozen stand in it at their defaults: left alone they are no
    deviation. How an item is scored is compared where both have the item: which items a scale has, its own
    entry tells.
    """
    planned, present = _in_todays_terms(registration.plan), plan_of(study)
    both = planned.get("items", {}).keys() & present["items"].keys()
    for plan in (planned, present):
        plan["items"] = {name: own for name, own in plan.get("items", {}).items() if name in both}
    return list(_differences(planned, present, ""))


def pairs_as_frozen(study: Study, registration: Registration | None) -> frozenset[str]:
    """Return the pairs of numbers and words that stand in the frozen plan as the study declares them."""
    if registration is None:
        return frozenset()
    planned = _in_todays_terms(registration.plan)["pairs"]
    return frozenset(one.name for one in study.pairs if planned.get(one.name) == as_planned(one))


def _in_todays_terms(plan: Plan) -> Plan:
    parts = {
        key: {name: _dumped(model, entry) for name, entry in plan.get(key, {}).items()}
        for key, model in NAMED_PARTS.items()
    }
    return plan | parts | {"cleaning": _dumped(Cleaning, plan.get("cleaning", {}))}


def _dumped(model: type[BaseModel], entry: Any) -> Any:
    """Return an entry with today's defaults, or as it is where today's model can't read it."""
    try:
        return as_planned(model.model_validate(entry))
    except ValidationError:
        return entry


def _differences(planned: Any, present: Any, path: str) -> Iterator[Deviation]:
    before, after = _by_name(planned), _by_name(present)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        if planned != present:
            yield Deviation("changed", path, _json(planned), _json(present))
        return
    if path.endswith(".steps") and list(before) != list(after) and set(before) == set(after):
        yield Deviation("changed", path, _json(list(before)), _json(list(after)))
    listed = isinstance(planned, list)
    for key in before:
        here = _step(path, key, listed)
        if key in after:
            yield from _differences(before[key], after[key], here)
        else:
            yield Deviation("removed", here, _json(before[key]), None)
    for key in after:
        if key not in before:
            yield Deviation("added", _step(path, key, listed), None, _json(after[key]))


def _by_name(node: Any) -> Any:
    """Return a list of entries with names of their own as a mapping from name; anything else as it is."""
    if not isinstance(node, list):
        return node
    names = [_name(entry) for entry in node]
    if None in names or len(set(names)) < len(names):
        return node
    return dict(zip(names, node, strict=True))


def _name(entry: Any) -> str | None:
    return entry.get("name") or entry.get("term") or entry.get("rule") if isinstance(entry, dict) else None


def _step(path: str, key: str, listed: bool) -> str:
    if listed:
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
