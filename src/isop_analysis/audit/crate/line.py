"""The line as planned: the Snakefile, its steps in order, what each runs, and what flows between them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.entities import Entity, Ref, Value, refs
from isop_analysis.audit.crate.slots import Connection, Slot, owned_by, setting_slots
from isop_analysis.audit.crate.sources import LICENCE_OF_CODE, input_id, input_slots, library_id, module_id
from isop_analysis.audit.folder_names import ENVIRONMENT, LOCK, SNAKEFILE, rule_of

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts, Step

SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"
PUBLISHED = "#published"
RESULTS = {
    "publish_tables": PUBLISHED,
    "draw_figures": "#figures",
    "execute_notebooks": "#notebooks",
    "render_report": "#report",
    "write_sheets": "#sheets",
    "write_dossier": "#dossier",
    "audit_run": "#checks",
}
"""What the steps that readers get something of give, as one thing each."""
MESSAGE = re.compile(r'message:\s+"([^"]+)"')


@dataclass(frozen=True)
class Line:
    """The line: facts of its steps, the text of their rules by step, and the version of the code."""

    facts: "Facts"
    rules: Mapping[str, str]
    version: str

    @cached_property
    def inputs(self) -> list[Slot]:
        """The slots of the whole line: settings, raw exports, open data."""
        return [*setting_slots(""), *input_slots(self.facts)]

    @cached_property
    def taken(self) -> dict[str, list[Slot]]:
        """The slots that each step takes its inputs by."""
        return {step.name: self._taken(step) for step in self.facts.steps}

    @property
    def slots(self) -> list[Slot]:
        """All slots."""
        return [*self.inputs, *(slot for slots in self.taken.values() for slot in slots)]

    def connections(self, step: str) -> list[Connection]:
        """Return which slot of the line each of a step's is."""
        sources = {slot.name: slot for slot in self.inputs}
        return [Connection(sources[slot.name], slot) for slot in self.taken[step]]

    def read(self, step: "Step") -> list[str]:
        """Return the ids of the tables that a step reads."""
        if step.name in RESULTS and step.name != "publish_tables":
            return [PUBLISHED]
        there = {one.name for one in self.facts.between}
        return [f"#table/{table}" for table in step.reads if table in there]

    def written(self, step: "Step") -> list[str]:
        """Return the ids of what a step writes."""
        if step.name in RESULTS:
            return [RESULTS[step.name]]
        return [f"#table/{table}" for table in step.writes]

    def _taken(self, step: "Step") -> list[Slot]:
        own = {input_id(one) for one in step.inputs}
        whole = [slot for slot in input_slots(self.facts) if own.intersection(slot.filled_by)]
        return [*setting_slots(step.name, step.settings), *owned_by(step.name, whole)]


def line_entities(line: Line) -> Iterator[Entity]:
    """Return the steps, their tools, all slots and connections; the Snakefile itself is a file's entity."""
    for position, step in enumerate(line.facts.steps, start=1):
        connections = line.connections(step.name)
        yield _step(step.name, position, connections)
        yield _tool(line, step)
        yield from (one.entity() for one in connections)
    yield from (slot.entity() for slot in line.slots)


def as_workflow(snakefile: Entity, line: Line, title: str) -> Entity:
    """Return the Snakefile's entity as the crate's workflow."""
    steps = [step.name for step in line.facts.steps]
    libraries = [library_id(name, version) for name, version in line.facts.made_with.libraries]
    types = ("File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo")
    workflow = Entity(snakefile.id, types, {**snakefile.properties, "name": title})
    return workflow.with_more(
        conformsTo=Ref("https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"),
        programmingLanguage=Ref(SNAKEMAKE),
        version=line.version,
        url=SNAKEFILE,
        license=Ref(LICENCE_OF_CODE),
        buildInstructions=refs([ENVIRONMENT, LOCK]),
        softwareRequirements=refs(["https://www.python.org/", *libraries]),
        hasPart=refs(tool_id(step) for step in steps),
        step=refs(step_id(step) for step in steps),
        input=refs(slot.id for slot in line.inputs),
    )


def step_id(step: str) -> str:
    """Return the id of a step of the plan."""
    return f"#step/{step}"


def tool_id(step: str) -> str:
    """Return the id of what a step runs."""
    return f"#tool/{step}"


def _step(name: str, position: int, connections: list[Connection]) -> Entity:
    properties: dict[str, Value] = {
        "name": name,
        "position": position,
        "workExample": Ref(tool_id(name)),
        "buildInstructions": refs([ENVIRONMENT, LOCK]),
        "connection": refs(one.id for one in connections),
    }
    return Entity(step_id(name), ("HowToStep",), properties)


def _tool(line: Line, step: "Step") -> Entity:
    """Return what a step runs: the rule, which wraps the step's module, and the modules that this calls."""
    modules = [module_id(one.path) for one in step.modules]
    said = MESSAGE.search(line.rules.get(step.name, ""))
    properties: dict[str, Value] = {
        "name": step.name,
        "description": said[1] if said else "",
        "softwareVersion": line.version,
        "url": rule_of(step.name),
        "identifier": f"sha256:{step.code}",
        "mainEntity": Ref(modules[0]),
        "softwareRequirements": refs(modules),
        "input": refs(slot.id for slot in line.taken[step.name]),
    }
    return Entity(tool_id(step.name), ("SoftwareApplication",), properties)
