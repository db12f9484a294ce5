"""What must travel with an answer that found something: facts by key, told once a question.

The plan came after the data; a scale is weak at an occasion used; predictor and outcome come from the same
people, perhaps in the same questionnaire; those who left differed already.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import written_names
from isop_analysis.publish.conclusions import Asked, Conclusions

if TYPE_CHECKING:
    from isop_analysis.contracts.table import Row
    from isop_analysis.study.study import Study


def caveat_rows(conclusions: Conclusions, frozen_on: str | None) -> "list[Row]":
    """Return a row per question and caveat; `frozen_on` is the plan's date (YYYY-MM-DD), if there is one."""
    late = frozen_on is not None and frozen_on > conclusions.study.config.data_date
    rows: list[Row] = []
    for one in conclusions.asked:
        found = [row for row in one.found if row["scale"] is not None]
        if late and any(row["kind"] == "confirmatory" for row in found):
            rows.append(_row(one, "plan_after_data"))
        rows += _weak(conclusions, one, found)
        rows += _same_people(conclusions.study, one, found)
        rows += _leavers(conclusions, one, found)
    return rows


def _row(asked: Asked, caveat: str, scale: str = "", occasions: list[str] | None = None) -> "Row":
    return {
        "question": asked.question.name,
        "caveat": caveat,
        "scale": scale,
        "occasions": written_names(occasions or ()),
    }


def _weak(conclusions: Conclusions, asked: Asked, found: "list[Row]") -> "Iterator[Row]":
    used = [str(row["scale"]) for row in found]
    used += [scale for row in found if (scale := predictor_of(conclusions.study, row))]
    for scale in dict.fromkeys(used):
        rows = [one for one in conclusions.rows("reliability") if one["scale"] == scale]
        weak = [str(one["occasion"]) for one in rows if one["weak"] is True and one["occasion"] != "all"]
        if weak:
            every = len(weak) == sum(one["occasion"] != "all" for one in rows)
            yield _row(asked, "weak_always" if every else "weak", scale, weak)


def predictor_of(study: "Study", row: "Row") -> str | None:
    """Return the scale that an effect's term is made of, if it is one."""
    model = next((one for one in study.multilevel if one.name == row["model"]), None)
    scales = {scale.name for _, scale in study.scales}
    term = str(row["term"])
    of = {one.name: one.of for one in model.centred} if model is not None else {}
    name = of.get(term, term)
    return name if name in scales else None


def _same_people(study: "Study", asked: Asked, found: "list[Row]") -> "Iterator[Row]":
    instruments = {scale.name: instrument.name for instrument, scale in study.scales}
    told = set()
    for row in found:
        predictor = predictor_of(study, row)
        if predictor is None or _of_others(study, row):
            continue
        same = instruments[predictor] == instruments[str(row["scale"])]
        told.add(("same_questionnaire" if same else "same_people", predictor))
    for caveat, predictor in sorted(told):
        yield _row(asked, caveat, predictor)


def _of_others(study: "Study", row: "Row") -> bool:
    """Tell whether a predictor is what others say, so that nobody stands on both sides."""
    model = next(one for one in study.multilevel if one.name == row["model"])
    return any(one.name == row["term"] and one.others for one in model.centred)


def _leavers(conclusions: Conclusions, asked: Asked, found: "list[Row]") -> "Iterator[Row]":
    for scale in dict.fromkeys(str(row["scale"]) for row in found):
        differing = [
            one
            for one in conclusions.rows("dropout")
            if one["variable"] == scale and str(one["verdict"]) == "goes_together"
        ]
        for caveat, lower in (("leavers_lower", True), ("leavers_higher", False)):
            own = [str(one["from_occasion"]) for one in differing if (one["difference_sd"] < 0) is lower]
            if own:
                yield _row(asked, caveat, scale, own)
