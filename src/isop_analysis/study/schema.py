"""JSON Schemas for editors and a reference page, both generated from the config models.

``python -m isop_analysis.study.schema`` writes ``config/schema/*.json`` and ``docs/config.md``; a test holds
the committed files to the models.
"""

import json
from pathlib import Path

from pydantic import BaseModel

from isop_analysis.study.config import Config
from isop_analysis.study.display_settings import DisplayFile
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.integration_settings import Integration
from isop_analysis.study.model_settings import HypothesisFile, ModelFile
from isop_analysis.study.question_settings import QuestionFile
from isop_analysis.study.reference import reference_text

MODELS: dict[str, type[BaseModel]] = {
    "config": Config,
    "instrument": Instrument,
    "models": ModelFile,
    "hypotheses": HypothesisFile,
    "integration": Integration,
    "displays": DisplayFile,
    "questions": QuestionFile,
}


def schema_text(model: type[BaseModel]) -> str:
    """Return the JSON Schema of a config model as text."""
    return json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def write_all(root: Path) -> None:
    """Write the schemas and the reference page below the project's root."""
    folder = root / "config" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in MODELS.items():
        (folder / f"{name}.json").write_text(schema_text(model), encoding="utf-8")
    (root / "docs" / "config.md").write_text(reference_text(root, MODELS), encoding="utf-8")


if __name__ == "__main__":
    write_all(Path.cwd())
