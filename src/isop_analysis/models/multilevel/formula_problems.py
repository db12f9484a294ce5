"""What is wrong in multilevel models, as far as it shows before any data: read on invented rows.

The rows have every column that the study's own will have, so that what reads a formula here is what reads it
in the run. A run goes on without such a model; where an effect or a margin is wrong, it lacks that. A term of
waves that is the same in all rows, such as the time of a single wave, is left out by the fit, and told here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isop_analysis.base.nearest import meant
from isop_analysis.base.reasons import Refused
from isop_analysis.models.frame import NO_TEAM, model_frame, named
from isop_analysis.models.invented import invented_tables
from isop_analysis.models.multilevel.references import references_of
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.impossible import planning_problems
from isop_analysis.study.model_settings import Margin, Multilevel
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.sources import has_attendance, has_teams
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.multilevel.assembly import Assembly

Where = tuple[Step, ...]
OF_DATA = frozenset({"column_infinite", "outcome_constant", "outcome_reproduced"})
"""Reasons that say something of the invented rows, and nothing of the model."""
KEYS = {"nothing_to_centre": "centred", "reference_absent": "references"}
"""The key of the model that a reason is about, where that is not its formula."""
OF_WAVES = ("cohort", "school_year", "occasion", "time", "months")
"""Columns that say of an answer when it was given: the config knows them beforehand."""
REGISTERED = frozenset({"dose", "offered", "attended", "offered_to_date", "attended_to_date"})


@dataclass(frozen=True)
class FormulasRead:
    """What is wrong with formulas, and a sentence for each term that a fit will leave out."""

    problems: list[Problem]
    left_out: list[str]


@dataclass
class _Model:
    """A model of a file, and what is wrong with it."""

    study: Study
    tables: ModelTables
    document: Document
    where: Where
    model: Multilevel
    problems: list[Problem] = field(default_factory=list)

    def note(self, steps: Where, message: str) -> None:
        """Add a problem of a key of the model."""
        self.problems.append(problem(self.document, (*self.where, *steps), message))

    def read(self) -> "Assembly | None":
        """Read the model on the invented rows of each scale that may differ; None where it can't be read."""
        if not has_teams(self.study) and self.model.rows == "participants":
            message = "nobody is in a team: no register and no export tells it; write 'rows: all'"
            self.note(("rows",), message)
            return None
        words = named(self.model.formula) | {one.of for one in self.model.centred}
        scales = self.study.fitted_scales(self.model.name)
        read = [self._read_of(scale) for scale in scales if scale == scales[0] or scale in words]
        return read[0] if read and not self.problems else None

    def _read_of(self, scale: str) -> "Assembly | None":
        from isop_analysis.stats.multilevel.assembly import assemble
        from isop_analysis.stats.multilevel.formula import parse_formula

        model, frame = self.model, self.tables.described_scores
        try:
            formula = parse_formula(model.formula)
            if ("score",) in formula.fixed.terms:
                self.note(("formula",), "'score' explains itself; take it out of the right side")
            frame = model_frame(self.tables, model, scale)
            self._note_empty(frame)
            self._note_idle_references()
            if self.problems:
                return None
            return assemble(formula, frame, references_of(self.study, model, frame), model.weights)
        except Refused as refusal:
            self._note_refusal(refusal, list(frame.columns))
            return None

    def _note_refusal(self, refusal: Refused, columns: list[str]) -> None:
        """Note why the model can't be read; what is so of the invented rows alone is passed over."""
        reason = refusal.reason
        if reason.key == "column_absent":
            name = str(reason.values["column"])
            key = "weights" if name == self.model.weights else "formula"
            self.note((key,), f"the data will have no column '{name}'{meant(name, columns)}")
        elif reason.key not in OF_DATA:
            self.note((KEYS.get(reason.key, "formula"),), str(refusal))

    def _note_empty(self, frame: "pd.DataFrame") -> None:
        """Note variables that nothing in this study gives a value."""
        centred = {one.name: one.of for one in self.model.centred}
        words = named(self.model.formula) | ({self.model.weights} if self.model.weights else set())
        for name in sorted(words & set(frame.columns)):
            cells, source = frame[name], centred.get(name, name)
            if cells.isna().all() or (name == "site" and (cells == NO_TEAM).all()):
                hint = "leave it out of the model"
                if source in REGISTERED and not has_attendance(self.study):
                    hint = (
                        "add the register's sheet of attendance (team_register.attendance), or leave it out"
                    )
                self.note(("formula",), f"'{source}' has no value in this study; {hint}")

    def _note_idle_references(self) -> None:
        words = named(self.model.formula)
        for name in self.model.references:
            if name not in words:
                known = meant(name, sorted(words - {"score"}))
                self.note(("references", name), f"the formula has no factor '{name}'{known}")

    def note_told(self, read: "Assembly") -> None:
        """Note effects and margins that the formula does not give."""
        coefficients = [name for name in read.fixed.design.names if name != "(Intercept)"]
        for place, effect in enumerate(self.model.effects):
            if effect.term not in read.fixed.design.names:
                known = _meant(effect.term, coefficients)
                message = f"the formula gives no coefficient '{effect.term}'{known}"
                self.note(("effects", place, "term"), message)
        levels = _levels(read)
        for place, margin in enumerate(self.model.margins):
            for steps, message in _wrong_in(margin, levels):
                self.note(("margins", place, *steps), message)


