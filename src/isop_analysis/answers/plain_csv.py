"""Any delimited text with one header row: cells are numbers or labels, the row number is the response."""

from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.export import Column, Export, Format, Header
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError


def open_plain(path: Path, shown: str, source: Source, expected: list[str], limits: Limits) -> Export:
    """Open a delimited text file with its names in the first row.

    Raises StudyError when the file is missing, empty, undecodable, or has one column where several are
    expected.
    """
    file = TextFile(path, shown, layout_of(path, shown))
    names = file.head(1)[0]
    refuse_one_column(shown, names, expected)
    while len(names) > 1 and not names[-1].strip():
        names = names[:-1]
    header = Header(tuple(Column(name.strip(), (name,)) for name in names))
    return Export(header, lambda: file.chunks(len(names), 1), file.layout.encoding, file.layout.delimiter)


def refuse_one_column(shown: str, names: list[str], expected: list[str]) -> None:
    """Refuse a text file that no known delimiter divides into columns."""
    if len([name for name in names if name.strip()]) < 2 and len(expected) > 1:
        message = "has one column; cells separated by comma, semicolon, tab or | were expected"
        raise StudyError([Problem(shown, message, 1)])


PLAIN_CSV = Format(
    suffixes=(".csv", ".txt", ".tsv", ".dat"), open=open_plain, missing={"NA": "skipped", "#NULL!": "skipped"}
)
