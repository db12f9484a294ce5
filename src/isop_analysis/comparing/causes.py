"""Why a published number may have changed: everything that differs between two builds and can reach it.

Which cause of several it was is not guessed: without a run for each alone nobody can know.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from isop_analysis.audit.config_keys import Plain
from isop_analysis.audit.made_with import MadeWith
from isop_analysis.comparing.differences import Difference
from isop_analysis.comparing.people_apart import People

Kind = Literal["answers", "texts", "context", "key", "code", "library", "unrecorded"]
OF_FIGURES = ("region_schools", "outcome_cells", "site_models", "site_estimates", "site_loadings")
"""Tables that figures of sites and schools go into; conclusions are told of them too."""
OF_CONCLUSIONS = ("conclusions", "conclusion_effects", "conclusion_caveats")
ABSENT = ""


@dataclass(frozen=True)
class Cause:
    """Something that differs between two builds.

    Attributes:
        kind: of people's answers or texts, figures of sites and schools, a key of the config, the code of a
            step, a library; "unrecorded" where nothing is known of what a table was made with then.
        name: the key's path, the step, the library; of people what they did, apart by a comma.
        then, now: numbers of keys, versions, commits; empty where there is none, or it is not told.
        people: how many, in a band.
    """

    kind: Kind
    name: str = ""
    then: str = ""
    now: str = ""
    people: str = ""

    @property
    def written(self) -> str:
        """Return the cause in one word, as the table of changes has it."""
        name = f"{self.people} people" + (f" {self.name}" if self.name else "") if self.people else self.name
        return f"{self.kind}: {name}" if name else self.kind


Reaches = Callable[[Cause, str, str], bool]
"""Whether a cause that is no person's can reach a column of a published table ("" for all columns)."""
StepsOf = Callable[[Iterable[str]], Iterable[str]]
"""The steps that run one of these files of the package."""


def causes_between(then: MadeWith | None, now: MadeWith, steps_of: StepsOf) -> tuple[Cause, ...]:
    """Return what differs between two builds beside people."""
    if then is None:
        return (Cause("unrecorded"),)
    return (
        *_keys(then.config, now.config),
        *_code(then, now, steps_of),
        *_libraries(then, now),
        *_figures(then, now),
    )


def causes_of(
    difference: Difference, found: Iterable[Cause], people: People, reaches: Reaches
) -> tuple[Cause, ...]:
    """Return the causes that can have brought about one difference; none where it is made of untold ones."""
    return (
        *of_people(difference.table, people),
        *(one for one in found if reaches(one, difference.table, difference.column)),
    )


def of_people(table: str, people: People) -> tuple[Cause, ...]:
    """Return the people behind a table who changed, as causes."""
    return tuple(Cause(one.source, ", ".join(one.how), people=str(one.people)) for one in people.apart(table))


def _keys(then: Mapping[str, Plain], now: Mapping[str, Plain]) -> Iterator[Cause]:
    for path in sorted(then.keys() | now.keys()):
        old, new = then.get(path), now.get(path)
        if old != new or (path in then) != (path in now):
            yield Cause("key", path, _number(old), _number(new))


def _number(value: Plain) -> str:
    """Return a number or yes or no as the config writes it; words are not told."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, (int, float)) else ABSENT


def _code(then: MadeWith, now: MadeWith, steps_of: StepsOf) -> Iterator[Cause]:
    files = then.modules.keys() | now.modules.keys()
    changed = sorted(one for one in files if then.modules.get(one) != now.modules.get(one))
    for step in steps_of(changed) if changed else ():
        yield Cause("code", step, then.code.commit[:10], now.code.commit[:10])


def _libraries(then: MadeWith, now: MadeWith) -> Iterator[Cause]:
    old = {"python": then.libraries.python, **then.libraries.versions}
    new = {"python": now.libraries.python, **now.libraries.versions}
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Cause("library", name, old.get(name, ABSENT), new.get(name, ABSENT))


def _figures(then: MadeWith, now: MadeWith) -> Iterator[Cause]:
    if then.context != now.context:
        yield Cause("context")
