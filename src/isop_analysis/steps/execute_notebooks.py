"""Execute the study's notebooks and keep them as pages.

Reads published tables by way of the notebooks; writes ``notebooks/<name>.html`` below the build folder.
"""

from isop_analysis.report.notebooks import execute_all, write_pages
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Execute all notebooks side by side and write their pages."""
    if study.config.notebooks:
        write_pages(study, execute_all(study))
