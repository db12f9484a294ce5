"""Every team's sheet as a PDF in each language, a sample, and a list of them."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.contracts.published_sheets import read_index, read_sheet
from isop_analysis.report.sheets.listed import LIST, folder_of_sheets
from isop_analysis.report.sheets.markup import TOO_LONG, markup
from isop_analysis.report.sheets.sample import sample_tables
from isop_analysis.report.sheets.told import sheet_of
from isop_analysis.report.writers.typeset import compile_pdf
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study

SAMPLE = "sample"


def write_sheets(study: "Study") -> list[Path]:
    """Write the sheets and the list of them; return their paths, none in a study without sheets.

    A sheet is one team's: its file and the folder are their owner's alone, the sample's may be read by all.

    Raises
    ------
    StudyError
        When a sheet would take more than its two sides.
    FileNotFoundError
        When a team's tables are not there, or are not those that were published.
    """
    folder, hashes = folder_of_sheets(study), {}
    paths = []
    for name, tables in _tables(study):
        for language in study.config.sheet.languages if study.config.sheet is not None else ():
            pdf = _pdf(study, tables, language, sample=name == SAMPLE)
            path = folder / f"{name}.{language}.pdf"
            write_whole(path, pdf, PUBLISHED if name == SAMPLE else 0o600)
            hashes[path.name] = hashlib.sha256(pdf).hexdigest()
            paths.append(path)
    for path in folder.glob("*.pdf"):
        if path.name not in hashes:
            path.unlink()
    write_whole(folder / LIST, json.dumps(hashes, indent=1, sort_keys=True) + "\n")
    return paths


def _tables(study: "Study") -> "Iterator[tuple[str, dict[str, pd.DataFrame]]]":
    for team in read_index(study.sheets):
        yield team, read_sheet(study.sheets / team)
    if study.config.sheet is not None:
        yield SAMPLE, sample_tables(study)


def _pdf(study: "Study", tables: "dict[str, pd.DataFrame]", language: "Language", sample: bool) -> bytes:
    sheet = sheet_of(study, tables, language, sample)
    try:
        return compile_pdf(markup(sheet, study.config.data_date), date=study.config.data_date)
    except ValueError as error:
        if TOO_LONG not in str(error):
            raise
        drawn = sum(len(block.statements) for block in sheet.blocks)
        message = (
            f"a sheet of {drawn} statements in '{language}' takes more than two sides; leave scales out "
            "(sheet: false), or shorten statements and questions"
        )
        raise StudyError([Problem(study.config_part.document.file, message, None, "sheet")]) from error
