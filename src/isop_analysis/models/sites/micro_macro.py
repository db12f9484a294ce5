"""Every micro–macro model × scale × outcome: its estimates side by side, or why there are none."""

from dataclasses import dataclass, field

from isop_analysis.base.reasons import Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.models.crashes import crash
from isop_analysis.models.sites.estimate_rows import (
    estimate_rows,
    failed_row,
    fit_row,
    loading_rows,
    refused_row,
)
from isop_analysis.models.sites.tasks import SiteTask, asked, check_units, site_task
from isop_analysis.models.sites.unit_outcomes import SiteTables
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class SiteRows:
    """Rows of the tables site_models, site_estimates and site_loadings."""

    models: list[Row] = field(default_factory=list)
    estimates: list[Row] = field(default_factory=list)
    loadings: list[Row] = field(default_factory=list)

    def extend(self, other: "SiteRows") -> None:
        """Add another model's rows."""
        self.models.extend(other.models)
        self.estimates.extend(other.estimates)
        self.loadings.extend(other.loadings)


def fit_micro_macro(study: Study, tables: SiteTables) -> SiteRows:
    """Estimate every micro–macro model of the study; what can't be comes back with its reason.

    Whatever breaks in a model leaves a failed one and no half of its rows.
    """
    rows = SiteRows()
    for of in asked(study):
        model, outcome, scale = of
        try:
            rows.extend(solve(site_task(study, tables, of), study.config.seed))
        except Exception as error:
            reason = crash(f"model '{model.name}', scale '{scale}', outcome '{outcome.name}'", error)
            rows.models.append(failed_row(model, outcome, scale, reason))
    return rows


def solve(task: SiteTask, seed: int) -> SiteRows:
    """Return the rows of one task: its estimates, or why there are none."""
    from isop_analysis.stats.structural import OutcomeLimits, between_estimates

    items = {f"item_{place}": name for place, name in enumerate(task.items, 1)}

    def own(text: str) -> str:
        return items.get(text, text)

    limits = OutcomeLimits("outcome", "lowest", "highest") if task.after.suppressed else None
    try:
        check_units(task)
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
    except Refused as refusal:
        return SiteRows([refused_row(task, refusal.reason.mapped(own))])
    notes = [note.mapped(own) for note in found.notes]
    fit = fit_row(task, found) | {"notes": written(notes) or None}
    return SiteRows([fit], estimate_rows(task, found), loading_rows(task, found))
