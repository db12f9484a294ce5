"""Where an analyst's export may lie: beside the processed tables, or where nobody else gets it.

An export holds rows of people, so that it is refused in every folder that readers get, in folders that git
keeps or would keep, and in folders that are copied to other machines.
"""

from pathlib import Path

from isop_analysis.cleaning.key import is_synced
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study


def export_folder(study: Study, asked: Path | None) -> Path:
    """Return the folder to write an export into: the one asked for, or ``export`` among the processed tables.

    Raises
    ------
    StudyError
        When the folder asked for is one that others get to see, has another use, or lies in none.
    """
    own = study.processed / "export"
    if asked is None:
        return own
    place = asked.expanduser().resolve()
    otherwise = f"leave out --to ({own.relative_to(study.root).as_posix()})"
    if reason := _shown_to_others(study, place):
        raise StudyError([Problem(str(asked), f"{reason}, and an export holds rows of people; {otherwise}")])
    if reason := _has_another_use(study, place):
        raise StudyError([Problem(str(asked), f"{reason}; {otherwise}")])
    return place


def _has_another_use(study: Study, place: Path) -> str | None:
    if place == study.processed.resolve():
        return "is where the run keeps its own tables; name a folder below it"
    if not place.parent.is_dir():
        above = place.parent.name
        return f"lies in a folder that does not exist ('{above}'); make that first, if it is meant"
    return None


def _shown_to_others(study: Study, place: Path) -> str | None:
    readers = {
        "the build folder": study.build,
        "the published tables": study.published,
        "the teams' sheets": study.sheets,
        "the releases": study.releases,
    }
    for name, folder in readers.items():
        if place.is_relative_to(folder.resolve()):
            return f"lies in {name}, which readers get"
    of_the_run = {
        "among identities, which stay apart from answers": study.root / "data" / "restricted",
        "among the logs of runs, which are sent along when help is asked": study.root / "logs",
        "in Snakemake's own folder, which a clean run empties": study.root / ".snakemake",
    }
    for name, folder in of_the_run.items():
        if place.is_relative_to(folder.resolve()):
            return f"lies {name}"
    if place.is_relative_to(study.processed.resolve()):
        return None
    if is_synced(place / "export"):
        return "lies in a folder that is copied to other machines"
    kept = next((one for one in (place, *place.parents) if (one / ".git").exists()), None)
    return f"lies in '{kept.name}', a folder that git keeps" if kept else None
