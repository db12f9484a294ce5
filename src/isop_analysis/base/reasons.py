"""Why something was refused, failed or is limited: a key with values, told in words only at the end.

Rooms raise `Refused` and hand on `Reason`; tables hold `written` reasons (key and JSON); `catalogue/` has the
words.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

NESTED = "reason"
"""The JSON key that marks a reason among the values of another one."""
TERM_LEFT_OUT = ("predictor_constant", "predictor_zero", "predictor_collinear")
"""Keys of the notes on a fit that lacks a term of its formula."""


class Reason:
    """A key of the catalogue with its values: text, numbers, lists of them, or other reasons.

    Examples
    --------
    >>> few = Reason("clusters", group="team", found=3, needed=5)
    >>> few.key, few.values["found"]
    ('clusters', 3)
    >>> print(few)
    3 clusters of 'team', at least 5 are needed
    """

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values: Mapping[str, Any] = {name: _plain(value) for name, value in values.items()}

    def __str__(self) -> str:
        """Return the sentence an analyst reads in logs and errors, in English."""
        from isop_analysis.base.telling import in_english

        return in_english(self)

    def __repr__(self) -> str:
        values = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"Reason({self.key!r}{values})"

    def mapped(self, change: Callable[[str], str]) -> "Reason":
        """Return the reason with each text among its values changed, those in lists and inner reasons too."""
        return Reason(self.key, **{name: _mapped(value, change) for name, value in self.values.items()})

    def with_values(self, change: Callable[[str, Any], Any]) -> "Reason":
        """Return the reason with each of its values changed, by name and value."""
        return Reason(self.key, **{name: change(name, value) for name, value in self.values.items()})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash(written([self]))


class Refused(ValueError):  # noqa: N818
    """Nothing can be computed; `reason` says with a key and values what was found and what was expected.

    Examples
    --------
    >>> try:
    ...     raise Refused("clusters", group="team", found=3, needed=5)
    ... except Refused as refusal:
    ...     refusal.reason.values["needed"]
    5
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.reason = Reason(key, **values)
        super().__init__(key)

    def __str__(self) -> str:
        return str(self.reason)

    def __reduce__(self) -> tuple[Any, ...]:
        return _refused, (self.reason,)


def refused(reason: Reason) -> Refused:
    """Return a refusal for a reason that was found elsewhere."""
    return Refused(reason.key, **reason.values)


_refused = refused


def written(reasons: Iterable[Reason]) -> str:
    """Return reasons as a table holds them: a line each, the key, a space, the values as JSON."""
    return "\n".join(
        f"{reason.key} {json.dumps(_packed(reason), ensure_ascii=False, sort_keys=True)}"
        for reason in reasons
    )


def read_reasons(cell: object) -> list[Reason]:
    """Return the reasons of a table's cell; none for an absent one.

    Raises
    ------
    ValueError
        When the cell holds something else, such as prose.
    """
    if not isinstance(cell, str) or not cell:
        return []
    return [_read(line) for line in cell.split("\n")]


def _read(line: str) -> Reason:
    key, _, values = line.partition(" ")
    try:
        packed = json.loads(values)
    except json.JSONDecodeError:
        raise ValueError(f"not a key with values: '{line[:60]}'") from None
    return Reason(key, **{name: _unpacked(value) for name, value in packed.items()})


def _packed(reason: Reason) -> dict[str, Any]:
    return {name: _pack(value) for name, value in reason.values.items()}


def _pack(value: object) -> object:
    if isinstance(value, Reason):
        return {NESTED: value.key, **_packed(value)}
    return [_pack(one) for one in value] if isinstance(value, list) else value


def _unpacked(value: Any) -> object:
    if isinstance(value, dict):
        inner = {name: _unpacked(one) for name, one in value.items() if name != NESTED}
        return Reason(value[NESTED], **inner)
    return [_unpacked(one) for one in value] if isinstance(value, list) else value


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Reason):
        return value.mapped(change)
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    return change(value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it: numbers of numpy as Python's, any collection as a list."""
    if isinstance(value, Refused):
        return value.reason
    if isinstance(value, (str, float)):
        return str(value) if isinstance(value, str) else float(value)  # numpy's are subclasses
    if value is None or isinstance(value, (bool, int, Reason)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return _plain(value.item()) if hasattr(value, "item") else str(value)
