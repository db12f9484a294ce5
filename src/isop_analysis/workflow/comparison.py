"""Compare a study's published tables with a release or an earlier build: what changed, and why."""

from collections.abc import Iterator
from pathlib import Path

from isop_analysis.cleaning.key import read_names_key
from isop_analysis.comparing.causes import causes_between
from isop_analysis.comparing.compared import Compared
from isop_analysis.comparing.given import Build, build_of_now, build_of_then
from isop_analysis.comparing.people_apart import People
from isop_analysis.comparing.writing import write_compared
from isop_analysis.publish.memory import config_of
from isop_analysis.study.loading import load
from isop_analysis.study.problems import StudyError
from isop_analysis.study.study import Study
from isop_analysis.workflow.reached import Reached

PLACE = "reports/compared"
"""Where pages lie below the root: not in the build folder, whose files are given out."""


def compare(study: Study, given: str) -> Compared:
    """Hold what is published now against a release or a folder.

    Raises
    ------
    StudyError
        Where one of the two is missing, damaged or of another study.
    """
    then, now = build_of_then(study, given), build_of_now(study)
    assert now.made is not None, "tables of now have their record"
    reached, people = Reached(study), People(study, read_names_key(study), then, now)
    found = causes_between(then.made, now.made, reached.steps_of)
    return Compared(study, then, now, people, found, reached.reaches)


def compared_lines(study: Study, given: str, to: Path | None, then_config: Path | None) -> Iterator[str]:
    """Write the pages and the table of changes; yield what there is to say."""
    compared = compare(study, given)
    folder = to or study.root / PLACE / study.name / compared.then.name
    yield from _config_of_then(study, compared.then, then_config)
    paths = write_compared(compared, folder)
    tables = len({own.difference.table for own in compared.explained})
    yield (
        f"{len(compared.explained)} of {compared.numbers} numbers changed, in {tables} of "
        f"{len(compared.compared)} tables; {len(compared.held)} tables are held back"
    )
    if not compared.people.released:
        yield "what is published now was not given out yet: make the release before anyone gets these pages"
    for path in paths:
        yield f"wrote {path.relative_to(study.root) if path.is_relative_to(study.root) else path}"


def _config_of_then(study: Study, then: Build, asked: Path | None) -> Iterator[str]:
    """Tell whether the config of then can still be read, and key by key what to write if it can't."""
    path = asked
    if path is None and then.release is not None:
        kept = config_of(study, then.release.name) / study.config_part.document.file
        path = kept if kept.is_file() else None
    if path is None:
        return
    try:
        load(path, study.root)
    except StudyError as error:
        yield f"the config of then can't be read as it is; {len(error.problems)} to mend:"
        yield from (f"  {problem}" for problem in error.problems)
        return
    yield "the config of then can be read as it is"
