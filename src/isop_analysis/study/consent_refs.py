"""Consent as a study's rules need it: its purposes, the items that ask it, the answers that mean yes."""

from collections.abc import Iterator

from isop_analysis.study.instrument import AnswerScale
from isop_analysis.study.participant_settings import AskedInSurvey
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem, unknown
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Step


def consent_problems(study: Study) -> Iterator[Problem]:
    """Yield a rule on consent in a study that asks for none: it would keep everyone's answers."""
    config, document = study.config, study.config_part.document
    for position, step in enumerate(config.cleaning.steps):
        where: tuple[Step, ...] = ("cleaning", "steps", position)
        if step.rule == "consent" and config.consent is None:
            message = "rule 'consent' needs the key 'consent' (file and purposes); add it, or drop the rule"
            yield problem(document, where, message)
        elif step.rule == "consent" and config.consent and step.purpose not in config.consent.all_purposes:
            message = f"purpose '{step.purpose}' has no column in consent.purposes; add it, or drop the rule"
            yield problem(document, where, message)
    closed = [item.name for one in study.instruments for item in one.items if item.answers != "open"]
    for purpose, asked in (config.consent.asked if config.consent is not None else {}).items():
        yield from unknown(document, ("consent", "asked", purpose, "item"), "closed item", asked.item, closed)
        yield from _agreeing_answers(study, purpose, asked)


def _agreeing_answers(study: Study, purpose: str, asked: AskedInSurvey) -> Iterator[Problem]:
    """Yield values that shall mean yes and that nobody can have answered."""
    for scale in _answer_scales(study, asked.item):
        values = [label.value for label in scale.values]
        known = ", ".join(f"{one:g}" for one in values) or f"{scale.low:g}–{scale.high:g}"
        for place, value in enumerate(asked.agrees):
            if value not in values if values else not scale.low <= value <= scale.high:
                where: tuple[Step, ...] = ("consent", "asked", purpose, "agrees", place)
                message = f"{value:g} is no answer to '{asked.item}'; known: {known}"
                yield problem(study.config_part.document, where, message)


def _answer_scales(study: Study, name: str) -> Iterator[AnswerScale]:
    """Yield the scale of an item's answers; none for one that is unknown or open."""
    for instrument in study.instruments:
        used = {item.answers for item in instrument.items if item.name == name}
        yield from (scale for scale in instrument.answer_scales if scale.name in used)
