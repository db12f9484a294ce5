"""Settings that are each allowed, and together mean nothing: times, merged groups, spreads, names."""

import datetime
from collections.abc import Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.participant_settings import Attribute
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem, unknown
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

KINDS = ("multilevel", "structural", "panels", "micro_macro")
FEWEST_OF_A_PANEL = 3
ALL = "all"
"""What tables call all occasions together."""


def impossible_settings(study: Study) -> Iterator[Problem]:
    """Yield what no study can mean, whatever its data."""
    config, document = study.config, study.config_part.document
    yield from _day(document, config.data_date)
    yield from _wave_problems(study)
    for position, attribute in enumerate(config.attributes):
        yield from _circles(document, position, attribute)
    instruments = [instrument.name for instrument in study.instruments]
    for position, name in enumerate(config.cleaning.instruments_without):
        where: tuple[Step, ...] = ("cleaning", "instruments_without", position)
        yield from unknown(document, where, "instrument", name, instruments)
    yield from _model_names(study)
    yield from _panel_occasions(study)


def _day(document: Document, day: str) -> Iterator[Problem]:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        yield problem(document, ("data_date",), f"'{day}' is no day; write it as 2024-09-30")


def _wave_problems(study: Study) -> Iterator[Problem]:
    """Yield school years of another length than one, and what two waves of a cohort can't share."""
    document, waves = study.config_part.document, study.config.waves
    for position, wave in enumerate(waves):
        first, last = map(int, wave.school_year.split("-"))
        if last != first + 1:
            message = f"'{wave.school_year}' is no school year; write it as {first}-{first + 1}"
            yield problem(document, ("waves", position, "school_year"), message)
        if wave.occasion == ALL:
            message = f"'{ALL}' stands for all occasions together in every table; write another word"
            yield problem(document, ("waves", position, "occasion"), message)
        for other in waves[:position]:
            for key in ("occasion", "time"):
                if wave.cohort == other.cohort and getattr(wave, key) == getattr(other, key):
                    message = (
                        f"{getattr(wave, key)!r} is also that of wave '{other.name}' of the same cohort; "
                        "give each its own"
                    )
                    yield problem(document, ("waves", position, key), message)


def _circles(document: Document, position: int, attribute: Attribute) -> Iterator[Problem]:
    """Yield values that merge, one into the next, into themselves."""
    parents = {value.name: value.parent for value in attribute.values}
    told: set[str | None] = set()
    for place, value in enumerate(attribute.values):
        way, here = [value.name], value.parent
        while here is not None and here not in way:
            way.append(here)
            here = parents.get(here)
        if here == value.name and here not in told:
            told |= set(way)
            message = f"merges into itself ({' → '.join([*way, here])}); take one 'parent' out"
            yield problem(document, ("attributes", position, "values", place, "parent"), message)


def _model_names(study: Study) -> Iterator[Problem]:
    """Yield names that models of two kinds or files share: tables and reasons know a model by its name."""
    seen: dict[str, str] = {}
    files = {part.document.file: part for part in reversed(study.model_parts)}
    for part in reversed(files.values()):
        for kind in KINDS:
            for position, model in enumerate(getattr(part.settings, kind)):
                if model.name in seen:
                    message = f"name '{model.name}' is also that of a model in {seen[model.name]}; rename one"
                    yield problem(part.document, (kind, position, "name"), message)
                seen.setdefault(model.name, f"{part.document.file} ({kind})")


def _panel_occasions(study: Study) -> Iterator[Problem]:
    """Yield panels of too few occasions: two show no change that can be told from its noise."""
    all_occasions = list(dict.fromkeys(wave.occasion for wave in study.config.waves))
    for part in study.model_parts:
        for position, model in enumerate(part.settings.panels):
            used = model.occasions or all_occasions
            if len(set(used)) < FEWEST_OF_A_PANEL:
                message = f"a panel takes three occasions or more, here are {len(set(used))}; leave it out"
                yield problem(part.document, ("panels", position, "occasions"), message)


def planning_problems(study: Study, groups: list[str], slopes: list[str]) -> Iterator[Problem]:
    """Yield spreads assumed for a group or slope that no formula has."""
    document, planning = study.config_part.document, study.config.planning
    places: list[tuple[tuple[Step, ...], object]] = [(("planning",), planning)]
    places += [(("planning", "models", at), one) for at, one in enumerate(planning.models)]
    for where, spread in places:
        for key, what, known in (("icc", "grouping factor", groups), ("slope_sd", "random slope", slopes)):
            for name in getattr(spread, key):
                if name not in known:
                    message = f"no formula has the {what} '{name}'{meant(name, known)}"
                    yield problem(document, (*where, key, name), message)
