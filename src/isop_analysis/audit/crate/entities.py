"""Entities of a crate: an id, types, and properties, which are texts, numbers or references to others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

Plain = str | int | float | bool


@dataclass(frozen=True)
class Ref:
    """A reference to another entity."""

    id: str


Value = Plain | Ref | Sequence["Plain | Ref"]


@dataclass(frozen=True)
class Entity:
    """One thing that the crate tells of; properties without a value are left out when it is written."""

    id: str
    types: tuple[str, ...]
    properties: Mapping[str, Value]

    def with_more(self, **properties: Value) -> "Entity":
        """Return the entity with further properties."""
        return replace(self, properties={**self.properties, **properties})

    def written(self) -> dict[str, object]:
        """Return the entity as JSON-LD has it: one value as itself, several as a list."""
        found: dict[str, object] = {"@id": self.id, "@type": _short(self.types)}
        for name, value in self.properties.items():
            plain = _plain(value)
            if plain not in ("", []):
                found[name] = plain
        return found


def refs(ids: Iterable[str]) -> list[Plain | Ref]:
    """Return references to entities, each once, in their order."""
    return [Ref(one) for one in dict.fromkeys(ids)]


def id_of(path: str) -> str:
    """Return the id of a file in the folder, or of one elsewhere behind ``#``: its path, as part of a URI."""
    return quote(path, safe="/#:@+")


def _plain(value: Value) -> object:
    if isinstance(value, Ref):
        return {"@id": value.id}
    if isinstance(value, (str, int, float, bool)):
        return value
    return _short([_plain(one) for one in value])


def _short(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else list(values)
