"""Free texts as they were given: cells of open questions, without codes of absent answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.spelling import folded
from isop_analysis.study.instrument import AnswerKind, Item


@dataclass(frozen=True)
class Text:
    """A given free text: the response's place in the chunk, the item, the text."""

    place: int
    item: str
    text: str


class TextReader:
    """Reads the open questions of one survey file; `columns` are its items with their positions."""

    def __init__(self, columns: Sequence[tuple[Item, int]], missing: Mapping[str, AnswerKind]) -> None:
        self.columns = columns
        self.empty = {folded(code) for code in missing}

    def read(self, chunk: Chunk) -> Iterator[Text]:
        """Yield the texts of a chunk, question after question."""
        for item, position in self.columns:
            for place, cell in enumerate(chunk.columns[position]):
                if cell and (bare := cell.strip()) and folded(bare) not in self.empty:
                    yield Text(place, item.name, bare)
