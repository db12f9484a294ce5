"""Who claims to have answered, where and when: the fields of each response, in their one spelling."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from isop_analysis.answers.date_order import MOMENTS, date_order
from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.match import NO_LABELS
from isop_analysis.answers.spelling import folded, key, number, wave_spellings
from isop_analysis.answers.survey import IDENTIFIERS, Survey
from isop_analysis.answers.timestamps import between, moment, spelled
from isop_analysis.base.nearest import meant, told
from isop_analysis.study.participant_settings import Wave
from isop_analysis.study.problems import Problem

NOBODY = frozenset({"", "anonymous", "anoniem"})
YES = frozenset({"1", "true", "yes", "ja", "y", "j", "waar", "completed", "voltooid"})
NO = frozenset({"0", "false", "no", "nee", "n", "onwaar"})
UNKNOWN_SHOWN = 5

Texts = list[str | None]


@dataclass(frozen=True)
class Fields:
    """The fields of a chunk's responses, a list each; `finished` is None where nothing tells it."""

    wave: list[str]
    tool_response: Texts
    person: Texts
    email: Texts
    token: Texts
    self_code: Texts
    team: Texts
    site: Texts
    started: Texts
    seconds: list[float | None]
    progress: list[float | None]
    finished: list[bool | None]
    test: list[bool]


