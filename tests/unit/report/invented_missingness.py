"""Invented rows of missing answers and of who left, as published, for the figures and chapters."""

import itertools
from typing import Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.language.names import Names
from isop_analysis.study.study import Study

Row = dict[str, Any]


def missing_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of describing missingness, but for dropout by measure."""
    occasions = Names(study, "en").occasions
    return {
        "missing_patterns": _patterns(),
        "answer_kinds": _answers(study),
        "missing_tests": _tests(study, occasions),
        "dropout_groups": _groups(study, occasions),
        "dropout_model": _model(occasions),
    }


def _answers(study: Study) -> list[Row]:
    """Answers given and skipped; of the other kinds there are too few people."""
    return [
        {"scale": scale.name, "answer_kind": kind, "answers": answers, "share": share}
        for _, scale in study.scales
        for kind, answers, share in (("given", "830-834", 0.92), ("skipped", "70-74", 0.08))
    ]


def _patterns() -> list[Row]:
    told = [
        ("111", "complete", "50-54", 0.5),
        ("100", "left", "25-29", 0.26),
        ("1-1", "intermittent", "15-19", 0.16),
        ("rest", None, "5-9", 0.07),
    ]
    return [
        {"of": "occasions", "occasion": "all", "pattern": pattern, "kind": kind}
        | {"people": people, "share": share}
        for pattern, kind, people, share in told
    ]


def _tests(study: Study, occasions: list[str]) -> list[Row]:
    numbers: Row = {"n": 91, "variables": 3, "patterns": 3, "cells_missing": 0.3}
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
    """Everyone, and the first two groups of each attribute; the others are of fewer than twenty people."""
    told: Row = {"share": 0.4, "ci_low": 0.31, "ci_high": 0.48}
    values = [("all", "all", "140-144", "55-59")]
    for attribute in study.config.attributes:
        values += [(attribute.name, value.name, "40-44", "15-19") for value in attribute.values[:2]]
    return [
        {"from_occasion": earlier, "to_occasion": later, "attribute": attribute, "value": value}
        | {"people": people, "left": left}
        | told
        for earlier, later in itertools.pairwise(occasions)
        for attribute, value, people, left in values
    ]


def _model(occasions: list[str]) -> list[Row]:
    record: Row = {"n": 127, "left": 45, "clusters": 39, "converged": True, "reason": None}
    numbers: Row = {
        "estimate": 0.2,
        "se": 0.4,
        "df": 13.4,
        "statistic": 0.5,
        "p_value": 0.66,
        "odds_ratio": 1.22,
    }
    record["few_events"] = False
    found = []
    for place, (earlier, later) in enumerate(itertools.pairwise(occasions)):
        head: Row = {"from_occasion": earlier, "to_occasion": later}
        if place == 1:
            reason = written([Reason("leaving_clusters", found=5, needed=6)])
            found.append(head | {"term": "", "status": "refused", "reason": reason})
            continue
        for term, low, high in (("(Intercept)", 0.3, 1.7), ("rolefuture", 0.46, 3.2), ("dose", 1.05, 1.9)):
            bounds: Row = {"term": term, "odds_low": low, "odds_high": high, "status": "fitted"}
            bounds |= {"reference": "working" if term == "rolefuture" else None}
            found.append(head | numbers | record | bounds)
        reason = written([Reason("leaving_untold", name="level")])
        left_out: Row = {"term": "level", "status": "left_out", "reason": reason}
        found.append(head | left_out)
    return found
