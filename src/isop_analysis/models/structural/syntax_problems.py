"""What is wrong in the syntax of path models and in named factors, as far as it shows before any data."""

from collections.abc import Iterator

from isop_analysis.base.nearest import meant, nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.study.model_settings import ModelFile
from isop_analysis.study.problems import Problem
from isop_analysis.study.sources import has_attendance, has_sites, has_teams, is_given
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.study import Part, Study
from isop_analysis.study.yaml_lines import Document, Step, dotted

OF_TEAMS = ("team", "site", "members")
NO_ATTENDANCE = "no register tells who came; add team_register.attendance, or leave it out"


def syntax_problems(study: Study) -> list[Problem]:
    """Return a problem for every structural model that will be refused, whatever the data.

    Syntax that can't be read, an unknown label, a factor of one item, a variable that the data won't have.
    A run goes on without such a model.
    """
    found: list[Problem] = []
    for part in study.model_parts:
        for position, model in enumerate(part.settings.structural):
            where: tuple[Step, ...] = ("structural", position)
            found += [*_problems(study, part.document, where, model)]
            found += [*_unsourced(study, part.document, where, model)]
        if not has_attendance(study):
            found += [*_without_attendance(part)]
    return found


def _unsourced(
    study: Study, document: Document, where: tuple[Step, ...], model: Structural
) -> Iterator[Problem]:
    """Yield groups and clusters that nothing in this study tells of anyone."""
    known = {"team": has_teams(study), "site": has_sites(study)}
    if model.cluster is not None and not known[model.cluster]:
        message = (
            f"nobody's {model.cluster} is told by a register or an export; give it, or take 'cluster' out"
        )
        yield _problem(document, (*where, "cluster"), message)
    for key in ("group", "over"):
        own = [one for one in study.config.attributes if one.name == getattr(model, key)]
        if own and not is_given(study, own[0]):
            message = f"nobody's '{own[0].name}' is told: the attribute has no register_column and no item"
            yield _problem(document, (*where, key), f"{message}; give it one")


def _without_attendance(part: Part[ModelFile]) -> Iterator[Problem]:
    """Yield models that need to know who came how often, in a study that doesn't."""
    for position, panel in enumerate(part.settings.panels):
        if "attendance" in panel.variables:
            place = panel.variables.index("attendance")
            yield _problem(part.document, ("panels", position, "variables", place), NO_ATTENDANCE)
    for position, _ in enumerate(part.settings.micro_macro):
        message = f"members' participation is part of it, and {NO_ATTENDANCE}"
        yield _problem(part.document, ("micro_macro", position), message)


def _problems(
    study: Study, document: Document, where: tuple[Step, ...], model: Structural
) -> Iterator[Problem]:
    occasions = list(dict.fromkeys(wave.occasion for wave in study.config.waves))
    if model.occasion is not None and model.occasion not in occasions:
        message = f"unknown occasion '{model.occasion}'{meant(model.occasion, occasions)}"
        yield _problem(document, (*where, "occasion"), message)
    for place, name in enumerate(model.scales):
        items = study.scale(name).items
        if model.kind != "path" and len(items) == 1:
            message = (
                f"factor '{name}' has one item, '{items[0]}'; expected two or more: take it out of 'scales'"
            )
            yield _problem(document, (*where, "scales", place), message)
    if model.kind == "path" and model.syntax is not None:
        refused = _refusal(model.syntax, model.group is not None)
        if refused is not None:
            yield _problem(document, (*where, "syntax"), refused)
            return
        yield from _unknown_columns(study, document, (*where, "syntax"), model)
        yield from _unknown_paths(document, where, model)


def _problem(document: Document, steps: tuple[Step, ...], message: str) -> Problem:
    return Problem(document.file, message, document.line(steps), dotted(steps))


def _refusal(syntax: str, grouped: bool) -> str | None:
    """Return why a model can't be fitted to any data, or None."""
    from isop_analysis.stats.structural import check_syntax

    try:
        check_syntax(syntax, grouped)
    except Refused as refusal:
        return str(refusal)
    return None


def _unknown_columns(
    study: Study, document: Document, where: tuple[Step, ...], model: Structural
) -> Iterator[Problem]:
    from isop_analysis.stats.structural import observed_variables

    known = _columns(study, model)
    for name in observed_variables(model.syntax or ""):
        if name not in known:
            near = nearest(name, known)
            hint = f", did you mean '{near}'?" if near else ";"
            message = (
                f"the data will have no variable '{name}'{hint} expected "
                "<scale>_<occasion>, <item>_<occasion>, dose_<occasion> or attendance_<occasion>"
            )
            beside = ", or with 'cluster' or 'group' a column of the team or an attribute"
            yield _problem(document, where, message + beside)


def _unknown_paths(document: Document, where: tuple[Step, ...], model: Structural) -> Iterator[Problem]:
    """Yield declared indirect effects whose paths, and covariates that, are not in the syntax."""
    from isop_analysis.stats.structural import regressions

    paths = regressions(model.syntax or "")
    for place, one in enumerate(model.sensitivity or []):
        steps: tuple[Step, ...] = (*where, "sensitivity", place)
        for cause, effect in ((one.predictor, one.mediator), (one.mediator, one.outcome)):
            if (cause, effect) not in paths:
                message = f"the syntax has no path from '{cause}' to '{effect}'; add '{effect} ~ {cause}'"
                yield _problem(document, steps, message)
        known = sorted({cause for cause, effect in paths if effect in (one.mediator, one.outcome)})
        if one.covariate is not None and one.covariate not in known:
            message = f"unknown covariate '{one.covariate}'{meant(one.covariate, known)}"
            yield _problem(document, (*steps, "covariate"), message)


def _columns(study: Study, model: Structural) -> set[str]:
    """Return the columns that the rows of a path model can have."""
    occasions = {wave.occasion for wave in study.config.waves}
    stems = {scale.name for _, scale in study.scales}
    stems |= {"dose", "attendance"} if has_attendance(study) else set()
    stems |= {item.name for one in study.instruments for item in one.items if item.answers != "open"}
    found = {f"{stem}_{occasion}" for stem in stems for occasion in occasions}
    if model.cluster is None and model.group is None:
        return found
    attributes = {one.name for one in study.config.attributes}
    register = study.config.team_register
    measures = {one.name for one in register.team_measures} if register else set()
    return found | attributes | {f"blau_{name}" for name in attributes} | measures | set(OF_TEAMS)
