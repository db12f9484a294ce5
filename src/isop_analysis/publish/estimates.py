"""Estimates: which rows of a model readers may have; what rests on few people stays, without its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, written
from isop_analysis.publish.banding import LEAST_FOR_SHARES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from isop_analysis.study.study import Study

LEAST_DF, LEAST_DF_SITES = 10, 5
"""Rows more than coefficients; of models of sites, residual df of an equation."""
OF_FEW = ("no_single_cluster", "room_on_the_scale")
FEW_PEOPLE = Reason("few_people", least=LEAST_FOR_SHARES)
INTERCEPT = "(Intercept)"
NUMBERS = (
    *("estimate", "se", "df", "statistic", "p_value", "ci_low", "ci_high", "std_estimate", "std_low"),
    *("std_high", "cr2_se", "cr2_df", "cr2_p_value", "cr2_low", "cr2_high", "effect", "effect_low"),
    *("effect_high", "odds_ratio", "odds_low", "odds_high", "percentile_low", "percentile_high", "lowest"),
    *("highest", "std_all", "p_holm", "as_expected", "holds", "depends", "excluded", "detectable_slope"),
    *("hinges",),
)
"""What a row whose numbers stay with the analysts loses."""


def without_numbers(rows: "pd.DataFrame", few: "pd.Series", reason: Reason) -> "pd.DataFrame":
    """Return the rows, those in `few` refused for the reason and without estimates."""
    if not few.any():
        return rows
    # Where a smallest effect that matters is declared, a verdict says why there is none.
    verdict = "refused" if "smallest" in rows else None
    instead = {"status": "refused", "verdict": verdict, "reason": written([reason])}
    told = rows.assign(**{name: rows[name].mask(few) for name in NUMBERS if name in rows})
    said = {name: value for name, value in instead.items() if name in rows}
    return told.assign(**{name: told[name].astype("object").mask(few, value) for name, value in said.items()})


@dataclass(frozen=True)
class Levels:
    """How many people stand behind the groups that terms of models compare.

    Attributes:
        study: whose attributes and waves terms are made of.
        persons: one row a person with the attributes.
        scores: scored rows, of a person at a wave.
    """

    study: "Study"
    persons: "pd.DataFrame"
    scores: "pd.DataFrame"

    @cached_property
    def _scored(self) -> "dict[str, dict[str, np.ndarray]]":
        """The scores on a scale, and on any (""): who gave each, at which occasion, of which groups."""
        occasions = {wave.name: wave.occasion for wave in self.study.config.waves}
        names = [attribute.name for attribute in self.study.config.attributes]
        known = self.persons[names].astype("object").astype("str").assign(person=self.persons["person"])
        own = self.scores.loc[self.scores["status"].astype("str") == "scored", ["person", "wave", "scale"]]
        rows = own.assign(occasion=own["wave"].astype("str").map(occasions)).merge(known, "left", "person")
        cells = {name: rows[name].to_numpy(dtype="object") for name in ("person", *self._factors)}
        places = rows.groupby("scale", observed=True).indices
        of_scales = {
            str(scale): {name: own[at] for name, own in cells.items()} for scale, at in places.items()
        }
        return {"": cells, **of_scales}

    @cached_property
    def _counted(self) -> dict[tuple[object, ...], int]:
        return {}

    @cached_property
    def _factors(self) -> dict[str, list[str]]:
        attributes = {one.name: [value.name for value in one.values] for one in self.study.config.attributes}
        occasions = list(dict.fromkeys(wave.occasion for wave in self.study.config.waves))
        return {**attributes, "occasion": occasions}

    def level_of(self, piece: str) -> tuple[str, str] | None:
        """Return factor and level of a part of a term, such as `rolefuture`; None of a number."""
        for factor, levels in self._factors.items():
            if piece.startswith(factor) and piece.removeprefix(factor) in levels:
                return factor, piece.removeprefix(factor)
        return None

    def few(self, terms: Iterable[str], scale: str) -> list[bool]:
        """Tell of each term of one model whether it tells of fewer than twenty people.

        A term's group, and the group it is set against, have so many; so has the group that the intercept
        is expected in.
        """
        names = list(terms)
        told = [one for name in names for piece in name.split(":") if (one := self.level_of(piece))]
        references = self._references(told)
        return [self._few(name, references, scale) for name in names]

    def _references(self, told: list[tuple[str, str]]) -> dict[str, str]:
        """Return per factor in the model the level that has no term."""
        found = {}
        for factor in dict.fromkeys(factor for factor, _ in told):
            without = [one for one in self._factors[factor] if (factor, one) not in told]
            there = [one for one in without if self._people({factor: one}, "")]
            if there:
                found[factor] = there[0]
        return found

    def _few(self, name: str, references: dict[str, str], scale: str) -> bool:
        if name == INTERCEPT:
            return bool(references) and self._people(references, scale) < LEAST_FOR_SHARES
        own = dict(one for piece in name.split(":") if (one := self.level_of(piece)))
        if not own:
            return False
        against = {factor: references[factor] for factor in own if factor in references}
        return min(self._people(own, scale), self._people(against, scale)) < LEAST_FOR_SHARES

    def _people(self, group: dict[str, str], scale: str) -> int:
        """Return how many people of a group have a score; nobody is of none."""
        key = (scale, *group.items())
        if key not in self._counted:
            self._counted[key] = len(set(self._members(group, scale)))
        return self._counted[key]

    def _members(self, group: dict[str, str], scale: str) -> "np.ndarray":
        import numpy as np

        cells = self._scored.get(scale, {})
        if not cells or not group:
            return np.array([])
        return cells["person"][np.all([cells[factor] == level for factor, level in group.items()], axis=0)]


@dataclass(frozen=True)
class Few:
    """Terms of models × scales that tell of few people, and models × scales with too few rows."""

    terms: frozenset[tuple[str, str, str]]
    models: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, coefficients: "pd.DataFrame", levels: Levels) -> "Few":
        """Find them among all coefficients."""
        terms, models = set(), set()
        fits: dict[tuple[str, str, int], list[str]] = {}
        columns = (coefficients[name].tolist() for name in ("model", "scale", "n", "term"))
        for model, scale, n, term in zip(*columns, strict=True):
            fits.setdefault((model, scale, n), []).append(term)
        for (model, scale, n), names in fits.items():
            few = zip(names, levels.few(names, scale), strict=True)
            terms |= {(model, scale, name) for name, is_few in few if is_few}
            if n - len(names) < LEAST_DF:
                models.add((model, scale))
        return cls(frozenset(terms), frozenset(models))


def told_terms(rows: "pd.DataFrame", few: Few) -> "pd.DataFrame":
    """Return rows of models × scales × terms: those of small groups, or of too few rows, without numbers."""
    keys = list(zip(*(rows[name].astype("str") for name in ("model", "scale", "term")), strict=True))
    told = without_numbers(rows, _flags(rows, [key in few.terms for key in keys]), FEW_PEOPLE)
    too_few_rows = _flags(rows, [key[:2] in few.models for key in keys])
    return without_numbers(told, too_few_rows, Reason("few_residual_df", needed=LEAST_DF))


def _flags(rows: "pd.DataFrame", flags: list[bool]) -> "pd.Series":
    import pandas as pd

    return pd.Series(flags, index=rows.index, dtype="bool")


def told_leaving(rows: "pd.DataFrame", levels: Levels) -> "pd.DataFrame":
    """Return rows of dropout_model: those of small groups without numbers."""
    fitted = rows[rows["status"].astype("str") == "fitted"]
    small: set[object] = set()
    for _, own in fitted.groupby(["from_occasion", "to_occasion"], observed=True):
        small |= set(own.index[levels.few(own["term"].astype("str"), "")])
    return without_numbers(rows, _flags(rows, [place in small for place in rows.index]), FEW_PEOPLE)


def told_means(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows of model_means: points in groups of fewer than twenty people without numbers."""
    few = (rows["people"] < LEAST_FOR_SHARES).fillna(False).astype(bool) & rows["estimate"].notna()
    return without_numbers(rows, few, FEW_PEOPLE)


