"""The answers of one instrument at one occasion, or of each person once over all of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.scores import (
    answer_range,
    asked_in_part,
    reversed_items,
    wide_answers,
)
from isop_analysis.stats.scales import reverse_coded
from isop_analysis.study.instrument import Instrument, Scale

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

ALL = "all"
NOT_LINKED = ("ambiguous", "unlinked", "no_linking_consent")


@dataclass(frozen=True)
class StudyRows:
    """What measure works on: answers, responses with their occasion, scores with theirs."""

    answers: pd.DataFrame
    responses: pd.DataFrame
    scores: pd.DataFrame
    occasions: tuple[str, ...]

    @classmethod
    def read(cls, study: "Study") -> "StudyRows":
        """Read the tables and give each row its wave's occasion."""
        occasion = {wave.name: wave.occasion for wave in study.config.waves}
        order = sorted(study.config.waves, key=lambda wave: wave.time)
        responses, scores = study.table("responses"), study.table("scale_scores")
        return cls(
            study.table("answers"),
            responses.assign(occasion=responses["wave"].astype("str").map(occasion)),
            scores.assign(occasion=scores["wave"].astype("str").map(occasion)),
            tuple(dict.fromkeys(wave.occasion for wave in order)),
        )

    def asked_at(self, instrument: Instrument, scale: Scale | None = None) -> tuple[str, ...]:
        """Return the occasions that the instrument, or a scale of it, was asked at, in the study's order."""
        own = self._of(instrument)
        if scale is not None and asked_in_part(instrument, scale):
            rows = self.answers[self.answers["item"].isin(scale.items)]
            own = own[own["response"].isin(rows["response"])]
        at = set(own["occasion"])
        return tuple(occasion for occasion in self.occasions if occasion in at)

    def answering(
        self, instrument: Instrument, scale: Scale, occasion: str, once: tuple[str, ...] = ("person",)
    ) -> pd.DataFrame:
        """Return the responses of an occasion; over `all` occasions one per person, or per `once`.

        That one is the first in which somebody answered an item of the scale, by occasion and number; of
        who answered none, the first. Over several occasions only people who would be recognised at a later
        one count: others may be the same people again. Where nobody would be, the first occasion stands for
        all.
        """
        kept = (instrument.name, scale.name, once) if occasion == ALL else (instrument.name, occasion)
        if kept not in self._answering:
            own = self._of(instrument)
            at = own[own["occasion"] == occasion] if occasion != ALL else self._once(instrument, scale, once)
            self._answering[kept] = at
        return self._answering[kept]

    def _once(self, instrument: Instrument, scale: Scale, once: tuple[str, ...]) -> pd.DataFrame:
        own = self._of(instrument)
        asked = self.asked_at(instrument)
        known = ~own["linked_by"].astype("str").isin(NOT_LINKED)
        if len(asked) > 1:
            own = own[known] if known.any() else own[own["occasion"] == asked[0]]
        order = own.assign(
            silent=~own["response"].isin(self._wide(scale).index),
            place=own["occasion"].map({name: place for place, name in enumerate(self.occasions)}),
        ).sort_values(["silent", "place", "response"])
        return own.loc[order.drop_duplicates(list(once)).index].sort_index()

    def _of(self, instrument: Instrument) -> pd.DataFrame:
        if instrument.name not in self._of_instruments:
            own = self.responses[self.responses["instrument"] == instrument.name]
            self._of_instruments[instrument.name] = own
        return self._of_instruments[instrument.name]

    def _wide(self, scale: Scale) -> pd.DataFrame:
        if scale.name not in self._of_scales:
            self._of_scales[scale.name] = wide_answers(self.answers, scale.items)
        return self._of_scales[scale.name]

    @cached_property
    def _answering(self) -> dict[tuple[object, ...], pd.DataFrame]:
        return {}

    @cached_property
    def _of_instruments(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _of_scales(self) -> dict[str, pd.DataFrame]:
        return {}

    def items(self, responses: pd.DataFrame, instrument: Instrument, scale: Scale) -> pd.DataFrame:
        """Return these responses' answers to the scale's items, reversed items turned round.

        Items that fewer than half of them were asked are left out: over occasions, one that was added later
        would leave only those complete who came in later.
        """
        wide = self._wide(scale).reindex(responses["response"].to_numpy())
        low, high = answer_range(instrument, scale)
        turned = reverse_coded(wide, reversed_items(instrument, scale), low, high)
        if not asked_in_part(instrument, scale):
            return turned
        own = self.answers[self.answers["response"].isin(responses["response"])]
        times = own["item"].astype("str").value_counts()
        asked = [name for name in scale.items if 2 * times.get(name, 0) >= max(len(responses), 1)]
        return turned[asked] if asked else turned
