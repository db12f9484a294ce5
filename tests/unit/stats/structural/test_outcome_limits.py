"""Slopes between clusters while outcomes are known only between bounds, against every corner of them."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from isop_analysis.stats import structural
from isop_analysis.stats.structural import ModelRefused, OutcomeLimits

SYNTAX = "level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nf =~ y1 + y2 + y3\nf ~ part\nz ~ f + part"
LIMITS = OutcomeLimits("z", "low", "high")


def drawn() -> pd.DataFrame:
    random = np.random.default_rng(5)
    site = np.repeat(np.arange(9), 12)
    part = random.standard_normal(9)
    level = 0.4 * part + random.standard_normal(9)
    z = np.round(0.5 * level + random.standard_normal(9), 2)
    person = level[site] + random.standard_normal(len(site))
    items = {name: person + random.standard_normal(len(site)) for name in ("y1", "y2", "y3")}
    width = np.where(np.arange(9) < 4, 0.8, 0.0)
    frame = pd.DataFrame({"site": site, "part": part[site], "z": z[site], **items})
    return frame.assign(low=(z - width)[site], high=(z + width)[site])


def slopes(frame: pd.DataFrame, limits: OutcomeLimits | None = None) -> pd.DataFrame:
    table = structural.between_estimates(SYNTAX, frame, "site", replicates=1, limits=limits).table
    return table[(table["lhs"] == "z") & (table["method"] != "two_level")].set_index(["method", "rhs"])


def test_bounds_are_those_of_the_corners():
    frame = drawn()
    corners = []
    for signs in product((-1, 1), repeat=4):
        moved = frame.assign(
            z=frame["z"]
            + 0.8 * np.where(frame["site"] < 4, np.take([*signs, 0], np.minimum(frame["site"], 4)), 0)
        )
        corners.append(slopes(moved)["estimate"])
    every = pd.concat(corners, axis=1)
    found = slopes(frame, LIMITS)
    np.testing.assert_allclose(found["lowest"], every.min(axis=1), rtol=1e-9)
    np.testing.assert_allclose(found["highest"], every.max(axis=1), rtol=1e-9)
    assert (found["highest"] - found["lowest"] > 0.1).all()


def test_without_limits_there_are_no_bounds():
    assert slopes(drawn())["lowest"].isna().all()


def test_an_outcome_outside_its_bounds_is_refused():
    frame = drawn().assign(low=lambda own: own["z"] + 1)
    with pytest.raises(ModelRefused, match="'z' lies outside 'low' to 'high' in some cluster"):
        slopes(frame, LIMITS)
