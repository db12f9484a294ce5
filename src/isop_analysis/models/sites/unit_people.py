"""The people of units: their answers to a scale's items; all members, with their mean dose."""

from typing import TYPE_CHECKING

from isop_analysis.models.sites.unit_outcomes import NO_SITE, SiteTables
from isop_analysis.study.instrument import Instrument, Scale

if TYPE_CHECKING:
    import pandas as pd


def person_answers(
    tables: SiteTables, instrument: Instrument, scale: Scale, occasion: str, units: dict[str, str]
) -> "pd.DataFrame":
    """Return one row a person with `unit` and the scale's items as item_1, item_2, …

    People answer at the occasion, at a site of a unit; who has several responses enters with the first.
    Reversed items are turned round; answers that were not given are NaN.
    """
    waves = tables.waves
    at_occasion = list(waves.loc[waves["occasion"] == occasion, "wave"])
    rows = tables.answers
    rows = rows[
        rows["wave"].isin(at_occasion)
        & rows["item"].isin(scale.items)
        & rows["site"].isin(list(units))
        & (rows["site"] != NO_SITE)
        & (rows["answer_kind"] == "given")
    ]
    wide = rows.pivot(index=["person", "response", "site"], columns="item", values="answer")
    wide = wide.reindex(columns=scale.items).astype("float64").reset_index()
    wide = wide.sort_values(["person", "response"], kind="stable").drop_duplicates("person")
    for name in scale.items:
        wide[name] = instrument.turned(name, wide[name])
    numbered = {name: f"item_{place}" for place, name in enumerate(scale.items, 1)}
    unit = wide["site"].astype("str").map(units)
    return wide.assign(unit=unit)[["unit", *scale.items]].rename(columns=numbered).reset_index(drop=True)


def member_means(tables: SiteTables, occasion: str, units: dict[str, str]) -> "pd.DataFrame":
    """Return a row a unit: `participation`, the mean dose of its members by the register, and `members`."""
    import pandas as pd

    rows = tables.participation.merge(tables.waves, on="wave").merge(
        tables.teams[["team", "site"]], on="team"
    )
    rows = rows[(rows["occasion"] == occasion) & rows["site"].isin(list(units))]
    rows = rows.assign(unit=rows["site"].map(units))
    people = rows.groupby(["unit", "person"], as_index=False)["dose"].mean()
    grouped = people.groupby("unit")
    return pd.DataFrame(
        {"participation": grouped["dose"].mean(), "members": grouped["person"].nunique().astype("float64")}
    )
