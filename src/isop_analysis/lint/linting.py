"""Going through the checks of a study, and telling what was found: for people, and as JSON for tools."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isop_analysis.lint.checks import SEVERITIES, Check
from isop_analysis.lint.every_check import CHECKS, GROUPS
from isop_analysis.lint.results import has_run
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

SHOWN = 3
"""Findings of one check that are told, or one more where that is the last; the JSON has all."""


@dataclass(frozen=True)
class Result:
    """What a check found; None where it looks at results, and none are there."""

    check: Check
    found: tuple[Problem, ...] | None


def lint(study: Study, checks: Sequence[Check] = CHECKS) -> list[Result]:
    """Return what each check finds, in their order."""
    ran = has_run(study)
    return [Result(one, _found(one, study) if ran or not one.after_run else None) for one in checks]


def _found(check: Check, study: Study) -> tuple[Problem, ...] | None:
    """Return what a check finds; None where a table that it looks at is not there yet."""
    try:
        return tuple(check.find(study))
    except StudyError as error:
        return error.problems
    except FileNotFoundError:
        if not check.after_run:
            raise
        return None


def fails(results: Sequence[Result]) -> bool:
    """Whether the study can't be shown like this."""
    return any(one.found and one.check.severity == "must" for one in results)


def told(study: Study, results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines that people read: a count, and per subject what was found and how to mend it."""
    yield _count(study, results)
    by_check = {one.check: one for one in results}
    for group in GROUPS:
        own = [by_check[check] for check in group.checks if check in by_check and by_check[check].found]
        if own:
            yield f"\n{group.title}"
        for one in sorted(own, key=lambda result: SEVERITIES.index(result.check.severity)):
            yield from _lines(one)


def _count(study: Study, results: Sequence[Result]) -> str:
    found = Counter(one.check.severity for one in results if one.found)
    waiting = sum(one.found is None for one in results)
    passed = sum(one.found == () for one in results)
    parts = [f"{passed} passed", *(f"{found[kind]} {kind}" for kind in SEVERITIES if found[kind])]
    parts += [f"{waiting} not run yet (isop run comes first)"] if waiting else []
    checks = "1 check" if len(results) == 1 else f"{len(results)} checks"
    return f"study {study.name}: {checks}: {', '.join(parts)}"


def _lines(result: Result) -> Iterator[str]:
    found, check = result.found or (), result.check
    shown = len(found) if len(found) <= SHOWN + 1 else SHOWN
    for one in found[:shown]:
        yield f"  {check.severity:<6} {check.key}: {one}"
    if len(found) > shown:
        yield f"         and {len(found) - shown} more"
    yield f"         {check.mend}"


def as_json(study: Study, results: Sequence[Result]) -> str:
    """Return all that was found, for tools."""
    checks = [
        {
            "key": one.check.key,
            "severity": one.check.severity,
            "looks_at": one.check.looks_at,
            "mend": one.check.mend,
            "state": "not run yet" if one.found is None else "found" if one.found else "passed",
            "found": [
                {"file": own.file, "line": own.line, "key": own.path, "message": own.message}
                for own in one.found or ()
            ],
        }
        for one in results
    ]
    return json.dumps({"study": study.name, "fails": fails(results), "checks": checks}, indent=1)
