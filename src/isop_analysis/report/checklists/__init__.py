"""Checklists for reviewers: what good reporting asks, and where the report answers it or leaves it open."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from isop_analysis.language.numbers import Language

if TYPE_CHECKING:
    from isop_analysis.study.context import Design

NAMES = ("gramms", "jars_mixed", "jars_qual", "jars_quant")
FORM = "mmat"
"""What a named person appraises by; nothing fills it in."""


@dataclass(frozen=True)
class Asked:
    """An item of a checklist; `answered` are the parts of the report that do, none where it is open."""

    name: str
    text: str
    answered: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """A checklist by its title, the version of its words, and the key of its reference."""

    name: str
    title: str
    version: str
    source: str
    items: tuple[Asked, ...]


def checklists(language: Language, parts: Collection[str], design: "Design | None") -> tuple[Checklist, ...]:
    """Return the checklists, each item with those of its places that the report has.

    A place is a part, or a content of it that this report has rendered: `limits.mixing`. An item that names
    such contents is open where one of them is missing; so is what the settings' `design` leaves out.
    """
    told = set() if design is None else {name for name, value in design if value is not None}
    return tuple(_read(name, language, parts, told) for name in NAMES)


def appraisal(language: Language) -> Checklist:
    """Return the form of appraisal, with nothing filled in."""
    return _read(FORM, language, (), set())


def _read(name: str, language: Language, parts: Collection[str], told: set[str]) -> Checklist:
    import yaml

    content = yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    items = tuple(
        Asked(item["name"], item[language], _answered(item, parts, told)) for item in content["items"]
    )
    return Checklist(name, content["title"], content["version"], content["source"], items)


def _answered(item: "dict[str, Any]", parts: Collection[str], told: set[str]) -> tuple[str, ...]:
    where = [str(one) for one in item.get("where", ())]
    lacking = [one for one in where if "." in one and one not in parts]
    if lacking or not told.issuperset(item.get("needs", ())):
        return ()
    return tuple(one for one in where if one in parts)
