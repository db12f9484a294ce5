"""Answers of then and now as readers get them: both told anew, with the words and titles of now.

What a release said is in its files; told alike, two sentences differ where the facts do, and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.published import published
from isop_analysis.contracts.published_files import published_path
from isop_analysis.contracts.table import ContractError
from isop_analysis.language.conclusions import Conclusion, Facts
from isop_analysis.language.rows import Record, Tables
from isop_analysis.report.answers.told import tell_answer
from isop_analysis.report.blocks import text_of
from isop_analysis.study.readers import ReadersStudy
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language

TOLD_OF = ("conclusions", "conclusion_effects", "conclusion_caveats", "hypotheses", "model_variances")
"""Published tables that answers are told of."""


@dataclass(frozen=True, repr=False)
class StudyOfTables(ReadersStudy):
    """A study whose published tables lie elsewhere."""

    tables: Path = Path()

    @property
    def published(self) -> Path:
        """Folder of the published tables."""
        return self.tables


@dataclass(frozen=True)
class TablesOfThen(Tables):
    """Tables of then, without the questions of which the study of now can't tell an answer."""

    def rows(self, name: str, **where: object) -> list[Record]:
        """Return the rows of a table whose columns hold these values."""
        found = super().rows(name, **where)
        if name != "conclusions" or where:
            return found
        return [row for row in found if _can_be_told(self.study, self, str(row["question"]))]


@dataclass(frozen=True)
class ToldAnswer:
    """A question and its answer of then and now; "" where there is none, or it can't be told any more.

    `other` says whether the answer itself is another one, and not only its numbers; `caveats` whether other
    caveats travel with it.
    """

    question: str
    asked: str
    then: str
    now: str
    other: bool
    caveats: bool


def changed_answers(study: Study, language: "Language", then: Path, now: Path) -> list[ToldAnswer]:
    """Return the answers that differ in a language, in the order of the questions."""
    new = _conclusions(study, language, now)
    old = _conclusions(study, language, then) if _can_be_read(then) else {}
    found = []
    for name in dict.fromkeys([*new, *old]):
        told_then, told_now = _told(old.get(name)), _told(new.get(name))
        if told_then != told_now:
            asked = (new.get(name) or old[name])[0].question.plain.in_language(language)
            both = old.get(name), new.get(name)
            other, caveats = _differ(*both, _facts), _differ(*both, _caveats)
            found.append(ToldAnswer(name, asked, told_then, told_now, other, caveats))
    return found


def _can_be_read(folder: Path) -> bool:
    """Tell whether the tables of then have the columns that answers are told of today."""
    for name in TOLD_OF:
        path = published_path(name, folder)
        if not path.is_file():
            return False
        head = path.read_text(encoding="utf-8").partition("\n")[0]
        if head.split(",") != published(name).column_names:
            return False
    return True


Found = tuple[Conclusion, Facts]


def _conclusions(study: Study, language: "Language", folder: Path) -> dict[str, Found]:
    own = {one.name: getattr(study, one.name) for one in fields(Study)}
    elsewhere = StudyOfTables(**own, tables=folder)
    facts = Facts(elsewhere, language, TablesOfThen(elsewhere))
    try:
        return {one.question.name: (one, facts) for one in facts.conclusions}
    except ContractError:
        return {}


def _told(found: Found | None) -> str:
    return text_of(tell_answer(*found, "chapter").text) if found is not None else ""


def _differ(old: Found | None, new: Found | None, part: Callable[[Conclusion], object]) -> bool:
    if old is None or new is None:
        return True
    return part(old[0]) != part(new[0])


def _facts(one: Conclusion) -> tuple[object, ...]:
    effects = [(own.model, own.scale, own.term, own.outcome, own.verdict, own.falls) for own in one.estimates]
    return one.answer, one.exploratory, effects


def _caveats(one: Conclusion) -> list[str]:
    return [own.key for own in one.caveats]


def _can_be_told(study: Study, tables: Tables, question: str) -> bool:
    """Tell whether the study still asks a question and has all that its effects of then are on."""
    known: dict[str, set[Any]] = {
        "scale": {scale.name for _, scale in study.scales},
        "outcome": {one.name for one in study.config.outcomes},
        "model": {
            *(one.name for one in study.multilevel),
            *(one.name for one in study.structural),
            *(one.name for one in study.micro_macro),
        },
    }
    effects = Tables.rows(tables, "conclusion_effects", question=question)
    named = ((column, row[column]) for row in effects for column in known)
    return question in {one.name for one in study.questions} and all(
        not isinstance(name, str) or name in known[column] for column, name in named
    )
