"""Random effects: which columns vary over which groups, in lme4's order, and their blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.coding import design, evaluate_all
from isop_analysis.stats.multilevel.columns import Array, Codes, Columns, Factor
from isop_analysis.stats.multilevel.formula import RandomTerm, Terms

INTERCEPT = "(Intercept)"


@dataclass(frozen=True)
class Effect:
    """One correlated set of random effects: `names` of its k columns (n, k) over the levels of `factor`.

    `terms` (k,) are the terms the columns come from.
    """

    group: str
    label: str
    factor: Factor
    names: tuple[str, ...]
    terms: tuple[str, ...]
    matrix: Array

    @property
    def written(self) -> str:
        """The term as a formula writes it, with the names of its columns."""
        return f"({' + '.join(self.names)} | {self.group})"

    def without(self, terms: Sequence[str]) -> "Effect | None":
        """Return the effect without the columns of these terms, None where no column is left."""
        kept = [place for place, term in enumerate(self.terms) if term not in terms]
        if not kept:
            return None
        return replace(
            self,
            names=tuple(self.names[place] for place in kept),
            terms=tuple(self.terms[place] for place in kept),
            matrix=self.matrix[:, kept],
        )


@dataclass(frozen=True)
class Block:
    """All effects over one grouping factor side by side: K columns, whose covariance T is K × K.

    `spans` are the effects' column ranges; T is zero between them.
    """

    group: str
    codes: Codes
    levels: tuple[str, ...]
    matrix: Array
    spans: tuple[slice, ...]

    @property
    def width(self) -> int:
        """Number of columns K."""
        return self.matrix.shape[1]

    @property
    def size(self) -> int:
        """Number of random effects, levels times columns."""
        return len(self.levels) * self.width


@dataclass(frozen=True)
class Parameter:
    """One free entry (row ≥ column) of a block's relative Cholesky factor Λ, and of its covariance T."""

    block: int
    row: int
    column: int


@dataclass(frozen=True)
class Layout:
    """Effects in lme4's order, blocks with the largest first, and the free entries in the effects' order."""

    effects: tuple[Effect, ...]
    blocks: tuple[Block, ...]
    parameters: tuple[Parameter, ...]
    places: tuple[tuple[int, slice], ...]  # per effect: its block and its columns there


def random_effects(terms: Sequence[RandomTerm], columns: Columns) -> tuple[Effect, ...]:
    """Return the effects of the terms, `||` split into uncorrelated parts, larger groupings first as lme4.

    Raises Refused where a grouping factor can't carry random effects.
    """
    effects = [effect for term in terms for effect in _effects(term, columns)]
    counts = [len(effect.factor.levels) for effect in effects]
    if any(later > earlier for earlier, later in pairwise(counts)):
        effects = [
            effects[place] for place in sorted(range(len(counts)), key=lambda place: counts[place])[::-1]
        ]
    return tuple(_labelled(effects))


def arrange(effects: Sequence[Effect]) -> Layout:
    """Merge effects over the same grouping factor into blocks and number their free parameters."""
    groups = dict.fromkeys(effect.group for effect in effects)
    blocks = [_block([effect for effect in effects if effect.group == group]) for group in groups]
    blocks.sort(key=lambda block: -block.size)
    place = {block.group: index for index, block in enumerate(blocks)}
    used = dict.fromkeys(groups, 0)
    places: list[tuple[int, slice]] = []
    for effect in effects:
        index = place[effect.group]
        places.append((index, blocks[index].spans[used[effect.group]]))
        used[effect.group] += 1
    parameters = tuple(
        Parameter(index, row, column)
        for index, span in places
        for column in range(span.start, span.stop)
        for row in range(column, span.stop)
    )
    return Layout(tuple(effects), tuple(blocks), parameters, tuple(places))


def combined(names: Sequence[str], columns: Columns) -> Factor:
    """Return the combination of factors as one factor, levels written `inner:outer` as R does."""
    factor = columns.factor(names[0])
    for name in names[1:]:
        other = columns.factor(name)
        joint, codes = np.unique(factor.codes * len(other.levels) + other.codes, return_inverse=True)
        first, second = np.divmod(joint, len(other.levels))
        levels = tuple(f"{factor.levels[a]}:{other.levels[b]}" for a, b in zip(first, second, strict=True))
        factor = Factor(codes.astype(np.intp), levels)
    return factor


def _effects(term: RandomTerm, columns: Columns) -> list[Effect]:
    factor, group = combined(term.group, columns), ":".join(term.group)
    _refuse_unusable_grouping(group, factor, columns.n)
    if term.correlated:
        parts = [term.design]
    else:
        parts = [Terms(True, ())] if term.design.intercept else []
        parts += [Terms(False, (single,)) for single in term.design.terms]
    return [_effect(part, group, factor, columns) for part in parts]


def _effect(terms: Terms, group: str, factor: Factor, columns: Columns) -> Effect:
    built = design(terms, evaluate_all(terms, columns), columns.n)
    if not built.names:
        raise Refused("random_without_columns", group=group)
    labels = tuple(":".join(terms.terms[place]) if place >= 0 else INTERCEPT for place in built.term_of)
    effect = Effect(group, group, factor, built.names, labels, built.matrix)
    size = len(built.names) * len(factor.levels)
    if size >= columns.n:
        raise Refused("random_as_many_as_rows", term=effect.written, group=group, found=size, rows=columns.n)
    return effect


def _refuse_unusable_grouping(group: str, factor: Factor, n: int) -> None:
    if len(factor.levels) < 2:
        raise Refused("all_in_one_cluster", group=group, rows=n, level=factor.levels[0])
    if len(factor.levels) == n:
        raise Refused("clusters_of_one_row", group=group, found=n)


def refuse_unknown_group(name: str, groups: Iterable[str]) -> None:
    """Refuse a grouping factor that a model doesn't have."""
    known = list(groups)
    if name not in known:
        raise Refused("group_absent", group=name, meant=nearest(name, known), groups=known)


def _labelled(effects: Sequence[Effect]) -> list[Effect]:
    """Name repeated groups as R's VarCorr does: Subject, Subject.1."""
    seen: dict[str, int] = {}
    named = []
    for effect in effects:
        count = seen.get(effect.group, 0)
        seen[effect.group] = count + 1
        label = f"{effect.group}.{count}" if count else effect.group
        named.append(replace(effect, label=label))
    return named


def _block(effects: Sequence[Effect]) -> Block:
    widths = np.cumsum([0, *(len(effect.names) for effect in effects)])
    spans = tuple(slice(int(a), int(b)) for a, b in pairwise(widths))
    matrix = np.concatenate([effect.matrix for effect in effects], axis=1)
    return Block(effects[0].group, effects[0].factor.codes, effects[0].factor.levels, matrix, spans)
