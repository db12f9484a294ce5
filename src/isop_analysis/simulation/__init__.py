"""The demo study's writer: invented people answer invented items, and the files come as real tools
export them.

Written so far: people, identities, latent scores, attendance, responses with their oddities, and the
Qualtrics and LimeSurvey exports. Not yet: the Forms workbook, the SPSS file, the register, the raw folder
as a whole. No other room imports this one.
"""

from isop_analysis.simulation.presets import PRESETS, Preset

__all__ = ["PRESETS", "Preset"]
