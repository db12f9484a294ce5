"""Published tables, workbook and codebook into the folder ``tables/`` of the build folder."""

import csv
import io
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import published_path
from isop_analysis.language.words import words_in
from isop_analysis.report.look import look
from isop_analysis.report.outputs import WORKBOOK, table_files
from isop_analysis.report.tables.codebook import codebook, described_tables
from isop_analysis.report.tables.workbook import PARTS, codebook_row, workbook_of

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


def write_tables(study: "Study") -> list[Path]:
    """Write each published table as it is, all of them as one workbook, and the codebook; return the paths.

    Raises FileNotFoundError where a table is not published yet.
    """
    folder = study.build / "tables"
    for name in PUBLISHED_NAMES:
        write_whole(folder / f"{name}.csv", published_path(name, study.published).read_bytes(), PUBLISHED)
    write_whole(folder / WORKBOOK, workbook_of(study), PUBLISHED)
    for language in study.config.languages:
        write_whole(folder / f"codebook.{language}.csv", codebook_csv(language), PUBLISHED)
        write_whole(folder / f"codebook.{language}.html", codebook_page(study, language), PUBLISHED)
    return table_files(study)


def codebook_csv(language: "Language") -> str:
    """Return the codebook as CSV, a row a column of a table."""
    words, buffer = words_in(language), io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(words(f"codebook.head.{part}") for part in PARTS)
    writer.writerows(codebook_row(one, language) for one in codebook(language))
    return buffer.getvalue()


def codebook_page(study: "Study", language: "Language") -> str:
    """Return the codebook as a page, a table of columns for each published table."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = files(__package__).joinpath("templates", "codebook.html.j2").read_text(encoding="utf-8")
    words = words_in(language)
    return environment.from_string(text).render(
        words=words,
        language=language,
        config=study.config,
        others=[one for one in study.config.languages if one != language],
        title=study.config.title.in_language(language),
        tables=described_tables(language),
        parts=PARTS[1:],
        style=Markup(look()),
    )
