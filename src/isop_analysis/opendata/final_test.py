"""DUO's file of mean final-test scores per primary-school location.

Steps: read the cells as text; find the columns under their older or newer names; keep mainstream primary
schools (`SOORT_PO` Bo); join BRIN and location; read each provider's mean. Refuses a file without these
columns, and a cell that is no number.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.nearest import told
from isop_analysis.opendata.published_values import municipality_code, read_column, school_code
from isop_analysis.opendata.text_table import TextTable, read_text_table
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

BRIN = ("BRIN_NUMMER", "INSTELLINGSCODE", "BRIN NUMMER")
LOCATION = ("VESTIGINGSNUMMER", "VESTIGINGSCODE")
MUNICIPALITY = ("GEMEENTENUMMER", "GEMEENTECODE")
MUNICIPALITY_NAME = ("GEMEENTENAAM",)


def read_final_test(path: Path, shown: str, providers: list[str]) -> "pd.DataFrame":
    """Return one row a school: school, municipality, municipality_name, group_8 and one mean per provider.

    Scores of different providers are on different scales and are kept in columns of their own; a school that
    took no test of a provider has no value there.
    """
    import pandas as pd

    table = read_text_table(path, shown)
    kind = table.position("SOORT_PO")
    rows = [row for row in table.rows if row[kind].strip().casefold() == "bo"]
    brin, location = table.position(*BRIN), table.position(*LOCATION)
    code, name = table.position(*MUNICIPALITY), table.position(*MUNICIPALITY_NAME)
    columns: dict[str, list[str] | list[float]] = {
        "school": [school_code(row[brin], row[location]) for row in rows],
        "municipality": [municipality_code(row[code]) for row in rows],
        "municipality_name": [row[name].strip() for row in rows],
        "group_8": _numbers(table, "LEERJAAR_8", kind),
    }
    for provider in providers:
        columns[provider] = _numbers(table, f"{provider}_GEM", kind)
    frame = pd.DataFrame(columns)
    frame.attrs["encoding"] = table.encoding
    frame.attrs["rows"] = len(table.rows)
    return frame


def _numbers(table: TextTable, column: str, kind: int) -> list[float]:
    position = table.position(column)
    values: list[float] = []
    cells = read_column([row[position] for row in table.rows])
    for line, (row, cell) in zip(table.lines, zip(table.rows, cells, strict=True), strict=True):
        if row[kind].strip().casefold() != "bo":
            continue
        if isinstance(cell, str):
            raise StudyError([Problem(table.file, f"{told(row[position])} {cell}", line, column)])
        values.append(cell.value)
    return values
