"""The committed schemas and reference page say what the config models say."""

from pathlib import Path
from typing import Any

import pytest

from isop_analysis.study.reference import reference_text
from isop_analysis.study.schema import MODELS, schema_text

ROOT = Path(__file__).parents[3]
FIX = "run: python -m isop_analysis.study.schema"
NAME_RULE = "Lower case, digits and underscores; starts with a letter."


@pytest.mark.parametrize("name", sorted(MODELS))
def test_schema_is_up_to_date(name: str) -> None:
    committed = (ROOT / "config" / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schema_text(MODELS[name]), FIX


def test_reference_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "config.md").read_text(encoding="utf-8") == reference_text(ROOT, MODELS), FIX


def without_words(schema: dict[str, Any]) -> list[str]:
    """Return the keys of a file's models that aren't described, but by the rule of how a name is written."""
    parts = {**schema.get("$defs", {}), schema["title"]: schema}
    return [
        f"{part}.{key}"
        for part, one in parts.items()
        for key, entry in one.get("properties", {}).items()
        if key != "name" and entry.get("description", NAME_RULE) == NAME_RULE
    ]


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_is_described_in_a_readers_words(name: str) -> None:
    assert without_words(MODELS[name].model_json_schema()) == []
