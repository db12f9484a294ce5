"""JSON Schemas for editors and a reference page, both generated from the config models.

``python -m isop_analysis.study.schema`` writes ``config/schema/*.json`` and ``docs/config.md``; a test holds
the committed files to the models.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from isop_analysis.study.config import Config
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.integration_settings import DisplayFile, Integration
from isop_analysis.study.model_settings import HypothesisFile, ModelFile
from isop_analysis.study.question_settings import QuestionFile

MODELS: dict[str, type[BaseModel]] = {
    "config": Config,
    "instrument": Instrument,
    "models": ModelFile,
    "hypotheses": HypothesisFile,
    "integration": Integration,
    "displays": DisplayFile,
    "questions": QuestionFile,
}
HEAD = """# Config reference

Generated from the config models by `python -m isop_analysis.study.schema`; do not edit by hand.
Keys in **bold** must be given. Unknown keys are errors.
"""


def schema_text(model: type[BaseModel]) -> str:
    """Return the JSON Schema of a config model as text."""
    return json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def reference_text() -> str:
    """Return the reference page of every config model, a table per model."""
    parts = [HEAD]
    for name, model in MODELS.items():
        schema = model.model_json_schema()
        parts.append(f"\n## `{name}`\n\n{schema.get('description', '')}\n\n{_table(schema)}")
        for part, definition in sorted(schema.get("$defs", {}).items()):
            if "properties" in definition:
                text = definition.get("description", "")
                parts.append(f"\n### {name}: {part}\n\n{text}\n\n{_table(definition)}")
    return "".join(parts)


def _table(schema: dict[str, Any]) -> str:
    required = set(schema.get("required", []))
    rows = ["| key | type | default | what |", "|---|---|---|---|"]
    for key, entry in schema["properties"].items():
        shown = f"**`{key}`**" if key in required else f"`{key}`"
        default = f"`{json.dumps(entry['default'], ensure_ascii=False)}`" if "default" in entry else ""
        rows.append(f"| {shown} | {_kind(entry)} | {default} | {entry.get('description', '')} |")
    return "\n".join(rows) + "\n"


def _kind(entry: dict[str, Any]) -> str:
    if "$ref" in entry:
        return str(entry["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in entry or "oneOf" in entry:
        return " or ".join(_kind(option) for option in entry.get("anyOf", entry.get("oneOf", [])))
    if "enum" in entry:
        return " or ".join(f"`{value}`" for value in entry["enum"])
    if "const" in entry:
        return f"`{entry['const']}`"
    if entry.get("type") == "array":
        return f"list of {_kind(entry.get('items', {}))}"
    if entry.get("type") == "object":
        return f"mapping to {_kind(entry.get('additionalProperties', {}) or {})}"
    return {"null": "nothing"}.get(str(entry.get("type", "any")), str(entry.get("type", "any")))


def write_all(root: Path) -> None:
    """Write the schemas and the reference page below the project's root."""
    folder = root / "config" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in MODELS.items():
        (folder / f"{name}.json").write_text(schema_text(model), encoding="utf-8")
    (root / "docs" / "config.md").write_text(reference_text(), encoding="utf-8")


if __name__ == "__main__":
    write_all(Path.cwd())
