"""Factor models of the same items at several occasions, in lavaan's syntax."""

from collections.abc import Iterator, Mapping, Sequence
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
