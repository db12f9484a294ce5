"""Professions and whom they name, and their tasks: bands over the whole study, never by team or occasion.

1. Professions of fewer than twenty people merge by the declared tree; who is still fewer is left out. Whom
   they name is told as it was asked: an option that several were merged into would win by being several.
2. Counts of distinct people become bands; shares come from them, and all else from the shares.
3. A column of which a small cell could be bounded by what `choices` tells of everyone is left out.
Of a question that is told by profession here, `choices` tells everyone alone: no number is told twice.
"""

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count, written_names
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import LEAST_FOR_SHARES, Bands, share_of
from isop_analysis.publish.bounds import Sum, gives_away

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from isop_analysis.study.network_settings import Networks
    from isop_analysis.study.study import Study

    Read = Callable[[str], pd.DataFrame]

ALL = "all"


def told_by_profession(study: "Study") -> frozenset[str]:
    """Return the questions of which `choices` tells everyone alone: professions are told of them here."""
    networks = study.config.networks
    if networks is None or networks.attribute != study.config.choices_by:
        return frozenset()
    return frozenset(networks.questions)


@dataclass(frozen=True)
class Professions:
    """What decides which professions are told, and what an outsider knows beside them.

    Attributes:
        into: profession → the wider one that it is told with.
        counted_as: profession → the one that it counts as where own and named ones are compared.
        choices, sample: published rows.
        asked: question → its options.
        first: the first occasion.
        order: professions, then tasks and other options, as the config has them.
    """

    networks: "Networks"
    into: dict[str, str]
    counted_as: dict[str, str]
    choices: list[Row]
    sample: list[Row]
    asked: dict[str, list[str]]
    first: str
    order: tuple[str, ...]
    bands: Bands

    @classmethod
    def of(
        cls, study: "Study", read: "Read", told: dict[str, list[Row]], bands: Bands
    ) -> "Professions | None":
        """Merge what is too rare, by how many of each profession answered; None where nobody was asked."""
        from isop_analysis.cleaning.attributes import merge_rare
        from isop_analysis.measurement.networks.named import merged_professions

        networks, ties, persons = study.config.networks, read("network_ties"), read("persons")
        if networks is None or ties.empty:
            return None
        own = ties[(ties["occasion"] == ALL) & (ties["content"] == ALL)].astype({"profession": "str"})
        people = {str(name): int(rows["n"].iloc[0]) for name, rows in own.groupby("profession")}
        asked = _asked(study, networks)
        attribute = next(one for one in study.config.attributes if one.name == networks.attribute)
        return cls(
            networks,
            merge_rare(attribute, people, max(LEAST_FOR_SHARES, bands.width)).into,
            merged_professions(study, attribute.name, persons[attribute.name].astype("object")),
            told["choices"],
            told["sample"],
            asked,
            min(study.config.waves, key=lambda wave: wave.time).occasion,
            (*(value.name for value in attribute.values), *chain(*asked.values())),
            bands,
        )

    def tie_rows(self, ties: "pd.DataFrame") -> list[Row]:
        """Return the rows of profession_ties."""
        own = ties[(ties["occasion"] == ALL) & (ties["content"] != ALL)]
        found: list[Row] = []
        for (question, at_least), rows in own.groupby(["content", "at_least"], dropna=False, observed=True):
            found += self._rows(str(question), rows, "partner", {"at_least": at_least})
        return found

    def task_rows(self, tasks: "pd.DataFrame") -> list[Row]:
        """Return the rows of profession_tasks."""
        own = tasks[tasks["occasion"] == ALL]
        return [] if own.empty else self._rows(str(self.networks.tasks), own, "task", {})

    def wider(self, question: str) -> list[str]:
        """Return the options of a question that count as a wider profession in its E–I index."""
        own = [option for option in self.asked[question] if option not in self.networks.outside]
        return [option for option in own if self.counted_as.get(option, option) != option]

    def _rows(self, question: str, rows: "pd.DataFrame", named: str, more: Row) -> list[Row]:
        """Return a row a told profession × what it names, columns that give a few away left out."""
        texts = rows.astype({"profession": "str", named: "str"})
        texts = texts.assign(profession=texts["profession"].replace(self.into))
        sums = texts.groupby([named, "profession"], sort=False)[["people", "n"]].sum()
        found: list[Row] = []
        for column, own in sums.groupby(level=named, sort=False):
            told = [
                {"profession": profession, "people": self.bands.cell(people), "n": self.bands.cell(n)}
                for (_, profession), people, n in zip(own.index, own["people"], own["n"], strict=True)
                if self.bands.is_enough(int(n))
            ]
            if not self._bounded(question, str(column), told):
                found += [self._row(question, named, str(column), row) | more for row in told]
        return sorted(found, key=lambda row: (self._place(row["profession"]), self._place(row[named])))

    def _place(self, name: object) -> int:
        """Return where a profession or task stands in the config; what is in neither comes last."""
        return self.order.index(str(name)) if name in self.order else len(self.order)

    def _row(self, question: str, named: str, column: str, told: Row) -> Row:
        people, n = told["people"], told["n"]
        assert isinstance(people, Count)
        assert isinstance(n, Count)
        merged = [value for value, wider in self.into.items() if wider == told["profession"]]
        head = {"question": question, "profession": told["profession"], "merged_in": written_names(merged)}
        share = share_of(people, n) if people.low else None
        return head | {named: column, "people": str(people), "n": str(n), "share": share}

    def _bounded(self, question: str, column: str, told: list[Row]) -> bool:
        """Tell whether everyone's choices leave fewer values to a small cell than its band has.

        Everyone who chose it at the first occasion is counted in a profession that is told, or is of one that
        is not, of which the sample says how many there are at most.
        """
        cells = [cell for row in told if isinstance(cell := row["people"], Count)]
        everyone = self._everyone(question, column)
        if everyone is None:
            return False
        every = [*cells, self._others(told)]
        away = gives_away(every, [Sum(tuple(range(len(every))), everyone)], self.bands.width)
        return any(place < len(cells) for place in away)

    def _everyone(self, question: str, column: str) -> Count | None:
        """Return what `choices` leaves of how many chose an option, at any occasion."""
        own = [
            row
            for row in self.choices
            if row["question"] == question and row["value"] == ALL and row["option"] == column
        ]
        at_first = [Count.read(str(row["chosen"])).low for row in own if row["occasion"] == self.first]
        highest = sum(Count.read(str(row["chosen"])).high for row in own)
        return Count(max(at_first), highest) if at_first else None

    def _others(self, told: list[Row]) -> Count:
        """Return how many there are at most, at the first occasion, of professions that are not told."""
        named = {str(row["profession"]) for row in told}
        named |= {value for value, wider in self.into.items() if wider in named}
        others = [
            Count.read(str(row["people"])).high
            for row in self.sample
            if row["attribute"] == self.networks.attribute
            and row["occasion"] == self.first
            and row["value"] not in named
            and row["people"] is not None
        ]
        return Count(0, sum(others))


def _asked(study: "Study", networks: "Networks") -> dict[str, list[str]]:
    """Return each question of the networks with its options, as the instrument has them."""
    questions = [one for instrument in study.instruments for one in instrument.multiple_choice]
    return {
        one.name: [option.name for option in one.options]
        for one in questions
        if one.name in networks.questions
    }
