"""The demo with its dossier; tables between the steps are stand-ins, as their hashes alone are told."""

import shutil
from pathlib import Path

from published_tables import ROOT, copy_of

from isop_analysis.audit.trail import facts_of
from isop_analysis.cleaning.key import read_names_key
from isop_analysis.contracts import TABLES
from isop_analysis.report.dossier import Facts, write_dossier
from isop_analysis.steps import STEPS
from isop_analysis.study.loading import load
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study


def with_inputs(study: Study, folder: Path) -> Study:
    """Return a copy of a written study with its raw files, config and key, and a stand-in of each table."""
    root = copy_of(study, folder).root
    shutil.copytree(ROOT / "config", root / "config")
    for place in (study.config.raw, "data/open"):
        shutil.copytree(ROOT / place, root / place)
    own = load(root / "config/config.yaml", root)
    for table in TABLES:
        where = own.restricted if table.restricted else own.processed
        where.mkdir(parents=True, exist_ok=True)
        (where / f"{table.name}.parquet").write_bytes(f"stand-in of {table.name}".encode())
    return own


def write_dossier_of(study: Study) -> Facts:
    """Write a study's dossier; return what it tells."""
    facts = facts_of(study, read_names_key(study), STEPS)
    write_dossier(as_readers_see(study), facts)
    return facts
