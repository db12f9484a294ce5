"""``isop verify``: is a finished folder as it was made; on request, does it come out again?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.finishing import sheets_in
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.hashes import file_hash
from isop_analysis.audit.verify import Finished, of_study, read_finished, verify
from isop_analysis.study.problems import StudyError
from isop_analysis.study.study import RELEASE_RECORD

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def verified(folder: Path, study: "Study | None", keyed: bool, rerun: bool) -> Iterator[str]:
    """Check a folder; yield what was found in order, a line each. `study` is needed for key and rerun.

    Raises
    ------
    StudyError
        With a sentence for all that isn't in order.
    """
    finished = read_finished(folder)
    if study is not None:
        of_study(finished, study.name)
    verify(finished)
    yield f"{folder}: {len(finished.sums)} files of the study '{finished.study}' are as they were made"
    if study is not None and keyed:
        yield _keyed(finished, study)
    elif sheets := _sheets(folder):
        yield f"{sheets} of teams not checked: --key does"
    last = RELEASE_RECORD if (folder / RELEASE_RECORD).is_file() else CRATE
    yield (
        f"nothing in the folder vouches for {last}: its SHA-256 is {file_hash(folder / last)}; "
        "compare it with the one that you were given"
    )
    if study is not None and rerun:
        yield from _rerun(finished, study)


def _sheets(folder: Path) -> str:
    count = sum(1 for _ in sheets_in(folder))
    return f"{count} sheet{'s' if count > 1 else ''}" if count else ""


def _keyed(finished: Finished, study: "Study") -> str:
    from isop_analysis.audit.keyed import replaced_by, run_of, verify_keyed
    from isop_analysis.audit.trail import facts_of
    from isop_analysis.cleaning.key import read_names_key
    from isop_analysis.steps import OF_A_RUN

    key = read_names_key(study)
    facts = facts_of(study, key, OF_A_RUN, run_of(finished))
    compared = verify_keyed(finished, facts, key, replaced_by(finished, study.build))
    return f"{compared} keyed hashes are those of the raw files and tables that lie here"


def _rerun(finished: Finished, study: "Study") -> Iterator[str]:
    from isop_analysis.audit.conditions import conditions_apart, releases_of_run
    from isop_analysis.audit.differences import differing_causes, differing_files
    from isop_analysis.cleaning.key import read_names_key
    from isop_analysis.workflow.rerunning import run_again

    key = read_names_key(study)
    if apart := conditions_apart(finished, study, key):
        raise StudyError(apart)
    yield "running the study again from its raw files, in a folder of its own: as long as a clean run takes"
    with run_again(study, releases_of_run(finished, study, key)) as build:
        again = read_finished(build)
        if differing := differing_files(finished, again):
            raise StudyError([*differing, *differing_causes(finished, again)])
    sheets = _sheets(finished.folder)
    also = f" and {sheets} of teams" if sheets else ""
    yield (
        f"run again, all {len(again.sums)} files{also} came out byte by byte the same, "
        f"and {CRATE} but for its times"
    )
