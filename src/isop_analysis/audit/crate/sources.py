"""What readers don't have: raw files, tables between steps, config, code, libraries; by hash, never contents.

These are no files of the folder: their ids begin with ``#``. Plain SHA-256 stand for what is public or
committed; raw files, processed and restricted tables have a keyed one as identifier (`audit.hashes`).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.entities import Entity, Ref, id_of
from isop_analysis.audit.crate.slots import Slot
from isop_analysis.contracts import by_name

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts, Input

KEYED = "hmac-sha256:"
RUN = "#keyed-hashes"
"""The entity with the number that keyed hashes of this run are made with."""
LICENCE_OF_CODE = "https://spdx.org/licenses/MIT"


def input_id(one: "Input") -> str:
    """Return the id of an input."""
    return id_of(f"#{one.path}") if one.path else f"#{one.kind}/{one.digest[:16]}"


def input_entities(facts: "Facts") -> list[Entity]:
    """Return raw files by instrument and wave, open data and config by path, earlier releases."""
    return [_input(one) for one in _once(facts)]


def input_slots(facts: "Facts") -> list[Slot]:
    """Return the slots of the line that files fill: raw exports by instrument and wave, and open data."""
    filled: dict[str, list[str]] = defaultdict(list)
    for one in _once(facts):
        if one.kind != "config":
            filled[_name(one)].append(input_id(one))
    return [Slot("", name, "File", tuple(ids)) for name, ids in sorted(filled.items())]


def run_entity(facts: "Facts") -> Entity:
    """Return the run's number."""
    return Entity(RUN, ("PropertyValue",), {"name": "number of keyed hashes", "value": facts.run})


def table_entities(facts: "Facts") -> list[Entity]:
    """Return the tables between steps, with keyed hashes."""
    return [
        Entity(
            f"#table/{one.name}",
            ("File",),
            {
                "name": one.name,
                "description": by_name(one.name).title,
                "encodingFormat": "application/vnd.apache.parquet",
                "identifier": f"{KEYED}{one.digest}",
                "conditionsOfAccess": "restricted: identities" if one.restricted else "processed: analysts",
            },
        )
        for one in facts.between
    ]


def code_entities(facts: "Facts", version: str) -> list[Entity]:
    """Return the modules that steps are made of, by their path in the repository."""
    modules = {one.path: one for step in facts.steps for one in step.modules}
    return [
        Entity(
            module_id(path),
            ("SoftwareSourceCode",),
            {
                "name": path,
                "version": version,
                "sha256": one.digest,
                "programmingLanguage": Ref("https://www.python.org/"),
                "license": Ref(LICENCE_OF_CODE),
            },
        )
        for path, one in sorted(modules.items())
    ]


def module_id(path: str) -> str:
    """Return the id of a module."""
    return f"#{path}"


def library_entities(facts: "Facts") -> list[Entity]:
    """Return Python and the libraries installed of those that the lock file names, with their versions."""
    python = {
        "name": "Python",
        "version": facts.made_with.python,
        "url": "https://www.python.org/",
    }
    return [
        Entity("https://www.python.org/", ("SoftwareSourceCode", "ComputerLanguage"), python),
        *(
            Entity(
                library_id(name, version),
                ("SoftwareSourceCode",),
                {"name": name, "version": version, "url": library_id(name, version)},
            )
            for name, version in facts.made_with.libraries
        ),
    ]


def library_id(name: str, version: str) -> str:
    """Return a library's package URL, which says where it comes from."""
    return f"pkg:pypi/{name}@{version}"


def _once(facts: "Facts") -> Iterator["Input"]:
    """Return the inputs, of those that are the same file only the first."""
    yield from {input_id(one): one for one in facts.inputs}.values()


def _input(one: "Input") -> Entity:
    if one.kind == "config":
        properties = {"name": one.path, "encodingFormat": "application/yaml", "sha256": one.digest}
        return Entity(input_id(one), ("File",), {**properties, "description": "settings of the study"})
    if one.kind == "open":
        properties = {"name": one.path, "encodingFormat": "text/csv", "sha256": one.digest}
        return Entity(input_id(one), ("File",), {**properties, "description": "open data"})
    properties = {"name": _name(one), "encodingFormat": "application/octet-stream"}
    return Entity(input_id(one), ("File",), {**properties, "identifier": f"{KEYED}{one.digest}"})


def _name(one: "Input") -> str:
    if one.kind == "released":
        return "earlier release"
    return one.path or " ".join(name for name in (one.instrument, one.wave) if name)
