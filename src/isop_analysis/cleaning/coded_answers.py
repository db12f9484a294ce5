"""Open answers that coders code: whose they are by their response, and why those left out were.

An answer needs no consent to an interview: it stands and falls with its response, which the rules of cleaning
and the consent to the survey have judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.analysed_coding import Cells
from isop_analysis.cleaning.ledger import Ledger

ANSWER = "answer"
Place = tuple[str, int]
"""File and row of a response."""


@dataclass(frozen=True)
class Respondent:
    """Whose a response that was kept is, and where they belong."""

    identity: str
    team: str
    site: str


@dataclass(frozen=True)
class LeftOut:
    """Why a response was left out, and by which rule."""

    instrument: str
    rule: str
    reason: Reason


@dataclass(frozen=True)
class Responses:
    """Every response by its place: kept ones with their respondent, others with why they are not."""

    kept: Mapping[Place, Respondent] = field(default_factory=dict)
    left_out: Mapping[Place, LeftOut] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: pd.DataFrame, ledger: Ledger) -> "Responses":
        """Take them from the responses as linked, and from what the rules left of them."""
        kept = rows.loc[ledger.kept, ["file", "file_row", "identity", "team", "site"]].astype("object")
        log = ledger.exclusions[ledger.exclusions["unit"] == "response"]
        columns = ("file", "file_row", "instrument", "rule", "reason")
        excluded = zip(*(log[name] for name in columns), strict=True)
        return cls(
            {(str(file), int(row)): Respondent(*own) for file, row, *own in kept.itertuples(index=False)},
            {(str(file), int(row)): LeftOut(*why) for file, row, *why in excluded},
        )

    def respondent(self, row: Cells) -> Respondent | None:
        """Return whose an answer's response is; None where it was left out."""
        return self.kept.get(_place(row))

    def excluded(self, row: Cells) -> dict[str, object]:
        """Return the log's row of an answer whose response was left out, for the same reason."""
        why = self.left_out[_place(row)]
        return {
            **{"unit": "document", "rule": why.rule, "instrument": why.instrument, "wave": row["wave"]},
            **{"file": row["file"], "file_row": row["file_row"], "item": row["item"], "reason": why.reason},
        }


def _place(row: Cells) -> Place:
    return str(row["file"]), int(str(row["file_row"]))
