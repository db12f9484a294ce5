"""Models that will be refused for want of data, told before the run from how much there is at most.

Counted are responses that cleaning leaves, those of people who can be linked, teams and sites; there can only
be fewer. A model that isn't named here may still be refused: for answers that are absent, links that fail,
years unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isop_analysis.models.frame import PERSON, grouping_factors
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.structural_settings import MicroMacro, Panel, Structural
from isop_analysis.study.study import Study

UNITS = {"site": "sites", "municipality": "municipalities"}


@dataclass(frozen=True)
class Counted:
    """What the raw files hold: responses by instrument and wave, teams, sites, units by outcome and year.

    `sites` is None where no register tells them; a year is that in which a school year begins. `linkable` are
    the responses of people who would be recognised; None: everyone. `unasked` are the scales of which no file
    asked an item.
    """

    responses: Mapping[tuple[str, str], int]
    teams: int
    sites: int | None
    units: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    linkable: Mapping[tuple[str, str], int] | None = None
    unasked: frozenset[str] = frozenset()


def forecasts(study: Study, counted: Counted) -> list[str]:
    """Return a sentence for each model, of a scale or outcome where it has several, that will be refused."""
    known = _Known(study, counted)
    found: list[str] = []
    for model in study.multilevel:
        found += [f"model '{model.name}', {why}" for why in known.multilevel(model)]
    for one in study.structural:
        found += [f"model '{one.name}' {why}" for why in known.structural(one)]
    for panel in study.panels:
        found += [f"model '{panel.name}' {why}" for why in known.panel(panel)]
    for sites in study.micro_macro:
        found += [f"model '{sites.name}', {why}" for why in known.micro_macro(sites)]
    return [f"will be refused: {one}" for one in found]


@dataclass(frozen=True)
class _Known:
    study: Study
    counted: Counted

    def at(self, instrument: str, occasion: str | None, linked: bool = False) -> int:
        """Return the responses to an instrument at an occasion, or at all; `linked`: of people recognised."""
        waves = [one.name for one in self.study.config.waves if occasion in (None, one.occasion)]
        known = self.counted.linkable if linked else None
        counts = self.counted.responses if known is None else known
        return sum(counts.get((instrument, wave), 0) for wave in waves)

    def known_again(self, scale: str) -> bool:
        """Whether a person may have two scores: at two occasions, or in one about two teams."""
        if self.study.scale(scale).about == "team":
            return True
        occasions = dict.fromkeys(wave.occasion for wave in self.study.config.waves)
        return sum(self.at(self.owner(scale), one, linked=True) > 0 for one in occasions) > 1

    def owner(self, scale: str) -> str:
        """Return the instrument that a scale is of."""
        return next(instrument.name for instrument, one in self.study.scales if one.name == scale)

    def multilevel(self, model: Multilevel) -> Iterator[str]:
        for scale in self.study.fitted_scales(model.name):
            if not self.at(self.owner(scale), None):
                yield f"scale '{scale}': no response to its instrument"
            elif scale in self.counted.unasked:
                yield f"scale '{scale}': no file asked its items"
            elif [PERSON] in grouping_factors(model.formula) and not self.known_again(scale):
                yield f"scale '{scale}': nobody can be recognised at two occasions, and it sets people apart"
        most = {"team": self.counted.teams, "site": self.counted.sites}
        for columns in grouping_factors(model.formula):
            bound = most.get(columns[0]) if len(columns) == 1 else None
            if bound is not None and bound < model.minimum_clusters:
                what = columns[0]
                yield f"all scales: {bound} {what}s at most, minimum_clusters is {model.minimum_clusters}"

    def structural(self, model: Structural) -> Iterator[str]:
        if model.kind == "path":
            yield from self._path(model)
            return
        first = min(self.study.config.waves, key=lambda wave: wave.time).occasion
        occasion = None if model.over == "occasions" else model.occasion or first
        people = self.at(model.instrument or "", occasion)
        needed = 2 * model.minimum_group if model.over not in (None, "occasions") else 0
        if model.kind == "cfa":
            needed = max(model.minimum_n, int(model.rows_per_parameter * self._parameters(model)))
        if people < needed:
            where = f"at '{occasion}'" if occasion else "in all"
            yield f"{where}: {people} responses at most, {needed} are needed"

    def _parameters(self, model: Structural) -> int:
        """Return the free parameters of factors: loadings, residuals, variances and covariances."""
        instrument = self.study.instrument(model.instrument or "")
        own = [one for one in instrument.scales if one.name in model.scales or not model.scales]
        sizes = [len(one.items) for one in own if model.scales or len(one.items) > 1]
        return 2 * sum(sizes) + len(sizes) * (len(sizes) - 1) // 2

    def _path(self, model: Structural) -> Iterator[str]:
        """Yield why no row is complete enough: each column is answered by so many people at most."""
        from isop_analysis.stats.structural import observed_variables

        names = [(scale.name, instrument.name) for instrument, scale in self.study.scales]
        names += [(item.name, one.name) for one in self.study.instruments for item in one.items]
        owner = dict(names)
        named = []
        for column in observed_variables(model.syntax or ""):
            stem, _, occasion = column.rpartition("_")
            if stem in owner:
                named.append((owner[stem], occasion, column))
        if not named:
            return
        linked = model.missing == "listwise" and len({occasion for _, occasion, _ in named}) > 1
        bounds = [(self.at(own, occasion, linked), column) for own, occasion, column in named]
        people, column = min(bounds) if model.missing == "listwise" else max(bounds)
        if people < model.minimum_n:
            whose = " of people who can be linked" if linked else ""
            yield f"for '{column}': {people} responses{whose} at most, minimum_n is {model.minimum_n}"

    def panel(self, model: Panel) -> Iterator[str]:
        used = model.occasions or list(dict.fromkeys(one.occasion for one in self.study.config.waves))
        scales = [name for name in model.variables if name != "attendance"]
        if not scales:
            return
        answered = [
            max(self.at(self.owner(name), occasion, linked=True) for name in scales) for occasion in used
        ]
        people = sum(answered) // 2
        if people < model.minimum_n:
            yield f"with two occasions or more: {people} people at most, minimum_n is {model.minimum_n}"

    def micro_macro(self, model: MicroMacro) -> Iterator[str]:
        first = min(int(wave.school_year[:4]) for wave in self.study.config.waves)
        every = [outcome.name for outcome in self.study.config.outcomes]
        explained = every if model.outcomes == "all" else model.outcomes
        for outcome in self.study.config.outcomes:
            if outcome.domain == "composition" or outcome.name not in explained:
                continue
            years = self.counted.units.get(outcome.name, {})
            after = [units for year, units in years.items() if year >= first + outcome.lag]
            if not after:
                yield (
                    f"outcome '{outcome.name}': '{outcome.file}' has no school year that comes "
                    f"{outcome.lag} or more years after the first wave's"
                )
            elif max(after) < model.minimum_units:
                yield (
                    f"outcome '{outcome.name}': {max(after)} {UNITS[outcome.level]} at most, minimum_units "
                    f"is {model.minimum_units}"
                )
