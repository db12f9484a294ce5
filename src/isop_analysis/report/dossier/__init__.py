"""The dossier, for auditors: pages and a file that say where each published number came from."""

from isop_analysis.report.dossier.facts import Facts
from isop_analysis.report.dossier.writing import write_dossier

__all__ = ["Facts", "write_dossier"]
