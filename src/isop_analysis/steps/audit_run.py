"""Write the audit trail of a run: every file read and written, with its hash.

Reads everything the run wrote; writes audit.
"""

from isop_analysis.audit import audit_rows
from isop_analysis.contracts import write_table
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Hash the files of the run and write the table."""
    import pandas as pd

    write_table(pd.DataFrame(audit_rows(study)), "audit", study.processed)
