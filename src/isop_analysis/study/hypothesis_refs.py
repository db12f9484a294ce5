"""What hypotheses refer to must exist: a model, its scales, an effect it declares."""

from collections.abc import Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.model_settings import Hypothesis, Multilevel
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

Where = tuple[Step, ...]


def hypothesis_problems(study: Study) -> Iterator[Problem]:
    """Yield every reference of the hypotheses that leads nowhere, and every test that stands twice."""
    if study.hypotheses_part is None:
        return
    document = study.hypotheses_part.document
    families = [family.name for family in study.hypotheses_part.settings.families]
    models = {model.name: model for model in study.multilevel}
    for position, name in enumerate(families):
        if name in families[:position]:
            where: Where = ("families", position, "name")
            yield problem(document, where, f"family '{name}' is given twice; rename one")
    names: set[str] = set()
    tests: dict[tuple[str, str, str], str] = {}
    for position, hypothesis in enumerate(study.hypotheses):
        where = ("hypotheses", position)
        if hypothesis.name in names:
            message = f"name '{hypothesis.name}' is given twice; rename one"
            yield problem(document, (*where, "name"), message)
        names.add(hypothesis.name)
        yield from _family_problems(document, where, hypothesis, families)
        model = models.get(hypothesis.model)
        if model is None:
            yield problem(document, (*where, "model"), _no_model(study, hypothesis.model))
            continue
        yield from _effect_problems(document, where, hypothesis, model)
        yield from _scale_problems(study, document, where, hypothesis)
        for scale in dict.fromkeys(study.tested_scales(hypothesis)):
            test = (model.name, scale, hypothesis.term)
            if test in tests:
                what = f"'{hypothesis.term}' of '{model.name}' on '{scale}'"
                message = f"tests {what}, as '{tests[test]}' does; keep one"
                yield problem(document, where, message)
            tests.setdefault(test, hypothesis.name)


def _family_problems(
    document: Document, where: Where, hypothesis: Hypothesis, families: list[str]
) -> Iterator[Problem]:
    if hypothesis.status == "confirmatory" and hypothesis.family is None:
        yield problem(
            document, where, f"confirmatory hypothesis '{hypothesis.name}' needs a family; name one"
        )
    elif hypothesis.status == "exploratory" and hypothesis.family is not None:
        message = "an exploratory hypothesis belongs to no family; leave 'family' out"
        yield problem(document, (*where, "family"), message)
    elif hypothesis.family is not None and hypothesis.family not in families:
        message = f"unknown family '{hypothesis.family}'{meant(hypothesis.family, families)}"
        yield problem(document, (*where, "family"), message)


def _no_model(study: Study, name: str) -> str:
    if name in [model.name for model in study.structural]:
        return f"'{name}' is a structural model; a hypothesis is tested by a multilevel model"
    return f"unknown multilevel model '{name}'{meant(name, [model.name for model in study.multilevel])}"


def _effect_problems(
    document: Document, where: Where, hypothesis: Hypothesis, model: Multilevel
) -> Iterator[Problem]:
    effects = {effect.term: effect for effect in model.effects}
    if hypothesis.term not in effects:
        known = meant(hypothesis.term, list(effects))
        message = f"model '{model.name}' declares no effect '{hypothesis.term}'{known}"
        yield problem(document, (*where, "term"), message)
    elif hypothesis.status == "confirmatory":
        effect = effects[hypothesis.term]
        if effect.smallest is None or effect.source is None:
            message = (
                f"effect '{hypothesis.term}' of '{model.name}' has no smallest effect that matters with its "
                "source; a confirmatory hypothesis needs both: add them to the model"
            )
            yield problem(document, (*where, "term"), message)


def _scale_problems(
    study: Study, document: Document, where: Where, hypothesis: Hypothesis
) -> Iterator[Problem]:
    if hypothesis.scales == "all":
        return
    known = study.fitted_scales(hypothesis.model)
    if not hypothesis.scales:
        message = "names no scale, so that nothing is tested; name one, or 'all'"
        yield problem(document, (*where, "scales"), message)
    for place, scale in enumerate(hypothesis.scales):
        if scale not in known:
            message = f"model '{hypothesis.model}' has no scale '{scale}'{meant(scale, known)}"
            yield problem(document, (*where, "scales", place), message)
        elif scale in hypothesis.scales[:place]:
            yield problem(document, (*where, "scales", place), f"scale '{scale}' stands twice; keep one")
