"""LimeSurvey CSV: question codes as headings, or full texts with the names in a syntax file beside it."""

import re
from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.export import Column, Export, Format, Header
from isop_analysis.answers.limesurvey_syntax import names_by_position, read_syntax, syntax_beside
from isop_analysis.answers.plain_csv import refuse_one_column
from isop_analysis.answers.spelling import folded
from isop_analysis.base.reasons import Reason
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError

CODE_BEFORE_TEXT = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\s*[.:]\s+\S")


def open_limesurvey(path: Path, shown: str, source: Source, expected: list[str], limits: Limits) -> Export:
    """Open a LimeSurvey export of answer codes or texts.

    Where the headings are not the expected codes and a syntax file (.sps or .R) of the same name lies
    beside the export, its names go by position.

    Raises StudyError when either file can't be read or they don't belong together.
    """
    file = TextFile(path, shown, layout_of(path, shown))
    names = file.head(1)[0]
    refuse_one_column(shown, names, expected)
    header = Header(tuple(_column(name) for name in names), question_code)
    syntax = syntax_beside(path)
    notes: tuple[Reason, ...] = ()
    if syntax is None and not any(header.find(name)[1] for name in expected):
        message = (
            "has none of the question codes as headings; export it with codes, or put the syntax file "
            f"({path.stem}.sps or .R) beside it"
        )
        raise StudyError([Problem(shown, message, 1)])
    if syntax is not None and not _known(header, expected):
        beside = shown.rpartition("/")[0] + "/" + syntax.name if "/" in shown else syntax.name
        given = names_by_position(read_syntax(syntax, beside), names, shown)
        header = Header(tuple(Column(name, (name,)) for name in given), question_code)
        notes = (Reason("names_by_position", file=syntax.name),)
    return Export(
        header, lambda: file.chunks(len(names), 1), file.layout.encoding, file.layout.delimiter, notes=notes
    )


def question_code(name: str) -> str:
    """Return a code by which spellings are compared: SRT[SQ001], SRT_SQ001 and SRT.SQ001. are one."""
    return re.sub(r"[\[\].#]+", "_", folded(name)).strip("_")


def _column(name: str) -> Column:
    bare = " ".join(name.split())
    code = CODE_BEFORE_TEXT.match(bare)
    return Column(bare, (bare, code.group(1)) if code else (bare,))


def _known(header: Header, expected: list[str]) -> bool:
    found = [header.find(name)[1] for name in expected]
    return all(len(positions) == 1 for positions in found)


LIMESURVEY_CSV = Format(
    suffixes=(".csv", ".txt", ".tsv"),
    open=open_limesurvey,
    fields={
        "response": ("id",),
        "token": ("token",),
        "started": ("startdate",),
        "ended": ("submitdate",),
        "duration": ("interviewtime",),
    },
    missing={"N/A": "not_seen"},
)
