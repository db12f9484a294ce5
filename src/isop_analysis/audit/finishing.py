"""What closes a finished folder: the line's own description, SHA256SUMS, and the crate; in this order."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.code import REPOSITORY
from isop_analysis.audit.crate.document import Told, crate_text
from isop_analysis.audit.folder_names import CRATE, README, SUMS, WORKFLOW, line_files, rule_of
from isop_analysis.audit.hashes import file_hash, keyed_hash, run_key
from isop_analysis.audit.sums import SHEETS, given_out, of_one_team, sums_of, write_sums
from isop_analysis.base.ran import Ran
from isop_analysis.base.whole_files import PUBLISHED, write_whole

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts
    from isop_analysis.study.study import Study

READ_ME = f"""# What lies here

Open `index.html`. How it was made stands in `{CRATE}` (RO-Crate, profile Provenance Run Crate); the line
itself in `{WORKFLOW}/`.

Is it as it was made? `sha256sum -c {SUMS}`, or with the pipeline `isop verify <this folder>`, which holds the
crate to it too. Sheets of single teams are in neither: they go to their team alone.
"""


def close_folder(study: "Study", facts: "Facts", key: bytes, ran: Mapping[str, Ran]) -> None:
    """Write the three into the study's build folder."""
    steps = [step.name for step in facts.steps]
    copy_line(study.build, steps)
    write_whole(study.build / README, READ_ME, PUBLISHED)
    sums = sums_of(study.build, given_out(study.build))
    write_sums(study.build, sums)
    told = Told(
        study,
        facts,
        {**sums, SUMS: file_hash(study.build / SUMS)},
        {step: (study.build / rule_of(step)).read_text(encoding="utf-8") for step in steps},
        version_of(facts),
        ran,
        sheets_hash(study.build, run_key(key, facts.run)),
    )
    write_whole(study.build / CRATE, crate_text(told), PUBLISHED)


def copy_line(folder: Path, steps: Sequence[str]) -> None:
    """Copy Snakefile, rules, profile, environment and lock into a folder, in place of what was there."""
    shutil.rmtree(folder / WORKFLOW, ignore_errors=True)
    for target, source in line_files(steps).items():
        write_whole(folder / target, (REPOSITORY / source).read_bytes(), PUBLISHED)


def sheets_hash(folder: Path, key: bytes) -> str:
    """Return the keyed hash over the names and hashes of the teams' sheets; empty where there are none."""
    sheets = {path.name: file_hash(path) for path in sheets_in(folder)}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sheets.items()))
    return keyed_hash(key, hashlib.sha256(lines.encode()).hexdigest()) if sheets else ""


def sheets_in(folder: Path) -> Iterator[Path]:
    """Yield the sheets of single teams in a folder."""
    return (path for path in (folder / SHEETS).rglob("*.pdf") if of_one_team(path.relative_to(folder)))


def version_of(facts: "Facts") -> str:
    """Return the version of the code: its commit, else the hash of its files; and whether files differ."""
    made_with = facts.made_with
    if not made_with.commit:
        return f"sha256:{made_with.source}"
    return f"{made_with.commit}+changed" if made_with.changed else made_with.commit
