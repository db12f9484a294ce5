"""What the columns of an export are, in one language: label, labels of values, level of measurement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from isop_analysis.exports.answer_rows import ABSENT, absent_codes
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in
from isop_analysis.study.instrument import Instrument, Item
from isop_analysis.study.study import Study

Level = Literal["nominal", "ordinal", "scale"]


@dataclass(frozen=True)
class Variable:
    """A column: its label, what its values mean, its level of measurement; `absent` codes of no answer."""

    name: str
    label: str
    level: Level
    values: Mapping[Any, str] = field(default_factory=dict)
    absent: Mapping[float, str] = field(default_factory=dict)


def variables(study: Study, columns: Iterable[str], language: Language) -> list[Variable]:
    """Return the columns' variables, in their order; a column that is nothing of these is a plain text."""
    answered = (*_items(study, language), *_scores(study, language), _kind(language))
    known = {one.name: one for one in (*answered, *_attributes(study, language))}
    return [known.get(name, Variable(name, column_label(name, language), "nominal")) for name in columns]


def column_label(name: str, language: Language) -> str:
    """Return what a column that every export has is called; its own name where it has no other."""
    words = words_in(language)
    return words.label(f"exports.column.{name}", words.label(f"column.{name}", name))


def absent_labels(study: Study, language: Language) -> dict[float, str]:
    """Return the label of each absent code."""
    words = words_in(language)
    return {code: words(f"answer_kind.{kind}") for kind, code in absent_codes(study).items()}


def _items(study: Study, language: Language) -> list[Variable]:
    absent, words, names = absent_labels(study, language), words_in(language), Names(study, language)
    found = []
    for instrument in study.instruments:
        closed = [item for item in instrument.items if item.answers != "open"]
        found += [_item(instrument, item, language, absent) for item in closed]
        for question in instrument.multiple_choice:
            for option in question.options:
                label = f"{question.text.in_language(language)} {names.option(question.name, option.name)}"
                values = {0.0: words("exports.not_chosen"), 1.0: words("exports.chosen")}
                name = f"{question.name}_{option.name}"
                found.append(Variable(name, label, "nominal", values, absent))
    return found


def _item(instrument: Instrument, item: Item, language: Language, absent: Mapping[float, str]) -> Variable:
    answers = instrument.answer_scale(item.answers)
    values = {one.value: one.nl if language == "nl" else one.en for one in answers.values}
    scaled = {name for scale in instrument.scales for name in scale.items}
    level: Level = "scale" if not values else "ordinal" if item.name in scaled else "nominal"
    return Variable(item.name, item.text.in_language(language), level, values, absent)


def _attributes(study: Study, language: Language) -> list[Variable]:
    return [
        Variable(
            one.name,
            one.title.in_language(language),
            "nominal",
            {value.name: value.nl if language == "nl" else value.en for value in one.values},
        )
        for one in study.config.attributes
    ]


def _kind(language: Language) -> Variable:
    words = words_in(language)
    kinds = {kind: words(f"answer_kind.{kind}") for kind in ("given", *ABSENT)}
    return Variable("answer_kind", column_label("answer_kind", language), "nominal", kinds)


def _scores(study: Study, language: Language) -> list[Variable]:
    return [Variable(one.name, one.title.in_language(language), "scale") for _, one in study.scales]
