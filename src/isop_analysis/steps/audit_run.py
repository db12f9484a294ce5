"""Write the audit trail of a run: what its published tables were made with, every file with its hash.

Reads everything the run wrote, and the key; writes made_with.json beside published tables, and audit.
"""

from isop_analysis.audit import audit_rows
from isop_analysis.audit.made_with import write_made_with
from isop_analysis.cleaning.key import read_names_key
from isop_analysis.contracts import read_table, write_table
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Record what the tables were made with, hash the files of the run and write the table."""
    import pandas as pd

    people = read_table("published_people", study.restricted)
    write_made_with(study, read_names_key(study), people)
    write_table(pd.DataFrame(audit_rows(study)), "audit", study.processed)
