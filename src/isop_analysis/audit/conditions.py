"""Is all that a run went by still here? Asked before a study runs again, to be held against a folder.

The code, files of settings, open data, raw files and earlier releases must be those of the run: otherwise
something else comes out, which is known without running. Libraries are not asked for: those of then may be
out of reach, and whether these give the same is what running again tells.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.sources import input_id
from isop_analysis.audit.hashes import run_key
from isop_analysis.audit.inputs import files_of, inputs_of, released_with
from isop_analysis.audit.keyed import differing_inputs, run_of
from isop_analysis.audit.made_with import MadeWith
from isop_analysis.audit.verify import Finished
from isop_analysis.audit.versions import CodeVersion, code_version
from isop_analysis.contracts.published_files import MADE_WITH
from isop_analysis.study.problems import Problem

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Input
    from isop_analysis.study.study import Study

CODE = "the code"
RECORD = f"tables/{MADE_WITH}"
OTHERWISE = "./isop run and ./isop compare tell what the change does"
PLAIN = ("#src/", "#table/", "#raw/", "#released/")
"""How the ids begin of entities that are no file of settings and no open data."""


def conditions_apart(finished: Finished, study: "Study", key: bytes) -> list[Problem]:
    """Return a sentence for all that is missing or another than the run's; `key` is the study's."""
    missing = [Problem(shown, "is missing, and the run read it; put it back") for shown in _missing(study)]
    code = list(_code(finished, code_version(study.root)))
    if missing:
        return [*code, *missing]
    inputs = inputs_of(study, run_key(key, run_of(finished)))
    return [*code, *_public(finished, inputs), *differing_inputs(finished, inputs)]


def releases_of_run(finished: Finished, study: "Study", key: bytes) -> list[str]:
    """Return the names of the releases that the run knew of; those made since play no part in it."""
    found = released_with(study, run_key(key, run_of(finished)))
    return [name for name, one in found.items() if input_id(one) in finished.entities]


def _missing(study: "Study") -> list[str]:
    return [
        path.relative_to(study.root).as_posix() if path.is_relative_to(study.root) else path.name
        for path in files_of(study)
        if not path.is_file()
    ]


def _code(finished: Finished, here: CodeVersion) -> Iterator[Problem]:
    """Hold the code to the record beside the folder's tables."""
    try:
        then = MadeWith.read((finished.folder / RECORD).read_text(encoding="utf-8")).code
    except (OSError, ValueError, KeyError, TypeError):
        reason = "was written by a version that kept no record of its code; run it again with that version"
        yield Problem(RECORD, f"is not there or can't be read: the folder {reason}")
        return
    if then != here:
        yield Problem(CODE, f"is another: {_named(then)} then, {_named(here)} here; {_mend(then, here)}")


def _named(code: CodeVersion) -> str:
    if not code.commit:
        return f"files without a repository ({code.source[:10]})"
    return f"commit {code.commit[:10]}" + (" with changed files" if code.changed else "")


def _mend(then: CodeVersion, here: CodeVersion) -> str:
    if then.changed:
        return "only who has the files as they were then can run it again"
    if then.commit and then.commit != here.commit:
        return f"git checkout {then.commit[:10]} and verify there; {OTHERWISE}"
    return f"put back the files that were changed since (git status); {OTHERWISE}"


def _public(finished: Finished, inputs: tuple["Input", ...]) -> Iterator[Problem]:
    """Hold files of settings and open data to their plain hashes."""
    told = {
        name: str(one["sha256"])
        for name, one in finished.entities.items()
        if name.startswith("#") and not name.startswith(PLAIN) and "sha256" in one
    }
    here = {input_id(one): one for one in inputs if not one.keyed}
    for name, one in here.items():
        was = told.get(name, "")
        if was != one.digest:
            hashes = f"{was[:10]} in the crate" if was else "none in the crate"
            reason = f"is another than the run's ({hashes}, {one.digest[:10]} here)"
            yield Problem(one.path, f"{reason}; put back the file of then; {OTHERWISE}")
    for name in sorted(told.keys() - here.keys()):
        yield Problem(name.removeprefix("#"), f"went into the run, and does not now; {OTHERWISE}")
