"""The answers that a codebook is of: one row a response, as received or as kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.manifest import read_manifest
from isop_analysis.answers.reading import MISFIT, AnswerColumns, columns_of
from isop_analysis.answers.respondent_fields import FieldReader
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.survey import Survey, open_surveys
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.problems import StudyError

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

UNREADABLE = "unreadable"
NOT_ASKED = "not_asked"
NOBODY = "none"


@dataclass(frozen=True)
class Answered:
    """Answers to one instrument, an item or option a column.

    `values` are numbers, absent where none was given; `kinds` say what each cell is ('given', 'skipped', …,
    'unreadable' for one that fits nothing, 'not_asked' where the file does not ask it). `wave`, `team` and
    `person` are those of each row, '' where nothing tells them. `kept` says whether cleaning has left out
    what may not be used.
    """

    instrument: Instrument
    values: "pd.DataFrame"
    kinds: "pd.DataFrame"
    wave: "pd.Series[str]"
    team: "pd.Series[str]"
    person: "pd.Series[str]"
    kept: bool


@dataclass
class _Gathered:
    values: dict[str, list[float | None]] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    wave: list[str] = field(default_factory=list)
    team: list[str] = field(default_factory=list)
    person: list[str] = field(default_factory=list)

    def fill(self) -> None:
        """Say of the last rows that they were not asked what their file does not ask."""
        for name, kinds in self.kinds.items():
            missing = len(self.wave) - len(kinds)
            kinds += [NOT_ASKED] * missing
            self.values[name] += [None] * missing

    def frames(self, instrument: Instrument) -> Answered:
        import pandas as pd

        return Answered(
            instrument,
            pd.DataFrame(self.values, dtype="float64"),
            pd.DataFrame(self.kinds, dtype="str"),
            pd.Series(self.wave, dtype="str"),
            pd.Series(self.team, dtype="str"),
            pd.Series(self.person, dtype="str"),
            kept=False,
        )


def received(study: "Study") -> list[Answered]:
    """Return what the raw files hold, previews and tests left out; consent isn't looked at.

    Raises
    ------
    StudyError
        When a file of the manifest can't be read.
    """
    entries, problems = read_manifest(study)
    surveys, unopened = open_surveys(study, entries)
    if problems or unopened:
        raise StudyError([*problems, *unopened])
    found = []
    for instrument in study.instruments:
        gathered = _Gathered()
        for survey in surveys:
            if survey.instrument.name == instrument.name:
                _read(survey, study, gathered)
        found.append(gathered.frames(instrument))
    return found


def _read(survey: Survey, study: "Study", gathered: _Gathered) -> None:
    columns, fields = columns_of(survey), FieldReader(survey, study.config.waves)
    for chunk in survey.export.chunks():
        who = fields.read(chunk)
        rows = [place for place, test in enumerate(who.test) if not test]
        before = len(gathered.wave)
        gathered.wave += [who.wave[place] for place in rows]
        gathered.team += [folded(who.team[place] or "") for place in rows]
        named = zip(who.person, who.token, who.email, who.self_code, strict=True)
        people = [folded(next((one for one in ids if one), "")) for ids in named]
        gathered.person += [people[place] for place in rows]
        for name, values, kinds in _cells(columns, chunk):
            gathered.values.setdefault(name, [None] * before).extend(values[place] for place in rows)
            gathered.kinds.setdefault(name, [NOT_ASKED] * before).extend(kinds[place] for place in rows)
        gathered.fill()


def _cells(columns: AnswerColumns, chunk: Chunk) -> Iterator[tuple[str, list[float | None], list[str]]]:
    """Yield each item's and option's name, numbers and kinds."""
    for item in columns.items:
        places = [item.cells[cell] for cell in chunk.columns[item.position]]
        said = [item.cells.said[place] for place in places]
        kinds = [UNREADABLE if p == MISFIT else one.kind for p, one in zip(places, said, strict=True)]
        yield item.item.name, [one.value for one in said], kinds
    for option in columns.options:
        marks = [option.cells.said[option.cells[cell]] for cell in chunk.columns[option.position]]
        values = [1.0 if mark is True else 0.0 if mark in (None, False) else None for mark in marks]
        kinds = [str(mark) if isinstance(mark, str) else "given" for mark in marks]
        yield f"{option.question.name}_{option.option}", values, kinds
    for joined in columns.joined:
        chosen = [joined.cells.said[joined.cells[cell]] for cell in chunk.columns[joined.position]]
        for choice in joined.question.options:
            values = [None if c.options is None else float(choice.name in c.options) for c in chosen]
            yield f"{joined.question.name}_{choice.name}", values, [str(c.kind) for c in chosen]
    for text, position, declared in columns.texts:
        filled = [bool(bare := folded(cell)) and bare not in declared for cell in chunk.columns[position]]
        yield text.name, list(repeat(None, len(filled))), ["given" if one else "skipped" for one in filled]


def kept(study: "Study") -> list[Answered]:
    """Return the answers that cleaning kept, linked by person; FileNotFoundError before the study has run."""
    answers, responses = study.table("answers"), study.table("responses").set_index("response")
    found = []
    for instrument in study.instruments:
        own = answers[answers["instrument"].astype("str") == instrument.name]
        order = responses.index[responses["instrument"].astype("str") == instrument.name]
        own = own.astype({"item": "str", "answer_kind": "str"})
        values = own.pivot(index="response", columns="item", values="answer").reindex(order)
        kinds = own.pivot(index="response", columns="item", values="answer_kind").reindex(order)
        later = [item.name for item in instrument.items if None in item.columns.values()]
        kinds = kinds.fillna(dict.fromkeys(later, NOT_ASKED))
        about = responses.loc[order].astype({"wave": "str", "team": "str", "person": "str"})
        found.append(
            Answered(
                instrument,
                values,
                kinds.fillna("skipped"),
                about["wave"],
                about["team"].where(about["team"] != NOBODY, ""),
                about["person"],
                kept=True,
            )
        )
    return found


def answered(study: "Study", raw: bool) -> Sequence[Answered]:
    """Return the answers kept where the study has run and `raw` isn't asked for, else those received."""
    if raw or not (study.processed / "answers.parquet").is_file():
        return received(study)
    return kept(study)
