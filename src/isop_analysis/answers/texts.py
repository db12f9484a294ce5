"""Free texts as they were given: cells of open questions, without codes of absent answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.match import NO_LABELS
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.survey import Survey
from isop_analysis.study.instrument import AnswerKind, Item


@dataclass(frozen=True)
class Text:
    """A given free text: the response's place in the chunk, the item, the text."""

    place: int
    item: str
    text: str


TextColumn = tuple[Item, int, frozenset[str]]
"""An open question, its position, and the words that the file declares missing in it."""


def text_columns(survey: Survey) -> tuple[TextColumn, ...]:
    """Return the columns of a survey file's open questions."""
    labels = survey.export.labels
    found = survey.columns.texts
    return tuple((item, place, labels.get(place, NO_LABELS).missing_words) for item, place in found)


class TextReader:
    """Reads open questions of one survey file."""

    def __init__(self, columns: Sequence[TextColumn], missing: Mapping[str, AnswerKind]) -> None:
        self.columns = columns
        self.empty = {folded(code) for code in missing}

    def read(self, chunk: Chunk) -> Iterator[Text]:
        """Yield the texts of a chunk, question after question."""
        for item, position, declared in self.columns:
            empty = self.empty | declared
            for place, cell in enumerate(chunk.columns[position]):
                if cell and (bare := cell.strip()) and folded(bare) not in empty:
                    yield Text(place, item.name, bare)
