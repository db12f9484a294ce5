"""One answer a question: which effects answer it, and which row of the table of answers fits.

Made of what is published of models (`stats.answer_rule` holds the table); confirmatory effects alone are
read where a question has any. Effects are told for their declared contrast, in points of the scale; those of
models of sites per SD of the sites, shares as shares.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import written_names
from isop_analysis.language.numbers import rounded
from isop_analysis.publish.estimates import LEAST_DF_SITES
from isop_analysis.stats.answer_rule import Answer, Read, along_of, answer_of
from isop_analysis.stats.verdicts import Verdict, interval_of, sign_of

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.contracts.table import Row
    from isop_analysis.study.question_settings import AnsweredBy, FitLimits, Question
    from isop_analysis.study.structural_settings import Effect
    from isop_analysis.study.study import Study

Record = Mapping[str, Any]
Effected = tuple[str, str, str]
"""Model, scale and term of an effect."""
TO_OUTCOME = "collaboration"


@dataclass(frozen=True)
class Asked:
    """A question with the rows of the effects that are read for it."""

    question: "Question"
    effects: "tuple[Row, ...]"
    answer: Answer

    @property
    def kind(self) -> str:
        """Whether what is read was to be confirmed; exploratory where nothing was."""
        return "confirmatory" if any(one["kind"] == "confirmatory" for one in self.effects) else "exploratory"

    @property
    def found(self) -> "list[Row]":
        """The effects whose interval excludes zero."""
        return [one for one in self.effects if one["along"] is not None]


@dataclass(frozen=True)
class Conclusions:
    """Answers of a study, from its published tables by name."""

    study: "Study"
    tables: "Mapping[str, pd.DataFrame]"

    def rows(self, name: str) -> list[Record]:
        """Return the rows of a table; none where it is not there."""
        if name not in self._read:
            self._read[name] = self.tables[name].to_dict("records") if name in self.tables else []
        return self._read[name]

    @cached_property
    def _read(self) -> dict[str, list[Any]]:
        return {}

    @cached_property
    def _tests(self) -> dict[Effected, Record]:
        return {_effected(one): one for one in self.rows("hypotheses")}

    @cached_property
    def _detectable(self) -> dict[Effected, Record]:
        return {_effected(one): one for one in self.rows("detectable_effects") if one["basis"] == "fitted"}

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Every question with what answers it."""
        return tuple(self._asked(question) for question in self.study.asked)

    def _asked(self, question: "Question") -> Asked:
        if question.asks == "measurement":
            rows = [self._fit(one) for answered in question.answers for one in self._fits(answered)]
            return Asked(question, tuple(_placed(question, rows)), _measured(rows))
        if question.asks == "how_much":
            rows = [row for answered in question.answers for row in self._shares(answered)]
            return Asked(question, tuple(_placed(question, rows)), Answer.YES if rows else Answer.REFUSED)
        rows = [row for answered in question.answers for row in self._effects(answered)]
        planned = [one for one in rows if one["kind"] == "confirmatory"]
        read = planned or rows
        reads = [_read(one) for one in read]
        for row, along in zip(read, along_of(reads), strict=True):
            row["along"] = along
            row["stricter"] = _stricter(row) if along is not None else None
        return Asked(question, tuple(_placed(question, read)), answer_of(reads))

    def _effects(self, answered: "AnsweredBy") -> "Iterator[Row]":
        for model in self.study.multilevel:
            if model.name == answered.model:
                yield from self._of_multilevel(answered, {one.term: one for one in model.effects})
        if any(one.name == answered.model for one in self.study.micro_macro):
            yield from self._of_sites(answered)
        if any(one.name == answered.model for one in self.study.structural):
            yield from self._of_paths(answered)

    def _of_multilevel(self, answered: "AnsweredBy", effects: "dict[str, Effect]") -> "Iterator[Row]":
        for row in self.rows("model_effects"):
            key = _effected(row)
            named = not answered.terms or row["term"] in answered.terms
            if key[0] == answered.model and named and _has(answered, row["scale"]):
                yield _multilevel_row(row, effects[key[2]], self._tests.get(key), self._detectable.get(key))

    def _of_sites(self, answered: "AnsweredBy") -> "Iterator[Row]":
        terms = answered.terms or [TO_OUTCOME]
        told = [one for one in self.rows("site_estimates") if one["leads"] is True]
        for fit in self.rows("site_models"):
            if fit["model"] != answered.model or not _has(answered, fit["scale"]):
                continue
            for term in terms:
                own = [
                    one
                    for one in told
                    if (one["model"], one["scale"], one["outcome"], one["path"])
                    == (fit["model"], fit["scale"], fit["outcome"], term)
                ]
                yield _site_row(fit, term, own[0] if own else None)

    def _of_paths(self, answered: "AnsweredBy") -> "Iterator[Row]":
        fit = next((one for one in self.rows("structural_fits") if one["model"] == answered.model), None)
        told = [one for one in self.rows("structural_defined") if one["model"] == answered.model]
        if fit is not None and fit["status"] != "fitted":
            for term in answered.terms or self._defined(answered.model):
                yield _row(fit, term, status=fit["status"], verdict=str(fit["status"]), reason=fit["reason"])
        for row in told:
            if not answered.terms or row["name"] in answered.terms:
                yield _path_row(row)

    def _defined(self, model: str) -> list[str]:
        """Return the effects that a path model defines, all of which are asked; else its name."""
        return next(one.defined for one in self.study.structural if one.name == model) or [model]

    def _fits(self, answered: "AnsweredBy") -> list[Record]:
        return [one for one in self.rows("structural_fits") if one["model"] == answered.model]

    def _fit(self, fit: Record) -> "Row":
        part = self.study.questions_part
        limits = part.settings.fit if part is not None else None
        met = _limits_met(fit, limits) if fit["status"] == "fitted" and limits is not None else None
        return _row(fit, "fit", status=fit["status"], reason=fit["reason"], points=met, unit="limits")

    def _shares(self, answered: "AnsweredBy") -> "Iterator[Row]":
        for row in self.rows("model_variances"):
            group = str(row["group"]).split(":")[0]
            named = not answered.terms or group in answered.terms
            is_share = row["term"] == "(Intercept)" and group != "Residual" and _known(row["icc"])
            if row["model"] == answered.model and named and is_share and _has(answered, row["scale"]):
                ends = {"points": row["icc"], "low": row["icc_low"], "high": row["icc_high"]}
                yield _row(row, group, status="fitted", unit="share", **ends)


