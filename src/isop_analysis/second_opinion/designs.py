"""The design of a multilevel model as statsmodels takes it, by patsy: columns named as R names them.

Rows that share no random effect are blocks: the likelihood is a product over them, and so small matrices do.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.formula import Formula, RandomTerm, parse_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd

LEVEL = re.compile(r"(\w+)\[(?:T\.)?([^\]]*)\]")
LARGEST_BLOCK = 800
"""Rows of the largest block that the libraries are asked to fit."""


@dataclass(frozen=True)
class Design:
    """Rows without missing values, what they are explained by, and their groups.

    Attributes:
        outcome: (n,).
        matrix: (n, p), columns by R's names.
        blocks: per row the number of its block (n,).
        groups: per random term its label and the number of each row's level (n,).
        slopes: (n, q) of the one term with slopes, whose groups are the blocks; None where there is none.
    """

    outcome: "np.ndarray"
    matrix: "pd.DataFrame"
    blocks: "np.ndarray"
    groups: "dict[str, np.ndarray]"
    slopes: "pd.DataFrame | None"


def design_of(text: str, frame: "pd.DataFrame", references: "Mapping[str, str]") -> Design:
    """Return the design of a formula in lme4's notation over a frame.

    Raises Refused for variables that aren't columns, for slopes that other groups cross, and where a block
    has more than 800 rows.
    """
    formula = parse_formula(text)
    fixed = {name for term in formula.fixed.terms for name in term}
    random = {name for term in formula.random for name in (*term.group, *_variables(term))}
    if unknown := sorted((fixed | random) - set(frame.columns)):
        raise Refused("opinion_variable", variable=unknown[0])
    used = frame[[formula.response, *sorted(fixed | random)]].dropna()
    groups = {":".join(term.group): _codes(used, term.group) for term in formula.random}
    blocks = blocks_of(list(groups.values()))
    largest = int(_sizes(blocks).max())
    if largest > LARGEST_BLOCK:
        raise Refused("opinion_too_large", rows=largest, most=LARGEST_BLOCK)
    slopes = _slopes(formula, used, groups, blocks)
    matrix = _matrix(formula, used, references)
    return Design(used[formula.response].to_numpy(dtype="float64"), matrix, blocks, groups, slopes)


def _variables(term: RandomTerm) -> set[str]:
    return {name for one in term.design.terms for name in one}


def blocks_of(groups: "list[np.ndarray]") -> "np.ndarray":
    """Return per row the number of its block: rows that a chain of shared levels joins (n,)."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = np.arange(len(groups[0]))
    offsets = np.cumsum([len(rows), *(codes.max() + 1 for codes in groups)])
    columns = np.concatenate([codes + offset for codes, offset in zip(groups, offsets, strict=False)])
    graph = (np.ones(len(columns)), (np.tile(rows, len(groups)), columns))
    labels = connected_components(coo_array(graph, shape=(offsets[-1],) * 2), directed=False)[1]
    return np.unique(labels[rows], return_inverse=True)[1]


def _codes(used: "pd.DataFrame", group: tuple[str, ...]) -> "np.ndarray":
    return used.groupby(list(group), observed=True).ngroup().to_numpy()


def _sizes(codes: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.bincount(codes)


def _slopes(
    formula: Formula, used: "pd.DataFrame", groups: "dict[str, np.ndarray]", blocks: "np.ndarray"
) -> "pd.DataFrame | None":
    """Return the columns of the term with slopes; statsmodels takes one, of groups that no other crosses."""
    sloped = [term for term in formula.random if term.design.terms]
    if not sloped:
        return None
    term = sloped[0]
    apart = len(_sizes(groups[":".join(term.group)])) == len(_sizes(blocks))
    numeric = all(used[name].dtype.kind in "iuf" for name in _variables(term))
    single = all(len(one) == 1 for one in term.design.terms)
    if len(sloped) > 1 or not (apart and numeric and single and term.correlated):
        raise Refused("opinion_slopes")
    columns = used[[one[0] for one in term.design.terms]].astype("float64")
    if term.design.intercept:
        columns.insert(0, "(Intercept)", 1.0)
    return columns


def _matrix(formula: Formula, used: "pd.DataFrame", references: "Mapping[str, str]") -> "pd.DataFrame":
    """Return the fixed columns; a factor's first level is its reference, declared or first in order."""
    import pandas as pd
    from patsy import dmatrix

    factors = {}
    for name in {name for term in formula.fixed.terms for name in term}:
        if used[name].dtype.kind not in "iufb":
            levels = sorted(used[name].astype("str").unique())
            first = references.get(name, levels[0])
            order = [first, *(level for level in levels if level != first)]
            factors[name] = pd.Categorical(used[name].astype("str"), categories=order)
    terms = [":".join(term) for term in formula.fixed.terms]
    text = " + ".join(["1" if formula.fixed.intercept else "0", *terms])
    found = dmatrix(text, used.assign(**factors), return_type="dataframe")
    return found.rename(columns=lambda name: LEVEL.sub(r"\1\2", name).replace("Intercept", "(Intercept)"))
