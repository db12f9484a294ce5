"""Write each team's sheet, and a sample of it, in every language of the config's `sheet`.

Reads `data/sheets/<study>/`; writes `reports/build/<study>/sheets/<team>.<language>.pdf` and a list of them.
"""

from isop_analysis.report.sheets.writing import write_sheets
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Typeset and write the sheets; say how many."""
    print(f"{len(write_sheets(study))} team sheets")
