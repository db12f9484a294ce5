"""Names planted in the invented talks, at known places, and the lists that a study has of them.

After its last words a talk has sentences with names, places, schools or numbers in them, so that no passage
moves. Some talks end in a passage with somebody's name in it, others in one with a diagnosis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.interviews import Passage, Talk
from isop_analysis.demo.planted_talk import (
    PLACES,
    SCHOOLS,
    Person,
    Planted,
    invent_people,
    planted_sentence,
)
from isop_analysis.demo.population import Population
from isop_analysis.demo.presets import Preset

if TYPE_CHECKING:
    import numpy as np

PEOPLE = 40
"""People who are spoken of and stand in no register; the study has a list of them."""
SENTENCES = 2
WITH_NAME, WITH_FACT = 6, 10
"""Of so many talks one ends in a passage with a name, or with a diagnosis."""
NAMED = " Dat heb ik van {name} geleerd."
FACT, DOUBTFUL = " Er zat een kind met dyslexie bij.", "dyslexie"


@dataclass(frozen=True)
class PlantedTalks:
    """The talks, what was planted in each by its name (places in its text), and the list of people."""

    talks: list[Talk]
    planted: dict[str, tuple[Planted, ...]]
    names: tuple[str, ...]


def plant_names(preset: Preset, talks: Sequence[Talk], population: Population) -> PlantedTalks:
    """Return the talks with planted names; those of the register are spoken of, too."""
    random = generator(preset.seed, "planted names")
    spoken_of = invent_people(random, PEOPLE)
    registered = [_registered(one.identity.name) for one in population.persons[:PEOPLE]]
    found, planted = [], {}
    for number, talk in enumerate(talks):
        own, where = _planted(talk, number, [*spoken_of, *registered], random)
        found.append(own)
        planted[talk.name] = where
    return PlantedTalks(found, planted, tuple(sorted({one.whole for one in spoken_of})))


def _registered(name: str) -> Person:
    first, last = name.split(" ", 1)
    return Person(first, last, "register")


def _planted(
    talk: Talk, number: int, people: list[Person], random: "np.random.Generator"
) -> tuple[Talk, tuple[Planted, ...]]:
    person = people[int(random.integers(len(people)))]
    added = NAMED.format(name=person.first) if number % WITH_NAME == 1 else ""
    added = FACT if number % WITH_FACT == 3 else added
    last = talk.passages[-1]
    longer = replace(talk, passages=(*talk.passages[:-1], Passage(last.code, last.words + added)))
    found: list[Planted] = []
    if person.first in added:
        start = longer.spans()[-1][1] - len(added) + added.index(person.first)
        found.append(Planted("name", person.origin, start, start + len(person.first)))
    end = talk.lines[-1]
    for _ in range(SENTENCES):
        sentence, own = planted_sentence(random, int(random.integers(10_000)), people)
        start = len(longer.text) - len(talk.lines[-1]) + len(end) + 1
        found += [replace(one, start=start + one.start, end=start + one.end) for one in own]
        end = f"{end} {sentence}"
    return replace(longer, lines=(*talk.lines[:-1], end)), tuple(found)


def write_lists(folder: Path, files: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Write lists of names as people keep them: a name a line."""
    for file, entries in files:
        lines = ["# Verzonnen / invented", *entries]
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


LISTED = {"places": PLACES, "schools": SCHOOLS}
"""Places and schools that are spoken of, by the kind of list."""