class FieldReader:
    """Reads the fields of one survey file, chunk after chunk."""

    def __init__(self, survey: Survey, waves: Sequence[Wave]) -> None:
        self.survey, self.waves = survey, [wave.name for wave in waves]
        self.wave_of = wave_spellings(waves)
        self.by_month: bool | None = None
        self.order_unknown = False
        self.undated: Counter[str] = Counter()
        self.empty = {key(code) for code in survey.missing}
        statuses = {key(status) for status in survey.source.test_status}
        self.test_statuses = statuses | set(survey.format.tests)
        self.answer_statuses = set(survey.format.answers) | {key(one) for one in survey.source.answer_status}
        self.statuses_told: set[str] = set()
        self.test_emails = tuple(folded(email) for email in survey.source.test_emails)
        self.problems: list[Problem] = []

    def read(self, chunk: Chunk) -> Fields:
        """Return the fields of a chunk; unknown waves become problems."""
        begun, done = self.moments(chunk)
        durations = self._numbers(chunk, "duration")
        return Fields(
            wave=self.waves_of(chunk),
            tool_response=self.tool_responses(chunk),
            person=self._texts(chunk, "person"),
            email=self._texts(chunk, "email"),
            token=self._texts(chunk, "token"),
            self_code=self._texts(chunk, "self_code"),
            team=self._texts(chunk, "team"),
            site=self._texts(chunk, "site"),
            started=[spelled(at) if at is not None else None for at in begun],
            seconds=[
                given if given is not None else between(start, end)
                for given, start, end in zip(durations, begun, done, strict=True)
            ],
            progress=self._numbers(chunk, "progress"),
            finished=self._finished(chunk, self._cells(chunk, "ended")),
            test=self._tests(chunk),
        )

    def tool_responses(self, chunk: Chunk) -> Texts:
        """Return the number that the survey tool gave each response."""
        return self._texts(chunk, "response")

    def moments(self, chunk: Chunk) -> list[list[datetime | None]]:
        """Return when each response was started and ended; what is no date becomes a problem."""
        return [self._moments(chunk, name) for name in MOMENTS]

    def _moments(self, chunk: Chunk, name: str) -> list[datetime | None]:
        cells = self._cells(chunk, name)
        if cells is None:
            return [None] * len(chunk.rows)
        if self.by_month is None and not all(cell[:4].isdigit() for cell in cells if cell):
            self._decide_order()
        found = [moment(cell, bool(self.by_month)) for cell in cells]
        if not self.order_unknown and None in found:
            self._tell_undated(chunk, name, cells, found)
        return found

    def _decide_order(self) -> None:
        order = date_order(self.survey)
        self.by_month, self.order_unknown = order.by_month, order.problem is not None
        self.problems += [order.problem] if order.problem is not None else []

    def _tell_undated(
        self, chunk: Chunk, name: str, cells: Sequence[str], found: list[datetime | None]
    ) -> None:
        column = self.survey.export.header.columns[self.survey.columns.fields[name]].name
        for row, cell, at in zip(chunk.rows, cells, found, strict=True):
            if at is None and not self._is_empty(cell.strip(), name) and self.undated[name] < UNKNOWN_SHOWN:
                self.undated[name] += 1
                message = f"column '{column}' holds no date ({told(cell)}); write it as 2024-09-30 14:05"
                self.problems.append(Problem(self.survey.shown, message, row))

    def _cells(self, chunk: Chunk, name: str) -> Sequence[str] | None:
        position = self.survey.columns.fields.get(name)
        if position is None:
            return None
        cells = chunk.columns[position]
        labels = self.survey.export.labels.get(position)
        if labels is None or labels == NO_LABELS:
            return cells
        return ["" if labels.declares_cell_missing(c) else labels.labels.get(c, c) for c in cells]

    def _texts(self, chunk: Chunk, name: str) -> Texts:
        cells = self._cells(chunk, name)
        if cells is None:
            return [None] * len(chunk.rows)
        bare = [" ".join(cell.split()) for cell in cells]
        return [None if self._is_empty(cell, name) else cell for cell in bare]

    def _is_empty(self, cell: str, name: str) -> bool:
        if not cell or (name in IDENTIFIERS and cell.casefold() in NOBODY):
            return True
        return bool(self.empty) and key(cell) in self.empty

    def _numbers(self, chunk: Chunk, name: str) -> list[float | None]:
        cells = self._cells(chunk, name)
        if cells is None:
            return [None] * len(chunk.rows)
        return [number(cell) for cell in cells]

    def _finished(self, chunk: Chunk, ends: Sequence[str] | None) -> list[bool | None]:
        """By the tool's own mark, else by progress, else by whether there is an end."""
        marks = self._cells(chunk, "finished")
        if marks is not None:
            said = {mark: self._said(mark) for mark in set(marks)}
            return [said[mark] for mark in marks]
        if "progress" in self.survey.columns.fields:
            return [None if p is None else p >= 100 for p in self._numbers(chunk, "progress")]
        if ends is not None:
            return [bool(cell.strip()) for cell in ends]
        return [None] * len(chunk.rows)

    @staticmethod
    def _said(mark: str) -> bool | None:
        word = key(mark)
        return True if word in YES else False if word in NO else None

    def _tests(self, chunk: Chunk) -> list[bool]:
        marked = [False] * len(chunk.rows)
        for name in ("status", "channel"):
            cells = self._cells(chunk, name)
            if cells is not None:
                of_tests = {cell for cell in set(cells) if key(cell) in self.test_statuses}
                if name == "status" and self.survey.format.answers:
                    self._note_unknown_statuses(chunk, cells)
                marked = [m or cell in of_tests for m, cell in zip(marked, cells, strict=True)]
        emails = self._cells(chunk, "email") if self.test_emails else None
        if emails is not None:
            marked = [m or self._test_email(cell) for m, cell in zip(marked, emails, strict=True)]
        return marked

    def _note_unknown_statuses(self, chunk: Chunk, cells: Sequence[str]) -> None:
        """Note marks that say neither that a response counts nor that it is a test."""
        known = self.answer_statuses | self.test_statuses
        for cell in sorted({cell for cell in set(cells) if key(cell)} - self.statuses_told):
            if key(cell) in known:
                continue
            self.statuses_told.add(cell)
            column = self.survey.export.header.columns[self.survey.columns.fields["status"]].name
            message = (
                f"column '{column}' holds an unknown status: {told(cell, known)} ({list(cells).count(cell)} "
                "rows or more); name it in the source's 'answer_status' where it counts, in 'test_status' "
                "where not"
            )
            self.problems.append(Problem(self.survey.shown, message, chunk.rows[list(cells).index(cell)]))

    def teams_of(self, chunk: Chunk) -> list[tuple[str, int]]:
        """Return the team that each response that is no test names, and its row."""
        named = zip(self._texts(chunk, "team"), chunk.rows, self._tests(chunk), strict=True)
        return [(team, row) for team, row, test in named if team is not None and not test]

    def _test_email(self, cell: str) -> bool:
        address = folded(cell)
        return any(
            address.endswith(test) if test.startswith("@") else address == test for test in self.test_emails
        )

    def waves_of(self, chunk: Chunk) -> list[str]:
        """Return the wave of each response, '' where it is unknown (a problem)."""
        if self.survey.wave:
            return [self.survey.wave] * len(chunk.rows)
        cells = self._cells(chunk, "wave")
        assert cells is not None, "a survey without a wave is refused when it is opened"
        found = {cell: self.wave_of.get(key(cell), "") for cell in set(cells)}
        for cell in sorted(cell for cell, wave in found.items() if not wave):
            if len(self.problems) < UNKNOWN_SHOWN:
                self.problems.append(self._unknown_wave(cell, chunk.rows[list(cells).index(cell)]))
        return [found[cell] for cell in cells]

    def _unknown_wave(self, cell: str, row: int) -> Problem:
        column = self.survey.source.fields.wave or "wave"
        if not cell.strip():
            return Problem(self.survey.shown, f"column '{column}' gives no wave; fill it in", row)
        hint, shown = meant(cell.strip(), self.waves), told(cell, self.waves)
        return Problem(self.survey.shown, f"column '{column}' holds an unknown wave: {shown}{hint}", row)
