"""How far coders agreed before they discussed anything, and the passages they should discuss."""

from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, Refused, read_reasons, written
from isop_analysis.contracts.cells import written_names
from isop_analysis.contracts.table import Row
from isop_analysis.integration.themes import ALL, speakers
from isop_analysis.qualitative.coder_agreement import INTERVALS, Agreement, agreement

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.integration_settings import Coded


def coders_compared(codings: "pd.DataFrame", seed: int) -> Agreement | Reason:
    """Return the agreement of the coders on documents that two of them coded; the reason if there is none.

    `codings` are what coders gave independently of each other, without words.
    """
    texts = ["document", "kind", "code", "coder"]
    frame = codings.astype(dict.fromkeys(texts, "str")).rename(columns={"characters": "length"})
    frame = frame.assign(text=None, segment=[str(number) for number in range(len(frame))])
    try:
        return agreement(frame, seed=seed)
    except Refused as refused:
        return refused.reason


def agreement_rows(found: Agreement | Reason, codings: "pd.DataFrame", coded: "Coded") -> list[Row]:
    """Return the rows of coder_agreement: all codes together (code ``all``), then each code.

    A code is below the threshold if config's coefficient is. `documents` and `people` are those of the
    documents that two coders coded in which the code occurs; a document that names nobody is one of them.
    `coded` are, of all codes together, the documents that anyone coded.
    """
    if isinstance(found, Reason):
        empty = dict.fromkeys(INTERVALS)
        nobody = {
            "documents": 0,
            "coded": int(codings["document"].nunique()),
            "people": 0,
            "coders": int(codings["coder"].nunique()),
        }
        return [{"code": ALL, **nobody, **empty, "below": False, "reason": written([found])}]
    shared = codings[codings["document"].astype("str").isin(found.documents)]
    rows: list[dict[Any, Any]] = [
        {"code": ALL} | dict(found.overall.iloc[0]),
        *found.codes.to_dict("records"),
    ]
    every = int(codings["document"].nunique())
    return [
        _row(row, shared, coded, found) | ({"coded": every} if not place else {})
        for place, row in enumerate(rows)
    ]


def _row(row: dict[Any, Any], shared: "pd.DataFrame", coded: "Coded", found: Agreement) -> Row:
    own = shared if row["code"] == ALL else shared[shared["code"].astype("str") == row["code"]]
    reasons = [one for one in read_reasons(row["reason"]) if one.key != "coding_not_unitised"]
    if row["code"] == ALL:
        reasons += [note for note in found.notes if note.key != "coding_coded_once"]
    return {
        "code": row["code"],
        "documents": int(own["document"].nunique()),
        "coded": None,
        "people": speakers(own),
        "coders": len(found.coders) if row["code"] == ALL else int(own["coder"].nunique()),
        **{name: row[name] for name in INTERVALS},
        "below": bool(row[coded.coefficient] < coded.threshold),
        "reason": written(reasons) or None,
    }


def discussion_rows(found: Agreement | Reason, hidden: "pd.DataFrame", received: "pd.DataFrame") -> list[Row]:
    """Return the rows of coding_discussion, for the restricted folder: names and words as coders know them.

    `hidden` leads from pseudonyms to names, `received` has the words.
    """
    if isinstance(found, Reason):
        return []
    names = {
        (str(kind), str(pseudonym)): str(name)
        for kind, pseudonym, name in zip(hidden["kind"], hidden["pseudonym"], hidden["name"], strict=True)
    }
    places = ("document", "start", "end")
    words = {
        tuple(str(row[name]) for name in places): row["text"]
        for row in received.astype("object").to_dict("records")
    }
    rows: list[Row] = []
    for row in found.discuss.to_dict("records"):
        document = names["document", row["document"]]
        at = (document, str(row["start"]), str(row["end"]))
        rows.append(
            {name: row[name] for name in ("start", "end", "code", "shared")}
            | {"document": document, "text": words.get(at), "instead": written_names(row["instead"])}
            | {who: names["coder", row[who]] for who in ("coder", "other")}
        )
    return sorted(rows, key=lambda row: (str(row["document"]), int(str(row["start"])), str(row["coder"])))
