"""What is held equal at each step of measurement invariance, and parameters that config lets differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.structural.refusals import ModelRefused, listed
from isop_analysis.structural.statements import Statement
from isop_analysis.structural.syntax import parse


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
KINDS = {"=~": "loadings", "~1": "intercepts", "~~": "residuals"}


def freed_parameters(
    items_by_factor: Mapping[str, Sequence[str]], partial: Sequence[str]
) -> tuple[Statement, ...]:
    """Return the parameters config lets differ, written as 'factor =~ item', 'item ~ 1' or 'item ~~ item'.

    Raises ModelRefused for one that no step holds equal.
    """
    freed = tuple(line for text in partial for line in parse(text).statements)
    items = [item for names in items_by_factor.values() for item in names]
    for line in freed:
        if line.op == "=~" and line.lhs in items_by_factor:
            own = items_by_factor[line.lhs]
            if line.rhs == own[0]:
                raise ModelRefused(
                    f"partial has '{line}', but '{own[0]}' is the first item of '{line.lhs}', "
                    "whose loading is 1 to "
                    "set the factor's scale; list another item first."
                )
            if line.rhs in own:
                continue
        elif (line.op == "~1" or (line.op == "~~" and line.lhs == line.rhs)) and line.lhs in items:
            continue
        raise ModelRefused(
            f"partial has '{line}', which no step holds equal; expected 'factor =~ item', 'item ~ 1' or "
            f"'item ~~ item' with items among {listed(items)}."
        )
    return freed
