"""What is held equal at each step of measurement invariance, and parameters that config lets differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.statements import Statement
from isop_analysis.stats.structural.syntax import parse


@dataclass(frozen=True)
class Step:
    """A step: its name, the kinds of parameters held equal, and which of them it adds."""

    name: str
    equal: tuple[str, ...]

    @property
    def added(self) -> str | None:
        """The kind that this step holds equal and the one before does not."""
        return self.equal[-1] if self.equal else None


STEPS = (
    Step("configural", ()),
    Step("metric", ("loadings",)),
    Step("scalar", ("loadings", "intercepts")),
    Step("strict", ("loadings", "intercepts", "residuals")),
)
ORDERED_STEPS = (
    Step("configural", ()),
    Step("thresholds", ("thresholds",)),
    Step("metric", ("thresholds", "loadings")),
    Step("scalar", ("thresholds", "loadings", "intercepts")),
    Step("strict", ("thresholds", "loadings", "intercepts", "residuals")),
)
"""Of ordered answers (Wu & Estabrook 2016): equal thresholds first, without which there is no scale."""
EQUAL_THRESHOLDS = 2
KINDS = {"=~": "loadings", "~1": "intercepts", "~~": "residuals", "|": "thresholds"}


def freed_parameters(
    items_by_factor: Mapping[str, Sequence[str]], partial: Sequence[str], ordered: bool = False
) -> tuple[Statement, ...]:
    """Return the parameters config lets differ: 'factor =~ item', 'item ~ 1', 'item ~~ item', 'item | t2'.

    Thresholds are of ordered answers. Raises Refused for one that no step holds equal.
    """
    freed = tuple(line for text in partial for line in parse(text).statements)
    items = [item for names in items_by_factor.values() for item in names]
    for line in freed:
        if line.op == "=~" and line.lhs in items_by_factor:
            own = items_by_factor[line.lhs]
            if line.rhs == own[0]:
                raise Refused("partial_first_item", line=line, item=own[0], factor=line.lhs)
            if line.rhs in own:
                continue
        elif _of_item(line, ordered) and line.lhs in items:
            continue
        if ordered:
            raise Refused("partial_not_held_ordered", line=line, items=items)
        raise Refused("partial_not_held", line=line, items=items)
    return freed


def _of_item(line: Statement, ordered: bool) -> bool:
    """Whether this is a parameter of one item that a step may hold equal."""
    return line.op == "~1" or (line.op == "~~" and line.lhs == line.rhs) or (line.op == "|" and ordered)


def check_thresholds(thresholds: Mapping[str, int], freed: Sequence[Statement]) -> None:
    """Refuse thresholds in `partial` that an item hasn't, or that leave fewer than two of it equal."""
    for item, count in thresholds.items():
        known = [f"t{place + 1}" for place in range(count)]
        differ = [line.rhs for line in freed if line.op == "|" and line.lhs == item]
        for name in differ:
            if name not in known:
                raise Refused(
                    "partial_threshold", line=f"{item} | {name}", item=item, found=count + 1, known=known
                )
        if differ and count - len(differ) < EQUAL_THRESHOLDS:
            raise Refused(
                "partial_few_thresholds", item=item, found=len(differ), all=count, needed=EQUAL_THRESHOLDS
            )
