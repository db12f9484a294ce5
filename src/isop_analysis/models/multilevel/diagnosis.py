"""Whether a fit may be trusted: its assumptions, and what each team does to the declared effects."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.models.multilevel.clusters import clusters_shown, leading_group
from isop_analysis.models.multilevel.outcomes import Outcome

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel import Assumption, Influence

SHARE = "room_on_the_scale"
LOOKS = {"in order": "in_order", "doubtful": "doubtful", "not judged": "not_judged"}


def influence_of(outcome: Outcome, least: int) -> "Influence | None":
    """Refit without each team of so many people or more; None for a model without declared effects, which
    nothing is concluded from, and where no team may be shown.
    """
    from isop_analysis.stats.multilevel import influence

    group = leading_group(outcome)
    if outcome.fit is None or group is None or not outcome.model.effects:
        return None
    shown = clusters_shown(outcome, group, least)
    return influence(outcome.fit, group, shown) if shown else None


def assumption_rows(outcome: Outcome, found: "Influence | None", least: int) -> list[Row]:
    """Return the rows of model_diagnostics: one per assumption and what it is about.

    Influence is judged on the declared effects alone. The share of answers at an end of the scale is left out
    where it tells of fewer than `least` answers.
    """
    from isop_analysis.stats.multilevel import assumptions

    if outcome.fit is None:
        return []
    declared = {effect.term for effect in outcome.model.effects}
    return [
        {
            **outcome.name,
            "assumption": one.name,
            "about": one.where,
            "looks": LOOKS[one.verdict],
            "value": None if _tells_of_few(one, outcome.fit.n, least) else _known(one.value),
            "threshold": _known(one.threshold),
            "p_value": _known(one.p_value),
            "source": one.source or None,
            **outcome.record,
        }
        for one in assumptions(outcome.fit, found, leave_out=False)
        if one.name != "no_single_cluster" or one.where in declared
    ]


def _tells_of_few(one: "Assumption", n: int, least: int) -> bool:
    share = one.value
    return one.name == SHARE and share == share and min(share, 1 - share) * n < least


def influence_rows(outcome: Outcome, found: "Influence | None") -> list[Row]:
    """Return the rows of model_influence: each declared effect without each team.

    `place` numbers the teams of a row's effect by what they do to it, so that none can be followed.
    """
    rows: list[Row] = []
    if outcome.fit is None or found is None:
        return rows
    status = found.clusters.set_index("level")["status"]
    for effect in outcome.model.effects:
        own = found.coefficients[found.coefficients["term"] == effect.term]
        ordered = own.sort_values("dfbetas", kind="stable", na_position="last").to_dict("records")
        rows += [
            {
                **outcome.name,
                "term": effect.term,
                "group": found.group,
                "place": place,
                "without": _known(row["without"]),
                "change": _known(row["change"]),
                "dfbetas": _known(row["dfbetas"]),
                "look_at": found.look_at,
                "refit": str(status[row["level"]]).replace(" ", "_"),
                **outcome.record,
            }
            for place, row in enumerate(ordered, start=1)
        ]
    return rows


def _known(value: float) -> float | None:
    return float(value) if value == value else None
