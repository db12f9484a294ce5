"""A study as its readers see it: with the tables that `publish` wrote, and no others."""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

CONFIG = "ISOP_CONFIG"
"""Environment variable with the study file that a notebook is to open."""
READERS = "ISOP_READERS"
"""Environment variable under which a loaded study is for readers, as in notebooks that are run for them."""


@dataclass(frozen=True, repr=False)
class ReadersStudy(Study):
    """A study whose `table` gives published tables alone."""

    def table(self, name: str) -> "pd.DataFrame":
        """Read a published table, such as ``scale_descriptives``.

        Raises
        ------
        KeyError
            When no published table has that name; the nearest is suggested.
        FileNotFoundError
            When the step that publishes has not run.
        """
        from isop_analysis.contracts.published_files import read_published

        return read_published(name, self.published, self.command)


def as_readers_see(study: Study) -> ReadersStudy:
    """Return the study with its published tables alone."""
    return ReadersStudy(**{one.name: getattr(study, one.name) for one in fields(Study)})


@dataclass(frozen=True, repr=False)
class WatchedStudy(ReadersStudy):
    """A readers' study that notes which tables are read."""

    seen: set[str] = field(default_factory=set)

    def table(self, name: str) -> "pd.DataFrame":
        """Read a published table, and note its name."""
        self.seen.add(name)
        return super().table(name)


def watched(study: Study) -> WatchedStudy:
    """Return the study with its published tables alone, none of which has been read yet."""
    return WatchedStudy(**{one.name: getattr(study, one.name) for one in fields(Study)})
