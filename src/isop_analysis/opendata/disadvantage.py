"""CBS's workbook of disadvantage scores per school.

`Tabel 1` holds pupils and a score that is cut at 0 after a threshold; `Tabel 2` the score without threshold,
which is the one used here. The header stands some rows down, a blank row follows, footnote letters stand in
columns without a heading. Refuses a workbook without these sheets or columns.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.answers.workbook import opened
from isop_analysis.base.nearest import heading_meant
from isop_analysis.study.config import Limits
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd
    from python_calamine import CalamineWorkbook

SCHOOL = "School (BRIN vestiging)"
PUPILS = "Aantal bekostigde leerlingen"
LIMITS = Limits()
SCORE = "Achterstandsscore zonder drempel"


def read_disadvantage(path: Path, shown: str, limits: Limits = LIMITS) -> "pd.DataFrame":
    """Return one row a school: school, pupils, score (without threshold; the sum over its pupils)."""
    import pandas as pd

    with opened(path, shown, limits) as workbook:
        pupils = _column(workbook, shown, "Tabel 1", PUPILS)
        score = _column(workbook, shown, "Tabel 2", SCORE)
    both = [school for school in pupils if school in score]
    frame = pd.DataFrame(
        {
            "school": both,
            "pupils": [pupils[school] for school in both],
            "score": [score[school] for school in both],
        }
    )
    frame.attrs["rows"] = len(pupils)
    frame.attrs["without_score"] = len(pupils) - len(both)
    return frame


def _column(workbook: "CalamineWorkbook", shown: str, sheet: str, heading: str) -> dict[str, float]:
    if sheet not in workbook.sheet_names:
        message = f"sheet '{sheet}' is missing{heading_meant(sheet, workbook.sheet_names)}"
        message = message.replace("heading", "sheet")
        raise StudyError([Problem(shown, message)])
    rows = workbook.get_sheet_by_name(sheet).to_python()
    for number, row in enumerate(rows):
        headings = [" ".join(str(cell).split()) for cell in row]
        if SCHOOL in headings and heading in headings:
            school, value = headings.index(SCHOOL), headings.index(heading)
            return {
                str(cells[school]).strip(): float(str(cells[value]))
                for cells in rows[number + 1 :]
                if isinstance(cells[value], int | float) and str(cells[school]).strip()
            }
    raise StudyError([Problem(shown, f"sheet '{sheet}' has no columns '{SCHOOL}' and '{heading}'")])
