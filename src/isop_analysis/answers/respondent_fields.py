"""Who claims to have answered, where and when: the fields of each response, in their one spelling."""

from collections.abc import Sequence
from dataclasses import dataclass

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.spelling import folded, key, number
from isop_analysis.answers.survey import IDENTIFIERS, Survey
from isop_analysis.answers.timestamps import between, moment, month_first, spelled
from isop_analysis.base.nearest import meant, told
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

    def __init__(self, survey: Survey, waves: list[str]) -> None:
        self.survey, self.waves = survey, waves
        self.by_month: bool | None = None
        self.empty = {key(code) for code in survey.missing}
        statuses = {key(status) for status in survey.source.test_status}
        self.test_statuses = statuses | set(survey.format.tests)
        self.test_emails = tuple(folded(email) for email in survey.source.test_emails)
        self.problems: list[Problem] = []

    def read(self, chunk: Chunk) -> Fields:
        """Return the fields of a chunk; unknown waves become problems."""
        n = len(chunk.rows)
        starts, ends = self._cells(chunk, "started"), self._cells(chunk, "ended")
        if self.by_month is None:
            self.by_month = month_first([*(starts or []), *(ends or [])])
        begun = [moment(cell, self.by_month) for cell in starts] if starts else [None] * n
        done = [moment(cell, self.by_month) for cell in ends] if ends else [None] * n
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
            started=[
                spelled(at) if at is not None else (cell.strip() or None)
                for at, cell in zip(begun, starts or [""] * n, strict=True)
            ],
            seconds=[
                given if given is not None else between(start, end)
                for given, start, end in zip(durations, begun, done, strict=True)
            ],
            progress=self._numbers(chunk, "progress"),
            finished=self._finished(chunk, ends),
            test=self._tests(chunk),
        )

    def tool_responses(self, chunk: Chunk) -> Texts:
        """Return the number that the survey tool gave each response."""
        return self._texts(chunk, "response")

    def whose(self, chunk: Chunk) -> list[tuple[str | None, ...]]:
        """Return the e-mail, token and self-made code of each response that is no test."""
        named = [self._texts(chunk, name) for name in ("email", "token", "self_code")]
        whose = zip(zip(*named, strict=True), self._tests(chunk), strict=True)
        return [who for who, test in whose if not test]

    def _cells(self, chunk: Chunk, name: str) -> Sequence[str] | None:
        position = self.survey.columns.fields.get(name)
        if position is None:
            return None
        cells = chunk.columns[position]
        labels = self.survey.export.labels.get(position)
        if labels is not None and labels.labels:
            return [labels.labels.get(cell, cell) for cell in cells]
        return cells

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
                marked = [m or cell in of_tests for m, cell in zip(marked, cells, strict=True)]
        emails = self._cells(chunk, "email") if self.test_emails else None
        if emails is not None:
            marked = [m or self._test_email(cell) for m, cell in zip(marked, emails, strict=True)]
        return marked

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
        known = {key(wave): wave for wave in self.waves}
        found = {cell: known.get(key(cell), "") for cell in set(cells)}
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
