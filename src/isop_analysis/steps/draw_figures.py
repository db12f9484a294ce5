"""Draw every figure in one language, or in all of them.

Reads published tables; writes ``figures/<language>/<name>.svg`` and ``figures/<language>.json`` below the
build folder.
"""

from isop_analysis.figures.gallery import write_figures
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study


def run(study: Study, language: str | None = None, code: str = "") -> None:
    """Draw and write the figures; without a language those of every language.

    `code`: the hash of this step's code that the rule knows it by, which each drawing tells.
    """
    for one in study.config.languages:
        if language in (None, one):
            write_figures(as_readers_see(study), one, code)
