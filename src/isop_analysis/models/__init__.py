"""From config to fits: the frame of each model, centring, declared effects, rows with their record."""

from isop_analysis.models.frame import centre, model_frame
from isop_analysis.models.hypotheses import deviation_rows, holm, hypothesis_rows
from isop_analysis.models.multilevel.fits import fit_all
from isop_analysis.models.multilevel.outcomes import fit_one
from isop_analysis.models.structural.fits import fit_structural
from isop_analysis.models.structural.panel_rows import fit_panels
from isop_analysis.models.structural.syntax_problems import syntax_problems
from isop_analysis.models.tables import ModelTables, read_model_tables, wave_table

__all__ = [
    "ModelTables",
    "centre",
    "deviation_rows",
    "fit_all",
    "fit_one",
    "fit_panels",
    "fit_structural",
    "holm",
    "hypothesis_rows",
    "model_frame",
    "read_model_tables",
    "syntax_problems",
    "wave_table",
]
