"""What the dossier tells, as plain data that the audit collects: names, numbers and hashes, no sentence.

Hashes are 64 hex digits. Those of files that readers don't have are keyed (`audit.hashes`).
"""

from dataclasses import dataclass
from typing import Literal

InputKind = Literal["raw", "released", "open", "config"]
KEYED_INPUTS: frozenset[InputKind] = frozenset({"raw", "released"})


@dataclass(frozen=True)
class Module:
    """A file of code: its path in the repository, and the SHA-256 of its contents."""

    path: str
    digest: str


@dataclass(frozen=True)
class Input:
    """A file from outside the line.

    Raw files are told by instrument and wave of the manifest, never by name; open data and config by path.
    """

    kind: InputKind
    digest: str
    instrument: str = ""
    wave: str = ""
    path: str = ""

    @property
    def keyed(self) -> bool:
        """Whether the hash is keyed."""
        return self.kind in KEYED_INPUTS

    @property
    def id(self) -> str:
        """The id of its row on the page."""
        return f"input-{self.digest[:16]}"


@dataclass(frozen=True)
class Step:
    """A step of the line.

    Attributes
    ----------
    modules
        The step's own module, and those it calls.
    code
        SHA-256 over the lines that `sha256sum` prints of all modules that the step may load.
    loaded
        How many these are.
    seed
        The study's seed, of steps that draw at random.
    settings
        Keys of the config that the step uses; `instruments.items` are `items` of each instrument's file.
    reads, writes
        Processed and restricted tables by name.
    """

    name: str
    modules: tuple[Module, ...]
    code: str
    loaded: int
    seed: int | None
    settings: tuple[str, ...]
    reads: tuple[str, ...]
    inputs: tuple[Input, ...]
    writes: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """A table between two steps, with its keyed hash."""

    name: str
    step: str
    digest: str
    restricted: bool


@dataclass(frozen=True)
class Told:
    """A published table: the processed ones it is made of, the steps before it, the inputs it rests on."""

    name: str
    digest: str
    made_from: tuple[str, ...]
    computed_by: tuple[str, ...]
    rests_on: tuple[Input, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing in one language: the module that draws it, and the published tables that it reads."""

    name: str
    title: str
    language: str
    module: str
    tables: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Versions:
    """Code, Python and libraries of the run; `commit` is empty where there is no repository."""

    commit: str
    changed: bool
    source: str
    python: str
    lock: str
    libraries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Facts:
    """All that the dossier tells beside what published tables say."""

    steps: tuple[Step, ...]
    between: tuple[Between, ...]
    told: tuple[Told, ...]
    figures: tuple[Figure, ...]
    inputs: tuple[Input, ...]
    made_with: Versions
    run: str = ""
    """The number of the run, which its keyed hashes are made with."""

    def step(self, name: str) -> Step:
        """Return the step of that name."""
        return next(one for one in self.steps if one.name == name)
