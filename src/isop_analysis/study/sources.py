"""What a study has a source of: teams, sites, attendance, attributes; and parts of it that lack theirs."""

from collections.abc import Iterator, Mapping

from isop_analysis.study.participant_settings import Attribute
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

NEEDED = {"region_final_test": "final_test", "region_disadvantage": "disadvantage"}
"""The file of open data that a premise about the region is measured by."""


def has_teams(study: Study) -> bool:
    """Whether the register or an export tells in which team people are."""
    return study.config.team_register is not None or _told(study, "team")


def has_sites(study: Study) -> bool:
    """Whether the register or an export tells at which site people are."""
    return study.config.team_register is not None or _told(study, "site")


def has_attendance(study: Study) -> bool:
    """Whether the register tells who came how often."""
    register = study.config.team_register
    return register is not None and register.attendance is not None


def is_given(study: Study, attribute: Attribute) -> bool:
    """Whether the register or an item tells a person's value of an attribute."""
    registered = study.config.team_register is not None and attribute.register_column is not None
    return registered or attribute.item is not None


def _told(study: Study, field: str) -> bool:
    return any(getattr(source.fields, field) for one in study.instruments for source in one.sources)


def unsourced_parts(study: Study) -> Iterator[Problem]:
    """Yield parts of a study that nothing could ever fill."""
    config, document = study.config, study.config_part.document
    if config.outcomes and config.sites is None:
        message = "outcomes are known by sites' keys; add 'sites' (its file and columns), or leave them out"
        yield problem(document, ("outcomes",), message)
    for position, premise in enumerate(config.premises):
        file = NEEDED.get(premise.measure)
        if file is not None and (config.region is None or getattr(config.region, file) is None):
            message = f"'{premise.measure}' needs region.{file}; add it, or write 'measure: none'"
            yield problem(document, ("premises", position, "measure"), message)
    for part in study.model_parts:
        for position, model in enumerate(part.settings.micro_macro):
            if not any(outcome.domain != "composition" for outcome in config.outcomes):
                message = (
                    f"'{model.name}' has no outcome to explain; add 'outcomes' to the study, or leave it out"
                )
                yield problem(part.document, ("micro_macro", position), message)
    items = {item.name: item for one in study.instruments for item in one.items}
    for position, attribute in enumerate(config.attributes):
        item = items.get(attribute.item or "")
        if item is not None and item.answers == "open":
            message = f"'{item.name}' is an open question, whose words are no values; name a closed one"
            yield problem(document, ("attributes", position, "item"), message)


def unknown_values(study: Study, answered: Mapping[str, set[float]]) -> Iterator[Problem]:
    """Yield answers that people gave to an item of an attribute and that mean none of its values.

    `answered` holds the values that were answered, by item.
    """
    for position, attribute in enumerate(study.config.attributes):
        for instrument in study.instruments:
            for item in instrument.items:
                if item.name == attribute.item and item.answers != "open":
                    seen = answered.get(item.name, set())
                    scale = instrument.answer_scale(item.answers)
                    labels = {one.value: (one.nl, one.en) for one in scale.values if one.value in seen}
                    for words in _meaningless(attribute, seen, labels):
                        message = (
                            f"answer '{words[0]}' of '{item.name}' means none of the attribute's values; "
                            "add it to a value's 'accept'"
                        )
                        where = ("attributes", position, "item")
                        yield problem(study.config_part.document, where, message)


def _meaningless(
    attribute: Attribute, seen: set[float], labels: dict[float, tuple[str, str]]
) -> Iterator[tuple[str, ...]]:
    known = {
        _folded(word)
        for value in attribute.values
        for word in (value.name, value.nl, value.en, *value.accept)
    }
    for number in sorted(seen):
        words = (*labels.get(number, ()), f"{number:g}")
        if not known & {_folded(word) for word in words}:
            yield words


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()
