"""A proxy of children's chances per unit, a site or a municipality: after participation, and before it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.study.context import Outcome

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

NO_SITE = "none"
PER_CENT = 100.0


@dataclass(frozen=True)
class SiteTables:
    """Answers, teams, sessions and outcomes; the waves with their occasion and school year."""

    answers: "pd.DataFrame"
    teams: "pd.DataFrame"
    participation: "pd.DataFrame"
    outcomes: "pd.DataFrame"
    waves: "pd.DataFrame"


@dataclass(frozen=True)
class UnitOutcome:
    """One outcome per unit.

    Attributes:
        after: a row a unit: value, low, high; the mean of the school years from `lag` years after its first
            sessions on. A share is in per cent, its years pooled by their totals. Suppressed cells count
            halfway between their bounds, `low` and `high` at either bound.
        before: the mean of the school years before the first sessions, by unit.
        units: unit by site; a site of several municipalities is left out.
        years: school years after, in order.
        suppressed, unknown: cells of those years.
    """

    after: "pd.DataFrame"
    before: "pd.Series[float]"
    units: dict[str, str]
    years: tuple[str, ...]
    suppressed: int
    unknown: int


def read_site_tables(study: "Study") -> SiteTables:
    """Read the tables that micro–macro models need; categories become plain text."""
    import pandas as pd

    waves = [(wave.name, wave.occasion, wave.school_year) for wave in study.config.waves]
    return SiteTables(
        answers=_plain(study.table("answers")),
        teams=_plain(study.table("teams")),
        participation=_plain(study.table("participation")),
        outcomes=_plain(study.table("outcomes")),
        waves=pd.DataFrame(waves, columns=["wave", "occasion", "school_year"]),
    )


def _plain(frame: "pd.DataFrame") -> "pd.DataFrame":
    categories = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(categories, "str"))


def first_years(tables: SiteTables) -> dict[str, int]:
    """Return the calendar year in which each site's first school year with sessions began."""
    sessions = tables.participation.merge(tables.waves, on="wave").merge(tables.teams, on="team")
    began = sessions["school_year"].str[:4].astype(int)
    return {str(site): int(year) for site, year in began.groupby(sessions["site"]).min().items()}


def unit_outcome(outcome: Outcome, tables: SiteTables) -> UnitOutcome:
    """Return an outcome per unit, for sites with sessions."""
    rows = tables.outcomes[(tables.outcomes["outcome"] == outcome.name)]
    rows = rows[(rows["status"] != "no_row") & rows["site"].notna()]
    started = first_years(tables)
    rows = rows[rows["site"].isin(list(started))]
    units = _units(outcome, rows)
    rows = rows[rows["site"].isin(list(units))].assign(of=lambda frame: frame["site"].map(units))
    first = {
        unit: min(started[site] for site, own in units.items() if own == unit) for unit in units.values()
    }
    cells = rows.drop_duplicates(["of", "unit", "school_year"])
    since = cells["school_year"].str[:4].astype(int) - cells["of"].map(first).astype("float64")
    after = cells[since >= max(outcome.lag, 0)]
    return UnitOutcome(
        after=_pooled(outcome, after, ("value", "low", "high")),
        before=_pooled(outcome, cells[since < 0], ("value",))["value"],
        units=units,
        years=tuple(sorted(set(after["school_year"]))),
        suppressed=int((after["status"] == "suppressed").sum()),
        unknown=int((after["status"] == "unknown").sum()),
    )


def _units(outcome: Outcome, rows: "pd.DataFrame") -> dict[str, str]:
    sites = rows.groupby("site")["unit"].agg(["nunique", "first"])
    if outcome.level == "site":
        return {str(site): str(site) for site in sites.index}
    return {str(site): str(own["first"]) for site, own in sites.iterrows() if own["nunique"] == 1}


def _pooled(outcome: Outcome, cells: "pd.DataFrame", columns: tuple[str, ...]) -> "pd.DataFrame":
    seen = cells[cells["low"].notna() & cells["high"].notna()]
    middle = seen["value"].fillna((seen["low"] + seen["high"]) / 2)
    seen = seen.assign(value=middle)
    if outcome.total is None:
        return seen.groupby("of")[list(columns)].mean()
    whole = seen[seen["total"] > 0].groupby("of")[[*columns, "total"]].sum()
    return whole[list(columns)].div(whole["total"], axis=0) * PER_CENT
