"""Parameters of the line, what fills each, and the steps that take them.

Few on purpose: rdflib answers the profile's eleventh question in a time that grows with the product of the
numbers of parameters, connections, steps and tools. Tables are told by what each action took and gave.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from isop_analysis.audit.crate.entities import Entity, Ref, Value, id_of, refs

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Kind = Literal["Integer", "Text", "File"]
TOLD: dict[str, Kind] = {
    "config.data_date": "Text",
    "config.languages": "Text",
    "config.seed": "Integer",
    "config.privacy.minimum_cell": "Integer",
    "config.privacy.minimum_team": "Integer",
}
"""Settings whose values the crate tells: none of them can name a person, a team or a site.

The others stand in the study's own files, which the crate names with their hashes."""


@dataclass(frozen=True)
class Slot:
    """A formal parameter: whose (empty: the whole line's), its name, kind, and the entities that fill it."""

    owner: str
    name: str
    kind: Kind
    filled_by: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of its entity."""
        return id_of(f"#parameter/{self.owner or 'line'}/{self.name}")

    def entity(self) -> Entity:
        """Return the slot as an entity."""
        filled = refs(self.filled_by)
        properties: dict[str, Value] = {"name": self.name, "additionalType": self.kind, "workExample": filled}
        return Entity(self.id, ("FormalParameter",), properties)


@dataclass(frozen=True)
class Connection:
    """What fills one slot comes from another."""

    source: Slot
    target: Slot

    @property
    def id(self) -> str:
        """The id of its entity."""
        return f"#connection/{self.source.id[1:]}/to/{self.target.owner or 'line'}"

    def entity(self) -> Entity:
        """Return the connection as an entity."""
        ends = {"sourceParameter": Ref(self.source.id), "targetParameter": Ref(self.target.id)}
        return Entity(self.id, ("ParameterConnection",), ends)


def settings_told(study: "Study") -> list[Entity]:
    """Return the settings that the crate tells, with their values."""
    return [
        Entity(
            f"#setting/{_name(key)}", ("PropertyValue",), {"name": _name(key), "value": _value(study, key)}
        )
        for key in TOLD
    ]


def setting_slots(owner: str, used: Sequence[str] | None = None) -> list[Slot]:
    """Return a slot for each setting told; for a step, of those that it uses."""
    keys = [key for key in TOLD if used is None or _uses(used, key)]
    return [Slot(owner, _name(key), TOLD[key], (f"#setting/{_name(key)}",)) for key in keys]


def with_slots(entities: Iterable[Entity], slots: Iterable[Slot]) -> list[Entity]:
    """Return the entities, each with the slots that it fills."""
    filled: dict[str, list[str]] = defaultdict(list)
    for slot in slots:
        for one in slot.filled_by:
            filled[one].append(slot.id)
    return [
        one.with_more(exampleOfWork=refs(filled[one.id])) if one.id in filled else one for one in entities
    ]


def owned_by(owner: str, slots: Iterable[Slot]) -> list[Slot]:
    """Return slots of another owner that the same entities fill."""
    return [replace(slot, owner=owner) for slot in slots]


def _uses(used: Sequence[str], key: str) -> bool:
    """Tell whether a step uses a setting; one that uses all settings writes in the study's languages."""
    if "config" in used:
        return key == "config.languages"
    return any(key == one or key.startswith(f"{one}.") for one in used)


def _name(key: str) -> str:
    return key.removeprefix("config.")


def _value(study: "Study", key: str) -> str | int | bool:
    value: object = study.config
    for name in _name(key).split("."):
        value = getattr(value, name)
    if isinstance(value, (bool, int, str)):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
