"""Write the audit trail of a run and close its folder: hashes, the line's description, SHA256SUMS, the crate.

Reads everything the run wrote, and when its steps ran; writes made_with.json beside published tables, audit,
and ``workflow/``, ``SHA256SUMS`` and ``ro-crate-metadata.json`` into the build folder.
"""

import time

from isop_analysis.audit import audit_rows
from isop_analysis.audit.finishing import close_folder
from isop_analysis.audit.made_with import write_made_with
from isop_analysis.audit.trail import facts_of
from isop_analysis.base.ran import Ran, in_one_go, now, peak_megabytes, read_ran
from isop_analysis.cleaning.key import read_names_key
from isop_analysis.contracts import read_table, write_table
from isop_analysis.contracts.lineage import steps_before
from isop_analysis.steps import OF_A_RUN
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Record what tables were made with, hash the files of the run, write the table, and close the folder."""
    import pandas as pd

    start, before = now(), time.process_time()
    key = read_names_key(study)
    write_made_with(study, key, read_table("published_people", study.restricted))
    write_table(pd.DataFrame(audit_rows(study)), "audit", study.processed)
    facts = facts_of(study, key, OF_A_RUN)
    logs = study.root / "logs" / study.name
    ran = {step: found for step in OF_A_RUN[:-1] if (found := read_ran(logs, step))}
    ran = ran if in_one_go(ran, {step: steps_before(step) for step in ran}) else {}
    own = Ran(start, now(), round(time.process_time() - before), peak_megabytes())
    close_folder(study, facts, key, {**ran, "audit_run": own})
