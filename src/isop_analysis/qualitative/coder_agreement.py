"""`agreement`: how far coders agree on a project's segments, per code and overall, and what to talk about."""

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from isop_analysis.base.reasons import Reason, written
from isop_analysis.qualitative.stretches import (
    Marked,
    Stretches,
    code_values,
    marked,
    set_values,
    spans_on_one_line,
    stretches,
    with_codes,
)
from isop_analysis.qualitative.talk import confusion, to_talk_about
from isop_analysis.stats.coding.intervals import FEWEST, Coefficients, coefficients
from isop_analysis.stats.coding.tallies import Ratings
from isop_analysis.stats.coding.unitised import Unitised, together, unitised_alpha

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("alpha", "kappa", "percentage")
INTERVALS = tuple(f"{one}{end}" for one in MEASURES for end in ("", "_ci_low", "_ci_high"))
CODED = tuple(f"{one}_coded" for one in MEASURES)


@dataclass(frozen=True, repr=False)
class Agreement:
    """Agreement between coders on the documents that at least two of them coded.

    codes
        A row a code: code, segments, documents, units (characters, or passages), alpha, kappa (Cohen's of two
        coders, Fleiss' of more) and percentage with `_ci_low` and `_ci_high` over all text; the same with
        `_coded` over the text that anyone coded alone; alpha_unitised of the spans as they were set; reason
        (why a number is missing, as `base.reasons.written`).
    overall
        One such row: the set of codes that a coder gave a unit is its value.
    pairs
        A row a pair of coders: coder_1, coder_2, documents, units, alpha, kappa, percentage (sets of codes).
    confusion
        Codes × codes, "(none)" last: the first coder's in rows, the second's in columns; characters or
        passages.
    discuss
        Segments to talk about: document, start, end, text, code, coder, other, shared, instead, segment.
    unit
        "character" or "passage".
    """

    codes: "pd.DataFrame"
    overall: "pd.DataFrame"
    pairs: "pd.DataFrame"
    confusion: "pd.DataFrame"
    discuss: "pd.DataFrame"
    unit: str
    coders: tuple[str, ...]
    documents: tuple[str, ...]
    notes: tuple[Reason, ...]

    def __repr__(self) -> str:
        whole = self.overall.iloc[0]
        return (
            f"Agreement({len(self.coders)} coders, {len(self.documents)} documents, {len(self.codes)} codes; "
            f"overall alpha {whole['alpha']:.2f}, kappa {whole['kappa']:.2f}, "
            f"{whole['percentage']:.0f} per cent)"
        )


def agreement(
    segments: "pd.DataFrame",
    *,
    draws: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
    talk_below: float = 0.5,
) -> Agreement:
    """Return how far coders agree on `project.segments`.

    Texts are compared character by character, also those that nobody coded, and again without them; a table's
    passages one by one. A coder coded a document if they coded anything in it: what they did not give there
    is a no, in other documents it is missing. Documents of one coder tell nothing and are counted in `notes`.

    Parameters
    ----------
    segments
        As `Project.segments`; those without a place in a text (PDF areas, pictures, sound) are left out.
    draws, seed, confidence
        Bootstrap intervals: documents are drawn again, from five on; passages where documents are fewer.
    talk_below
        Segments of which another coder gave less than this share (0–1) the same code are in `discuss`.

    Examples
    --------
    80 and 60 of 1,000 characters coded, 40 of them by both:

    >>> import pandas as pd
    >>> segments = pd.DataFrame({"document": "talk", "kind": "text", "start": [0, 40], "end": [80, 100],
    ...     "text": None, "code": "clear", "coder": ["A", "B"], "length": 1000, "segment": ["1", "2"]})
    >>> found = agreement(segments)
    >>> found.codes[["kappa", "percentage", "kappa_coded", "percentage_coded"]].round(2).values.tolist()
    [[0.54, 94.0, -0.36, 40.0]]

    Raises
    ------
    Refused
        Where a column is missing, or no document was coded by two coders.
    """
    import pandas as pd

    of = marked(segments)
    cut = stretches(of)
    again = _Again(draws, seed, confidence, clusters=not of.passages or len(of.documents) >= FEWEST)
    unitised = [_unitised(of, code) for code in range(len(of.codes))]
    rows = [
        {"code": name} | _row(of, cut, code_values(cut, code), again, unitised[code], code)
        for code, name in enumerate(of.codes)
    ]
    sets, _ = set_values(cut)
    known = [one for one in unitised if one is not None]
    whole = _row(of, cut, sets, again, together(known) if known else None, None)
    notes = list(of.notes)
    if again.clusters and len(of.documents) < FEWEST:
        notes.append(Reason("coding_few_documents", documents=len(of.documents), needed=FEWEST))
    return Agreement(
        codes=pd.DataFrame(rows),
        overall=pd.DataFrame([whole]),
        pairs=_pairs(of, cut, sets),
        confusion=confusion(cut, of.codes),
        discuss=to_talk_about(of, talk_below),
        unit="passage" if of.passages else "character",
        coders=of.coders,
        documents=of.documents,
        notes=tuple(notes),
    )


