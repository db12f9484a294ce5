"""What structural models refer to must exist, and their keys must go together."""

import re
from collections.abc import Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
OF_ORDERED = ("WLSMV", "WLSM", "DWLS")
FEWEST_RESAMPLES = 100
Where = tuple[Step, ...]


def structural_problems(study: Study, document: Document, models: list[Structural]) -> Iterator[Problem]:
    """Yield every reference that leads nowhere, every key that lacks, and keys that exclude each other."""
    for position, model in enumerate(models):
        where: Where = ("structural", position)
        yield from _lacking(document, where, model)
        yield from _unknown_names(study, document, where, model)
        yield from _excluding(document, where, model)
        for name in model.latent:
            known = list(model.factors)
            yield from _unknown(document, (*where, "latent", name), "factor of the syntax", name, known)
        yield from _bounds_problems(document, where, model)
        yield from _ordered_problems(study, document, where, model)
        yield from _resampling_problems(document, where, model)
        yield from _sensitivity_problems(document, where, model)


def _unknown(document: Document, steps: Where, what: str, name: str, known: list[str]) -> Iterator[Problem]:
    if name not in known:
        yield problem(document, steps, f"unknown {what} '{name}'{meant(name, known)}")


def _lacking(document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    needed = {
        "instrument": (model.kind != "path", model.instrument),
        "over": (model.kind == "invariance", model.over),
        "syntax": (model.kind == "path", model.syntax),
    }
    for key, (asked, value) in needed.items():
        if asked and value is None:
            yield problem(document, where, f"kind {model.kind} needs the key '{key}'; add it")


def _unknown_names(study: Study, document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    if model.over is not None:
        allowed = ["occasions", *(attribute.name for attribute in study.config.attributes)]
        yield from _unknown(document, (*where, "over"), "attribute", model.over, allowed)
    if model.group is not None:
        known = [attribute.name for attribute in study.config.attributes]
        yield from _unknown(document, (*where, "group"), "attribute", model.group, known)
    if model.instrument is not None:
        known = [instrument.name for instrument in study.instruments]
        yield from _unknown(document, (*where, "instrument"), "instrument", model.instrument, known)
    own = {scale.name: instrument.name for instrument, scale in study.scales}
    scales = list(own)
    for place, name in enumerate(model.scales):
        yield from _unknown(document, (*where, "scales", place), "scale", name, scales)
        if name in own and own[name] != model.instrument:
            message = f"scale '{name}' is of instrument '{own[name]}'; take it out, or correct 'instrument'"
            yield problem(document, (*where, "scales", place), message)


def _excluding(document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    estimator, missing = model.estimator, model.missing
    for key in ("cluster", "group"):
        if getattr(model, key) is not None and model.kind != "path":
            yield problem(document, (*where, key), f"'{key}' is for kind path; take it out")
    if model.cluster is not None and model.group is not None:
        message = "a model of two levels is for one group; leave out 'group' or 'cluster'"
        yield problem(document, (*where, "group"), message)
    if model.cluster is not None and model.ordered:
        message = "ordered answers have no model of two levels; leave out 'cluster' or 'ordered'"
        yield problem(document, (*where, "cluster"), message)
    leveled = "level:" in (model.syntax or "").replace(" ", "")
    if model.kind == "path" and leveled != (model.cluster is not None):
        message = "'level: 1' and 'level: 2' in 'syntax' go together with 'cluster'; write both or neither"
        yield problem(document, (*where, "syntax"), message)
    if model.ordered and estimator in ("ML", "MLR"):
        message = f"estimator {estimator} takes answers as numbers, but 'ordered' calls them ordered; "
        yield problem(document, (*where, "estimator"), message + "leave out one of both, or take WLSMV")
    if not model.ordered and estimator in OF_ORDERED:
        message = f"estimator {estimator} is for ordered answers; add the key 'ordered', or take MLR"
        yield problem(document, (*where, "estimator"), message)
    if model.ordered and missing == "fiml":
        message = "missing 'fiml' is not for ordered answers; take 'pairwise' or 'listwise'"
        yield problem(document, (*where, "missing"), message)
    if not model.ordered and missing == "pairwise":
        message = "missing 'pairwise' is for ordered answers; take 'fiml' or 'listwise'"
        yield problem(document, (*where, "missing"), message)


def _resampling_problems(document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    if model.resamples is None:
        return
    if model.kind != "path":
        yield problem(document, (*where, "resamples"), "'resamples' is for kind path; take it out")
    elif 0 < model.resamples < FEWEST_RESAMPLES:
        message = (
            f"{model.resamples} samples are too few for intervals; take 0, or {FEWEST_RESAMPLES} or more"
        )
        yield problem(document, (*where, "resamples"), message)


def _sensitivity_problems(document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    if model.sensitivity and (model.kind != "path" or model.ordered):
        message = "'sensitivity' is for kind path, with answers that are numbers; take it out"
        yield problem(document, (*where, "sensitivity"), message)


def _bounds_problems(document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    if model.bounds in ("none", "pos.var"):
        return
    unknown = {
        "two levels": model.cluster is not None,
        "ordered answers compared": bool(model.ordered) and model.kind == "invariance",
    }
    for what, found in unknown.items():
        if found:
            message = (
                f"bounds '{model.bounds}' rest on observed variances, which {what} don't have; take pos.var"
            )
            yield problem(document, (*where, "bounds"), message)


def _ordered_problems(study: Study, document: Document, where: Where, model: Structural) -> Iterator[Problem]:
    if model.ordered == "all":
        return
    known = _columns(study, model)
    if model.kind == "invariance" and model.ordered and set(known) - set(model.ordered):
        message = "kind invariance takes the answers to every item as ordered, or to none; write 'all'"
        yield problem(document, (*where, "ordered"), message)
    for place, name in enumerate(model.ordered):
        yield from _unknown(document, (*where, "ordered", place), "item", name, known)


def _columns(study: Study, model: Structural) -> list[str]:
    """Return the columns that may be called ordered."""
    if model.kind == "path":
        return WORD.findall(model.syntax or "")
    return [
        item
        for instrument, scale in study.scales
        if instrument.name == model.instrument and (not model.scales or scale.name in model.scales)
        for item in scale.items
    ]
