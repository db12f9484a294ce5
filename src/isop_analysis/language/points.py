"""The declared point of an expected score in words: which groups, at which values."""

from isop_analysis.language.names import Names
from isop_analysis.language.words import Words

Point = dict[str, str]


def point_of(text: str) -> Point:
    """Read `role=future; time=2`."""
    parts = (part.partition("=") for part in text.split("; ") if part)
    return {name: value for name, _, value in parts}


def written_point(point: Point, names: Names, words: Words) -> str:
    """Write a point as readers know it; nobody in particular for none."""
    parts = [written_value(name, value, names, words) for name, value in point.items()]
    return ", ".join(parts) or words("everyone")


def written_value(name: str, value: str, names: Names, words: Words) -> str:
    """Write one value: an occasion for a time, an attribute's own word, or the variable with its number."""
    if name == "time" and value in names.times:
        return names.times[value]
    if not _is_number(value):
        return names.value(name, value)
    digits = 0 if float(value).is_integer() else 2
    number = words.numbers.decimal(float(value), digits)
    return f"{words.label(f'variable.{name}', name)} {number}"


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
