"""Every micro–macro model × scale × outcome: its estimates side by side, or why there are none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isop_analysis.models.sites.estimate_rows import estimate_rows, fit_row, loading_rows, refused_row
from isop_analysis.models.sites.unit_outcomes import SiteTables, UnitOutcome, unit_outcome
from isop_analysis.models.sites.unit_people import member_means, person_answers
from isop_analysis.study.context import Outcome
from isop_analysis.study.site_model_settings import MicroMacro
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, object]
BASELINE = "baseline"


@dataclass(frozen=True)
class SiteRows:
    """Rows of the tables site_models, site_estimates and site_loadings."""

    models: list[Row] = field(default_factory=list)
    estimates: list[Row] = field(default_factory=list)
    loadings: list[Row] = field(default_factory=list)


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


def fit_micro_macro(study: Study, tables: SiteTables) -> SiteRows:
    """Estimate every micro–macro model of the study; what can't be comes back with its reason."""
    rows = SiteRows()
    for task in _tasks(study, tables):
        solve(rows, task, study.config.seed)
    return rows


def _tasks(study: Study, tables: SiteTables) -> Iterator[SiteTask]:
    for model in study.micro_macro:
        for outcome in study.config.outcomes:
            if outcome.name not in _explained(study, model):
                continue
            after = unit_outcome(outcome, tables)
            units = _unit_columns(study, tables, model, after)
            for scale in model.scales:
                yield _task(study, tables, model, scale, outcome, after, units)


def _explained(study: Study, model: MicroMacro) -> list[str]:
    if model.outcomes != "all":
        return list(model.outcomes)
    return [outcome.name for outcome in study.config.outcomes if outcome.domain != "composition"]


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


def _task(
    study: Study,
    tables: SiteTables,
    model: MicroMacro,
    scale: str,
    outcome: Outcome,
    after: UnitOutcome,
    units: "pd.DataFrame",
) -> SiteTask:
    instrument = next(own for own, one in study.scales if one.name == scale)
    people = person_answers(tables, instrument, study.scale(scale), model.occasion, after.units)
    people = people.join(units, on="unit")
    answering = people.groupby("unit")["unit"].transform("size")
    people["members"] = people["members"].clip(lower=answering)
    return SiteTask(
        model, scale, outcome, after, people, tuple(_held(model).values()), tuple(study.scale(scale).items)
    )


def solve(rows: SiteRows, task: SiteTask, seed: int) -> None:
    """Add the rows of one task: its estimates, or why there are none."""
    from isop_analysis.stats.structural import ModelRefused, OutcomeLimits, between_estimates

    reason = _too_little(task)
    if reason is not None:
        rows.models.append(refused_row(task, reason))
        return
    limits = OutcomeLimits("outcome", "lowest", "highest") if task.after.suppressed else None
    try:
        found = between_estimates(
            task.syntax,
            task.people,
            "unit",
            "members",
            task.model.replicates,
            seed,
            limits,
            unit="items_mean",
        )
    except ModelRefused as refusal:
        rows.models.append(refused_row(task, _with_items(str(refusal), task.items)))
        return
    fit = fit_row(task, found)
    if fit["notes"]:
        fit["notes"] = _with_items(str(fit["notes"]), task.items)
    rows.models.append(fit)
    rows.estimates.extend(estimate_rows(task, found))
    rows.loadings.extend(loading_rows(task, found))


def _with_items(reason: str, items: tuple[str, ...]) -> str:
    """Return a reason with the scale's own items in place of item_1, item_2, …"""
    for place, name in enumerate(items, 1):
        reason = reason.replace(f"'item_{place}'", f"'{name}'")
    return reason


def _too_little(task: SiteTask) -> str | None:
    """Return why there is too little to estimate, before anything is."""
    unit = "sites" if task.outcome.level == "site" else "municipalities"
    if not task.after.years:
        return (
            f"No school year {task.outcome.lag} or more years after the first sessions is in "
            f"'{task.outcome.file}'; add later years."
        )
    absent = [name for name in task.adjusters if task.people[name].isna().all()]
    if absent:
        return f"'{absent[0]}' has no school year before the first sessions; take it out of 'adjust'."
    complete = task.people.dropna(subset=["participation", "outcome", *task.adjusters])
    count = complete["unit"].nunique()
    if count < task.model.minimum_units:
        return (
            f"{count} {unit} have the outcome and answers; expected at least "
            f"{task.model.minimum_units} (minimum_units)."
        )
    return None
