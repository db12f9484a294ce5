"""The manifest of a draft: every file with its hash, instrument and wave."""

import csv
import io
from pathlib import Path

from isop_analysis.answers.entry import COLUMNS, sha256_of
from isop_analysis.drafting.study_draft import SYNTAX, StudyDraft


def manifest_text(draft: StudyDraft, raw: Path) -> str:
    """Return MANIFEST.csv; a file of which nobody knows what it is stands as a companion."""
    instruments = {
        table.table.file: one.name
        for one in draft.instruments
        for source in one.sources
        for table in source.tables
    }
    kinds = {
        **{one.file: "outcomes" for one in draft.outcomes},
        **({draft.sites.file: "site_keys"} if draft.sites is not None else {}),
        **({draft.consent_file: "consent"} if draft.consent_file is not None else {}),
        **({draft.register.file: "register"} if draft.register is not None else {}),
        **instruments,
    }
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for path in sorted(draft.files, key=lambda one: one.name):
        kind = kinds.get(path.name, "companion")
        wave = draft.waves.of_file.get(path.name, "") if path.suffix.lower() not in SYNTAX else ""
        writer.writerow((path.name, sha256_of(raw / path.name), kind, wave))
    return text.getvalue()
