"""Files of open data that hold what is nobody's to publish: people's numbers and addresses."""

from isop_analysis.opendata.text_table import read_text_table
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study
from isop_analysis.study.undeclared import IdentityLook


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
