"""SPSS data files: labels, codes of absent answers as user-missing, levels; the same bytes each time.

SPSS has one label a variable and a value, hence one file a language. A header has the moment of writing in
its bytes 92 to 108; here it is the date of the data.
"""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import write_whole
from isop_analysis.exports.variables import Variable

if TYPE_CHECKING:
    import pandas as pd

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
PRODUCT, PRODUCT_AT, MADE_AT = b"@(#) SPSS DATA FILE isop_analysis".ljust(60), 4, 92
VARIABLE_LABEL, VALUE_LABEL = 255, 120
"""Most bytes that SPSS keeps of a label."""
RESERVED = frozenset(["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"])


def spss_name(name: str) -> str:
    """Return a column's name as SPSS can take it: its syntax's own words get an underscore before their end.

    >>> spss_name("to"), spss_name("rt1")
    ('to_v', 'rt1')
    """
    return f"{name}_v" if name in RESERVED else name


def write_sav(
    path: Path, frame: "pd.DataFrame", told: Sequence[Variable], title: str, data_date: str
) -> None:
    """Write a frame as ``.sav`` with what its columns are; `data_date` is YYYY-MM-DD."""
    import pyreadstat

    names = {one.name: spss_name(one.name) for one in told}
    coded = [one for one in told if one.absent]
    with TemporaryDirectory() as folder:
        part = Path(folder) / "written.sav"
        pyreadstat.write_sav(
            frame.rename(columns=names),
            str(part),
            file_label=_short(title, 64),
            column_labels={names[one.name]: _short(one.label, VARIABLE_LABEL) for one in told},
            variable_value_labels={
                names[one.name]: {
                    value: _short(text, VALUE_LABEL) for value, text in {**one.absent, **one.values}.items()
                }
                for one in told
                if one.values or one.absent
            },
            missing_ranges={
                names[one.name]: [{"lo": min(one.absent), "hi": max(one.absent)}] for one in coded
            },
            variable_format={
                names[one.name]: form for one in told if (form := _whole(frame[one.name], one.absent))
            },
            variable_measure={names[one.name]: one.level for one in told},
            row_compress=True,
        )
        content = part.read_bytes()
    write_whole(path, _without_clock(content, data_date))


def _whole(column: "pd.Series", absent: Iterable[float]) -> str | None:
    """Return the format of whole numbers, as wide as the longest; None for texts and broken numbers."""
    if column.dtype.kind not in "fi":
        return None
    numbers = [*column.dropna().unique(), *absent]
    if not numbers or any(one % 1 for one in numbers):
        return None
    return f"F{max(len(f'{one:.0f}') for one in numbers)}.0"


def _without_clock(content: bytes, data_date: str) -> bytes:
    day = datetime.date.fromisoformat(data_date)
    made = f"{day.day:02} {MONTHS[day.month - 1]} {day.year % 100:02}00:00:00".encode()
    content = content[:PRODUCT_AT] + PRODUCT + content[PRODUCT_AT + len(PRODUCT) :]
    return content[:MADE_AT] + made + content[MADE_AT + len(made) :]


def _short(text: str, most: int) -> str:
    """Return a label of at most so many bytes, never half a letter."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"
