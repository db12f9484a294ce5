"""Open answers that coders code: those that config names, gathered while the surveys are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.survey import Survey
from isop_analysis.answers.texts import TextReader, text_columns
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class OpenAnswer:
    """An open answer and where it stands; `response` is the number that the survey tool gave."""

    instrument: str
    item: str
    wave: str
    response: str | None
    file: str
    row: int
    text: str


@dataclass
class OpenAnswers:
    """The answers to the items of `coded.answers`; none for a study that names none."""

    items: frozenset[tuple[str, str]] = frozenset()
    found: list[OpenAnswer] = field(default_factory=list)

    @classmethod
    def of(cls, study: Study) -> "OpenAnswers":
        """Return what gathers a study's open answers."""
        named = study.integration.coded.answers if study.integration is not None else []
        return cls(frozenset((one.instrument, item) for one in named for item in one.items))

    def note(
        self, survey: Survey, chunk: Chunk, waves: Sequence[str], responses: Sequence[str | None]
    ) -> None:
        """Gather the answers of a chunk; `waves` and `responses` are those of its rows."""
        name = survey.instrument.name
        columns = [one for one in text_columns(survey) if (name, one[0].name) in self.items]
        for text in TextReader(columns, survey.missing).read(chunk):
            at = text.place
            place = (survey.file, chunk.rows[at])
            self.found.append(OpenAnswer(name, text.item, waves[at], responses[at], *place, text.text))
