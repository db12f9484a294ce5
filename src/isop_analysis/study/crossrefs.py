"""Names in one part of the config that must exist, once, in another part."""

from collections.abc import Iterator

from isop_analysis.study.consent_refs import consent_problems
from isop_analysis.study.contained import path_problems
from isop_analysis.study.display_refs import display_problems
from isop_analysis.study.doubled_entries import doubled_entries
from isop_analysis.study.hypothesis_refs import hypothesis_problems
from isop_analysis.study.impossible import impossible_settings
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.integration_refs import integration_problems
from isop_analysis.study.model_settings import ModelFile
from isop_analysis.study.network_refs import network_problems
from isop_analysis.study.plan import registration_problems
from isop_analysis.study.problems import Problem
from isop_analysis.study.question_refs import question_problems
from isop_analysis.study.refs import doubled, problem, unknown
from isop_analysis.study.sheet_refs import sheet_problems
from isop_analysis.study.sources import unsourced_parts
from isop_analysis.study.structural_refs import structural_problems
from isop_analysis.study.study import Part, Study
from isop_analysis.study.taken_names import taken_names
from isop_analysis.study.yaml_lines import Document, Step


def crossref_problems(study: Study) -> list[Problem]:
    """Return every reference that leads nowhere and every name that is given twice."""
    found = [
        *_config_problems(study),
        *path_problems(study),
        *(p for part in study.instrument_parts for p in instrument_problems(part.document, part.settings)),
        *_names_over_instruments(study),
        *taken_names(study),
        *_model_problems(study),
        *network_problems(study),
        *integration_problems(study),
        *display_problems(study),
        *sheet_problems(study),
        *hypothesis_problems(study),
        *registration_problems(study),
        *question_problems(study),
    ]
    told = {_place(one) for one in found}
    broad = (*impossible_settings(study), *unsourced_parts(study), *doubled_entries(study))
    return [*found, *(one for one in broad if _place(one) not in told)]


def _place(one: Problem) -> tuple[str, int | None, str]:
    """Return where a problem is: what looks at all settings alike is silent where another look has told."""
    return one.file, one.line, one.path


def _config_problems(study: Study) -> Iterator[Problem]:
    config, document = study.config, study.config_part.document
    yield from doubled(document, "waves", (wave.name for wave in config.waves))
    yield from doubled(document, "attributes", (attribute.name for attribute in config.attributes))
    yield from doubled(document, "outcomes", (outcome.name for outcome in config.outcomes))
    items = [item.name for instrument in study.instruments for item in instrument.items]
    for position, attribute in enumerate(config.attributes):
        values = [value.name for value in attribute.values]
        if attribute.item is not None:
            yield from unknown(document, ("attributes", position, "item"), "item", attribute.item, items)
        if attribute.reference is not None:
            where: tuple[Step, ...] = ("attributes", position, "reference")
            yield from unknown(document, where, "value", attribute.reference, values)
        for place, value in enumerate(attribute.values):
            if value.parent is not None:
                where = ("attributes", position, "values", place, "parent")
                yield from unknown(document, where, "value", value.parent, values)
    yield from _missing_problems(study)
    yield from _premise_problems(study)
    yield from _choices_problems(study)
    models = [model.name for model in study.multilevel]
    for position, one in enumerate(config.planning.models):
        where = ("planning", "models", position, "model")
        yield from unknown(document, where, "model", one.model, models)
    yield from consent_problems(study)
    rules = [step.rule for step in config.cleaning.steps]
    for position, rule in enumerate(rules):
        if rule in rules[:position]:
            yield problem(
                document, ("cleaning", "steps", position, "rule"), f"rule '{rule}' stands twice; keep one"
            )


