"""Scale scores of a study: one row per response × scale, by the rules of its instrument files."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.stats.scales.scoring import score
from isop_analysis.study.instrument import Instrument, Scale

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def wide_answers(answers: pd.DataFrame, items: list[str]) -> pd.DataFrame:
    """Return one row a response (index), one column an item; NaN where no answer was given."""
    rows = answers[answers["item"].isin(items) & (answers["answer_kind"] == "given")]
    table = pd.Series(
        rows["answer"].to_numpy(), index=[rows["response"].to_numpy(), rows["item"].astype("str").to_numpy()]
    )
    return table.unstack().reindex(columns=items).astype("float64")


def reversed_items(instrument: Instrument, scale: Scale) -> list[str]:
    """Return the scale's items for which a high answer means little."""
    return [name for name in scale.items if instrument.item(name).reversed]


def answer_range(instrument: Instrument, scale: Scale) -> tuple[float, float]:
    """Return the lowest and highest possible answer of the scale's items."""
    allowed = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    return allowed.low, allowed.high


def score_range(instrument: Instrument, scale: Scale) -> tuple[float, float]:
    """Return the lowest and highest possible score of the scale."""
    return (0.0, 100.0) if scale.pomp else answer_range(instrument, scale)


def score_study(study: "Study", answers: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the table scale_scores: every response of an instrument × each of its scales.

    A response without any answer to a scale's items has a row too, with status ``no_answers``.
    """
    tables = []
    for instrument, scale in study.scales:
        own = responses[responses["instrument"] == instrument.name]
        if len(own):
            tables.append(_scored(answers, own, instrument, scale))
    frame = pd.concat(tables, ignore_index=True) if tables else _no_scores()
    return frame.sort_values(["scale", "response"], kind="stable").reset_index(drop=True)


def _no_scores() -> pd.DataFrame:
    from isop_analysis.contracts import empty_table

    return empty_table("scale_scores")


def _scored(
    answers: pd.DataFrame, responses: pd.DataFrame, instrument: Instrument, scale: Scale
) -> pd.DataFrame:
    low, high = answer_range(instrument, scale)
    wide = wide_answers(answers, scale.items).reindex(responses["response"].to_numpy())
    scored = score(
        wide,
        reversed=reversed_items(instrument, scale),
        low=low,
        high=high,
        minimum_answered=scale.minimum_answered,
        pomp=scale.pomp,
    )
    if asked_in_part(instrument, scale):
        own = answers[answers["item"].isin(scale.items)]
        asked = own.groupby("response")["item"].nunique()
        scored["n_items"] = asked.reindex(scored.index, fill_value=0).astype(scored["n_items"].dtype)
    head = responses[["response", "person", "team", "site", "wave", "instrument"]].reset_index(drop=True)
    return head.assign(scale=scale.name).join(scored.reset_index(drop=True))


def asked_in_part(instrument: Instrument, scale: Scale) -> bool:
    """Whether some source did not ask all items of the scale: who was not asked has no row of the item."""
    return any(
        len(instrument.asked_in(scale, source.name)) < len(scale.items) for source in instrument.sources
    )
