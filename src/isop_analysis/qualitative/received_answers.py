"""Open answers as documents: what each is called in coders' files, and whether coders had its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from isop_analysis.answers.entry import shown
from isop_analysis.answers.open_answers import OpenAnswer, OpenAnswers
from isop_analysis.answers.spelling import folded
from isop_analysis.cleaning.key import read_key
from isop_analysis.study.problems import Problem

if TYPE_CHECKING:
    from isop_analysis.qualitative.project import Project
    from isop_analysis.study.integration_settings import OpenAnswers as Named
    from isop_analysis.study.study import Study

Row = dict[str, Any]
ANSWER = "answer"
"""Kind of a document that is an open answer."""


@dataclass(frozen=True)
class AnswerDocuments:
    """The rows of received_documents of a study's open answers, by their names as they are compared."""

    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def answer_documents(study: "Study", answers: OpenAnswers) -> AnswerDocuments:
    """Return a document an open answer; its name is what `coded.answers` says.

    Problems: responses without the survey tool's number, and answers of one name.

    Raises
    ------
    StudyError
        Where names are made with the study's key, and that can't be used.
    """
    found = AnswerDocuments()
    named = {
        (one.instrument, item): one
        for one in (study.integration.coded.answers if study.integration else [])
        for item in one.items
    }
    keyed = any("{pseudonym}" in one.document for one in named.values())
    key = read_key(study) if keyed and answers.found else b""
    for answer in answers.found:
        settings = named[answer.instrument, answer.item]
        name = _name(answer, settings, key)
        wrong = _wrong(answer, name, found.rows)
        if wrong is None:
            found.rows[folded(str(name))] = _row(answer, str(name), settings)
        else:
            found.problems.append(Problem(shown(study, answer.file), wrong, answer.row))
    return found


def _name(answer: OpenAnswer, settings: "Named", key: bytes) -> str | None:
    if answer.response is None:
        return None
    return settings.document.format(
        item=answer.item,
        instrument=answer.instrument,
        wave=answer.wave,
        response=answer.response,
        pseudonym=_pseudonym(answer, key) if key else "",
    )


def _pseudonym(answer: OpenAnswer, key: bytes) -> str:
    from isop_analysis.cleaning.pseudonyms import BETWEEN, pseudonym

    whose = (ANSWER, answer.instrument, answer.wave, str(answer.response))
    return pseudonym(key, BETWEEN.join(whose))


def _wrong(answer: OpenAnswer, name: str | None, rows: Mapping[str, Row]) -> str | None:
    if name is None:
        return (
            "has an open answer that is coded, and no number of the survey tool to call it by; name the "
            "column in fields.response of the source"
        )
    other = rows.get(folded(name))
    if other is not None:
        return (
            f"its open answer has the same name for coders as that of row {other['file_row']} of "
            f"'{other['file']}'; add {{wave}} to coded.answers.document, or correct the numbers"
        )
    return None


def _row(answer: OpenAnswer, name: str, settings: "Named") -> Row:
    return {
        **{"document": name, "kind": ANSWER, "person": None, "team": None, "wave": answer.wave},
        **{"role": None, "language": settings.language, "date": None, "file_row": answer.row},
        **{"file": answer.file, "item": answer.item, "text": answer.text},
    }


def other_words(project: "Project", rows: Mapping[str, Row]) -> Iterator[str]:
    """Yield the documents of open answers whose words in a coder's file are not those of the survey.

    Spaces and line ends may differ. Of a table of segments only the passages are known: each must be in the
    answer.
    """
    answers = {name: _words(row["text"]) for name, row in rows.items() if row["kind"] == ANSWER}
    whole = project.documents[project.documents["kind"] == "text"]
    given = [(name, text, True) for name, text in zip(whole["document"], whole["text"], strict=True)]
    passages = project.segments[project.segments["kind"] == "passage"]
    given += [(name, text, False) for name, text in zip(passages["document"], passages["text"], strict=True)]
    for name, text, is_whole in given:
        answer = answers.get(folded(str(name)))
        if answer is None or not isinstance(text, str):
            continue
        if _words(text) != answer if is_whole else _words(text) not in answer:
            yield folded(str(name))


def _words(text: str) -> str:
    return " ".join(text.split())
