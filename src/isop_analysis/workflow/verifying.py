"""``isop verify``: is a finished folder as it was made; on request, does it come out again?"""

from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.finishing import sheets_in
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.hashes import file_hash
from isop_analysis.audit.verify import Finished, of_study, read_finished, verify
from isop_analysis.study.problems import StudyError

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def verified(folder: Path, study: "Study | None", keyed: bool, rerun: bool) -> list[str]:
    """Check a folder; return what was found in order, a line each. `study` is needed for key and rerun.

    Raises
    ------
    StudyError
        With a sentence for all that isn't in order.
    """
    finished = read_finished(folder)
    if study is not None:
        of_study(finished, study.name)
    verify(finished)
    lines = [f"{folder}: {len(finished.sums)} files of the study '{finished.study}' are as they were made"]
    sheets = sum(1 for _ in sheets_in(folder))
    if study is not None and keyed:
        lines.append(_keyed(finished, study))
    elif sheets:
        lines.append(f"{sheets} {'sheet' if sheets == 1 else 'sheets'} of teams not checked: --key does")
    lines.append(
        f"nothing in the folder vouches for {CRATE}: its SHA-256 is {file_hash(folder / CRATE)}; "
        "compare it with the one that you were given"
    )
    if study is not None and rerun:
        lines.append(_rerun(finished, study))
    return lines


def _keyed(finished: Finished, study: "Study") -> str:
    from isop_analysis.audit.keyed import run_of, verify_keyed
    from isop_analysis.audit.trail import facts_of
    from isop_analysis.cleaning.key import read_names_key
    from isop_analysis.steps import OF_A_RUN

    key = read_names_key(study)
    compared = verify_keyed(finished, facts_of(study, key, OF_A_RUN, run_of(finished)), key)
    return f"{compared} keyed hashes are those of the raw files and tables that lie here"


def _rerun(finished: Finished, study: "Study") -> str:
    from isop_analysis.audit.differences import differing_causes, differing_files
    from isop_analysis.workflow.rerunning import run_again

    with run_again(study, finished.folder) as build:
        again = read_finished(build)
        differing = differing_files(finished, again)
        if differing:
            raise StudyError([*differing, *differing_causes(finished, again)])
    return f"run again, all {len(again.sums)} files came out byte by byte the same"
