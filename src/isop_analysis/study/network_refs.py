"""What the part `networks` needs of the rest of the config: questions, professions, items of how often."""

from collections.abc import Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.instrument import MultipleChoice
from isop_analysis.study.network_settings import NETWORK, PERSON_MEASURES, TEAM_MEASURES, Networks
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem, unknown
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

HERE = "networks"


def network_problems(study: Study) -> Iterator[Problem]:
    """Yield every name of the part `networks` that leads nowhere, or to something else than is needed."""
    networks, document = study.config.networks, study.config_part.document
    if networks is None:
        return
    questions = {q.name: q for instrument in study.instruments for q in instrument.multiple_choice}
    attributes = [one.name for one in study.config.attributes]
    yield from unknown(document, (HERE, "attribute"), "attribute", networks.attribute, attributes)
    for steps, name in _named(networks):
        yield from unknown(document, steps, "multiple-choice question", name, list(questions))
    yield from _stands_twice(document, networks)
    yield from _option_problems(document, networks, questions)
    if networks.attribute in attributes:
        yield from _content_problems(study, networks, questions)
    yield from _taken_names(study, networks)


def _named(networks: Networks) -> Iterator[tuple[tuple[Step, ...], str]]:
    for position, content in enumerate(networks.contents):
        yield (HERE, "contents", position, "question"), content.question
    if networks.tasks is not None:
        yield (HERE, "tasks"), networks.tasks


def _stands_twice(document: Document, networks: Networks) -> Iterator[Problem]:
    seen: set[str] = set()
    for steps, name in _named(networks):
        if name in seen:
            yield problem(document, steps, f"question '{name}' stands twice; keep one")
        seen.add(name)


def _option_problems(
    document: Document, networks: Networks, questions: dict[str, MultipleChoice]
) -> Iterator[Problem]:
    """Yield names of `outside` and `nobody` that no question has as an option, or that stand in both."""
    known = sorted(
        {o.name for name in networks.questions if name in questions for o in questions[name].options}
    )
    for key, names in (("outside", networks.outside), ("nobody", networks.nobody)):
        for place, name in enumerate(names):
            yield from unknown(document, (HERE, key, place), "option", name, known)
            if key == "nobody" and name in networks.outside:
                message = f"option '{name}' stands in 'outside' too; keep one"
                yield problem(document, (HERE, key, place), message)


def _content_problems(
    study: Study, networks: Networks, questions: dict[str, MultipleChoice]
) -> Iterator[Problem]:
    """Yield options that are no profession and not set apart, and items of how often that are not there."""
    document = study.config_part.document
    attribute = next(one for one in study.config.attributes if one.name == networks.attribute)
    groups = [value.name for value in attribute.values]
    items = [item.name for instrument in study.instruments for item in instrument.items]
    for position, content in enumerate(networks.contents):
        if content.question not in questions:
            continue
        where: tuple[Step, ...] = (HERE, "contents", position)
        for option in networks.ties([one.name for one in questions[content.question].options]):
            if option not in groups:
                message = (
                    f"option '{option}' of '{content.question}' is no value of attribute '{attribute.name}'; "
                    f"name it in 'outside' or 'nobody' if it is no profession{meant(option, groups)}"
                )
                yield problem(document, (*where, "question"), message)
            item = f"{content.frequency}_{option}"
            if content.frequency is not None and item not in items:
                message = (
                    f"no instrument has the item '{item}', which asks how often; add it, or drop the key"
                )
                yield problem(document, (*where, "frequency"), message)


def _taken_names(study: Study, networks: Networks) -> Iterator[Problem]:
    """Yield names of measures that an attribute, a scale or a measure of the register has already."""
    register = study.config.team_register
    taken = {one.name for one in study.config.attributes} | {scale.name for _, scale in study.scales}
    if register is not None:
        taken |= {one.name for one in (*register.team_measures, *register.attendance_measures)}
    contents = (NETWORK, *(content.question for content in networks.contents))
    names = [f"{one}_{measure}" for one in contents for measure in (*PERSON_MEASURES, *TEAM_MEASURES)]
    for name in sorted(taken.intersection(names)):
        message = f"'{name}' is a measure of networks; rename the scale, attribute or measure of that name"
        yield problem(study.config_part.document, (HERE,), message)
