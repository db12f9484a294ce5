"""The run as it happened: an action a step and one of the whole line, what each took and gave, and when."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.contents import made_by
from isop_analysis.audit.crate.entities import Entity, Ref, Value, id_of, refs
from isop_analysis.audit.crate.line import RESULTS, Line, step_id, tool_id
from isop_analysis.audit.crate.sources import input_id, library_id
from isop_analysis.audit.folder_names import PROFILE, SNAKEFILE
from isop_analysis.base.ran import Ran, together

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts, Step

RUN, ENGINE_RUN, AGENT = "#run", "#engine", "#researchers"
NO_CONTAINER = "#no_container"
DONE = "http://schema.org/CompletedActionStatus"
ENGINE_SETTINGS = "urn:isop-analysis:EngineSettings"
"""The type of what sets the engine: see `as_engine_settings`."""
USAGE = "https://man7.org/linux/man-pages/man2/getrusage.2.html"
SECONDS, MEGABYTES = "https://qudt.org/vocab/unit/SEC", "https://qudt.org/vocab/unit/MegaBYTE"


@dataclass(frozen=True)
class Run:
    """A run: the line, the folder's files, and when each step ran."""

    line: Line
    files: Sequence[str]
    ran: Mapping[str, Ran]

    @property
    def facts(self) -> "Facts":
        """The facts of the line."""
        return self.line.facts

    @property
    def config(self) -> list[str]:
        """The ids of the study's own files."""
        return [input_id(one) for one in self.facts.inputs if one.kind == "config"]

    def made(self) -> dict[str, list[str]]:
        """Return the ids of the folder's files by the step that made them."""
        found: dict[str, list[str]] = defaultdict(list)
        for file in self.files:
            found[made_by(file)].append(id_of(file))
        return found


def run_entities(run: Run) -> Iterator[Entity]:
    """Return the actions, what they used, and what late steps made, as one thing each."""
    made = run.made()
    for step in run.facts.steps:
        yield _action(run, step, made.get(step.name, []))
        control: dict[str, Value] = {"name": f"Start of {step.name}", "instrument": Ref(step_id(step.name))}
        yield Entity(control_id(step.name), ("ControlAction",), {**control, "object": Ref(run_id(step.name))})
        yield from _usage(step.name, run.ran.get(step.name))
        if step.name in RESULTS:
            yield _together(step.name, made.get(step.name, []))
    yield _whole(run)
    yield _engine(run)
    yield _no_container()
    yield _engine_settings()


def run_id(step: str) -> str:
    """Return the id of a step's run."""
    return f"{RUN}/{step}"


def control_id(step: str) -> str:
    """Return the id of the start of a step."""
    return f"#start/{step}"


def _action(run: Run, step: "Step", files: Sequence[str]) -> Entity:
    taken = [one for slot in run.line.taken[step.name] for one in slot.filled_by]
    ran = run.ran.get(step.name)
    properties: dict[str, Value] = {
        "name": f"Run of {step.name}",
        "description": f"python -m isop_analysis {step.name}",
        "instrument": Ref(tool_id(step.name)),
        "object": refs([*taken, *run.line.read(step), *run.config]),
        "result": refs([*run.line.written(step), *files]),
        "resourceUsage": refs(one.id for one in _usage(step.name, ran)),
    }
    return Entity(run_id(step.name), ("CreateAction",), {**properties, **_as_all(ran)})


def _whole(run: Run) -> Entity:
    inputs = [one for slot in run.line.inputs for one in slot.filled_by]
    outputs = [RESULTS[step.name] for step in run.facts.steps if step.name in RESULTS]
    properties: dict[str, Value] = {
        "name": "Run of the whole line",
        "description": "Begin and end are those of the steps; one that was up to date keeps its own.",
        "instrument": Ref(SNAKEFILE),
        "object": refs([*inputs, *run.config]),
        "result": refs([*outputs, *map(id_of, run.files)]),
        "containerImage": Ref(NO_CONTAINER),
    }
    return Entity(RUN, ("CreateAction",), {**properties, **_as_all(together(list(run.ran.values())))})


def _as_all(ran: Ran | None) -> dict[str, Value]:
    """Return what the run of a step and of the line have alike."""
    times: dict[str, Value] = {"startTime": ran.start, "endTime": ran.end} if ran else {}
    return {"agent": Ref(AGENT), "actionStatus": DONE, **times}


def _engine(run: Run) -> Entity:
    versions = dict(run.facts.made_with.libraries)
    engine = library_id("snakemake", versions["snakemake"]) if "snakemake" in versions else SNAKEFILE
    properties: dict[str, Value] = {
        "name": "Run of Snakemake",
        "instrument": Ref(engine),
        "object": refs([*(control_id(step.name) for step in run.facts.steps), PROFILE, *run.config]),
        "result": Ref(RUN),
        "agent": Ref(AGENT),
        "actionStatus": DONE,
    }
    return Entity(ENGINE_RUN, ("OrganizeAction",), properties)


def as_engine_settings(file: Entity, facts: "Facts") -> Entity:
    """Return a file by which the engine was set, as a control of every step.

    The profile wants such a file among the objects of the engine's action, and its third question looks there
    for what is no ControlAction; its validator (0.13) wants nothing but ControlActions there. A kind below
    that one, with the properties it asks for, answers both.
    """
    steps = [step.name for step in facts.steps]
    own = replace(file, types=("File", "EngineSettings"))
    return own.with_more(instrument=refs(map(step_id, steps)), object=refs(map(run_id, steps)))


def _engine_settings() -> Entity:
    properties: dict[str, Value] = {
        "name": "EngineSettings",
        "description": "A file by which researchers control how the engine runs the steps.",
        "rdfs:subClassOf": Ref("http://schema.org/ControlAction"),
    }
    return Entity(ENGINE_SETTINGS, ("rdfs:Class",), properties)


def _usage(step: str, ran: Ran | None) -> list[Entity]:
    """Return what a step took, as the system counts it: seconds of the processor, peak memory."""
    if ran is None:
        return []
    told = [
        ("cpu", "seconds of the processor", f"{USAGE}#ru_utime+ru_stime", SECONDS, ran.cpu_seconds),
        ("memory", "peak memory", f"{USAGE}#ru_maxrss", MEGABYTES, ran.memory_mb),
    ]
    return [
        Entity(
            f"#usage/{step}/{name}",
            ("PropertyValue",),
            {"name": title, "propertyID": quantity, "unitCode": unit, "value": value},
        )
        for name, title, quantity, unit, value in told
    ]


def _together(step: str, files: Sequence[str]) -> Entity:
    name = RESULTS[step].removeprefix("#")
    properties: dict[str, Value] = {
        "name": name,
        "description": f"what {step} gives to readers",
        "hasPart": refs(files),
    }
    return Entity(RESULTS[step], ("Dataset",), properties)


def _no_container() -> Entity:
    properties = {
        "name": "No container image",
        "description": "The steps ran in a Python environment, in no container; requirements.lock pins it.",
        "additionalType": "none",
    }
    return Entity(NO_CONTAINER, ("ContainerImage",), properties)