def read_formulas(study: Study) -> FormulasRead:
    """Return what will keep a multilevel model, an effect or a margin or a term of one from being told."""
    if not study.multilevel:
        return FormulasRead([], [])
    tables = invented_tables(study)
    found: list[Problem] = []
    left_out: list[str] = []
    groups: set[str] = set()
    slopes: set[str] = set()
    for part in study.model_parts:
        for position, one in enumerate(part.settings.multilevel):
            model = _Model(study, tables, part.document, ("multilevel", position), one)
            read = model.read()
            if read is not None:
                model.note_told(read)
                left_out += _left_out(one, read)
                groups |= {name for effect in read.layout.effects for name in _names_of(effect.group)}
                slopes |= {name for effect in read.layout.effects for name in effect.names}
            found += model.problems
    if not found:
        found += planning_problems(study, sorted(groups), sorted(slopes - {"(Intercept)"}))
    return FormulasRead(found, left_out)


def _left_out(model: Multilevel, read: "Assembly") -> Iterator[str]:
    """Yield the terms of waves that the fit leaves out; what else is redundant here may not be so in data."""
    own = tuple(one.name for one in model.centred if one.of in OF_WAVES)
    for one in read.fixed.dropped:
        if not any(word in own or word.startswith(OF_WAVES) for word in named(one.name)):
            continue
        why = f"follows from {', '.join(one.others)}"
        if one.others in ((), ("(Intercept)",)):
            why = "is the same in all answers of this study"
        yield f"model '{model.name}', '{one.name}': it {why}; the fit goes on without this term"


def _names_of(group: str) -> tuple[str, str]:
    """Return the names by which a plan may call a grouping factor: its own, and its inner part's."""
    return group, group.split(":")[0]


def _levels(read: "Assembly") -> dict[str, tuple[str, ...]]:
    """Return the columns of the fixed part, each factor with its levels, numbers with none."""
    from isop_analysis.stats.multilevel.columns import Factor
    from isop_analysis.stats.multilevel.expressions import used_columns

    names = {name for term in read.formula.fixed.terms for name in term}
    columns = {one: read.columns[one] for name in names for one in used_columns(name)}
    return {name: one.levels if isinstance(one, Factor) else () for name, one in columns.items()}


def _meant(name: str, known: list[str]) -> str:
    return meant(name, known) or "; take it out"


def _wrong_in(margin: Margin, levels: dict[str, tuple[str, ...]]) -> Iterator[tuple[Where, str]]:
    factors = sorted(name for name, own in levels.items() if own)
    for number, name in enumerate(margin.by):
        if name not in factors:
            yield ("by", number), f"the formula has no factor '{name}'{_meant(name, factors)}"
    asked: list[tuple[Where, str]] = [(("at", name), name) for name in margin.at]
    asked += [(("slope_of",), margin.slope_of)] if margin.slope_of is not None else []
    for steps, name in asked:
        if name not in levels:
            yield steps, f"the formula has no variable '{name}'{_meant(name, sorted(levels))}"
    for name, values in margin.at.items():
        for value in values if levels.get(name) else ():
            if str(value) not in levels[name]:
                yield ("at", name), f"'{name}' has no level '{value}'{meant(value, levels[name])}"
