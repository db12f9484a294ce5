"""What cleaning has to know of each item: whether it counts for a scale, is reversed, and its range."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.cleaning.scale_items import scale_items
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class ItemTrait:
    """One item; `scaled` says that it belongs to a scale, `attribute` that it gives one of people.

    `comparable` items are those of scales on an answer scale that reversed items have too: of these the same
    answer throughout contradicts itself.
    """

    scaled: bool
    comparable: bool
    reversed: bool
    low: float
    high: float
    attribute: bool
    checked: bool


@dataclass(frozen=True)
class TraitColumns:
    """The traits of a list of items, an array each."""

    scaled: np.ndarray
    comparable: np.ndarray
    reversed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    attribute: np.ndarray
    checked: np.ndarray


UNKNOWN = ItemTrait(False, False, False, -np.inf, np.inf, False, False)


def item_traits(study: Study) -> dict[str, ItemTrait]:
    """Return the trait of every item that isn't open, and of every option (0 or 1), by name."""
    attributes = {attribute.item for attribute in study.config.attributes}
    traits: dict[str, ItemTrait] = {}
    for instrument in study.instruments:
        scaled = scale_items(instrument)
        turned = {item.answers for item in instrument.items if item.reversed and item.name in scaled}
        checked = instrument.name not in study.config.cleaning.instruments_without
        for item in instrument.items:
            if item.answers != "open":
                allowed = instrument.answer_scale(item.answers)
                traits[item.name] = ItemTrait(
                    item.name in scaled,
                    item.name in scaled and item.answers in turned,
                    item.reversed,
                    allowed.low,
                    allowed.high,
                    item.name in attributes,
                    checked,
                )
        for question in instrument.multiple_choice:
            for option in question.options:
                name = f"{question.name}_{option.name}"
                traits[name] = ItemTrait(False, False, False, 0, 1, name in attributes, checked)
    return traits


def columns_of(traits: dict[str, ItemTrait], items: Sequence[str]) -> TraitColumns:
    """Return the traits of these items as arrays."""
    found = [traits.get(item, UNKNOWN) for item in items]
    return TraitColumns(
        scaled=np.array([trait.scaled for trait in found], dtype=bool),
        comparable=np.array([trait.comparable for trait in found], dtype=bool),
        reversed=np.array([trait.reversed for trait in found], dtype=bool),
        low=np.array([trait.low for trait in found], dtype=float),
        high=np.array([trait.high for trait in found], dtype=float),
        attribute=np.array([trait.attribute for trait in found], dtype=bool),
        checked=np.array([trait.checked for trait in found], dtype=bool),
    )
