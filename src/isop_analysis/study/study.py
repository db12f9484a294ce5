"""A loaded study: its settings and the folders and tables that belong to it."""

import importlib
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from isop_analysis.base.nearest import meant
from isop_analysis.study.config import Config
from isop_analysis.study.display_settings import DisplayFile, JointDisplay, Judgement, Pair
from isop_analysis.study.instrument import Instrument, Scale
from isop_analysis.study.integration_settings import Integration
from isop_analysis.study.model_settings import Hypothesis, HypothesisFile, ModelFile, Multilevel
from isop_analysis.study.question_settings import AnsweredBy, Question, QuestionFile
from isop_analysis.study.structural_settings import Effect, MicroMacro, Panel, Structural
from isop_analysis.study.yaml_lines import Document

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.multilevel import Fit

Model = TypeVar("Model", bound=BaseModel)
RELEASE_RECORD = "release.json"
DEFAULT = "config/config.yaml"
"""The study that is run where no other is named."""


@dataclass(frozen=True)
class Part(Generic[Model]):
    """Settings and the document they were read from."""

    document: Document
    settings: Model


@dataclass(frozen=True, repr=False)
class Study:
    """A validated study; `folder` is that of its study file, which need not lie below `root`."""

    root: Path
    folder: Path
    config_part: Part[Config]
    instrument_parts: tuple[Part[Instrument], ...]
    model_parts: tuple[Part[ModelFile], ...]
    integration_part: Part[Integration] | None
    hypotheses_part: Part[HypothesisFile] | None = None
    questions_part: Part[QuestionFile] | None = None
    displays_part: Part[DisplayFile] | None = None

    @property
    def config(self) -> Config:
        """The study file's settings."""
        return self.config_part.settings

    @property
    def name(self) -> str:
        """The study's short name."""
        return self.config.study

    @cached_property
    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments, in the config's order."""
        return tuple(part.settings for part in self.instrument_parts)

    @cached_property
    def scales(self) -> tuple[tuple[Instrument, Scale], ...]:
        """Every scale with its instrument, in the config's order."""
        return tuple((instrument, scale) for instrument in self.instruments for scale in instrument.scales)

    @cached_property
    def multilevel(self) -> tuple[Multilevel, ...]:
        """The multilevel models, in the config's order."""
        return tuple(model for part in self.model_parts for model in part.settings.multilevel)

    @cached_property
    def structural(self) -> tuple[Structural, ...]:
        """The structural models, in the config's order."""
        return tuple(model for part in self.model_parts for model in part.settings.structural)

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """The models of change over occasions, in the config's order."""
        return tuple(model for part in self.model_parts for model in part.settings.panels)

    @cached_property
    def micro_macro(self) -> tuple[MicroMacro, ...]:
        """The models of sites and children's chances, in the config's order."""
        return tuple(model for part in self.model_parts for model in part.settings.micro_macro)

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The hypotheses, in the file's order."""
        return tuple(self.hypotheses_part.settings.hypotheses) if self.hypotheses_part else ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in the file's order; without a file those of the models, in the config's."""
        if self.questions_part is not None:
            return tuple(self.questions_part.settings.questions)
        texts = {one.name: one.question for one in self.multilevel}
        texts |= {one.name: one.question for one in self.micro_macro}
        return tuple(one.model_copy(update={"plain": texts[one.name]}) for one in self.asked)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """What decides how questions are answered: those that models ask stand here without their words."""
        if self.questions_part is not None:
            return tuple(self.questions_part.settings.questions)
        told = [one.name for one in self.multilevel if one.effects]
        names = (*told, *(one.name for one in self.micro_macro))
        return tuple(
            Question.model_construct(name=name, answers=[AnsweredBy(model=name)])  # type: ignore[call-arg]
            for name in names
        )

    def tested_scales(self, hypothesis: Hypothesis) -> list[str]:
        """Return the scales on which a hypothesis is tested."""
        return self.fitted_scales(hypothesis.model) if hypothesis.scales == "all" else list(hypothesis.scales)

    def effect_of(self, hypothesis: Hypothesis) -> Effect:
        """Return the declared effect that tests a hypothesis: its contrast, unit, smallest effect, source."""
        model = next(model for model in self.multilevel if model.name == hypothesis.model)
        return next(effect for effect in model.effects if effect.term == hypothesis.term)

    def fitted_scales(self, model: str) -> list[str]:
        """Return the scales to which the multilevel model of that name is fitted."""
        found = next(one for one in self.multilevel if one.name == model)
        return [scale.name for _, scale in self.scales] if found.scales == "all" else list(found.scales)

    @property
    def integration(self) -> Integration | None:
        """The qualitative part, if the study has one."""
        return self.integration_part.settings if self.integration_part else None

    @cached_property
    def displays(self) -> tuple[JointDisplay, ...]:
        """The joint displays: those beside the codebook, then the study's own."""
        shared = self.integration.joint_displays if self.integration is not None else []
        own = self.displays_part.settings.joint_displays if self.displays_part is not None else []
        return (*shared, *own)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of numbers and words that were declared."""
        return tuple(pair for display in self.displays for pair in display.pairs)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What researchers make of pairs of numbers and words."""
        return tuple(self.displays_part.settings.judgements) if self.displays_part else ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The config files the study was read from."""
        own = [self.config_part.document, *(part.document for part in self.instrument_parts)]
        own += [part.document for part in self.model_parts]
        if self.integration_part is not None:
            own.append(self.integration_part.document)
        if self.hypotheses_part is not None:
            own.append(self.hypotheses_part.document)
        if self.questions_part is not None:
            own.append(self.questions_part.document)
        if self.displays_part is not None:
            own.append(self.displays_part.document)
        return tuple(own)

    def instrument(self, name: str) -> Instrument:
        """Return the instrument of that name."""
        return next(instrument for instrument in self.instruments if instrument.name == name)

    def scale(self, name: str) -> Scale:
        """Return the scale of that name.

        Raises
        ------
        KeyError
            When no scale has that name; the nearest is suggested, or all are told.
        """
        known = {scale.name: scale for _, scale in self.scales}
        if name not in known:
            raise KeyError(f"no scale '{name}'{meant(name, known)}")
        return known[name]

    @property
    def raw(self) -> Path:
        """Folder of the raw exports."""
        return self.root / self.config.raw

    @property
    def restricted(self) -> Path:
        """Folder of identities and unmasked text."""
        return self.root / "data" / "restricted" / self.name

    @property
    def processed(self) -> Path:
        """Folder of the stages' tables."""
        return self.root / "data" / "processed" / self.name

    @property
    def published(self) -> Path:
        """Folder of the tables that readers may have."""
        return self.root / "data" / "published" / self.name

    @property
    def sheets(self) -> Path:
        """Folder of what one team may have: a folder a team, by its pseudonym."""
        return self.root / "data" / "sheets" / self.name

    @property
    def releases(self) -> Path:
        """Folder of what was given out, a folder a release, each with its record."""
        return self.root / "releases" / self.name

    @property
    def build(self) -> Path:
        """Folder of figures, notebooks and report."""
        return self.root / "reports" / "build" / self.name

    @property
    def command(self) -> str:
        """What to type to run it."""
        file = self.config_part.document.file
        return "./run" if file == DEFAULT else f"./isop run --config {file}"

    def table(self, name: str) -> "pd.DataFrame":
        """Read a processed table, such as ``scale_scores``.

        Raises
        ------
        KeyError
            When no table has that name; the nearest is suggested.
        FileNotFoundError
            When the step that writes it has not run.
        """
        from isop_analysis.contracts import read_table

        return read_table(name, self.processed, self.command)

    def answers(self, wide: bool = False) -> "pd.DataFrame":
        """Read the cleaned answers: a row an answer, or `wide`, a row a person, team and wave.

        See `wide_answers`; for analysts, as it is a table of people.
        """
        from isop_analysis.study.wide_answers import wide_answers

        answers = self.table("answers")
        return wide_answers(answers) if wide else answers

    def items(self, scale: str, occasion: str) -> "pd.DataFrame":
        """Read the answers to a scale's items at an occasion, reversed items turned round.

        See `scale_items`; for analysts, as it is a table of people.
        """
        from isop_analysis.study.wide_answers import scale_items

        instrument = next(own for own, one in self.scales if one is self.scale(scale))
        waves = {wave.name: wave.occasion for wave in self.config.waves}
        if occasion not in waves.values():
            raise KeyError(f"no occasion '{occasion}'{meant(occasion, dict.fromkeys(waves.values()))}")
        answers = self.table("answers")
        then = answers[answers["wave"].astype("str").map(waves) == occasion]
        return scale_items(then, instrument, self.scale(scale))

    def refit(self, model: str, scale: str, formula: str | None = None) -> "Fit":
        """Fit a multilevel model of the study to a scale again, or another formula on its frame.

        See `isop_analysis.models.multilevel.refitting.refit`.
        """
        # Models stand above the study: they load when they are asked for.
        room = importlib.import_module("isop_analysis.models.multilevel.refitting")
        fit: Fit = room.refit(self, model, scale, formula)
        return fit

    @property
    def contents(self) -> dict[str, list[str]]:
        """What the study is made of, by name."""
        return {
            "waves": [one.name for one in self.config.waves],
            "instruments": [one.name for one in self.instruments],
            "scales": [scale.name for _, scale in self.scales],
            "multilevel models": [one.name for one in self.multilevel],
            "structural models": [
                *(one.name for one in self.structural),
                *(one.name for one in self.panels),
                *(one.name for one in self.micro_macro),
            ],
            "questions": [one.name for one in self.questions],
        }

    def __repr__(self) -> str:
        lines = [f"{name}: {', '.join(names)}" for name, names in self.contents.items() if names]
        return "\n".join([f"Study {self.name}", *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{name}</th><td>{escape(', '.join(names))}</td></tr>"
            for name, names in self.contents.items()
            if names
        )
        title = self.config.title.in_language("en")
        return f"<p><strong>{escape(title)}</strong> ({escape(self.name)})</p><table>{rows}</table>"
