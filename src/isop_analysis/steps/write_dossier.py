"""Write the dossier: where each published number came from, for auditors.

Reads published tables and figures, and of all other tables, raw files, config and code their contents for a
hash alone; writes ``dossier/`` below the build folder: an index, pages, and ``trail.json``.
"""

from isop_analysis.audit.trail import facts_of
from isop_analysis.cleaning.key import read_names_key
from isop_analysis.report.dossier import write_dossier
from isop_analysis.steps import STEPS
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Collect what the trail consists of, and write it."""
    facts = facts_of(study, read_names_key(study), STEPS)
    write_dossier(as_readers_see(study), facts)
