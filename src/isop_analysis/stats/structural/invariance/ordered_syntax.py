"""Factor models of ordered answers over groups or waves, in lavaan's syntax, with ever more held equal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Key = tuple[str, str, str]


@dataclass(frozen=True)
class OrderedModel:
    """What is compared.

    Attributes:
        factors: items of every factor, without wave.
        labels: groups or waves, in order.
        waves: whether columns are ``<item>_<wave>``.
        thresholds: of every item.
        freed: parameters that may differ where they would be equal.
    """

    factors: Mapping[str, Sequence[str]]
    labels: Sequence[str]
    waves: bool
    thresholds: Mapping[str, int]
    freed: frozenset[Key]

    def syntax(self, equal: Sequence[str]) -> str:
        """Return the model with "thresholds", "loadings", "intercepts" and "residuals" equal as given.

        Residual variances are 1 and intercepts 0 in the first group or wave; both are free in later ones as
        soon as equal thresholds set the scale, until they are held equal themselves. The factors' means are
        free in later ones once intercepts are equal (Wu & Estabrook 2016, Psychometrika 81, propositions 4
        to 10). The first loading of a factor is 1.
        """
        lines: list[str] = []
        for factor, items in self.factors.items():
            lines += self._written(factor, "=~", items[0], ["1"] * len(self.labels))
            for item in items[1:]:
                same = "loadings" in equal and (factor, "=~", item) not in self.freed
                lines += self._written(factor, "=~", item, self._shared(f"l.{factor}.{item}", same))
        for item in (item for items in self.factors.values() for item in items):
            lines += self._item_lines(item, equal)
        free = "NA" if "intercepts" in equal else "0"
        for factor in self.factors:
            lines += self._written(factor, "~", "1", ["0", *[free] * (len(self.labels) - 1)])
        return "\n".join(lines)

    def _item_lines(self, item: str, equal: Sequence[str]) -> Iterator[str]:
        for place in range(1, self.thresholds[item] + 1):
            same = "thresholds" in equal and (item, "|", f"t{place}") not in self.freed
            shared = self._shared(f"t.{item}.{place}", same)
            yield from self._written(item, "|", f"t{place}", shared)
        kinds = (("intercepts", "~", "1", "0"), ("residuals", "~~", item, "1"))
        for kind, op, rhs, first in kinds:
            key = (item, "~1" if op == "~" else op, "" if op == "~" else rhs)
            free = "thresholds" in equal and (kind not in equal or key in self.freed)
            later = ["NA" if free else first] * (len(self.labels) - 1)
            yield from self._written(item, op, rhs, [first, *later])
        if self.waves:
            for one, other in combinations(self.labels, 2):
                yield f"{item}_{one} ~~ {item}_{other}"

    def _shared(self, label: str, equal: bool) -> list[str]:
        """Return a common label, or NA for each group or wave."""
        return [label if equal else "NA"] * len(self.labels)

    def _written(self, lhs: str, op: str, rhs: str, modifiers: Sequence[str]) -> Iterator[str]:
        if not self.waves:
            yield f"{lhs} {op} c({', '.join(modifiers)})*{rhs}"
            return
        for wave, modifier in zip(self.labels, modifiers, strict=True):
            own = rhs if op in ("|", "~") else f"{rhs}_{wave}"
            yield f"{lhs}_{wave} {op} {modifier}*{own}"
