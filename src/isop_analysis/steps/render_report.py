"""Write the report in every language of the study.

Reads published tables and figures; writes ``report.<language>.html`` below the build folder.
"""

from isop_analysis.report.page import write_reports
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Render and write the reports."""
    write_reports(as_readers_see(study))
