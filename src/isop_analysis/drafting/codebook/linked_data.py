"""The codebook for other programs: JSON-LD, a schema.org Dataset whose variables are items and scales.

As R's `codebook` writes it (Arslan 2019, Advances in Methods and Practices in Psychological Science 2,
169–187), so that data catalogues find which constructs and questions a study holds. It holds no answers.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isop_analysis.drafting.codebook.facts import InstrumentFacts
from isop_analysis.study.instrument import Instrument, Item, Scale

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def linked_data(study: "Study", facts: Sequence[InstrumentFacts]) -> str:
    """Return the JSON-LD of a study."""
    title = study.config.title
    content = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": [{"@language": "nl", "@value": title.nl}, {"@language": "en", "@value": title.en}],
        "identifier": study.name,
        "description": "; ".join(one.answered.instrument.title.en for one in facts),
        "dateModified": study.config.data_date,
        "inLanguage": list(study.config.languages),
        "variableMeasured": [variable for one in facts for variable in _variables(one)],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _variables(facts: InstrumentFacts) -> list[dict[str, Any]]:
    instrument = facts.answered.instrument
    items = [_item(instrument, one.item) for one in facts.items]
    options = [
        _property(
            f"{question.name}_{option.name}", f"{question.text.en} {option.en}", instrument, low=0, high=1
        )
        for question in instrument.multiple_choice
        for option in question.options
    ]
    return [*items, *options, *(_scale(instrument, scale) for scale in instrument.scales)]


def _property(name: str, text: str, instrument: Instrument, **bounds: float) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "PropertyValue", "name": name, "description": text}
    found["measurementTechnique"] = instrument.title.en
    if bounds:
        found |= {"minValue": bounds["low"], "maxValue": bounds["high"]}
    return found


def _item(instrument: Instrument, item: Item) -> dict[str, Any]:
    columns = sorted(
        {item.column(source.name) for source in instrument.sources if item.asked_in(source.name)}
    )
    if item.answers == "open":
        return _property(item.name, item.text.en, instrument) | {"alternateName": columns}
    allowed = instrument.answer_scale(item.answers)
    found = _property(item.name, item.text.en, instrument, low=allowed.low, high=allowed.high)
    labels = "\n".join(f"{one.value:g}. {one.en}" for one in allowed.values)
    return found | {"alternateName": columns} | ({"value": labels} if labels else {})


def _scale(instrument: Instrument, scale: Scale) -> dict[str, Any]:
    allowed = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    low, high = (0.0, 100.0) if scale.pomp else (allowed.low, allowed.high)
    text = f"{scale.title.en}: mean of {', '.join(scale.items)}"
    return _property(scale.name, text, instrument, low=low, high=high)
