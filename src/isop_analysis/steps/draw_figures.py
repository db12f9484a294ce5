"""Draw every figure in every language, in one job.

Reads processed tables; writes ``figures/<language>/<name>.svg`` and ``figures/figures.json`` below the build
folder.
"""

from isop_analysis.figures.gallery import write_figures
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Draw and write the figures."""
    write_figures(study)
