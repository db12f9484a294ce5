"""What variables of models and the points at which scores are expected are called in words."""

from collections.abc import Mapping

from isop_analysis.language.names import Names
from isop_analysis.language.words import Words

KNOWN = ("dose", "attendance", "start", "growth")


def variable_title(name: str, names: Names, words: Words) -> str:
    """Return `network_skill_T1` as the scale's title and its occasion; other names stay.

    A factor without a title is what its items have in common.
    `network_skill_T1_within` is a deviation from the person's own level, `network_skill_person` that level.
    """
    if name.endswith("_within"):
        return variable_title(name.removesuffix("_within"), names, words)
    if name.endswith("_person"):
        return words("variable.steady", variable=_stem(name.removesuffix("_person"), names, words))
    stem, _, occasion = name.rpartition("_")
    if occasion in names.occasions:
        return f"{_stem(stem, names, words).rstrip('.')} {occasion}"
    return _stem(name, names, words)


def _stem(name: str, names: Names, words: Words) -> str:
    if name in KNOWN:
        return words(f"variable.{name}")
    kinds = (names.scale, names.item, names.measure, names.latent, names.attribute)
    title = next((found for kind in kinds if (found := kind(name)) != name), None)
    measured = names.measured_by(name) if title is None else []
    if title is not None or not measured:
        return title or words.label(f"sites.variable.{name}", name)
    first = variable_title(measured[0], names, words)
    others = len(measured) - 1
    return words("variable.factor", item=first.rstrip("."), others=str(others)) if others else first


def written_point(point: Mapping[str, str | float], names: Names, words: Words) -> str:
    """Write a declared point as readers know it: which groups, at which values; everyone for none."""
    parts = [written_value(name, value, names, words) for name, value in point.items()]
    return ", ".join(parts) or words("everyone")


def written_value(name: str, value: str | float, names: Names, words: Words) -> str:
    """Write one value: an occasion for a time, an attribute's own word, or the variable with its number."""
    if isinstance(value, str):
        return names.value(name, value)
    if name == "time" and f"{value:g}" in names.times:
        return names.times[f"{value:g}"]
    number = words.numbers.decimal(value, 0 if float(value).is_integer() else 2)
    return f"{words.label(f'variable.{name}', name)} {number}"
