"""Hold a folder's keyed hashes to the raw files and tables that are here: for an auditor who has the key."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.sources import KEYED, RUN, input_entities, input_id, table_entities
from isop_analysis.audit.finishing import sheets_hash
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.hashes import run_key
from isop_analysis.audit.verify import Finished, read_finished
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts, Input

OF_INPUTS = ("#raw/", "#released/")
GONE = "a raw file of the run is not here, or was changed since"
ADDED = "this raw file, by instrument and wave of the manifest, is none of the run: added or changed since"
REPLACED = (
    "a later run replaced those of this one ({count} differ), so that none can vouch for it; check with "
    "--rerun, from the raw files and the code of then, or with a copy of data/ that was kept of then"
)
NO_RELEASE = "a release that the run knew of is not here, or its record was changed since"


def verify_keyed(finished: Finished, facts: "Facts", key: bytes, replaced: bool = False) -> int:
    """Compare what the crate has keyed hashes of with what is here now; return how many were compared.

    `facts` are those of the study as it lies here, by the run's number (`run_of`, `audit.trail.facts_of`).
    `replaced` says that the tables here are a later run's: then one sentence tells of all that differ.

    Raises
    ------
    StudyError
        With a sentence for each that differs, or is missing on either side.
    """
    here = {
        one.id: str(one.properties["identifier"])
        for one in (*input_entities(facts), *table_entities(facts))
        if "identifier" in one.properties
    }
    told = {name: str(one["identifier"]) for name, one in finished.entities.items() if _is_keyed(one)}
    sheets = told.pop("#sheets", None)
    tables = [*_tables(here, told)]
    if replaced and tables:
        tables = [Problem("tables", REPLACED.format(count=len(tables)))]
    problems = [*tables, *differing_inputs(finished, facts.inputs)]
    if sheets is not None and sheets != f"{KEYED}{sheets_hash(finished.folder, run_key(key, facts.run))}":
        problems.append(
            Problem("sheets", "are not the sheets of the run, or not all of them; ask who has them")
        )
    if problems:
        raise StudyError(problems)
    return len(told) + (sheets is not None)


def run_of(finished: Finished) -> str:
    """Return the number that the run's keyed hashes were made with."""
    return str(finished.entities.get(RUN, {}).get("value", ""))


def replaced_by(finished: Finished, build: Path) -> bool:
    """Tell whether the build folder is of another run than this folder: then the tables here are too."""
    if not (build / CRATE).is_file():
        return False
    return run_of(read_finished(build)) != run_of(finished)


def _is_keyed(entity: object) -> bool:
    return isinstance(entity, dict) and str(entity.get("identifier", "")).startswith(KEYED)


def _tables(here: dict[str, str], told: dict[str, str]) -> Iterator[Problem]:
    """Compare the tables between steps, which are told by name."""
    for name in sorted(one for one in told if one.startswith("#table/")):
        table = name.removeprefix("#table/")
        if name not in here:
            yield Problem(table, f"this table is named in {CRATE} and is no table of the code here")
        elif here[name] != told[name]:
            yield Problem(table, "this table is not the one of the run: its keyed hash is another")


def differing_inputs(finished: Finished, inputs: Iterable["Input"]) -> Iterator[Problem]:
    """Compare raw files and earlier releases, which are told by their hashes, with those that are here.

    A release that was made since is no defect.
    """
    here = {input_id(one): one for one in inputs if one.keyed}
    told = {name for name, one in finished.entities.items() if _is_keyed(one) and name.startswith(OF_INPUTS)}
    for name in sorted(told - here.keys()):
        yield Problem(str(finished.entities[name]["name"]), GONE if name.startswith("#raw/") else NO_RELEASE)
    for name, one in here.items():
        if one.kind == "raw" and name not in told:
            yield Problem(f"{one.instrument} {one.wave}".rstrip(), ADDED)
