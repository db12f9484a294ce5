"""Answers as other programs take them: long and wide, absent ones as codes that say of which kind."""

from typing import TYPE_CHECKING

from isop_analysis.study.instrument import Instrument
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

ABSENT = ("not_seen", "skipped", "dont_know", "refused", "not_applicable")
ROW = ["person", "team", "wave", "response_number"]


def absent_codes(study: Study) -> dict[str, float]:
    """Return the code of each kind of absence: −99 to −95, with more nines where answers reach as low."""
    lowest = min(one.low for instrument in study.instruments for one in instrument.answer_scales)
    first = -99
    while first + len(ABSENT) > lowest:
        first = 10 * first - 9
    return {kind: float(first + place) for place, kind in enumerate(ABSENT)}


def written_codes(study: Study) -> list[str]:
    """Return the absent codes as they may stand in a CSV: in a column with decimals they have one too."""
    return [text for code in absent_codes(study).values() for text in (f"{code:.0f}", f"{code:.1f}")]


def long_answers(study: Study) -> "pd.DataFrame":
    """Return a row an answer: who, of which team and site, when, to what; the answer or an absent code."""
    answers, codes = study.table("answers"), absent_codes(study)
    kinds = answers["answer_kind"].astype("str")
    number = _numbered(study)
    texts = dict.fromkeys(("person", "team", "site", "wave", "instrument", "item"), "str")
    return (
        answers.astype(texts)
        .assign(
            occasion=answers["wave"].astype("str").map(_occasions(study)),
            response_number=answers["response"].map(number).astype("int64"),
            answer=answers["answer"].where(kinds == "given", kinds.map(codes)).astype("float64"),
            answer_kind=kinds,
        )
        .loc[:, [*ROW, "occasion", "site", "instrument", "item", "answer", "answer_kind"]]
    )


def wide_answers(study: Study) -> "pd.DataFrame":
    """Return a row a person, team and wave: attributes, items and scale scores as columns.

    An item has the answer, an absent code, or nothing where its instrument wasn't answered then. Who answered
    an instrument several times about one team at one wave has several rows, told by `response_number`.
    """
    long = long_answers(study)
    items = [name for one in study.instruments for name in _items_of(one) if name in set(long["item"])]
    wide = long.pivot(index=ROW, columns="item", values="answer").reindex(columns=items)
    own = long.drop_duplicates(ROW).set_index(ROW)[["occasion", "site"]]
    scores = _scores(study)
    rows = own.join(wide).join(scores[[name for name in scores if name not in items]]).reset_index()
    persons = study.table("persons").set_index("person")
    attributes = [one.name for one in study.config.attributes if one.name in persons]
    told = persons[attributes].astype("object").reindex(rows["person"]).reset_index(drop=True)
    head = [*ROW, "occasion", "site"]
    return rows[head].join(told).join(rows.drop(columns=head)).sort_values(ROW, ignore_index=True)


def _items_of(instrument: Instrument) -> list[str]:
    chosen = [f"{one.name}_{option.name}" for one in instrument.multiple_choice for option in one.options]
    return [*(item.name for item in instrument.items if item.answers != "open"), *chosen]


def _scores(study: Study) -> "pd.DataFrame":
    scored = study.table("scale_scores")
    scored = scored.assign(response_number=scored["response"].map(_numbered(study)).astype("int64"))
    names = dict.fromkeys(("person", "team", "wave", "scale"), "str")
    found = scored.astype(names).pivot(index=ROW, columns="scale", values="score")
    return found.reindex(columns=[scale.name for _, scale in study.scales])


def _numbered(study: Study) -> "pd.Series":
    """Return per response which of a person's to that instrument, team and wave it is; 1 but for doubles."""
    responses = study.table("responses").sort_values("response")
    same = responses.groupby(["person", "team", "wave", "instrument"], observed=True).cumcount() + 1
    return same.set_axis(responses["response"])


def _occasions(study: Study) -> dict[str, str]:
    return {wave.name: wave.occasion for wave in study.config.waves}
