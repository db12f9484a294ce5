"""The region's primary schools by municipality, area and country, from DUO's and CBS's files."""

from typing import TYPE_CHECKING

from isop_analysis.study.context import Area, Region

if TYPE_CHECKING:
    import pandas as pd

COUNTRY = "NL"


def describe_region(
    region: Region, final_test: "pd.DataFrame | None", disadvantage: "pd.DataFrame | None"
) -> "pd.DataFrame":
    """Return the table region_schools: one row a measure × provider × place.

    Parameters
    ----------
    final_test
        One row a school, of `read_final_test`: means of schools' means, with the SD between schools, and the
        median size of group 8.
    disadvantage
        One row a school, of `read_disadvantage`: the score per pupil, pooled (sum of scores ÷ sum of pupils),
        since a ratio of sums is not the mean of ratios. The schools' place comes from `final_test`.
    """
    import pandas as pd

    from isop_analysis.contracts import empty_table

    rows: list[dict[str, object]] = []
    if final_test is not None:
        for place, schools in _places(region, final_test):
            rows.append(_described(place, "pupils_group_8", "all", schools["group_8"]))
            rows += [_described(place, "final_test", p, schools[p]) for p in region.providers]
        if disadvantage is not None:
            placed = disadvantage.merge(
                final_test[["school", "municipality"]].drop_duplicates("school"), on="school", how="left"
            )
            rows += [_pooled(place, schools) for place, schools in _places(region, placed)]
    return pd.DataFrame(rows) if rows else empty_table("region_schools")


Place = tuple[str, str, str, str | None]


def _places(region: Region, schools: "pd.DataFrame") -> "list[tuple[Place, pd.DataFrame]]":
    places: list[tuple[Place, pd.DataFrame]] = []
    for area in region.areas:
        for town in area.municipalities:
            here = schools[schools["municipality"] == town.code]
            places.append((("municipality", town.code, town.name, area.name), here))
        inside = schools[schools["municipality"].isin(_codes(area))]
        places.append((("area", area.name, area.title.en, area.name), inside))
    return [*places, (("country", COUNTRY, "Nederland", None), schools)]


def _codes(area: Area) -> list[str]:
    return [town.code for town in area.municipalities]


def _described(place: Place, measure: str, provider: str, values: "pd.Series") -> dict[str, object]:
    known = values.dropna()
    several = len(known) > 1
    return {
        **_where(place, measure, provider, len(known)),
        "mean": known.mean() if len(known) else None,
        "sd": known.std() if several else None,
        "median": known.median() if len(known) else None,
        "minimum": known.min() if len(known) else None,
        "maximum": known.max() if len(known) else None,
    }


def _pooled(place: Place, schools: "pd.DataFrame") -> dict[str, object]:
    ratios = schools["score"] / schools["pupils"]
    return {
        **_described(place, "disadvantage", "all", ratios),
        "mean": schools["score"].sum() / schools["pupils"].sum() if len(schools) else None,
    }


def _where(place: Place, measure: str, provider: str, schools: int) -> dict[str, object]:
    level, code, name, area = place
    return {
        "measure": measure,
        "provider": provider,
        "level": level,
        "code": code,
        "name": name,
        "area": area,
        "schools": schools,
    }
