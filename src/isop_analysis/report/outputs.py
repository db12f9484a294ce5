"""The files that the step which renders writes below the build folder, known without rendering them."""

from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.contracts.published import PUBLISHED_NAMES

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

WORKBOOK = "tables.xlsx"
DATA_PACKAGE = "datapackage.json"
FRONT_DOOR = "index.html"
DOSSIER = "dossier"
TRAIL = "trail.json"


def readers_files(study: "Study") -> list[Path]:
    """Return every file of report, annexes, tables and front door, in the order of writing."""
    return [*document_files(study), *annex_files(study), *table_files(study), study.build / FRONT_DOOR]


def document_files(study: "Study") -> list[Path]:
    """Return the main messages and the report in each language and form."""
    languages = study.config.languages
    names = [f"report.{one}.{kind}" for one in languages for kind in ("html", "pdf", "docx")]
    return [study.build / name for name in (*(f"summary.{one}.pdf" for one in languages), *names)]


def annex_files(study: "Study") -> list[Path]:
    """Return the annex in each language."""
    return [study.build / f"annex.{language}.html" for language in study.config.languages]


def table_files(study: "Study") -> list[Path]:
    """Return each published table, the workbook of all, the codebook in each language, the data package."""
    codebooks = [f"codebook.{one}.{kind}" for one in study.config.languages for kind in ("html", "csv")]
    names = [*(f"{name}.csv" for name in PUBLISHED_NAMES), WORKBOOK, *codebooks, DATA_PACKAGE]
    return [study.build / "tables" / name for name in names]


def dossier_files(study: "Study") -> list[Path]:
    """Return what of the dossier every study has: its index, the trail on pages and for programs."""
    names = ["index.html", TRAIL, *(f"trail.{one}.html" for one in study.config.languages)]
    return [study.build / DOSSIER / name for name in names]
