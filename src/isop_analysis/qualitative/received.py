"""A study's coded texts as received: coders' files as one project, the consensus apart, codes by name.

1. The coders' files, of before they discussed anything, are read together; the consensus is read alone.
2. Each document has its row in the table of documents or is an open answer of a survey, in the same words;
   each code has its name in the codebook.
3. Where there are two coders or more, config says whose coding is analysed, and it is there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.answers.consent import SmallRows
from isop_analysis.answers.entry import shown
from isop_analysis.answers.found import Found
from isop_analysis.answers.open_answers import OpenAnswers
from isop_analysis.answers.spelling import folded
from isop_analysis.base.nearest import meant, told
from isop_analysis.base.reasons import Reason
from isop_analysis.qualitative.labels import BETWEEN
from isop_analysis.qualitative.received_answers import ANSWER, answer_documents, other_words
from isop_analysis.qualitative.received_files import INDEPENDENT, read_projects
from isop_analysis.study.integration_settings import CONSENSUS, Coded
from isop_analysis.study.problems import Problem
from isop_analysis.study.yaml_lines import Step, dotted

if TYPE_CHECKING:
    from isop_analysis.qualitative.project import Project
    from isop_analysis.study.study import Study

Row = dict[str, Any]
COPIED = ("kind", "start", "end", "text")


@dataclass(frozen=True)
class CodedTexts:
    """The rows of received_documents, received_codings and received_texts, files, and all that is wrong."""

    documents: list[Row] = field(default_factory=list)
    codings: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_coded_texts(study: "Study", documents: SmallRows, answers: OpenAnswers) -> CodedTexts:
    """Read a study's coded texts; `documents` is its table of documents, `answers` are its open answers.

    Empty for a study without.

    Problems: what is wrong with a file; a document without a row in the table of documents that is no open
    answer, or with other words in the consensus or the survey; a code that the codebook lacks; an analysed
    coding that is nobody's or lacks a document.
    """
    if study.integration is None:
        return CodedTexts()
    coded = study.integration.coded
    projects, problems = read_projects(study, coded)
    named = answer_documents(study, answers)
    problems += named.problems
    if problems or documents.problems:
        return CodedTexts(problems=problems)
    texts = _Texts(study, coded, projects, documents, named.rows)
    problems = [*texts.two_texts()] or [*texts.unknown_documents(), *texts.other_words()]
    problems += texts.unknown_codes()
    problems += [] if problems else list(texts.analysed())
    return CodedTexts(texts.documents(), texts.codings, texts.texts(), list(texts.found()), problems)


@dataclass(frozen=True)
class _Texts:
    """The projects of a study beside its table of documents, its open answers and its codebook."""

    study: "Study"
    coded: Coded
    projects: "Mapping[str, Project]"
    table: SmallRows
    answers: Mapping[str, Row]

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Rows of the table of documents, and open answers, by the document's name."""
        return {folded(str(row["document"])): dict(row) for row in self.table.rows} | dict(self.answers)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the codebook, by the ways in which a file may write them."""
        codes = self.study.integration.codes if self.study.integration else []
        return {
            folded(word): code.name
            for code in codes
            for word in (code.name, code.title.nl, code.title.en, *code.accept)
        }

    def code(self, label: str) -> str | None:
        """Return a code's name in the codebook; nested codes are known by their own name too."""
        return self.names.get(folded(label)) or self.names.get(folded(label.rpartition(BETWEEN)[2]))

    @cached_property
    def codings(self) -> list[Row]:
        """The rows of received_codings, each coding once."""
        found: dict[tuple[object, ...], Row] = {}
        for coding, project in self.projects.items():
            for cells in project.segments.astype("object").to_dict("records"):
                copied = {name: _cell(cells[name]) for name in COPIED}
                document = self.rows.get(folded(str(cells["document"])), {}).get("document")
                own = {"document": document, "coding": coding, "coder": str(cells["coder"])}
                row = own | {"code": self.code(str(cells["code"]))} | copied
                found.setdefault(tuple(row.values()), row)
        return list(found.values())

    def documents(self) -> list[Row]:
        """Return the rows of received_documents; without length where the files have no text of it."""
        lengths: dict[str, int] = {}
        for project in self.projects.values():
            for name, length in zip(project.documents["document"], project.documents["length"], strict=True):
                if isinstance(cell := _cell(length), int):
                    lengths.setdefault(folded(name), cell)
        own = {name: len(row["text"]) for name, row in self.answers.items()}
        return [row | {"characters": lengths.get(name, own.get(name))} for name, row in self.rows.items()]

    def texts(self) -> list[Row]:
        """Return the rows of received_texts: each document's words, as coders and the consensus have them."""
        return [
            {"document": row["document"], "coding": coding, "text": text}
            for coding, project in self.projects.items()
            for name, text in zip(
                project.documents["document"], project.documents["text"].astype("object"), strict=True
            )
            if isinstance(text, str) and (row := self.rows.get(folded(str(name)))) is not None
        ]

    def unknown_documents(self) -> Iterator[Problem]:
        """Yield the files with documents that have no row in the table and are no open answer."""
        for coding, project in self.projects.items():
            absent = [name for name in project.documents["document"] if folded(name) not in self.rows]
            if absent:
                first = f"the first is called by {told(absent[0])}"
                yield Problem(self._files(coding), self._absent(len(absent), first))

    def _absent(self, number: int, first: str) -> str:
        table = self.coded.documents and shown(self.study, self.coded.documents.file)
        if not self.coded.answers:
            return f"{_have(number)} no row in {table} ({first}); add what is missing"
        no = "the name of no open answer" + (f", and no row in {table}" if table else "")
        return f"{_have(number)} {no} ({first}); correct coded.answers.document, or add what is missing"

    def two_texts(self) -> Iterator[Problem]:
        """Yield coders who coded different documents of one name."""
        for coding, project in self.projects.items():
            names = Counter(folded(one.name) for one in project.records.documents)
            if doubled := sum(number > 1 for number in names.values()):
                message = "other words in another coder's file, or stand twice; let all code the same text"
                yield Problem(self._files(coding), f"{_have(doubled)} {message}")

    def other_words(self) -> Iterator[Problem]:
        """Yield open answers in other words than the survey's, and a consensus on other texts."""
        for coding, project in self.projects.items():
            if other := set(other_words(project, self.answers)):
                message = (
                    f"{_have(len(other))} other words than the survey's answer of that name; let coders code "
                    "what was answered, or correct coded.answers.document"
                )
                yield Problem(self._files(coding), message)
        if len(self.projects) == len((INDEPENDENT, CONSENSUS)):
            yield from self._of_consensus()

    def _of_consensus(self) -> Iterator[Problem]:
        texts = [_texts(project) for project in self.projects.values()]
        both = set(texts[0]).intersection(*texts[1:])
        if other := [name for name in both if len({own[name] for own in texts}) > 1]:
            message = f"{_have(len(other))} other words than in the coders' files; agree on what they coded"
            yield Problem(self._files(CONSENSUS), message)

    def unknown_codes(self) -> Iterator[Problem]:
        """Yield each code that the codebook lacks, with how often it was given."""
        known = sorted(set(self.names.values()))
        for coding, project in self.projects.items():
            given = Counter(str(one) for one in project.segments["code"])
            for label, often in given.items():
                if self.code(label) is None:
                    word = f"{told(label, known)}{meant(label, known)}"
                    message = f"a code of {_counted(often, 'coding')} is not in the codebook: {word}"
                    yield Problem(self._files(coding), message)

    def analysed(self) -> Iterator[Problem]:
        """Yield why it can't be told whose coding is analysed."""
        coders = sorted({coder for own in self.coders.values() for coder in own})
        chosen = self.coded.analysis_coding
        if not self.coded.files:
            return
        if chosen is None and (len(coders) > 1 or self.coded.consensus):
            message = (
                f"is needed, for there are {_counted(len(coders), 'coder')}"
                f"{' and a consensus' if self.coded.consensus else ''}; say whose coding is analysed: "
                "'consensus' or a coder as the files name them"
            )
            yield self._problem(message)
        elif chosen not in (None, CONSENSUS, *coders):
            message = f"names none of the {_counted(len(coders), 'coder')} of the files, nor 'consensus'"
            yield self._problem(f"{message}; write the coder as the files do")
        elif left := self._without_coding(chosen):
            says = "1 document was" if left == 1 else f"{left} documents were"
            message = (
                f"{says} coded by several others, and not in this coding; add them to it, or choose another"
            )
            yield self._problem(message)

    def _without_coding(self, chosen: str | None) -> int:
        """Return how many documents several coders coded and the analysed coding lacks."""
        here = {
            row["document"]
            for row in self.codings
            if chosen == (CONSENSUS if row["coding"] == CONSENSUS else row["coder"])
        }
        return sum(len(own) > 1 and document not in here for document, own in self.coders.items())

    @cached_property
    def coders(self) -> dict[str, set[str]]:
        """Who coded each document independently of others."""
        found: dict[str, set[str]] = {}
        for row in self.codings:
            if row["coding"] == INDEPENDENT:
                found.setdefault(row["document"], set()).add(row["coder"])
        return found

    def found(self) -> Iterator[Found]:
        """Yield what the files hold, coders' files together."""
        for coding, project in self.projects.items():
            rows = sum(row["coding"] == coding for row in self.codings)
            notes = (*project.notes, *(self._notes() if coding == INDEPENDENT else ()))
            yield Found(self._names(coding), "coded", rows, notes=notes)

    def _notes(self) -> Iterator[Reason]:
        """Yield how many documents were coded twice, of those meant to be, and how many were not coded."""
        twice, meant = sum(len(own) > 1 for own in self.coders.values()), round(100 * self.coded.double_coded)
        if len({coder for own in self.coders.values() for coder in own}) > 1:
            yield Reason("documents_double_coded", found=twice, documents=len(self.coders), meant=meant)
        absent = [row["kind"] == ANSWER for row in self.rows.values() if row["document"] not in self.coders]
        if talks := absent.count(False):
            yield Reason("documents_not_coded", documents=talks)
        if answers := absent.count(True):
            yield Reason("answers_not_coded", answers=answers)

    def _names(self, coding: str) -> str:
        return ", ".join([self.coded.consensus or ""] if coding == CONSENSUS else self.coded.files)

    def _files(self, coding: str) -> str:
        return shown(self.study, self._names(coding))

    def _problem(self, message: str) -> Problem:
        part = self.study.integration_part
        steps: tuple[Step, ...] = ("coded", "analysis_coding")
        document = part.document if part is not None else self.study.config_part.document
        return Problem(document.file, message, document.line(steps), dotted(steps))


def _texts(project: "Project") -> dict[str, str]:
    """Return the texts of documents by name, line ends alike; those made of a table's passages are none."""
    whole = project.documents[project.documents["kind"] == "text"]
    pairs: Iterable[tuple[str, Any]] = zip(whole["document"], whole["text"].astype("object"), strict=True)
    return {folded(name): text.replace("\r\n", "\n") for name, text in pairs if isinstance(text, str)}


def _cell(cell: Any) -> Any:
    """Return a cell as a row of a table holds it: whole numbers as such, absent ones as None."""
    import pandas as pd

    if pd.isna(cell):
        return None
    return cell if isinstance(cell, str) else int(cell)


def _have(documents: int) -> str:
    return "1 document has" if documents == 1 else f"{documents} documents have"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