def _missing_problems(study: Study) -> Iterator[Problem]:
    attributes = [attribute.name for attribute in study.config.attributes]
    known = ["dose", *attributes, *(scale.name for _, scale in study.scales)]
    for position, name in enumerate(study.config.missing.dropout_by):
        where: tuple[Step, ...] = ("missing", "dropout_by", position)
        yield from unknown(study.config_part.document, where, "attribute or scale", name, known)


def _choices_problems(study: Study) -> Iterator[Problem]:
    if study.config.choices_by is not None:
        attributes = [attribute.name for attribute in study.config.attributes]
        where: tuple[Step, ...] = ("choices_by",)
        yield from unknown(
            study.config_part.document, where, "attribute", study.config.choices_by, attributes
        )


def instrument_problems(document: Document, instrument: Instrument) -> Iterator[Problem]:
    """Yield what is wrong inside one instrument file."""
    items = [item.name for item in instrument.items]
    sources = [source.name for source in instrument.sources]
    answers = [scale.name for scale in instrument.answer_scales]
    for key in ("items", "scales", "sources", "answer_scales", "multiple_choice"):
        yield from doubled(document, key, (entry.name for entry in getattr(instrument, key)))
    for position, item in enumerate(instrument.items):
        if item.answers != "open":
            yield from unknown(
                document, ("items", position, "answers"), "answer scale", item.answers, answers
            )
        for source in item.columns:
            yield from unknown(document, ("items", position, "columns", source), "source", source, sources)
        if not any(item.asked_in(source) for source in sources):
            message = f"'{item.name}' was asked in no source; give it a column, or leave the item out"
            yield problem(document, ("items", position, "columns"), message)
    for position, question in enumerate(instrument.multiple_choice):
        for source in question.columns:
            where: tuple[Step, ...] = ("multiple_choice", position, "columns", source)
            yield from unknown(document, where, "source", source, sources)
    for position, scale in enumerate(instrument.scales):
        for place, name in enumerate(scale.items):
            yield from unknown(document, ("scales", position, "items", place), "item", name, items)
        yield from _one_range(document, instrument, position)
        yield from _enough_asked(document, instrument, position)


def _enough_asked(document: Document, instrument: Instrument, position: int) -> Iterator[Problem]:
    """Yield sources that ask some items of a scale, but fewer than a score takes."""
    scale = instrument.scales[position]
    known = {item.name for item in instrument.items}
    for source in instrument.sources if known.issuperset(scale.items) else ():
        asked = len(instrument.asked_in(scale, source.name))
        if 0 < asked < scale.minimum_answered:
            message = (
                f"source {source.name} asked {asked} of its items, and a score takes "
                f"{scale.minimum_answered} answers; lower it, or nobody of that source has a score"
            )
            yield problem(document, ("scales", position, "minimum_answered"), message)


def _one_range(document: Document, instrument: Instrument, position: int) -> Iterator[Problem]:
    known = {item.name: item for item in instrument.items}
    scale = instrument.scales[position]
    used = {known[name].answers for name in scale.items if name in known}
    where: tuple[Step, ...] = ("scales", position, "items")
    if "open" in used:
        yield problem(
            document, where, f"scale '{scale.name}' holds an open question; it has no number to average"
        )
        return
    ranges = {(a.low, a.high) for a in instrument.answer_scales if a.name in used}
    if len(ranges) > 1:
        shown = ", ".join(f"{low:g}–{high:g}" for low, high in sorted(ranges))
        yield problem(
            document, where, f"items of '{scale.name}' have different ranges ({shown}); split the scale"
        )


def _names_over_instruments(study: Study) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for part in study.instrument_parts:
        for key in ("items", "scales"):
            for position, entry in enumerate(getattr(part.settings, key)):
                other = seen.get(f"{key} {entry.name}")
                if other is not None and other != part.document.file:
                    message = f"name '{entry.name}' is also given in {other}; rename one"
                    yield problem(part.document, (key, position, "name"), message)
                seen[f"{key} {entry.name}"] = part.document.file


