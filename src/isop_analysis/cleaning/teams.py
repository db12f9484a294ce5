"""Learning teams: size, composition and the register's measures.

Composition is Blau's index of heterogeneity, 1 − Σ pₖ² (Blau 1977), times n ÷ (n − 1), which makes it the
share of pairs of members who differ (Biemann & Kearney 2010). It counts all members by the register, agreed
or not, of whom the attribute is known, with rare values merged as everywhere; absent for fewer than two.
"""

import pandas as pd

from isop_analysis.cleaning.register import NO_TEAM, RegisterRows, measure_column
from isop_analysis.study.study import Study


def blau(values: pd.Series) -> float | None:
    """Return the corrected index of the values (0: all alike, 1: no two alike); absent ones don't count."""
    known = values.dropna()
    n = len(known)
    if n < 2:
        return None
    shares = known.astype("str").value_counts() / n
    return float((1 - (shares**2).sum()) * n / (n - 1))


def describe_teams(
    study: Study, register: RegisterRows, attributes: pd.DataFrame, kept: pd.DataFrame
) -> pd.DataFrame:
    """Return a row a team of the register, and one for each other team that kept responses name.

    Parameters
    ----------
    attributes
        The members' values (index: who), a column an attribute.
    kept
        The kept responses, with team and site.
    """
    pairs = register.members[["who", "team"]].dropna().drop_duplicates()
    pairs = pairs[pairs["team"] != NO_TEAM]
    members = pairs.groupby("team").size()
    composed = pairs.merge(attributes, left_on="who", right_index=True, how="left")
    names = sorted({*register.teams.index, *kept["team"]} - {NO_TEAM})
    table = pd.DataFrame({"team": names})
    table["site"] = [_site(team, register, kept) for team in names]
    table["cohort"] = table["team"].map(register.teams["cohort"])
    registered = table["team"].isin(register.teams.index)
    table["members"] = (
        table["team"].map(members).astype("Int64").mask(registered, table["team"].map(members).fillna(0))
    )
    for attribute in study.config.attributes:
        index = {team: blau(rows[attribute.name]) for team, rows in composed.groupby("team")}
        table[f"blau_{attribute.name}"] = table["team"].map(index).astype("float64")
    settings = study.config.team_register
    for measure in settings.team_measures if settings is not None else []:
        table[measure.name] = table["team"].map(measure_column(register.teams, measure))
    return table


def _site(team: str, register: RegisterRows, kept: pd.DataFrame) -> str:
    if team in register.teams.index:
        return " ".join(str(register.teams.loc[team, "site"]).split()) or NO_TEAM
    own = kept.loc[kept["team"] == team, "site"].astype("str")
    own = own[own != NO_TEAM]
    return str(own.mode().iloc[0]) if len(own) else NO_TEAM
