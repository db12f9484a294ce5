"""Small tables that are read whole: sheets of the register, consent, aliases, coded segments."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.workbook import read_sheets
from isop_analysis.base.nearest import heading_meant
from isop_analysis.study.config import Limits
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study
from isop_analysis.study.undeclared import IdentityLook

SHOWN = 5
LIMITS = Limits()
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls")


@dataclass(frozen=True)
class SmallTable:
    """A table's header and filled rows as text, each with its row in the file."""

    shown: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def place(self) -> str:
        """Where in the file the table stands, for messages."""
        return f"sheet '{self.sheet}'" if self.sheet else ""

    def problem(self, message: str, row: int | None = None) -> Problem:
        """Return a problem with this table."""
        return Problem(self.shown, message, row, self.place)

    def positions(self, wanted: list[str]) -> tuple[dict[str, int], list[Problem]]:
        """Return the position of each wanted column that stands in the header once; else a problem."""
        spellings = [folded(name) for name in self.header]
        headed = any(folded(name) in spellings for name in wanted)
        found: dict[str, int] = {}
        problems = []
        for name in wanted:
            count = spellings.count(folded(name))
            if count == 1:
                found[name] = spellings.index(folded(name))
            elif count:
                problems.append(self.problem(f"column '{name}' stands {count} times; keep one"))
            else:
                known = [" ".join(column.split()) for column in self.header]
                hint = heading_meant(name, known, headed=headed)
                problems.append(self.problem(f"column '{name}' is missing{hint}"))
        return found, problems

    def looks(self, study: Study, declared: Iterable[int]) -> list[Problem]:
        """Return a problem for each column that names people without being declared to."""
        look = IdentityLook(study.config, self.shown, self.header, declared, self.place)
        look.note(list(zip_longest(*(row for _, row in self.rows), fillvalue="")))
        return look.problems

    def cells(self, positions: dict[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row's number and its cells by column, without white space around them."""
        for number, row in self.rows:
            yield (
                number,
                {
                    name: " ".join(row[place].split()) if place < len(row) else ""
                    for name, place in positions.items()
                },
            )


def read_small_table(path: Path, shown: str, limits: Limits = LIMITS) -> SmallTable:
    """Read a table of a delimited text file, or of the first filled sheet of a workbook.

    Raises StudyError when it is missing, empty or can't be read.
    """
    if path.suffix.lower() in WORKBOOKS:
        tables = read_workbook_tables(path, shown, limits)
        if not tables:
            raise StudyError([Problem(shown, "is empty; a header and rows were expected")])
        return replace(next(iter(tables.values())), sheet=None)
    file = TextFile(path, shown, layout_of(path, shown))
    records = list(file.records())
    rows = [(number, row) for number, row in enumerate(records[1:], start=2) if any(map(str.strip, row))]
    refuse_other_widths(shown, len(records[0]), rows)
    return SmallTable(shown, records[0], rows, None, file.layout.encoding, file.layout.delimiter)


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return what is wrong with rows once a cause, at its first row, with the count of its rows."""
    first: dict[tuple[str, str, str], Problem] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in problems:
        cause = (one.file, one.path, one.message)
        first.setdefault(cause, one)
        counts[cause] += 1
    return [
        replace(one, message=f"{one.message} ({counts[cause]} rows)") if counts[cause] > 1 else one
        for cause, one in first.items()
    ]


def refuse_other_widths(shown: str, width: int, rows: list[tuple[int, list[str]]]) -> None:
    """Refuse rows with more or fewer cells than the header: a cell too many shifts all that follow.

    An empty last cell more is forgiven where every row has it: some tools end each row with a delimiter.
    """
    widths = {len(row) for _, row in rows}
    if widths == {width + 1} and not any(row[-1].strip() for _, row in rows):
        return
    wrong = [(number, len(row)) for number, row in rows if len(row) != width]
    problems = [
        Problem(shown, f"has {count} cells where the header has {width}; correct the row", number)
        for number, count in wrong[:SHOWN]
    ]
    if len(wrong) > SHOWN:
        more = f"{len(wrong) - SHOWN} more rows have another number of cells than the header"
        problems.append(Problem(shown, more))
    if problems:
        raise StudyError(problems)


def read_workbook_tables(path: Path, shown: str, limits: Limits = LIMITS) -> dict[str, SmallTable]:
    """Return the table of each filled sheet; its header is the first filled row.

    Raises StudyError when the workbook can't be read, or a row has a cell beyond the last heading.
    """
    tables = {}
    for sheet in read_sheets(path, shown, limits):
        (_, header), *rows = sheet.rows
        table = SmallTable(shown, header, rows, sheet.name)
        _refuse_beyond(table)
        tables[sheet.name] = table
    return tables


def _refuse_beyond(table: SmallTable) -> None:
    """Refuse rows with a cell to the right of all headings: a row that was shifted, or a remark beside it."""
    width = max(place for place, name in enumerate(table.header, start=1) if name.strip())
    wrong = [number for number, row in table.rows if any(map(str.strip, row[width:]))]
    if wrong:
        message = f"has a cell beyond the last of {width} headings; give its column a heading, or empty it"
        raise StudyError([table.problem(message, number) for number in wrong[:SHOWN]])
