"""The formats by name, and which source of an instrument a file comes from."""

from fnmatch import fnmatch
from pathlib import PurePosixPath

from isop_analysis.answers.export import Format
from isop_analysis.answers.forms_xlsx import FORMS_XLSX
from isop_analysis.answers.limesurvey_csv import LIMESURVEY_CSV
from isop_analysis.answers.plain_csv import PLAIN_CSV
from isop_analysis.answers.qualtrics_csv import QUALTRICS_CSV
from isop_analysis.answers.spss_sav import SPSS_SAV
from isop_analysis.study.instrument import Instrument, Source
from isop_analysis.study.problems import Problem, StudyError

FORMATS: dict[str, Format] = {
    "qualtrics_csv": QUALTRICS_CSV,
    "limesurvey_csv": LIMESURVEY_CSV,
    "spss_sav": SPSS_SAV,
    "forms_xlsx": FORMS_XLSX,
    "plain_csv": PLAIN_CSV,
}


def candidates(instrument: Instrument, file: str) -> list[Source]:
    """Return the sources a file may come from: its suffix fits the format, its name the pattern, if any."""
    path = PurePosixPath(file)
    fitting = [s for s in instrument.sources if path.suffix.lower() in FORMATS[s.format].suffixes]
    matching = [source for source in fitting if source.files and fnmatch(path.name, source.files)]
    return matching or [source for source in fitting if not source.files]


def source_of(instrument: Instrument, file: str, shown: str) -> Source:
    """Return the source a file comes from.

    Raises
    ------
    StudyError
        When no source fits the file's name, or several do.
    """
    found = candidates(instrument, file)
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(f"'{source.name}'" for source in found)
        message = f"fits the sources {names} of {instrument.name}; tell them apart by 'files'"
        raise StudyError([Problem(shown, message)])
    offered = "; ".join(
        f"{s.name}: {s.files or ' or '.join('*' + suffix for suffix in FORMATS[s.format].suffixes)}"
        for s in instrument.sources
    )
    message = f"fits no source of {instrument.name} ({offered}); rename the file or correct 'files'"
    raise StudyError([Problem(shown, message)])
