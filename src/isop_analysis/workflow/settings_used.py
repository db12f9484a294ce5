"""Which part of a study's config each step uses: a change elsewhere in the config does not rerun it."""

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from isop_analysis.study.base import Text
from isop_analysis.study.context import Area, Municipality, Premise
from isop_analysis.study.instrument import AnswerValue, Instrument, Option, Scale, Validation
from isop_analysis.study.integration_settings import Code, Coded
from isop_analysis.study.participant_settings import AttributeValue, Wave
from isop_analysis.study.plan import read_registration
from isop_analysis.study.plan_deviations import deviations
from isop_analysis.study.sheet_settings import Clause, OnSheet, SheetBlock, SheetSettings, Teams
from isop_analysis.study.structural_settings import Effect
from isop_analysis.study.study import Study

EVERYTHING = (
    *("config", "instruments", "models", "integration", "hypotheses", "registration", "questions"),
    "displays",
)
SCORING = ("instruments.name", "instruments.answer_scales", "instruments.items", "instruments.scales")
PEOPLE = ("config.study", "config.waves", "config.attributes", "config.privacy")
MULTILEVEL = ("models.multilevel", "hypotheses")
STRUCTURAL = ("models.structural", "models.panels")

# Per step the keys it reads: of the study file, or of each instrument, model and integration file.
USED: dict[str, tuple[str, ...]] = {
    "import_answers": (
        *("config.study", "config.raw", "config.waves", "config.attributes", "config.team_register"),
        *("config.consent", "config.linking", "config.invented", "config.privacy", "config.limits"),
        *("integration.coded", "integration.codes", "integration.masking", "integration.quotes"),
        *("instruments.name", "instruments.about", "instruments.sources", "instruments.answer_scales"),
        *("instruments.items", "instruments.multiple_choice"),
    ),
    "import_context": (
        *("config.study", "config.raw", "config.waves", "config.sites", "config.outcomes", "config.region"),
        *("config.invented", "config.privacy", "config.limits"),
    ),
    "clean_answers": (
        *(*PEOPLE, "config.invented", "config.raw", "config.team_register", "config.consent"),
        *("config.linking", "config.cleaning", *SCORING, "instruments.about", "instruments.multiple_choice"),
        *("integration.coded", "integration.codes"),
    ),
    "mask_texts": ("config.study", "config.raw", "config.invented", "config.privacy", "integration.masking"),
    "score_scales": ("config.study", *SCORING),
    "measure_scales": (
        *(*PEOPLE, "config.choices_by", *SCORING, "instruments.about", "instruments.multiple_choice"),
    ),
    "map_networks": (
        *("config.study", "config.waves", "config.attributes", "config.networks", "config.seed"),
        "instruments.multiple_choice",
    ),
    "describe_missingness": (*PEOPLE, "config.missing", *SCORING),
    "fit_multilevel": (*PEOPLE, "config.seed", *SCORING, *MULTILEVEL, "raised"),
    "fit_structural": (
        "config.study",
        "config.seed",
        "config.waves",
        *SCORING,
        *STRUCTURAL,
    ),
    "relate_outcomes": (
        *("config.study", "config.waves", "config.outcomes", "config.seed", *SCORING, "models.micro_macro"),
    ),
    "second_opinion": (
        *(*PEOPLE, *SCORING, "instruments.about", *MULTILEVEL, "models.structural", "raised"),
    ),
    "simulate_designs": (
        *("config.study", "config.seed", "config.waves", "config.attributes", "config.planning"),
        *(*SCORING, "models.multilevel", "raised"),
    ),
    "integrate_findings": (
        *("config.study", "config.privacy", "config.seed", "config.waves", "deviations"),
        *("integration.coded", "integration.codes", "integration.joint_displays"),
        *("integration.quotes", "config.raw", "config.invented", "displays.joint_displays"),
    ),
    "publish_tables": (
        *(*PEOPLE, *SCORING, "instruments.about", "integration.codes", "config.sheet", "clauses"),
        *("config.networks", "config.choices_by", "instruments.multiple_choice"),
        *("config.data_date", "registration", "asked", "displays.joint_displays", "displays.judgements"),
        "integration.joint_displays",
    ),
    "draw_figures": EVERYTHING,
    "execute_notebooks": EVERYTHING,
    "render_report": EVERYTHING,
    "write_sheets": (
        *("config.study", "config.data_date", "config.invented", "config.consent", "config.waves"),
        *("config.teams", "config.sheet", "config.privacy", *SCORING, "integration.codes"),
    ),
    "audit_run": EVERYTHING,
}

READ_BY_PEOPLE = {"draw_figures", "execute_notebooks", "render_report", "audit_run"}
"""Steps for which every text counts: they write them, or hand the settings to who does."""

# Fields that are only told, beside all those of type Text: they decide no number.
TOLD: dict[type[BaseModel], frozenset[str]] = {
    AnswerValue: frozenset({"nl", "en"}),
    AttributeValue: frozenset({"nl", "en"}),
    Coded: frozenset({"closed"}),
    Option: frozenset({"nl", "en"}),
    Effect: frozenset({"source", "direction", "slopes"}),
    Instrument: frozenset({"owner", "invented", "validation"}),
    Municipality: frozenset({"name"}),
    Premise: frozenset({"source"}),
    Scale: frozenset({"says"}),
    Validation: frozenset({"status", "source"}),
}

