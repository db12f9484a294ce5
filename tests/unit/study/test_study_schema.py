"""The committed schemas and reference page say what the config models say."""

from pathlib import Path

import pytest

from isop_analysis.study.reference import reference_text
from isop_analysis.study.schema import MODELS, schema_text

ROOT = Path(__file__).parents[3]
FIX = "run: python -m isop_analysis.study.schema"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_schema_is_up_to_date(name: str) -> None:
    committed = (ROOT / "config" / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schema_text(MODELS[name]), FIX


def test_reference_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "config.md").read_text(encoding="utf-8") == reference_text(ROOT, MODELS), FIX
