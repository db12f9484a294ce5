"""Krippendorff's alpha of units that coders set themselves on a continuum, such as spans of text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from isop_analysis.base.reasons import Refused

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Section:
    """A unit, or the gap between two, from `begin` to before `end`."""

    begin: int
    end: int
    unit: bool


@dataclass(frozen=True)
class Unitised:
    """Alpha of one category's units; of several categories, the sums of observed and expected decide."""

    alpha: float
    observed: float
    expected: float


def unitised_alpha(spans: Sequence[Spans], length: int) -> Unitised:
    """Return alpha_U of one category: what each coder marked on a continuum of `length` equal parts.

    Krippendorff 1995, Sociological Methodology 25, 47–76, with the expected disagreement of Krippendorff
    2004, Content Analysis, 2nd ed., section 11.6. `spans` has (begin, end) pairs a coder, the end not among
    them; units of one coder that overlap are one unit, those that touch are two. At most 1; 0 as by chance;
    NaN where nobody marked anything.

    Examples
    --------
    Krippendorff 2004, p. 254, category c (places from 150 on):

    >>> found = unitised_alpha([[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]], 300)
    >>> round(found.alpha, 4), round(found.observed, 4), round(found.expected, 4)
    (0.7286, 0.0144, 0.0532)

    Raises
    ------
    Refused
        For fewer than two coders, or a span outside the continuum.
    """
    if len(spans) < 2:
        raise Refused("coding_coders", found=len(spans), units=[length])
    if any(not 0 <= begin <= end <= length for own in spans for begin, end in own):
        raise Refused("coding_outside", length=length)
    sections = [_sections(own, length) for own in spans]
    observed = _observed(sections, length)
    expected = _expected(sections, length)
    alpha = 1 - observed / expected if expected > 0 else np.nan
    return Unitised(float(alpha), observed, expected)


def together(categories: Sequence[Unitised]) -> float:
    """Return alpha_U over categories: 1 − Σ observed / Σ expected; NaN where nobody marked anything."""
    expected = sum(one.expected for one in categories)
    return 1 - sum(one.observed for one in categories) / expected if expected > 0 else float("nan")


def _sections(spans: Spans, length: int) -> list[Section]:
    """Return a coder's units and gaps in their order; they fill the continuum."""
    found: list[Section] = []
    for begin, end in sorted(one for one in spans if one[0] < one[1]):
        last = found[-1].end if found else 0
        if found and begin < last:
            found[-1] = Section(found[-1].begin, max(last, end), unit=True)
            continue
        if begin > last:
            found.append(Section(last, begin, unit=False))
        found.append(Section(begin, end, unit=True))
    last = found[-1].end if found else 0
    return [*found, Section(last, length, unit=False)] if last < length else found


def _observed(sections: Sequence[Sequence[Section]], length: int) -> float:
    """Return D_o: Σ δ² over pairs of coders and sections, by m(m−1)L²."""
    pairs = combinations(sections, 2)
    total = sum(_difference(one, other) for mine, theirs in pairs for one, other in _meeting(mine, theirs))
    coders = len(sections)
    return 2 * total / (coders * (coders - 1) * length**2)


def _meeting(mine: Sequence[Section], theirs: Sequence[Section]) -> Iterator[tuple[Section, Section]]:
    """Yield each pair of sections that share a part of the continuum."""
    first = second = 0
    while first < len(mine) and second < len(theirs):
        yield mine[first], theirs[second]
        ends = mine[first].end - theirs[second].end
        first += ends <= 0
        second += ends >= 0


def _difference(one: Section, other: Section) -> int:
    """Return δ²: how far two units lie apart, or the length of a unit that lies in a gap, squared."""
    if one.unit and other.unit:
        return (one.begin - other.begin) ** 2 + (one.end - other.end) ** 2
    unit, gap = (one, other) if one.unit else (other, one)
    if unit.unit and gap.begin <= unit.begin and unit.end <= gap.end:
        return (unit.end - unit.begin) ** 2
    return 0


def _expected(sections: Sequence[Sequence[Section]], length: int) -> float:
    """Return D_e: the mean δ² if units and gaps of these lengths lay anywhere (Krippendorff 2004)."""
    sizes = [(one.unit, one.end - one.begin) for own in sections for one in own]
    units = np.array([size for unit, size in sizes if unit], dtype=float)
    gaps = np.sort(np.array([size for unit, size in sizes if not unit], dtype=float))
    if not len(units):
        return 0.0
    from_here = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0.0]])
    place = np.searchsorted(gaps, units)
    large = len(gaps) - place
    in_gaps = units**2 * (from_here[place] - large * (units - 1))
    in_units = (len(units) - 1) * (2 * units**3 - 3 * units**2 + units) / 3
    places = len(sections) * length
    below = places * (places - 1) - float((units * (units - 1)).sum())
    return float(2 / length * (in_units + in_gaps).sum() / below) if below > 0 else 0.0
