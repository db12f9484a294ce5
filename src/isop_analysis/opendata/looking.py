"""What is wrong with files of open data before they are read in: their cells, and what names people."""

from isop_analysis.opendata.disadvantage import read_disadvantage
from isop_analysis.opendata.final_test import read_final_test
from isop_analysis.opendata.outcomes import read_outcome
from isop_analysis.opendata.site_keys import read_site_keys
from isop_analysis.opendata.text_table import read_text_table
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study
from isop_analysis.study.undeclared import IdentityLook


def open_data_problems(study: Study) -> list[Problem]:
    """Return what import would stop at in site keys, outcomes and the region's files: it reads them."""
    from isop_analysis.contracts import empty_table

    config, problems = study.config, list[Problem]()
    keys = empty_table("site_keys").drop(columns=["pseudonym"])
    try:
        if config.sites is not None:
            keys = read_site_keys(
                study.raw / config.sites.file, _shown(study, config.sites.file), config.sites
            )
    except StudyError as error:
        return [*error.problems, *_region_problems(study)]
    for outcome in config.outcomes:
        try:
            read_outcome(study.raw / outcome.file, _shown(study, outcome.file), outcome, keys)
        except StudyError as error:
            problems += error.problems
    return problems + _region_problems(study)


def units_by_year(study: Study) -> dict[str, dict[int, int]]:
    """Return how many of the study's units each outcome has a row of, by the year a school year begins in."""
    if study.config.sites is None:
        return {}
    file = study.config.sites.file
    keys = read_site_keys(study.raw / file, _shown(study, file), study.config.sites)
    found: dict[str, dict[int, int]] = {}
    for outcome in study.config.outcomes:
        frame = read_outcome(study.raw / outcome.file, _shown(study, outcome.file), outcome, keys).frame
        rows = frame[frame["status"] != "no_row"]
        begun = rows["school_year"].str[:4].astype(int)
        found[outcome.name] = {
            int(str(year)): int(n) for year, n in rows["unit"].groupby(begun).nunique().items()
        }
    return found


def _region_problems(study: Study) -> list[Problem]:
    region = study.config.region
    try:
        if region is not None and region.final_test is not None:
            read_final_test(study.root / region.final_test, region.final_test, region.providers)
        if region is not None and region.final_test is not None and region.disadvantage is not None:
            read_disadvantage(study.root / region.disadvantage, region.disadvantage)
    except StudyError as error:
        return list(error.problems)
    return []


def _shown(study: Study, file: str) -> str:
    return f"{study.config.raw}/{file}"


def identity_problems(study: Study) -> list[Problem]:
    """Return what is wrong with how site keys and outcomes are written, and columns that name people."""
    config = study.config
    problems: list[Problem] = []
    files = dict.fromkeys(
        [*([config.sites.file] if config.sites else []), *(o.file for o in config.outcomes)]
    )
    for file in files:
        try:
            table = read_text_table(study.raw / file, f"{config.raw}/{file}")
        except StudyError as error:
            problems += error.problems
            continue
        public = config.sites.lrk if config.sites and file == config.sites.file else None
        known = table.find(public) if public else None
        look = IdentityLook(config, table.file, table.header, [] if known is None else [known])
        look.note(list(zip(*table.rows, strict=True)))
        problems += look.problems
    return problems
