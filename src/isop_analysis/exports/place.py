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
        When the folder asked for is one that others get to see.
    """
    own = study.processed / "export"
    if asked is None:
        return own
    place = asked.expanduser().resolve()
    if reason := _shown_to_others(study, place):
        shown = own.relative_to(study.root).as_posix()
        raise StudyError(
            [Problem(str(asked), f"{reason}, and an export holds rows of people; leave out --to ({shown})")]
        )
    return place


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
    if place.is_relative_to(study.processed.resolve()):
        return None
    if is_synced(place / "export"):
        return "lies in a folder that is copied to other machines"
    kept = next((one for one in (place, *place.parents) if (one / ".git").exists()), None)
    return f"lies in '{kept.name}', a folder that git keeps" if kept else None
