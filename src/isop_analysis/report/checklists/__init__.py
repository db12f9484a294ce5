"""Checklists for reviewers: what good reporting asks, and where the report answers it or leaves it open."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files

from isop_analysis.language.numbers import Language

NAMES = ("gramms", "jars_mixed")


@dataclass(frozen=True)
class Asked:
    """An item of a checklist; `answered` are the parts of the report that do, none where it is open."""

    name: str
    text: str
    answered: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """A checklist by its title and the key of its reference."""

    name: str
    title: str
    source: str
    items: tuple[Asked, ...]


def checklists(language: Language, parts: Collection[str]) -> tuple[Checklist, ...]:
    """Return the checklists, each item with those of its parts that the report has."""
    return tuple(_read(name, language, parts) for name in NAMES)


def _read(name: str, language: Language, parts: Collection[str]) -> Checklist:
    import yaml

    content = yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    items = tuple(
        Asked(item["name"], item[language], tuple(part for part in item["where"] if part in parts))
        for item in content["items"]
    )
    return Checklist(name, content["title"], content["source"], items)
