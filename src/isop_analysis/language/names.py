"""What the study calls its parts, in the reader's language; a name without a title stays as it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from isop_analysis.language.numbers import Language
from isop_analysis.study.instrument import Chapter

if TYPE_CHECKING:
    from isop_analysis.study.model_settings import Multilevel
    from isop_analysis.study.structural_settings import Structural
    from isop_analysis.study.study import Study

PLACED = {"team": "chances", "context": "chances"}


def place_of(chapter: str) -> str:
    """Return the chapter of the report in which a scale's or model's chapter is told."""
    return PLACED.get(chapter, chapter)


CHAPTERS = tuple(dict.fromkeys(place_of(chapter) for chapter in get_args(Chapter)))
"""The chapters in which scales and models are told, in the report's order."""


@dataclass(frozen=True)
class Names:
    """Titles of a study in one language."""

    study: "Study"
    language: Language

    def scale(self, name: str) -> str:
        """Title of a scale."""
        found = [scale for _, scale in self.study.scales if scale.name == name]
        return found[0].title.in_language(self.language) if found else name

    def instrument(self, name: str) -> str:
        """Title of an instrument."""
        found = [one for one in self.study.instruments if one.name == name]
        return found[0].title.in_language(self.language) if found else name

    def item(self, name: str) -> str:
        """Wording of an item; a multiple-choice option with its question's name."""
        for instrument in self.study.instruments:
            for item in instrument.items:
                if item.name == name:
                    return item.text.in_language(self.language)
            for question in instrument.multiple_choice:
                for option in question.options:
                    if f"{question.name}_{option.name}" == name:
                        label = option.nl if self.language == "nl" else option.en
                        return f"{question.text.in_language(self.language)} {label}"
        return name

    def question(self, name: str) -> str:
        """Wording of a multiple-choice question, or of one that the study answers."""
        for instrument in self.study.instruments:
            for question in instrument.multiple_choice:
                if question.name == name:
                    return question.text.in_language(self.language)
        part = self.study.questions_part
        asked = next((one for one in part.settings.questions if one.name == name), None) if part else None
        return asked.plain.in_language(self.language) if asked is not None else self.model(name)

    def margin(self, name: str) -> str:
        """Title of what is expected by a multilevel model."""
        margins = (margin for model in self.study.multilevel for margin in model.margins)
        found = next((one for one in margins if one.name == name), None)
        return found.title.in_language(self.language) if found is not None else name

    def answer(self, item: str, value: float) -> str | None:
        """Label of an answer to an item; None where its value has none."""
        for instrument in self.study.instruments:
            for own in instrument.items:
                if own.name == item and own.answers != "open":
                    for known in instrument.answer_scale(own.answers).values:
                        if known.value == value:
                            return known.nl if self.language == "nl" else known.en
        return None

    def option(self, question: str, name: str) -> str:
        """Label of an option of a multiple-choice question."""
        for instrument in self.study.instruments:
            for own in instrument.multiple_choice:
                for option in own.options:
                    if (own.name, option.name) == (question, name):
                        return option.nl if self.language == "nl" else option.en
        return name

    def attribute(self, name: str) -> str:
        """Title of an attribute of people."""
        found = [one for one in self.study.config.attributes if one.name == name]
        return found[0].title.in_language(self.language) if found else name

    def measure(self, name: str) -> str:
        """Title of a number of the register."""
        register = self.study.config.team_register
        measures = [*register.team_measures, *register.attendance_measures] if register else []
        found = [one for one in measures if one.name == name]
        return found[0].title.in_language(self.language) if found else name

    def latent(self, name: str) -> str:
        """Title of a factor that a path model's syntax measures; its name where models differ on it."""
        given = [model.latent[name] for model in self.study.structural if name in model.latent]
        titles = {title.in_language(self.language) for title in given}
        return titles.pop() if len(titles) == 1 else name

    def measured_by(self, name: str) -> list[str]:
        """Return the columns by which path models measure a factor; none where none does, or they differ."""
        found = [model.factors[name] for model in self.study.structural if name in model.factors]
        return found[0] if found and all(one == found[0] for one in found) else []

    def value(self, attribute: str, value: str) -> str:
        """Label of an attribute's value."""
        for one in self.study.config.attributes:
            for known in one.values:
                if one.name == attribute and known.name == value:
                    return known.nl if self.language == "nl" else known.en
        return value

    def theme(self, name: str) -> str:
        """Title of a theme."""
        themes = self.study.integration.themes if self.study.integration else []
        found = [theme for theme in themes if theme.name == name]
        return found[0].title.in_language(self.language) if found else name

    def code(self, name: str) -> str:
        """Title of a code."""
        codes = self.study.integration.codes if self.study.integration else []
        found = [code for code in codes if code.name == name]
        return found[0].title.in_language(self.language) if found else name

    def pair(self, name: str) -> str:
        """Title of a pair of numbers and words; the name where the config has none."""
        found = next((one for one in self.study.pairs if one.name == name), None)
        return name if found is None else found.title.in_language(self.language)

    def outcome(self, name: str) -> str:
        """Title of a proxy of children's chances."""
        found = [one for one in self.study.config.outcomes if one.name == name]
        return found[0].title.in_language(self.language) if found else name

    def area(self, name: str) -> str:
        """Title of a part of the region."""
        areas = self.study.config.region.areas if self.study.config.region else []
        found = [area for area in areas if area.name == name]
        return found[0].title.in_language(self.language) if found else name

    def model(self, name: str) -> str:
        """Title of a model."""
        found = [
            model
            for model in (*self.models, *self.study.panels, *self.study.micro_macro)
            if model.name == name
        ]
        return found[0].title.in_language(self.language) if found else name

    def model_question(self, name: str) -> str:
        """The question a model answers."""
        found = [model for model in (*self.models, *self.study.panels) if model.name == name]
        return found[0].question.in_language(self.language) if found else name

    def family(self, name: str) -> str:
        """Title of a family of hypotheses."""
        part = self.study.hypotheses_part
        found = [one for one in part.settings.families if one.name == name] if part else []
        return found[0].title.in_language(self.language) if found else name

    @property
    def times(self) -> dict[str, str]:
        """Occasions by their time, as a number is written."""
        return {f"{wave.time:g}": wave.occasion for wave in self.study.config.waves}

    @property
    def models(self) -> "list[Multilevel | Structural]":
        """Every multilevel and structural model of the study."""
        return [*self.study.multilevel, *self.study.structural]

    def scales_in(self, chapter: str) -> list[str]:
        """Return the scales told in a chapter of the report, in the config's order."""
        return [scale.name for _, scale in self.study.scales if place_of(scale.chapter) == chapter]

    @property
    def occasions(self) -> list[str]:
        """Occasions in the order of time."""
        waves = sorted(self.study.config.waves, key=lambda wave: wave.time)
        return list(dict.fromkeys(wave.occasion for wave in waves))
