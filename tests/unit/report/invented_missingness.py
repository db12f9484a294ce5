"""Invented tables of missing answers and of who left, for the figures and chapters."""

import itertools
from typing import Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.study.study import Study

Row = dict[str, Any]


def described_missingness(study: Study) -> dict[str, list[Row]]:
    """Return the tables of describe_missingness but for dropout."""
    waves = sorted(study.config.waves, key=lambda wave: wave.time)
    occasions = list(dict.fromkeys(wave.occasion for wave in waves))
    return {
        "missing_patterns": _patterns(study, len(occasions)),
        "answer_kinds": _answers(study),
        "missing_tests": _tests(study, occasions),
        "dropout_groups": _groups(study, occasions),
        "dropout_model": _model(occasions),
    }


def _answers(study: Study) -> list[Row]:
    kinds: dict[str, Row] = {
        "given": {"answers": 830, "share": 0.922, "suppressed": False},
        "skipped": {"answers": 70, "share": 0.078, "suppressed": False},
    }
    few = {"suppressed": True}
    return [
        {"scale": scale.name, "answer_kind": kind} | cell
        for _, scale in study.scales
        for kind, cell in (kinds | dict.fromkeys(("dont_know", "refused"), few)).items()
    ]


def _patterns(study: Study, size: int) -> list[Row]:
    counts = {"1" * size: 60, "1" + "0" * (size - 1): 31, "rest": 9} if size > 1 else {"1": 100}
    kinds = {"1" * size: "complete", "1" + "0" * (size - 1): "left"} if size > 1 else {}
    head: Row = {"of": "occasions", "occasion": "all"}
    return [
        head | {"pattern": pattern, "kind": kinds.get(pattern), "people": count, "share": count / 100}
        for pattern, count in counts.items()
    ]


def _tests(study: Study, occasions: list[str]) -> list[Row]:
    numbers: Row = {"n": 91, "n_dropped": 0, "variables": 3, "patterns": 3, "cells_missing": 0.3}
    numbers |= {"statistic": 9.1, "df": 4, "status": "computed"}
    over_time = [
        numbers
        | {"of": "occasions", "scale": scale.name, "occasion": "all", "p_value": 0.4 - 0.388 * (not at)}
        for at, (_, scale) in enumerate(study.scales)
        if len(occasions) > 1
    ]
    refused: Row = {
        "status": "refused",
        "n": 91,
        "variables": 13,
        "reason": written([Reason("mcar_one_pattern", rows=91)]),
    }
    at_once = [
        (refused if at == 2 else numbers | {"p_value": 0.012 if at == 1 else 0.794})
        | {"of": "scales", "scale": "all", "occasion": occasion}
        for at, occasion in enumerate(occasions)
    ]
    return [*over_time, *at_once]


def _groups(study: Study, occasions: list[str]) -> list[Row]:
    values = [("all", "all", 140, 56)]
    for attribute in study.config.attributes:
        values += [(attribute.name, value.name, 40, 16) for value in attribute.values[:2]]
        values += [(attribute.name, value.name, 0, 0) for value in attribute.values[2:]]
    return [
        {"from_occasion": earlier, "to_occasion": later, "attribute": attribute, "value": value}
        | ({"people": people, "left": left, "share": left / people} if people else {})
        | ({"ci_low": 0.31, "ci_high": 0.48} if people else {})
        | {"suppressed": not people}
        for earlier, later in itertools.pairwise(occasions)
        for attribute, value, people, left in values
    ]


def _model(occasions: list[str]) -> list[Row]:
    record: Row = {"n": 127, "n_dropped": 17, "left": 45, "clusters": 39, "converged": True, "reason": None}
    numbers: Row = {
        "estimate": 0.2,
        "se": 0.4,
        "df": 13.4,
        "statistic": 0.5,
        "p_value": 0.66,
        "odds_ratio": 1.22,
    }
    record |= {"few_events": False, "suppressed": False}
    found = []
    for place, (earlier, later) in enumerate(itertools.pairwise(occasions)):
        head: Row = {"from_occasion": earlier, "to_occasion": later}
        if place == 1:
            reason = written([Reason("leaving_clusters", found=5, needed=6)])
            found.append(head | {"term": "", "status": "refused", "reason": reason, "suppressed": False})
            continue
        for term, low, high in (("(Intercept)", 0.3, 1.7), ("rolefuture", 0.46, 3.2), ("dose", 1.05, 1.9)):
            bounds: Row = {"term": term, "odds_low": low, "odds_high": high, "status": "fitted"}
            bounds |= {"reference": "working" if term == "rolefuture" else None}
            found.append(head | numbers | record | bounds)
        reason = written([Reason("leaving_untold", name="level")])
        left_out: Row = {"term": "level", "status": "left_out", "reason": reason, "suppressed": False}
        found.append(head | left_out)
    return found
