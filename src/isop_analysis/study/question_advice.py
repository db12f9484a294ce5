"""What questions, effects and scales lack for answers in people's words: lines of advice, no errors."""

from collections.abc import Iterator

from isop_analysis.study.question_settings import Question
from isop_analysis.study.structural_settings import Effect
from isop_analysis.study.study import Study


def question_advice(study: Study) -> Iterator[str]:
    """Yield what is missing of a study that has a questions file; nothing of one without."""
    if study.questions_part is None:
        return
    file = study.questions_part.document.file
    if not any(one.front for one in study.questions):
        yield f"{file}: no question has a place on the first page (front: 1–6); the first six stand there"
    for what, names in lacking_clauses(study).items():
        listed = ", ".join(f"'{name}'" for name in names)
        yield f"{what}: {listed}; the technical sentence stands there"


def lacking_clauses(study: Study) -> dict[str, list[str]]:
    """Return which effects and scales lack a clause of their question's answer, by what is missing."""
    lacking: dict[str, dict[str, None]] = {}
    for question in study.questions:
        for what, name in _lacks(study, question):
            lacking.setdefault(what, {})[name] = None
    return {what: list(names) for what, names in lacking.items()}


def factor_advice(study: Study) -> Iterator[str]:
    """Yield which factors of path models readers are told by their items, for want of a title."""
    lacking = [
        f"'{name}' of '{model.name}'"
        for model in study.structural
        for name in model.factors
        if name not in model.latent and name not in [scale.name for _, scale in study.scales]
    ]
    if lacking:
        yield f"factors without a title ('latent'): {', '.join(lacking)}; their items are named there"


def _lacks(study: Study, question: Question) -> Iterator[tuple[str, str]]:
    for answered in question.answers:
        model = next((one for one in study.multilevel if one.name == answered.model), None)
        if model is None:
            continue
        for effect in model.effects:
            if not answered.terms or effect.term in answered.terms:
                yield from _of_effect(question, effect)
        scales = study.fitted_scales(model.name) if answered.scales == "all" else answered.scales
        for scale in scales:
            if study.scale(scale).short is None:
                yield "scales without 'short'", scale
            if study.scale(scale).says is None:
                yield "scales without 'says'", scale


def _of_effect(question: Question, effect: Effect) -> Iterator[tuple[str, str]]:
    if effect.direction is None:
        yield "effects without 'direction'", effect.term
    if effect.smallest is None:
        yield "effects without 'smallest'", effect.term
    if question.asks == "which" and effect.short is None:
        yield "effects without 'short'", effect.term
    if effect.who is None and effect.each is None and effect.slopes is None:
        yield "effects without 'who', 'each' or 'slopes'", effect.term