def _model_problems(study: Study) -> Iterator[Problem]:
    scales = [scale.name for _, scale in study.scales]
    for part in study.model_parts:
        document = part.document
        yield from _micro_macro_problems(study, part)
        yield from _panel_problems(study, part)
        for key in ("multilevel", "structural", "panels", "micro_macro"):
            yield from doubled(document, key, (model.name for model in getattr(part.settings, key)))
        for position, model in enumerate(part.settings.multilevel):
            if not model.scales:
                message = "names no scale, so that nothing is fitted; name one, or 'all'"
                yield problem(document, ("multilevel", position, "scales"), message)
            if model.scales != "all":
                for place, name in enumerate(model.scales):
                    yield from unknown(
                        document, ("multilevel", position, "scales", place), "scale", name, scales
                    )
            if model.singular != "report":
                others = [one.name for one in study.multilevel if one.name != model.name]
                where_singular: tuple[Step, ...] = ("multilevel", position, "singular")
                yield from unknown(document, where_singular, "multilevel model", model.singular, others)
            for place, centred in enumerate(model.centred):
                if centred.others and (not centred.between or "person" in centred.between):
                    yield problem(
                        document,
                        ("multilevel", position, "centred", place, "others"),
                        "needs 'between' with groups of people, such as [team, wave]",
                    )
            for place, margin in enumerate(model.margins):
                if not (margin.by or margin.at or margin.slope_of):
                    yield problem(
                        document, ("multilevel", position, "margins", place), "name 'by', 'at' or 'slope_of'"
                    )
            if not model.formula.replace(" ", "").startswith("score~"):
                where: tuple[Step, ...] = ("multilevel", position, "formula")
                yield problem(document, where, f"'{model.formula}' must start with 'score ~'")
        yield from structural_problems(study, document, part.settings.structural)


def _micro_macro_problems(study: Study, part: Part[ModelFile]) -> Iterator[Problem]:
    known = {
        "scales": [scale.name for _, scale in study.scales],
        "outcomes": [outcome.name for outcome in study.config.outcomes],
        "adjust": ["baseline", *(outcome.name for outcome in study.config.outcomes)],
    }
    occasions = list(dict.fromkeys(wave.occasion for wave in study.config.waves))
    for position, model in enumerate(part.settings.micro_macro):
        own: tuple[Step, ...] = ("micro_macro", position)
        yield from unknown(part.document, (*own, "occasion"), "occasion", model.occasion, occasions)
        for key, kind in (("scales", "scale"), ("outcomes", "outcome"), ("adjust", "outcome")):
            named = getattr(model, key)
            for place, name in enumerate([] if named == "all" else named):
                yield from unknown(part.document, (*own, key, place), kind, name, known[key])


def _panel_problems(study: Study, part: Part[ModelFile]) -> Iterator[Problem]:
    occasions = list(dict.fromkeys(wave.occasion for wave in study.config.waves))
    known = ["attendance", *(scale.name for _, scale in study.scales)]
    for position, model in enumerate(part.settings.panels):
        own: tuple[Step, ...] = ("panels", position)
        for place, name in enumerate(model.variables):
            yield from unknown(part.document, (*own, "variables", place), "scale", name, known)
        for place, name in enumerate(model.occasions):
            yield from unknown(part.document, (*own, "occasions", place), "occasion", name, occasions)


def _premise_problems(study: Study) -> Iterator[Problem]:
    document = study.config_part.document
    known = {
        "question": [one.name for one in study.questions],
        "scale": [one.name for _, one in study.scales],
        "outcome": [one.name for one in study.config.outcomes],
        "theme": [one.name for one in study.integration.themes] if study.integration else [],
    }
    for position, premise in enumerate(study.config.premises):
        for what, name in premise.answered_by or ():
            if name is not None:
                where: tuple[Step, ...] = ("premises", position, "answered_by", what)
                yield from unknown(document, where, what, name, known[what])
