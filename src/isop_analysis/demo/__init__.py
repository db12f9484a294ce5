"""The demo study's writer: invented people answer invented items, and files come as real tools export them.

``python -m isop_analysis.demo --preset demo --out data/raw/demo`` writes a raw folder with its manifest
and, beside the data, the true parameters. No other room imports this one.
"""

from isop_analysis.demo.presets import PRESETS, Preset
from isop_analysis.demo.raw_folder import simulate

__all__ = ["PRESETS", "Preset", "simulate"]
