"""Clusters of people: sites, of which those that people connect are one."""

import pandas as pd

NONE = "none"


def connected_sites(responses: pd.DataFrame) -> pd.Series:
    """Return per person the connected component of sites, or the own pseudonym without a site."""
    named = responses[responses["site"].astype("str") != NONE]
    joined: dict[str, str] = {}
    for _, own in named.groupby("person", sort=True):
        roots = sorted({_root(joined, str(site)) for site in own["site"]})
        joined |= dict.fromkeys(roots[1:], roots[0])
    site = named.groupby("person")["site"].first().astype("str").map(lambda one: _root(joined, one))
    people = pd.Series(sorted(set(responses["person"])))
    return pd.Series(people.map(site).fillna(people).to_numpy(), index=people.to_numpy())


def _root(joined: dict[str, str], site: str) -> str:
    while site in joined:
        site = joined[site]
    return site
