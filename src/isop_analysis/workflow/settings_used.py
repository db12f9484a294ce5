"""Which part of a study's config each step uses: a change elsewhere in the config does not rerun it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from isop_analysis.study.registration import read_registration
from isop_analysis.study.study import Study

EVERYTHING = ("config", "instruments", "models", "integration", "hypotheses", "registration")

# Per step the keys it reads: of the study file, or of each instrument, model and integration file.
USED: dict[str, tuple[str, ...]] = {
    "import_answers": (
        *("config.study", "config.raw", "config.waves", "config.attributes", "config.team_register"),
        *("config.consent", "config.linking", "config.privacy"),
        *("instruments.name", "instruments.about", "instruments.sources", "instruments.answer_scales"),
        *("instruments.items", "instruments.multiple_choice"),
        *("integration.segments", "integration.codes"),
    ),
    "import_context": (
        *("config.study", "config.raw", "config.waves", "config.sites", "config.outcomes", "config.region"),
    ),
    "clean_answers": (
        *("config.study", "config.invented", "config.raw", "config.waves", "config.attributes"),
        *("config.team_register", "config.consent", "config.linking", "config.cleaning", "config.privacy"),
        *("instruments", "integration"),
    ),
    "score_scales": ("config.study", "instruments"),
    "measure_scales": (
        *("config.study", "config.waves", "config.attributes", "config.privacy"),
        "instruments",
    ),
    "describe_missingness": (
        *("config.study", "config.waves", "config.attributes", "config.privacy", "config.missing"),
        "instruments",
    ),
    "fit_multilevel": (
        *("config.study", "config.seed", "config.waves", "config.attributes", "config.privacy"),
        *("config.cleaning", "instruments", "models.multilevel", "hypotheses", "registration"),
    ),
    "fit_structural": (
        *("config.study", "config.seed", "config.waves"),
        *("instruments", "models.structural", "models.panels"),
    ),
    "relate_outcomes": (
        *("config.study", "config.waves", "config.outcomes", "config.seed"),
        *("instruments", "models.micro_macro"),
    ),
    "simulate_designs": (
        *("config.study", "config.seed", "config.waves", "config.attributes", "config.planning"),
        *("instruments", "models"),
    ),
    "integrate_findings": ("config.study", "config.privacy", "integration"),
    "draw_figures": EVERYTHING,
    "execute_notebooks": EVERYTHING,
    "render_report": EVERYTHING,
    "audit_run": EVERYTHING,
}


def settings_digest(study: Study, step: str) -> str:
    """Return a hash of the settings a step uses, as validated: comments and layout don't count."""
    parts = [[key, _values(study, key)] for key in USED[step]]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(study: Study, key: str) -> list[Any]:
    file, _, field = key.partition(".")
    if file == "registration":
        registration = read_registration(study)
        return [registration.sha256] if registration is not None else []
    contents = [part.model_dump(mode="json") for part in _settings(study, file)]
    return [content[field] for content in contents] if field else contents


def _settings(study: Study, file: str) -> Iterable[Any]:
    if file == "config":
        return [study.config]
    if file == "instruments":
        return study.instruments
    if file == "models":
        return [part.settings for part in study.model_parts]
    if file == "hypotheses":
        return list(study.hypotheses)
    return [study.integration] if study.integration is not None else []
