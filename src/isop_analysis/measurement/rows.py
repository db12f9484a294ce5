"""The answers of one instrument at one occasion, or at every occasion together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.scores import reversed_items, wide_answers
from isop_analysis.stats.scales import reverse_coded
from isop_analysis.study.instrument import Instrument, Scale

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

ALL = "all"


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

    def at_each_occasion(self, instrument: Instrument) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each occasion that the instrument was asked at, then all together, with its responses."""
        own = self.responses[self.responses["instrument"] == instrument.name]
        asked = [occasion for occasion in self.occasions if (own["occasion"] == occasion).any()]
        for occasion in asked:
            yield occasion, own[own["occasion"] == occasion]
        yield ALL, own

    def items(self, responses: pd.DataFrame, instrument: Instrument, scale: Scale) -> pd.DataFrame:
        """Return these responses' answers to the scale's items, reversed items turned round."""
        from isop_analysis.measurement.scores import answer_range

        wide = wide_answers(self.answers, scale.items).reindex(responses["response"].to_numpy())
        low, high = answer_range(instrument, scale)
        return reverse_coded(wide, reversed_items(instrument, scale), low, high)
