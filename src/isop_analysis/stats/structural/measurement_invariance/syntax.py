"""Factor models of the same items over occasions or groups, in lavaan's syntax, with ever more held equal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from isop_analysis.stats.structural.statements import Statement


def longitudinal_syntax(
    items_by_factor: Mapping[str, Sequence[str]],
    waves: Sequence[str],
    equal: Sequence[str] = (),
    freed: Sequence[Statement] = (),
) -> str:
    """Return a model of columns ``<item>_<wave>``: a factor a wave, an item's residuals correlated.

    The first loading is 1 at every wave. Equal parameters share a label over waves; with equal intercepts the
    factors' means are free from the second wave on, else zero (Widaman, Ferrer & Conger 2010).

    Args:
        items_by_factor: names without wave.
        waves: labels in order.
        equal: "loadings", "intercepts", "residuals".
        freed: parameters of these kinds that may differ.
    """
    keys = {line.key for line in freed}
    lines: list[str] = []
    for factor, items in items_by_factor.items():
        for wave in waves:
            terms = [f"{items[0]}_{wave}"]
            for item in items[1:]:
                label = _label("loadings", f"l.{factor}.{item}", (factor, "=~", item), equal, keys)
                terms.append(f"{label}{item}_{wave}")
            lines.append(f"{factor}_{wave} =~ {' + '.join(terms)}")
    for items in items_by_factor.values():
        for item in items:
            lines += _item_lines(item, waves, equal, keys)
    lines += _mean_lines(items_by_factor, waves, "intercepts" in equal)
    return "\n".join(lines)


def _label(
    kind: str, label: str, key: tuple[str, str, str], equal: Sequence[str], freed: set[tuple[str, str, str]]
) -> str:
    return f"{label}*" if kind in equal and key not in freed else ""


def _item_lines(
    item: str, waves: Sequence[str], equal: Sequence[str], freed: set[tuple[str, str, str]]
) -> Iterator[str]:
    intercept = _label("intercepts", f"i.{item}", (item, "~1", ""), equal, freed)
    residual = _label("residuals", f"r.{item}", (item, "~~", item), equal, freed)
    for wave in waves:
        yield f"{item}_{wave} ~ {intercept}1"
        yield f"{item}_{wave} ~~ {residual}{item}_{wave}"
    for first, second in combinations(waves, 2):
        yield f"{item}_{first} ~~ {item}_{second}"


def _mean_lines(factors: Mapping[str, Sequence[str]], waves: Sequence[str], free: bool) -> Iterator[str]:
    for factor in factors:
        for place, wave in enumerate(waves):
            yield f"{factor}_{wave} ~ {'NA*1' if free and place else '0*1'}"


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
