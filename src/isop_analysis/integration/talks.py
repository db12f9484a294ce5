"""What was said in talks (interviews, reflections, groups), apart from what was written in a survey.

Whoever wrote an open answer was not interviewed: what counts people or teams of those who were leaves it out.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ANSWER = "answer"
"""Kind of a document that is an open answer of a survey."""


def talks(documents: "pd.DataFrame") -> "pd.DataFrame":
    """Return the documents that are no open answer."""
    return documents[documents["kind"].astype("str") != ANSWER]


def of_talks(segments: "pd.DataFrame", documents: "pd.DataFrame") -> "pd.DataFrame":
    """Return the segments of documents that are no open answer."""
    return segments[segments["document"].isin(talks(documents)["document"])]