@dataclass(frozen=True)
class _Again:
    """How intervals are drawn."""

    draws: int
    seed: int
    confidence: float
    clusters: bool

    def coefficients(
        self, values: np.ndarray, cut: Stretches, only: np.ndarray | None = None
    ) -> Coefficients:
        keep = np.ones(len(cut.weights), dtype=bool) if only is None else only
        clusters = cut.documents[keep] if self.clusters else None
        ratings = Ratings(values[:, keep], cut.weights[keep], clusters)
        return coefficients(ratings, draws=self.draws, seed=self.seed, confidence=self.confidence)


def _row(
    of: Marked,
    cut: Stretches,
    values: np.ndarray,
    again: _Again,
    unitised: Unitised | float | None,
    code: int | None,
) -> dict[str, Any]:
    own = of.segments if code is None else of.segments[of.segments["code_id"] == code]
    over_all = again.coefficients(values, cut)
    coded = again.coefficients(values, cut, with_codes(cut))
    alpha_unitised = unitised.alpha if isinstance(unitised, Unitised) else unitised
    reasons = []
    if np.isnan(over_all.alpha):
        reasons.append(Reason("coding_all_alike"))
    elif np.isnan(over_all.kappa):
        reasons.append(Reason("coding_never_all", coders=len(of.coders)))
    if alpha_unitised is None:
        reasons.append(Reason("coding_not_unitised"))
    return {
        "segments": len(own),
        "documents": int(own["document_id"].nunique()),
        "units": over_all.units,
        **{name: getattr(over_all, name) for name in INTERVALS},
        **{f"{name}_coded": getattr(coded, name) for name in MEASURES},
        "alpha_unitised": np.nan if alpha_unitised is None else alpha_unitised,
        "reason": written(reasons) or None,
    }


def _unitised(of: Marked, code: int) -> Unitised | None:
    """Return alpha_U of a code over the documents that all coders coded; None for passages or without any."""
    spans, length = spans_on_one_line(of, code)
    if of.passages or length == 0 or not any(spans):
        return None
    return unitised_alpha(spans, length)


def _pairs(of: Marked, cut: Stretches, sets: np.ndarray) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for first, second in combinations(range(len(of.coders)), 2):
        both = cut.coded[first] & cut.coded[second]
        if not both.any():
            continue
        found = coefficients(Ratings(sets[[first, second]][:, both], cut.weights[both]), draws=1)
        rows.append(
            {
                "coder_1": of.coders[first],
                "coder_2": of.coders[second],
                "documents": len(np.unique(cut.documents[both])),
                "units": found.units,
                **{name: getattr(found, name) for name in MEASURES},
            }
        )
    return pd.DataFrame(rows)
