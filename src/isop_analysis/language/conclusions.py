"""Conclusions as published, with what the config says of their questions, scales and effects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts.cells import read_names
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.language.words import Words, words_in
from isop_analysis.stats.answer_rule import FOUND, Answer
from isop_analysis.stats.verdicts import SILENT, Verdict
from isop_analysis.study.structural_settings import Effect

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.question_settings import Question
    from isop_analysis.study.study import Study

DOMAINS = ("safe", "healthy", "opportunities")
Unit = Literal["points", "sd_of_sites", "share", "limits"]


@dataclass(frozen=True)
class Estimate:
    """An effect that is read for a question, for its declared contrast.

    Attributes:
        row: the id of its row in the annex, which holds every number that a reader is told of it.
        declared: the effect as the model declares it; None of models of sites, shares and fits.
        along: whether it is found as the question says; None where it is not found.
        falls: whether a found effect does not stand when reckoned more strictly.
        undone_by: by what: holm, cr2 or bootstrap.
        p_holm: p of an effect to be confirmed, adjusted for all tests of its family.
        test: the id of that test's row in the annex.
    """

    row: str
    model: str
    scale: str
    term: str
    outcome: str
    kind: str
    unit: Unit
    verdict: Verdict | None
    along: bool | None
    falls: bool
    points: float | None
    low: float | None
    high: float | None
    strict_low: float | None
    strict_high: float | None
    smallest: float | None
    detectable: float | None
    reason: object
    clusters: int | None
    declared: Effect | None = None
    undone_by: tuple[str, ...] = ()
    p_holm: float | None = None
    test: str = ""

    @property
    def found(self) -> bool:
        """Whether its interval excludes zero."""
        return self.verdict in FOUND

    @property
    def beyond(self) -> bool:
        """Whether it is found, and not too small to matter for certain."""
        return self.found and self.verdict is not Verdict.TOO_LITTLE

    @property
    def refused(self) -> bool:
        """Whether it could not be computed."""
        return self.verdict in SILENT

    @property
    def positive(self) -> bool:
        """Whether it lies above zero."""
        return (self.points or 0) > 0


@dataclass(frozen=True)
class Caveat:
    """What travels with an answer: its key, of which scale, at which occasions."""

    key: str
    scale: str
    occasions: tuple[str, ...]


@dataclass(frozen=True)
class Conclusion:
    """A question, its answer, and what that rests on."""

    question: "Question"
    answer: Answer
    exploratory: bool
    estimates: tuple[Estimate, ...]
    caveats: tuple[Caveat, ...]

    @property
    def found(self) -> list[Estimate]:
        """Found and perhaps mattering."""
        return [one for one in self.estimates if one.beyond]

    def of(self, *verdicts: Verdict) -> list[Estimate]:
        """The estimates with one of these verdicts."""
        return [one for one in self.estimates if one.verdict in verdicts]

    @property
    def refused(self) -> list[Estimate]:
        """What could not be computed."""
        return [one for one in self.estimates if one.refused]

    @property
    def falls(self) -> bool:
        """Whether nothing found stands when reckoned more strictly."""
        found = self.found
        return bool(found) and all(one.falls for one in found)


@dataclass(frozen=True)
class Facts:
    """A study's conclusions in one language."""

    study: "Study"
    language: "Language"
    tables: Tables

    @cached_property
    def words(self) -> Words:
        """The texts."""
        return words_in(self.language)

    @cached_property
    def names(self) -> Names:
        """What the study calls its parts."""
        return Names(self.study, self.language)

    @cached_property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """Every question with its answer, in the config's order."""
        questions = {one.name: one for one in self.study.questions}
        return tuple(
            Conclusion(
                questions[row["question"]],
                Answer(row["answer"]),
                row["kind"] == "exploratory",
                tuple(self._estimate(one) for one in self._of("conclusion_effects", row["question"])),
                tuple(
                    Caveat(one["caveat"], _text(one["scale"]), tuple(read_names(one["occasions"])))
                    for one in self._of("conclusion_caveats", row["question"])
                ),
            )
            for row in self.tables.rows("conclusions")
        )

    @cached_property
    def front(self) -> tuple[Conclusion, ...]:
        """The conclusions of the first page, in its order; the first six of a study that names none."""
        placed = [one for one in self.conclusions if one.question.front is not None]
        if not placed:
            return self.conclusions[:6]
        return tuple(sorted(placed, key=lambda one: one.question.front or 0))

    def short(self, scale: str) -> str:
        """A scale in a word or two; its title where the config has no shorter one."""
        found = [one for _, one in self.study.scales if one.name == scale]
        if found and found[0].short is not None:
            return found[0].short.in_language(self.language)
        return f"‘{self.names.scale(scale)}’"

    def listed(self, parts: Iterable[str]) -> str:
        """Join names as a sentence does, each once."""
        return self.words.listed(list(dict.fromkeys(parts)))

    def clauses_listed(self, parts: list[str]) -> str:
        """Join whole clauses: a comma stands before the last too."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])}, {self.words('and')} {parts[-1]}"

    def predictor(self, one: Estimate) -> str:
        """A predictor in a word or two; its title where the config has no shorter one."""
        if one.declared is None:
            return one.term
        return (one.declared.short or one.declared.title).in_language(self.language)

    def what(self, one: Estimate) -> str:
        """What an effect is on: a proxy of children's chances, or a scale."""
        if not one.outcome:
            return self.short(one.scale) if one.scale else self.predictor(one)
        found = next((own for own in self.study.config.outcomes if own.name == one.outcome), None)
        if found is not None and found.short is not None:
            return found.short.in_language(self.language)
        return f"‘{self.names.outcome(one.outcome)}’"

    def why(self, one: Estimate) -> str:
        """Why an effect could not be computed."""
        told = tell_reasons(one.reason, self.words, self.names)
        return told.rstrip(".") or self.words("answer.failed")

    def why_briefly(self, one: Estimate) -> str:
        """Why an effect could not be computed, in three words."""
        reasons = read_reasons(one.reason)
        if reasons and reasons[0].key in ("merged_level", "few_people"):
            own = reasons[0].values
            merged = "value" in own
            group = self.names.value(own["attribute"], own["value"]) if merged else self.predictor(one)
            return self.words("answer.why.group", group=group)
        unit = str(reasons[0].values.get("unit", "")) if reasons else ""
        key = f"answer.why.{unit}"
        return self.words(key) if self.words.has(key) else self.words("answer.why.other")

    def grey_block(self, estimates: Iterable[Estimate]) -> str:
        """Say how large the grey block of a figure of effects is, in points; "" where nothing is declared."""
        sizes = sorted(one.smallest for one in estimates if one.smallest is not None)
        if not sizes:
            return ""
        low, high = (self.words.numbers.decimal(size) for size in (sizes[0], sizes[-1]))
        smallest = low if low == high else self.words("report.between", low=low, high=high)
        return f" {self.words('figure.answer.block', smallest=smallest)}"

    @property
    def domains_without_figures(self) -> list[str]:
        """The domains of children's chances that no proxy stands for, where a model asks for all of them."""
        proxies = {one.domain for one in self.study.config.outcomes}
        asked = proxies and any(one.outcomes == "all" for one in self.study.micro_macro)
        return [self.words(f"chances.domain.{one}") for one in DOMAINS if asked and one not in proxies]

    def answer_range(self, estimates: Sequence[Estimate]) -> str:
        """The answers' range of the scales: 'on a scale from 1 to 5'; "" where scales differ in it."""
        ranges = {self._range(one.scale) for one in estimates if one.scale}
        if len(ranges) != 1:
            return ""
        low, high = next(iter(ranges))
        return self.words("answer.range", low=f"{low:g}", high=f"{high:g}")

    def _range(self, scale: str) -> tuple[float, float]:
        instrument, found = next(pair for pair in self.study.scales if pair[1].name == scale)
        if found.pomp:
            return 0, 100
        answers = instrument.answer_scale(instrument.item(found.items[0]).answers)
        return answers.low, answers.high

    def _of(self, table: str, question: str) -> list[dict[str, Any]]:
        return self.tables.rows(table, question=question)

    def _estimate(self, row: dict[str, Any]) -> Estimate:
        test = self._test(row)
        return Estimate(
            row=row_id("conclusion_effects", row["question"], row["place"]),
            model=row["model"],
            scale=_text(row["scale"]),
            term=row["term"],
            outcome=_text(row["outcome"]),
            kind=row["kind"],
            unit=row["unit"],
            verdict=Verdict(row["verdict"]) if _text(row["verdict"]) else None,
            along=bool(row["along"]) if row["along"] in (True, False) else None,
            falls=row["stricter"] == "falls",
            points=_number(row["points"]),
            low=_number(row["low"]),
            high=_number(row["high"]),
            strict_low=_number(row["strict_low"]),
            strict_high=_number(row["strict_high"]),
            smallest=_number(row["smallest_points"]),
            detectable=_number(row["detectable"]),
            reason=row["reason"],
            clusters=int(row["clusters"]) if is_number(row["clusters"]) else None,
            declared=self._declared(row["model"], row["term"]),
            undone_by=tuple(read_names(row["stricter_by"])),
            p_holm=_number(test["p_holm"]) if test else None,
            test=row_id("hypotheses", test["hypothesis"], test["scale"]) if test else "",
        )

    def _test(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return the confirmatory test of an effect; None of what was explored."""
        if row["kind"] != "confirmatory":
            return None
        own = {name: row[name] for name in ("model", "scale", "term")}
        return next(iter(self.tables.rows("hypotheses", kind="confirmatory", **own)), None)

    def _declared(self, model: str, term: str) -> Effect | None:
        models = [one for one in self.study.multilevel if one.name == model]
        return next((one for model in models for one in model.effects if one.term == term), None)


def _number(cell: object) -> float | None:
    return float(cell) if is_number(cell) else None  # type: ignore[arg-type]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
