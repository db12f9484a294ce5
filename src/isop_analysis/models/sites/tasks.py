"""What micro–macro models are fitted to: people's answers, with what is known of their unit beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.models.sites.unit_outcomes import SiteTables, UnitOutcome, unit_outcome
from isop_analysis.models.sites.unit_people import member_means, person_answers
from isop_analysis.study.context import Outcome
from isop_analysis.study.structural_settings import MicroMacro
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

BASELINE = "baseline"
Asked = tuple[MicroMacro, Outcome, str]


@dataclass(frozen=True)
class SiteTask:
    """One model × scale × outcome: its rows of people, with what is known of their unit beside them."""

    model: MicroMacro
    scale: str
    outcome: Outcome
    after: UnitOutcome
    people: "pd.DataFrame"
    adjusters: tuple[str, ...]
    items: tuple[str, ...] = ()

    def item(self, column: str) -> str:
        """Return the item of a column item_1, item_2, …"""
        place = int(column.removeprefix("item_")) - 1
        return self.items[place] if place < len(self.items) else column

    @property
    def syntax(self) -> str:
        """The two-level model: collaboration is measured, participation and what is held equal are seen."""
        names = [name for name in self.people.columns if name.startswith("item_")]
        equal = self.model.between == "equal"
        items = " + ".join([names[0], *(f"l_{name}*{name}" if equal else name for name in names[1:])])
        residuals = [f"{name} ~~ 0*{name}" for name in names] if equal else []
        held = "".join(f" + {name}" for name in self.adjusters)
        return "\n".join(
            [
                "level: 1",
                f"within =~ {items}",
                "level: 2",
                f"collaboration =~ {items}",
                *residuals,
                f"collaboration ~ a*participation{held}",
                f"outcome ~ b*collaboration + c*participation{held}",
                "indirect := a*b",
                "total := c + a*b",
            ]
        )


def asked(study: Study) -> Iterator[Asked]:
    """Yield each micro–macro model with each outcome it explains and each of its scales."""
    for model in study.micro_macro:
        for outcome in study.config.outcomes:
            if outcome.name in _explained(study, model):
                for scale in model.scales:
                    yield model, outcome, scale


def _explained(study: Study, model: MicroMacro) -> list[str]:
    if model.outcomes != "all":
        return list(model.outcomes)
    return [outcome.name for outcome in study.config.outcomes if outcome.domain != "composition"]


def site_task(study: Study, tables: SiteTables, of: Asked) -> SiteTask:
    """Return the rows of people of one model × outcome × scale."""
    model, outcome, scale = of
    after = unit_outcome(outcome, tables)
    units = _unit_columns(study, tables, model, after)
    instrument = next(own for own, one in study.scales if one.name == scale)
    people = person_answers(tables, instrument, study.scale(scale), model.occasion, after.units)
    people = people.join(units, on="unit")
    answering = people.groupby("unit")["unit"].transform("size")
    people["members"] = people["members"].clip(lower=answering)
    return SiteTask(
        model, scale, outcome, after, people, tuple(_held(model).values()), tuple(study.scale(scale).items)
    )


def _unit_columns(study: Study, tables: SiteTables, model: MicroMacro, after: UnitOutcome) -> "pd.DataFrame":
    """Return a row a unit: members, participation, outcome and its bounds, what is held equal."""
    units = member_means(tables, model.occasion, after.units)
    names = {"value": "outcome", "low": "lowest", "high": "highest"}
    units = units.join(after.after.rename(columns=names), how="left")
    for name, column in _held(model).items():
        own = after.before if name == BASELINE else _other_before(study, tables, name, after.units)
        units[column] = own
    return units


def _held(model: MicroMacro) -> dict[str, str]:
    """Return the columns of what is held equal, by the name in `adjust`."""
    return {name: name if name == BASELINE else f"before_{name}" for name in model.adjust}


def _other_before(study: Study, tables: SiteTables, name: str, units: dict[str, str]) -> "pd.Series[float]":
    """Return another outcome's mean before the first sessions, by the unit its sites belong to here."""
    import pandas as pd

    outcome = next(one for one in study.config.outcomes if one.name == name)
    other = unit_outcome(outcome, tables)
    sites = pd.DataFrame({"unit": pd.Series(units), "value": pd.Series(other.units).map(other.before)})
    return sites.groupby("unit")["value"].mean()


def check_units(task: SiteTask) -> None:
    """Raise Refused where there is too little to estimate, before anything is."""
    if not task.after.years:
        raise Refused("no_later_years", lag=task.outcome.lag, file=task.outcome.file)
    if task.people["participation"].isna().all():
        raise Refused("no_participation", where=task.model.occasion)
    absent = [name for name in task.adjusters if task.people[name].isna().all()]
    if absent:
        raise Refused("no_earlier_years", name=absent[0])
    complete = task.people.dropna(subset=["participation", "outcome", *task.adjusters])
    count = complete["unit"].nunique()
    if count < task.model.minimum_units:
        raise Refused("few_units", found=count, unit=task.outcome.level, needed=task.model.minimum_units)
