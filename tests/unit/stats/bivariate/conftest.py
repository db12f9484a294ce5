import json
from pathlib import Path

import pandas as pd
import pytest

GOLDEN = Path(__file__).parents[3] / "golden" / "scales"


@pytest.fixture(scope="session")
def reference() -> dict:
    return json.loads((GOLDEN / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def from_r() -> dict:
    return json.loads((GOLDEN / "scales_r.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def agreeableness() -> pd.DataFrame:
    """2,800 answers to A1–A5 of psychTools' bfi, 1 to 6, as they were given."""
    return pd.read_csv(GOLDEN / "bfi_agreeableness.csv")


@pytest.fixture(scope="session")
def agreeable(agreeableness: pd.DataFrame) -> pd.DataFrame:
    """The same, A1 reverse-coded."""
    return agreeableness.assign(A1=7 - agreeableness["A1"])
