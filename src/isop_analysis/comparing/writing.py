"""The comparison as files: a page a language and the table of changes, below a folder that is asked."""

from pathlib import Path

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.comparing.compared import Compared
from isop_analysis.comparing.page import CSV, page_of
from isop_analysis.comparing.table_of_changes import changes_csv


def write_compared(compared: Compared, folder: Path) -> list[Path]:
    """Write ``changes.<language>.html`` and ``changes.csv``; return their paths."""
    files = {
        f"changes.{language}.html": page_of(compared, language)
        for language in compared.study.config.languages
    }
    files[CSV] = changes_csv(compared)
    for name, content in files.items():
        write_whole(folder / name, content, PUBLISHED)
    return [folder / name for name in files]