# What other steps do with such a field all the same: find an answer or a group by its label.
TEXTS_USED: dict[str, tuple[type[BaseModel], ...]] = {
    "import_answers": (AnswerValue, Option, Code),
    "import_context": (Area, Municipality),
    "clean_answers": (AnswerValue, AttributeValue, Code),
    "write_sheets": (Scale, Code, Wave, Teams, SheetSettings, SheetBlock),
}


def settings_digest(study: Study, step: str) -> str:
    """Return a hash of the settings a step uses, as validated: comments and layout don't count.

    Texts count only for the steps that write or read them: a model's title reruns no fit.
    """
    parts = [[key, _values(study, key, step)] for key in USED[step]]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(study: Study, key: str, step: str) -> list[Any]:
    file, _, field = key.partition(".")
    if file == "registration":
        registration = read_registration(study)
        return [registration.sha256, registration.frozen_on] if registration is not None else []
    if file == "deviations":
        return _deviations(study)
    if file == "raised":
        return _raised(study)
    if file == "asked":
        return _asked(study)
    if file == "clauses":
        return _clauses(study)
    settings = _settings(study, file)
    found = [_plain(getattr(one, field) if field else one, step) for one in settings]
    # A model file without models of a kind is nothing to the step that fits that kind.
    return [one for one in found if one] if file == "models" else found


def _clauses(study: Study) -> list[Any]:
    """Return which scales may not stand on a team sheet, and which codes may: not what is said of them."""
    left_out = [scale.name for _, scale in study.scales if scale.sheet is False]
    return [
        left_out,
        [code.name for code in study.integration.codes if code.sheet] if study.integration else [],
    ]


def _asked(study: Study) -> list[Any]:
    """Return what decides how questions are answered: effects, which sign is a yes, what they are made of."""
    models = [
        [
            one.name,
            study.fitted_scales(one.name),
            [[effect.term, effect.direction] for effect in one.effects],
            [[centred.name, centred.of, centred.others] for centred in one.centred],
        ]
        for one in study.multilevel
    ]
    others = [[one.name, one.defined] for one in study.structural]
    others += [[one.name, one.scales] for one in study.micro_macro]
    asked = [
        [one.name, one.asks, one.front, [own.model_dump() for own in one.answers]] for one in study.asked
    ]
    fit = study.questions_part.settings.fit.model_dump() if study.questions_part is not None else None
    return [models, others, asked, fit]


def _raised(study: Study) -> list[Any]:
    """Return what decides the variables that models name of what teams raised; nothing where none does."""
    integration = study.integration
    words = {word for one in study.multilevel for word in re.findall(r"\w+", one.formula)}
    words |= {centred.of for one in study.multilevel for centred in one.centred}
    if integration is None or not any(word.startswith(("raised_", "theme_")) for word in words):
        return []
    coded = integration.coded
    told = [coded.threshold, coded.coefficient, coded.disputed_in_models]
    return [[[code.name, code.theme] for code in integration.codes], *told]


def _deviations(study: Study) -> list[Any]:
    """Return what differs from the frozen plan, as its table holds it; texts of the plan count."""
    registration = read_registration(study)
    found = deviations(study, registration) if registration is not None else []
    return [[one.what, one.key, one.planned, one.present] for one in found]


def _settings(study: Study, file: str) -> Iterable[BaseModel]:
    if file == "config":
        return [study.config]
    if file == "instruments":
        return study.instruments
    if file == "models":
        return [part.settings for part in study.model_parts]
    if file == "hypotheses":
        return [study.hypotheses_part.settings] if study.hypotheses_part is not None else []
    if file == "questions":
        return [study.questions_part.settings] if study.questions_part is not None else []
    if file == "displays":
        return [study.displays_part.settings] if study.displays_part is not None else []
    return [study.integration] if study.integration is not None else []


def _plain(value: Any, step: str) -> Any:
    """Return settings as JSON knows them, without the texts that this step does nothing with."""
    if isinstance(value, BaseModel):
        left_out = frozenset() if _reads_texts(step, type(value)) else told_fields(type(value))
        names = type(value).model_fields.keys() - left_out
        return {name: _plain(getattr(value, name), step) for name in names}
    if isinstance(value, dict):
        return {str(name): _plain(one, step) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one, step) for one in value]
    return value


def _reads_texts(step: str, model: type[BaseModel]) -> bool:
    return step in READ_BY_PEOPLE or model in TEXTS_USED.get(step, ())


@cache
def told_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the fields of a config model that hold nothing but what readers are told."""
    texts = {name for name, field in model.model_fields.items() if _is_text(field.annotation)}
    return TOLD.get(model, frozenset()) | texts


def _is_text(annotation: Any) -> bool:
    parts = (annotation, *get_args(annotation))
    return any(part is told for part in parts for told in (Text, Clause, OnSheet))
