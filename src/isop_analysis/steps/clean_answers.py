"""Clean the answers: link them to people, apply the rules, put pseudonyms in the place of identities.

Reads the restricted tables of import; writes pseudonyms, comments and link_questions (restricted), and
persons, teams, memberships, participation, responses, answers, exclusions, flow, people_flow, linking,
documents, segments and codings.
"""

from typing import TYPE_CHECKING

from isop_analysis.cleaning.clean import clean, write_kept_answers
from isop_analysis.cleaning.received import Received
from isop_analysis.contracts import by_name, empty_table, write_table
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Clean the answers and write the tables; say how many responses were kept."""
    received = Received.read(study)
    cleaned = clean(study, received)
    write_kept_answers(study, received, cleaned)
    for name, frame in cleaned.tables.items():
        folder = study.restricted if by_name(name).restricted else study.processed
        write_table(frame if len(frame) else _without_rows(frame, name), name, folder)
    kept, all_received = len(cleaned.tables["responses"]), len(received.responses)
    questions = len(cleaned.tables["link_questions"])
    exclusions = cleaned.tables["exclusions"]
    refused = int(((exclusions["unit"] == "register_row") & (exclusions["rule"] == "consent")).sum())
    if refused:
        print(f"{refused} rows of the register left out for lack of consent to survey or linking")
    print(f"{kept} of {all_received} responses kept; {questions} to decide on in link_questions")


def _without_rows(frame: "pd.DataFrame", name: str) -> "pd.DataFrame":
    """Return the table without rows, with the columns that the study adds to the contract."""
    extra = [column for column in frame.columns if column not in by_name(name).column_names]
    return empty_table(name).assign(**{column: frame[column] for column in extra})
