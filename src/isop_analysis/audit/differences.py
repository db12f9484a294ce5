"""What differs between two finished folders: files by what they are, and what went in, from their crates."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from isop_analysis.audit.crate.sources import RUN
from isop_analysis.audit.finishing import sheets_in
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.sums import sums_of
from isop_analysis.audit.verify import Finished
from isop_analysis.study.problems import Problem

KINDS = {
    **{"tables": "table", "figures": "figure", "sheets": "sheet", "dossier": "page of the dossier"},
    **{"notebooks": "notebook", "workflow": "file of the line"},
}
COMPARED = ("sha256", "identifier", "value", "softwareVersion", "version")
"""What of an entity tells which one it is."""
CODE = "the code"
PLAIN = ("#config", "#data/open", "#setting/", "#src/", "pkg:", "https://www.python.org")
"""How the ids begin of what has plain hashes."""
OF_TIMES, USAGE = ("startTime", "endTime", "resourceUsage"), "#usage/"
OTHER_CRATE = "says something else, and not of times alone"
OTHER_DATA = "raw files, or tables made of them, are others than those of the run; --key says which"


def differing_files(told: Finished, again: Finished) -> list[Problem]:
    """Return a sentence for each file that came out otherwise, in the folder's order, sheets of teams last.

    Sheets are compared where the folder has any; the crate where all files are the same, its times apart.
    """
    files = [*_differing(told.sums, again.sums)]
    if sheets := _sheets(told):
        files += _differing(sheets, _sheets(again))
    if files or _without_times(told) == _without_times(again):
        return files
    return [Problem(CRATE, OTHER_CRATE)]


def _differing(told: Mapping[str, str], again: Mapping[str, str]) -> Iterator[Problem]:
    for file in sorted({*told, *again}):
        if file not in again:
            yield Problem(file, f"this {kind_of(file)} did not come out again")
        elif file not in told:
            yield Problem(file, f"this {kind_of(file)} came out now, and is not in the folder")
        elif told[file] != again[file]:
            yield Problem(file, f"this {kind_of(file)} came out otherwise")


def _sheets(finished: Finished) -> dict[str, str]:
    """Return the sheets of single teams, which go to these alone, with their hashes."""
    files = (path.relative_to(finished.folder).as_posix() for path in sheets_in(finished.folder))
    return sums_of(finished.folder, files)


def _without_times(finished: Finished) -> dict[str, dict[str, object]]:
    """Return what a crate says beside when steps ran and what that cost, in which no two runs are alike."""
    return {
        name: {key: value for key, value in one.items() if key not in OF_TIMES}
        for name, one in finished.entities.items()
        if not name.startswith(USAGE)
    }


def differing_causes(told: Finished, again: Finished) -> list[Problem]:
    """Return a sentence for each input, setting, module or library that is another than the crate says."""
    same = told.entities.get(RUN) == again.entities.get(RUN)
    before, now = _causes(told, same), _causes(again, same)
    return [*_changed(before, now), *_gone(before, now), *([] if same else [Problem("data/raw", OTHER_DATA)])]


def kind_of(file: str) -> str:
    """Return what readers call a file of the folder."""
    path = PurePosixPath(file)
    return KINDS.get(path.parts[0], "page" if path.suffix in (".html", ".pdf", ".docx") else "file")


def _causes(finished: Finished, keyed: bool) -> dict[str, tuple[str, str]]:
    """Return, by id, the name and what tells it of all that went into a run and is told one by one.

    `keyed`: raw files too, whose hashes only mean the same where the two runs have one number.
    """
    kinds = (*PLAIN, "#raw/") if keyed else PLAIN
    return {
        name: (str(one.get("name", name)), _telling(one))
        for name, one in finished.entities.items()
        if name.startswith(kinds)
    }


def _telling(entity: Mapping[str, object]) -> str:
    found = [str(entity[key]) for key in COMPARED if key in entity]
    return found[0] if found else ""


def _changed(before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]]) -> Iterator[Problem]:
    for name in sorted(before.keys() & now.keys()):
        (shown, was), (_, is_now) = before[name], now[name]
        if was != is_now:
            yield Problem(shown, f"is another now ({was[:16]} in the crate, {is_now[:16]} here)")


def _gone(before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]]) -> Iterator[Problem]:
    """Tell what is in one run alone; a library of another version has another id."""
    for name in sorted(before.keys() - now.keys()):
        yield Problem(before[name][0], f"went into the run as {before[name][1][:24]}, and does not now")
    for name in sorted(now.keys() - before.keys()):
        yield Problem(now[name][0], f"goes in now as {now[name][1][:24]}, and did not then")
