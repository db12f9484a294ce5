"""The trail behind every published table and figure, collected from code, contracts and files.

1. What came from outside (`inputs`). 2. Per step its code (`code`), settings, seed, tables. 3. Per table its
hash: plain of published ones, keyed of all others. 4. What the run was made with (`versions`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.code import REPOSITORY, code_hash, loaded_by, modules_of
from isop_analysis.audit.hashes import file_hash, keyed_hash, run_key, run_number
from isop_analysis.audit.inputs import digests_of, inputs_of, inputs_of_step
from isop_analysis.audit.versions import code_version, libraries
from isop_analysis.contracts import TABLES, tables_of
from isop_analysis.contracts.lineage import READS, made_from, reached_from
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import published_path
from isop_analysis.figures.drawn import origins_of
from isop_analysis.report.dossier.facts import Between, Facts, Figure, Input, Module, Step, Told, Versions
from isop_analysis.study.settings_of_steps import USED

if TYPE_CHECKING:
    from isop_analysis.contracts.table import Table
    from isop_analysis.study.study import Study

AFTERWARDS = ("write_dossier", "audit_run")
"""Steps whose tables are not there yet, or that write none that a number could come from."""


def facts_of(study: "Study", key: bytes, steps: tuple[str, ...], run: str = "") -> Facts:
    """Return what the dossier tells of a study after its run; `steps` are those of the line, in order.

    `key` is the study's; `run` the number of the run whose hashes are wanted, if not that of these files.

    Raises
    ------
    FileNotFoundError
        When a table, raw file or drawing is not there.
    """
    run = run or run_number(key, _digests(study))
    key = run_key(key, run)
    inputs = inputs_of(study, key)
    found = tuple(_step(study, name, inputs) for name in steps)
    by_step = {one.name: one.inputs for one in found}
    told = tuple(_told(study, name, by_step) for name in PUBLISHED_NAMES)
    return Facts(found, _between(study, key), told, _figures(study), inputs, _made_with(study), run)


def _digests(study: "Study") -> Iterator[str]:
    """Yield the plain hash of all that readers don't have."""
    yield from digests_of(study)
    for _, path in _tables(study):
        yield file_hash(path)


def _step(study: "Study", name: str, inputs: tuple[Input, ...]) -> Step:
    settings = USED.get(name, ())
    return Step(
        name,
        tuple(Module(path, file_hash(REPOSITORY / path)) for path in modules_of(name)),
        code_hash(name),
        len(loaded_by(name)),
        study.config.seed if "config.seed" in settings else None,
        settings,
        READS.get(name, ()),
        inputs_of_step(name, inputs),
        tuple(tables_of(name)),
    )


def _between(study: "Study", key: bytes) -> tuple[Between, ...]:
    return tuple(
        Between(one.name, one.step, keyed_hash(key, file_hash(path)), one.restricted)
        for one, path in _tables(study)
    )


def _tables(study: "Study") -> Iterator[tuple["Table", Path]]:
    """Yield the tables between steps, each with its file."""
    for one in TABLES:
        if one.step not in AFTERWARDS:
            folder = study.restricted if one.restricted else study.processed
            yield one, folder / f"{one.name}.parquet"


def _told(study: "Study", name: str, inputs: dict[str, tuple[Input, ...]]) -> Told:
    own = made_from(name)
    steps = {one.name: one.step for one in TABLES}
    before = [steps[table] for table in reached_from(own)]
    rests_on = [one for step in dict.fromkeys(before) for one in inputs.get(step, ())]
    computed = tuple(dict.fromkeys(steps[table] for table in own))
    return Told(name, file_hash(published_path(name, study.published)), own, computed, tuple(rests_on))


def _figures(study: "Study") -> tuple[Figure, ...]:
    return tuple(
        Figure(one.name, one.title, language, one.module, one.tables, one.digest)
        for language in study.config.languages
        for one in origins_of(study, language)
    )


def _made_with(study: "Study") -> Versions:
    code, installed = code_version(study.root), libraries(study.root)
    versions = tuple(sorted(installed.versions.items()))
    return Versions(code.commit, code.changed, code.source, installed.python, installed.lock, versions)
