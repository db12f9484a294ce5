"""Write the report in every language of the study.

Reads published tables and figures; writes ``annex.<language>.html`` below the build folder.
"""

from isop_analysis.report.annex import write_annexes
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Render and write the reports."""
    write_annexes(as_readers_see(study))