def told_tests(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows of missing_tests: those of fewer than twenty people without numbers."""
    few = (rows["n"] < LEAST_FOR_SHARES).fillna(False).astype(bool) & rows["statistic"].notna()
    return without_numbers(rows, few, FEW_PEOPLE)


def told_dropout(rows: "pd.DataFrame", single: frozenset[str]) -> "pd.DataFrame":
    """Return rows of dropout: means and their difference from twenty people on either side.

    Scales in `single` are one item, of which no mean is told but that of its bars.
    """
    few = rows[["stayed_n", "left_n"]].min(axis=1) < LEAST_FOR_SHARES
    numbers = ("stayed_mean", "left_mean", "difference_sd", "ci_low", "ci_high", "verdict")
    told = rows.assign(**{name: rows[name].mask(few) for name in numbers})
    of_one = told["variable"].astype("str").isin(single)
    return told.assign(**{name: told[name].mask(of_one) for name in ("stayed_mean", "left_mean")})


def told_diagnostics(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows of model_diagnostics: verdicts stay; numbers of single clusters and of people go.

    So do shares of answers at an end of a scale: of two models whose rows differ by a few, or beside the rule
    by which a share of few is hidden, any of them is a count.
    """
    assumption = rows["assumption"].astype("str")
    people = (assumption == "enough_clusters") & (rows["about"] == "person")
    return rows.assign(value=rows["value"].mask(assumption.isin(OF_FEW) | people))


def told_parameters(rows: "pd.DataFrame", scarce: frozenset[str]) -> "pd.DataFrame":
    """Return rows of structural_parameters without what describes single items.

    Intercepts, thresholds and residual variances of observed variables go; factors keep theirs. Of models in
    `scarce` nothing is told.
    """
    lhs, op, rhs = (rows[name].astype("str") for name in ("lhs", "op", "rhs"))
    factors = set(lhs[op == "=~"])
    own = (op == "|") | ((op.isin(["~1", "~*~"]) | ((op == "~~") & (lhs == rhs))) & ~lhs.isin(factors))
    return rows[~own & ~rows["model"].astype("str").isin(scarce)]


def scarce_models(fits: "pd.DataFrame") -> frozenset[str]:
    """Return structural models with fewer than ten rows more than free parameters."""
    scarce = fits["n"] - fits["n_parameters"].fillna(0) < LEAST_DF
    return frozenset(fits.loc[scarce & (fits["status"].astype("str") == "fitted"), "model"].astype("str"))


def told_sites(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows of site_estimates per SD of the sites, on both sides of a slope.

    Slopes of equations with fewer than five residual df have no numbers.
    """
    scale = (rows["std_all"] / rows["estimate"]).where(rows["estimate"].abs() > 1e-12)
    own = ("estimate", "se", "ci_low", "ci_high", "percentile_low", "percentile_high", "lowest", "highest")
    told = rows.assign(**{name: rows[name] * scale for name in (*own, "detectable_slope")})
    few = (rows["df"] < LEAST_DF_SITES).fillna(False).astype(bool)
    return without_numbers(told, few, Reason("few_residual_df", needed=LEAST_DF_SITES))
