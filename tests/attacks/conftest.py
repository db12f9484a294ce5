"""Studies as readers get them, and as they would get them once people withdraw."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from all_attacks import Known
from published_outputs import Published
from who_keeps_score import known_of, told_to_readers

from isop_analysis.contracts import read_table, write_rows, write_table
from isop_analysis.contracts.published import KEPT, published
from isop_analysis.measurement import StudyRows, choice_rows, count_rows, sample_rows, scale_rows
from isop_analysis.measurement.networks.tables import Mapped
from isop_analysis.steps import publish_tables
from isop_analysis.study import Study

if TYPE_CHECKING:
    from demo_study import Demo

ROOT = Path(__file__).parents[2]
OF_PEOPLE = (
    "persons",
    "memberships",
    "participation",
    "responses",
    "answers",
    "scale_scores",
    "segments",
    "documents",
    "codings",
)
OF_MODELS = tuple(name for name, own in KEPT.items() if own.sizes and own.unit == "people")


@dataclass(frozen=True)
class Told:
    """A study, what its readers get, and what scores the attacks on it."""

    study: Study
    tables: Published

    @cached_property
    def known(self) -> Known:
        return known_of(self.study)

    @classmethod
    def of(cls, study: Study) -> "Told":
        """What readers get of a study that is published."""
        return cls(study, told_to_readers(study, study.published))

    @classmethod
    def published(cls, study: Study) -> "Told":
        publish_tables.run(study)
        return cls.of(study)


@pytest.fixture(scope="session")
def demo_told(demo_run: "Demo") -> Told:
    """The demo study, which its run published."""
    return Told.of(demo_run.study)


@pytest.fixture(scope="session")
def tiny_told(tiny_run: Study) -> Told:
    """The tiny study, which its run published."""
    return Told.of(tiny_run)


def without(study: Study, people: Iterable[str], root: Path) -> Study:
    """Return a copy of a study below `root` from which people are gone: their rows, and what counts them.

    Models are not fitted again; each has so many rows and people fewer, as if all of these were in it.
    """
    left = replace(study, root=root)
    for folder in (study.processed, study.restricted, study.root / "releases"):
        if folder.exists():
            shutil.copytree(folder, root / folder.relative_to(study.root))
    gone = set(people)
    for name in OF_PEOPLE:
        rows = read_table(name, left.processed)
        write_table(rows[~rows["person"].astype("str").isin(gone)], name, left.processed)
    _count_again(left)
    for name in OF_MODELS:
        rows = read_table(name, left.processed)
        numbers = [one for one in published(name).sizes if one in rows]
        write_table(
            rows.assign(**{one: (rows[one] - len(gone)).clip(lower=0) for one in numbers}),
            name,
            left.processed,
        )
    return left


def _count_again(study: Study) -> None:
    rows, persons = StudyRows.read(study), study.table("persons")
    counts = pd.DataFrame(count_rows(rows))
    given = counts[counts["answer_kind"].astype("str") == "given"]
    answered = given.groupby(["item", "occasion"], observed=True)["count"].sum()
    items = study.table("item_descriptives")
    keys = zip(items["item"].astype("str"), items["occasion"].astype("str"), strict=True)
    n = [int(answered.get(key, now)) for key, now in zip(keys, items["n"], strict=True)]
    for name, frame in (
        ("item_counts", counts),
        ("item_descriptives", items.assign(n=pd.array(n, dtype="Int64"))),
        ("sample", pd.DataFrame(sample_rows(study, rows, persons))),
        ("choices", pd.DataFrame(choice_rows(study, rows, persons))),
        ("scale_descriptives", pd.DataFrame(scale_rows(study, rows))),
    ):
        write_table(frame, name, study.processed)
    if study.config.networks is not None:
        mapped = Mapped.read(study, study.config.networks)
        for name, own in {"network_ties": mapped.ties(), **mapped.tasks()}.items():
            write_rows(own, name, study.processed)