def _effected(row: Record) -> Effected:
    return row["model"], row["scale"], row["term"]


def _has(answered: "AnsweredBy", scale: object) -> bool:
    return answered.scales == "all" or scale in answered.scales


def _known(cell: object) -> bool:
    return isinstance(cell, int | float) and cell == cell


def _placed(question: "Question", rows: "list[Row]") -> "list[Row]":
    return [{**row, "question": question.name, "place": place} for place, row in enumerate(rows, 1)]


def _row(source: Record, term: str, **own: object) -> "Row":
    empty = dict.fromkeys(
        ("outcome", "verdict", "along", "stricter", "stricter_by", "points", "low", "high", "strict_low")
    )
    rest = dict.fromkeys(("strict_high", "smallest_points", "detectable", "reason", "clusters"))
    named = {"model": source["model"], "scale": source.get("scale"), "term": term, "kind": "exploratory"}
    return {**named, **empty, **rest, "unit": "points", "direction": "positive", **own}


def _multilevel_row(row: Record, effect: "Effect", test: Record | None, found: Record | None) -> "Row":
    change = float(row["change"])
    times = {
        name: _in_points(float(row[cell]), change) if _known(row[cell]) else None
        for name, cell in (("points", "estimate"), ("low", "ci_low"), ("high", "ci_high"))
    }
    # CR2's interval stands in SDs of the scale, for the whole change.
    strict = (
        interval_of(row["cr2_low"], row["cr2_high"], row["sd_scale"]) if _known(row["sd_scale"]) else None
    )
    smallest = row["smallest"] * row["sd_scale"] if _known(row["smallest"]) else None
    planned = test is not None and test["kind"] == "confirmatory"
    return _row(
        row,
        str(row["term"]),
        kind="confirmatory" if planned else "exploratory",
        status=row["status"],
        verdict=row["verdict"],
        direction=effect.direction or (test["direction"] if test is not None else None) or "positive",
        stricter_by=_fails(row, test if planned else None),
        **times,
        strict_low=strict.low if strict else None,
        strict_high=strict.high if strict else None,
        smallest_points=smallest,
        detectable=found["detectable"] if found is not None and _known(found["detectable"]) else None,
        reason=row["reason"],
        clusters=row["clusters"],
    )


