"""The crate as one JSON-LD document: RO-Crate 1.1 with the terms of the profile Provenance Run Crate.

Facts of the line, a folder's files, the study and when steps ran go in; nothing here reads a file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.contents import file_entities
from isop_analysis.audit.crate.entities import Entity, Ref, Value, id_of, refs
from isop_analysis.audit.crate.line import Line, as_workflow, line_entities
from isop_analysis.audit.crate.run import (
    ENGINE_RUN,
    ENGINE_SETTINGS,
    RUN,
    Run,
    as_engine_settings,
    run_entities,
)
from isop_analysis.audit.crate.slots import settings_told, with_slots
from isop_analysis.audit.crate.sources import (
    KEYED,
    code_entities,
    input_entities,
    library_entities,
    run_entity,
    table_entities,
)
from isop_analysis.audit.crate.study_told import FORMAT_OF, root_entity, study_entities, title_of
from isop_analysis.audit.folder_names import CRATE, PROFILE, README, SNAKEFILE
from isop_analysis.base.ran import Ran

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts
    from isop_analysis.study.study import Study

CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context",
    "https://w3id.org/ro/terms/workflow-run/context",
    {
        "buildInstructions": "https://codemeta.github.io/terms/buildInstructions",
        "EngineSettings": ENGINE_SETTINGS,
    },
]
CONFORMS = ("https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0")


@dataclass(frozen=True)
class Told:
    """All that a crate tells.

    Attributes
    ----------
    sums
        SHA-256 of the folder's files by path, SHA256SUMS included.
    rules
        Text of the steps' rules by step.
    version
        Of the code.
    ran
        When steps ran, by step.
    sheets
        Keyed hash over the teams' sheets; empty where there are none.
    """

    study: "Study"
    facts: "Facts"
    sums: Mapping[str, str]
    rules: Mapping[str, str]
    version: str
    ran: Mapping[str, Ran]
    sheets: str = ""


def crate_text(told: Told) -> str:
    """Return the crate as JSON, its entities in the order of their ids."""
    descriptor: dict[str, Value] = {"about": Ref("./"), "conformsTo": refs(CONFORMS)}
    entities = [Entity(CRATE, ("CreativeWork",), descriptor), *_entities(told)]
    graph = [one.written() for one in sorted(entities, key=_order)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _entities(told: Told) -> Sequence[Entity]:
    line = Line(told.facts, told.rules, told.version)
    settings = settings_told(told.study)
    run = Run(line, list(told.sums), told.ran)
    ran = list(run_entities(run))
    mentioned = [one.id for one in ran if "CreateAction" in one.types]
    files = [_as_told(one, line, told.study) for one in file_entities(told.sums, told.facts)]
    inputs = [_as_set(one, run) for one in input_entities(told.facts)]
    sources = [*inputs, run_entity(told.facts), *table_entities(told.facts), *settings]
    filling = with_slots([*files, *sources, *(_with_sheets(one, told) for one in ran)], line.slots)
    return [
        root_entity(told.study, [id_of(file) for file in told.sums], [RUN, *mentioned, ENGINE_RUN]),
        *study_entities(told.study),
        *filling,
        *line_entities(line),
        *code_entities(told.facts, told.version),
        *library_entities(told.facts),
    ]


def _as_told(file: Entity, line: Line, study: "Study") -> Entity:
    """Return a file's entity as the workflow, or as what builds its environment, where it is that."""
    if file.id == SNAKEFILE:
        return as_workflow(file, line, f"From raw exports to a report: {title_of(study)}")
    if file.id == PROFILE:
        return as_engine_settings(file, line.facts)
    if file.id == README:
        return file.with_more(about=Ref("./"))
    if file.id in FORMAT_OF:
        return file.with_more(conformsTo=Ref(FORMAT_OF[file.id]))
    return file


def _as_set(one: Entity, run: Run) -> Entity:
    return as_engine_settings(one, run.facts) if one.id in run.config else one


def _with_sheets(one: Entity, told: Told) -> Entity:
    if one.id != "#sheets" or not told.sheets:
        return one
    said = "Each team's own sheet goes to that team alone: here are the hash of all and the sample."
    return one.with_more(identifier=f"{KEYED}{told.sheets}", description=said)


def _order(entity: Entity) -> tuple[int, str]:
    """Return where an entity stands: the descriptor and the folder first, then by id."""
    return (0 if entity.id == CRATE else 1 if entity.id == "./" else 2, entity.id)
