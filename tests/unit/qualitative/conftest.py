"""Tests here may look at a small study whose raw files they write."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "answers"))
