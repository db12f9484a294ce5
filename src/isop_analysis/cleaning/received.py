"""What import left in the restricted folder; the answers themselves stay on disk."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from isop_analysis.contracts import read_table
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Received:
    """The tables of import that fit in memory, and the path of the answers, which needn't."""

    responses: pd.DataFrame
    comments: pd.DataFrame
    teams: pd.DataFrame
    members: pd.DataFrame
    attendance: pd.DataFrame
    consent: pd.DataFrame
    aliases: pd.DataFrame
    documents: pd.DataFrame
    codings: pd.DataFrame
    answers: Path

    @classmethod
    def read(cls, study: Study) -> "Received":
        """Read the tables of a study."""
        names = {
            "responses": "received_responses",
            "comments": "received_comments",
            "teams": "register_teams",
            "members": "register_members",
            "attendance": "register_attendance",
            "consent": "received_consent",
            "aliases": "received_aliases",
            "documents": "received_documents",
            "codings": "received_codings",
        }
        tables = {field: read_table(name, study.restricted) for field, name in names.items()}
        return cls(**tables, answers=study.restricted / "received_answers.parquet")
