"""Consent that the survey itself asks: what each response says, and of whom that holds.

A person agreed to a purpose where all their answers to its item mean yes; no answer is no. A response that
doesn't itself agree to the survey is left out, whoever gave it.
"""

from collections import defaultdict

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.answer_chunks import read_chunks
from isop_analysis.cleaning.claims import Link
from isop_analysis.cleaning.consent import Agreement, Agreements
from isop_analysis.cleaning.received import Received
from isop_analysis.study.participant_settings import AskedInSurvey
from isop_analysis.study.study import Study

REFUSED = Reason("not_agreed_to", purpose="survey")


def answered_consent(study: Study, received: Received) -> pd.DataFrame | None:
    """Return per response (in the order of received_responses) and purpose whether it agrees.

    None for a study whose surveys ask none. Responses to instruments without the item are absent (NA).
    """
    asked = study.config.consent.asked if study.config.consent is not None else {}
    if not asked:
        return None
    responses = received.responses.set_index("response")
    items = {item.name: one.name for one in study.instruments for item in one.items}
    table = pd.DataFrame(index=responses.index)
    for purpose, one in asked.items():
        here = responses["instrument"].astype("str") == items[one.item]
        agreed = pd.Series(responses.index.isin(_yes(received, one)), index=responses.index, dtype="boolean")
        table[purpose] = agreed.where(here)
    return table


def _yes(received: Received, asked: AskedInSurvey) -> list[int]:
    """Return the responses that say yes."""
    found: list[int] = []
    for chunk in read_chunks(received.answers):
        if asked.item in chunk.item.words:
            own = chunk.item.codes == chunk.item.words.index(asked.item)
            found += chunk.response[own & np.isin(chunk.answer, asked.agrees)].tolist()
    return found


def agreed_in_survey(study: Study, asked: pd.DataFrame, links: list[Link]) -> Agreements:
    """Return what each person agreed to in all of their answers."""
    said: dict[str, list[dict[str, object]]] = defaultdict(list)
    for link, row in zip(links, asked.to_dict("records"), strict=True):
        if link.identity is not None:
            said[link.identity].append({str(purpose): answer for purpose, answer in row.items()})
    found = {who: Agreement(_in_all(rows), None) for who, rows in said.items()}
    return Agreements(True, found, links=len(study.config.waves) > 1)


def _in_all(rows: list[dict[str, object]]) -> frozenset[str]:
    given = {purpose: [row[purpose] for row in rows if row[purpose] is not pd.NA] for purpose in rows[0]}
    return frozenset(purpose for purpose, answers in given.items() if answers and all(answers))


def refuse_by_answer(study: Study, rows: pd.DataFrame, asked: pd.DataFrame | None) -> pd.DataFrame:
    """Return the linked responses, refused where they don't themselves agree that the survey is used."""
    if asked is None or "survey" not in asked:
        return rows
    no = ~asked["survey"].reindex(rows.index).fillna(True).astype(bool)
    refusal = rows["refusal"].astype("object")
    return rows.assign(refusal=refusal.where(~no, REFUSED))
