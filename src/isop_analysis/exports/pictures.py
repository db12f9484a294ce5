"""The report's figures as PNG of 300 dots per inch, for slides and journals.

From the drawings as they were written, so that a picture shows what its drawing shows. Not in the build
folder: that stays as the run made it, as `isop verify` and a release hold it to that.
"""

from pathlib import Path

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.figures.drawn import read_figures
from isop_analysis.figures.style import WIDTH
from isop_analysis.language.numbers import Language
from isop_analysis.report.writers.png import pngs
from isop_analysis.report.writers.png_texts import telling
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

DOTS_PER_INCH = 300
PLACE = "reports/pictures"
"""Where pictures lie below the root."""


def export_figures(study: Study) -> list[Path]:
    """Write ``reports/pictures/<study>/<language>/<name>.png`` for each drawing; return the paths.

    Raises
    ------
    StudyError
        When the figures were not drawn yet, or a drawing is gone or changed.
    """
    return [path for language in study.config.languages for path in _of_language(study, language)]


def pictures_of(study: Study) -> Path:
    """Return the folder of a study's pictures."""
    return study.root / PLACE / study.name


def _of_language(study: Study, language: Language) -> list[Path]:
    try:
        figures = read_figures(study, language)
    except FileNotFoundError as error:
        raise StudyError([Problem(study.name, str(error))]) from error
    made = pngs({name: (one.svg, WIDTH) for name, one in figures.items()}, DOTS_PER_INCH)
    written = []
    for name, picture in made.items():
        texts = {"Title": figures[name].title, "Description": figures[name].alt}
        path = pictures_of(study) / language / f"{name}.png"
        write_whole(path, telling(picture, texts, DOTS_PER_INCH), PUBLISHED)
        written.append(path)
    return written