def _in_points(estimate: float, change: float) -> float:
    """Return a published estimate times the change; halves of the last decimal as texts round them."""
    points = estimate * change
    return points if change == 1 else float(rounded(points, 3) if abs(points) < 0.01 else rounded(points, 2))


def _fails(row: Record, test: Record | None) -> list[str]:
    """Return by what a found effect does not stand: several tests counted, or CR2's interval."""
    failed = []
    if test is not None and test["holds"] is False:
        failed.append("holm")
    if sign_of(row["cr2_low"], row["cr2_high"]) == "open":
        failed.append("cr2")
    return failed


def _site_row(fit: Record, term: str, row: Record | None) -> "Row":
    if row is None or not _known(row["estimate"]):
        few = written([Reason("few_residual_df", needed=LEAST_DF_SITES)])
        fitted = fit["status"] == "fitted"
        refused, reason = ("refused", few) if fitted else (fit["status"], fit["reason"])
        return _row(fit, term, outcome=fit["outcome"], status=refused, verdict=refused, reason=reason)
    percentile = sign_of(row["percentile_low"], row["percentile_high"])
    return _row(
        row,
        term,
        outcome=row["outcome"],
        status="fitted",
        verdict=row["verdict"],
        stricter_by=["bootstrap"] if percentile == "open" else [],
        **{"points": row["estimate"], "low": row["ci_low"], "high": row["ci_high"]},
        strict_low=row["percentile_low"],
        strict_high=row["percentile_high"],
        detectable=row["detectable_slope"],
        clusters=row["clusters"],
        unit="sd_of_sites",
    )


def _path_row(row: Record) -> "Row":
    usable = row["converged"] is True and row["admissible"] is True
    percentile = sign_of(row["percentile_low"], row["percentile_high"])
    return _row(
        row,
        str(row["name"]),
        status="fitted" if usable else "failed",
        verdict=row["verdict"] if usable else "failed",
        stricter_by=["bootstrap"] if percentile == "open" else [],
        **{"points": row["estimate"], "low": row["ci_low"], "high": row["ci_high"]},
        strict_low=row["percentile_low"],
        strict_high=row["percentile_high"],
        clusters=row["clusters"],
    )


def _read(row: "Row") -> Read:
    points = row["points"]
    positive = not _known(points) or points > 0  # type: ignore[operator]
    return Read(Verdict(str(row["verdict"])), positive, row["direction"])  # type: ignore[arg-type]


def _stricter(row: "Row") -> str:
    return "falls" if row["stricter_by"] else "holds"


def _limits_met(fit: Record, limits: "FitLimits") -> float | None:
    held = [
        *([fit["cfi"] >= limits.cfi] if _known(fit["cfi"]) else []),
        *([fit["rmsea"] <= limits.rmsea] if _known(fit["rmsea"]) else []),
        *([fit["srmr"] <= limits.srmr] if _known(fit["srmr"]) else []),
    ]
    return sum(held) / len(held) if held else None


def _measured(rows: "list[Row]") -> Answer:
    """Return whether measurement models fit: yes by all limits, no by none, else in part."""
    met = [one["points"] for one in rows if one["points"] is not None]
    if not met:
        return Answer.REFUSED
    if all(one == 1 for one in met):
        return Answer.YES
    return Answer.NO if all(one == 0 for one in met) else Answer.IN_PART


def conclusion_rows(conclusions: Conclusions) -> "list[Row]":
    """Return a row a question: its answer, and what the answer rests on."""
    return [
        {
            "question": one.question.name,
            "asks": one.question.asks,
            "front": one.question.front,
            "answer": str(one.answer),
            "kind": one.kind,
            "effects": len(one.effects),
            "found": len(one.found),
            "refused": sum(effect["status"] != "fitted" for effect in one.effects),
            "stricter": _stands([effect["stricter"] == "falls" for effect in one.found]),
        }
        for one in conclusions.asked
    ]


def _stands(falls: list[bool]) -> str | None:
    if not falls:
        return None
    return "falls" if all(falls) else "some" if any(falls) else "holds"


def effect_rows(conclusions: Conclusions) -> "list[Row]":
    """Return a row an effect that is read for a question, in the question's order."""
    return [
        {**effect, "stricter_by": _names(effect["stricter_by"]) if effect["along"] is not None else None}
        for one in conclusions.asked
        for effect in one.effects
    ]


def _names(found: object) -> str:
    return written_names(found if isinstance(found, list) else [])
