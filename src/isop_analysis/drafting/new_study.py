"""`isop new`: copies exports into a study's raw folder, drafts its config and writes its manifest.

1. Read every file, judge its columns, ask what can't be seen (`asking`).
2. Copy the files to ``data/raw/<study>``; write ``config/<study>``: study file, instruments, models.
3. Write the manifest, and the codebook page of what the exports hold.

Refused: a name that is none, a study that is there already, two files of one name (StudyError).
"""

import re
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from isop_analysis.answers.limesurvey_syntax import syntax_beside
from isop_analysis.answers.spelling import folded
from isop_analysis.base.nearest import heading_meant
from isop_analysis.base.whole_files import PUBLISHED, make_folder, write_whole
from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.codebook.writing import as_drafted, write_codebook
from isop_analysis.drafting.column_kinds import judged, spellings_of
from isop_analysis.drafting.config_text import config_text, models_text
from isop_analysis.drafting.instrument_text import instrument_text
from isop_analysis.drafting.manifest_text import manifest_text
from isop_analysis.drafting.raw_tables import RawColumn
from isop_analysis.drafting.study_draft import StudyDraft, draft_study, read_all
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.reading import REQUIRED

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Drafted:
    """What was written: study file, all files, codebook; how many lines are to be filled in.

    `problems` are what stood in the way of a codebook, as `check` will tell them.
    """

    draft: StudyDraft
    config: Path
    written: tuple[Path, ...]
    codebook: list[Path]
    required: int
    problems: tuple[Problem, ...]


def new_study(
    root: Path, name: str, files: Sequence[Path], asking: Asking, closed: Collection[str], today: date
) -> Drafted:
    """Draft a study below `root` from its exports and write it."""
    _refuse(root, name, files)
    every, read = _with_syntax(files), read_all(files)
    _refuse_unknown(closed, [column for own in read.values() for table in own for column in table.columns])
    tables = [judged(table, closed) for own in read.values() for table in own]
    draft = draft_study(name, every, read, {*closed, *asking.closed(tables)})
    texts = _texts(draft, asking, today)
    raw, folder = root / "data" / "raw" / name, root / "config" / name
    _copy(every, raw)
    for path, text in texts.items():
        write_whole(folder / path, text, PUBLISHED)
    write_whole(raw / "MANIFEST.csv", manifest_text(draft, raw), PUBLISHED)
    required = sum(_required_lines(text) for text in texts.values())
    written = tuple(folder / path for path in texts)
    pages: list[Path] = []
    problems: tuple[Problem, ...] = ()
    try:
        pages = write_codebook(as_drafted(folder / "config.yaml", root), raw=True)
    except StudyError as error:
        problems = error.problems
    return Drafted(draft, folder / "config.yaml", written, pages, required, problems)


def _refuse(root: Path, name: str, files: Sequence[Path]) -> None:
    if NAME.fullmatch(name) is None:
        message = "is no name of a study; lower case, digits and underscores were expected, a letter first"
        raise StudyError([Problem(f"'{name}'", message)])
    there = [path for path in (root / "config" / name, root / "data" / "raw" / name) if path.exists()]
    if there:
        shown = there[0].relative_to(root).as_posix()
        add = f"add its next export with `isop new --wave {name} FILE`"
        message = f"is there already; {add}, choose another name, or take it away to draft it anew"
        raise StudyError([Problem(shown, message)])
    twice = sorted({path.name for path in files if sum(one.name == path.name for one in files) > 1})
    if twice:
        raise StudyError([Problem(twice[0], "two files have this name; rename one")])


def _refuse_unknown(closed: Collection[str], columns: Sequence[RawColumn]) -> None:
    """Refuse closed questions that no column is called: they would be left out without a word."""
    known = set().union(*(spellings_of(column) for column in columns))
    names = {one for column in columns for one in (column.name, column.text) if one}
    problems = [
        Problem(f"--closed '{name}'", f"no file has this heading or question{heading_meant(name, names)}")
        for name in closed
        if folded(name) not in known
    ]
    if problems:
        raise StudyError(problems)


def _with_syntax(files: Sequence[Path]) -> list[Path]:
    """Return the files with the syntax files that lie beside LimeSurvey's exports."""
    beside = [found for path in files if (found := syntax_beside(path)) is not None and found != path]
    return list(dict.fromkeys([*files, *beside]))


def _texts(draft: StudyDraft, asking: Asking, today: date) -> dict[str, str]:
    consent, address = asking.consent(draft.instruments), asking.address(draft.register)
    team = asking.team(draft.register)
    texts = {"config.yaml": config_text(draft, today, consent, address, team)}
    if draft.has_teams:
        texts["models.yaml"] = models_text(draft)
    asked = [(one.name, source) for one in draft.instruments for source in one.sources if source.people]
    lines = asking.whose([source for _, source in asked])
    told = {(own, source.name): line for (own, source), line in zip(asked, lines, strict=True)}
    for one in draft.instruments:
        people = {source: line for (own, source), line in told.items() if own == one.name}
        texts[f"instruments/{one.name}.yaml"] = instrument_text(one, people)
    return texts


def _required_lines(text: str) -> int:
    return sum(
        line.rstrip().endswith(f": {REQUIRED}") and not line.lstrip().startswith("#")
        for line in text.splitlines()
    )


def _copy(files: Sequence[Path], raw: Path) -> None:
    make_folder(raw)
    for path in files:
        if path.resolve() != (raw / path.name).resolve():
            shutil.copyfile(path, raw / path.name)
            (raw / path.name).chmod(0o600)
