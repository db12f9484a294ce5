"""The gate of a team sheet is that of trying every row of scores that others may have."""

from itertools import combinations, product

import numpy as np
import pytest

from isop_analysis.publish.sheet_gate import Said, Scores, keeps_all, reachable, steps_of, widths


def narrowest(scores: Scores, said: Said) -> float:
    """Try every filling of the others' scores; return the narrowest share of the range of one of them."""
    grid = [step / scores.steps for step in range(scores.steps + 1)]
    people = [(True, one) for one in scores.counted] + [(False, one) for one in scores.others]
    n = len(scores.counted)
    found = 1.0
    for size in (1, 2):
        for known in combinations(range(len(people)), size):
            own = [people[place] for place in known]
            left = [counted for place, (counted, _) in enumerate(people) if place not in known]
            fits = [
                others
                for others in product(grid, repeat=len(left))
                if consistent([*own, *zip(left, others, strict=True)], said, n)
            ]
            for place in range(len(left)):
                values = [one[place] for one in fits]
                found = min(found, max(values) - min(values) if values else 0.0)
    return found


def consistent(row: list[tuple[bool, float]], said: Said, n: int) -> bool:
    counted = [score for own, score in row if own]
    rounding = 1 / 32 + 1e-9
    if abs(np.mean(counted) - said.dot) > rounding:
        return False
    if said.spread is not None:
        sd = float(np.std(counted, ddof=1))
        if not said.spread[0] - 1e-9 <= sd <= said.spread[1] + 1e-9:
            return False
    if said.reported is not None and len(row) > n:
        return bool(abs(np.mean([score for _, score in row]) - said.reported) <= rounding)
    return True


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("spread", [None, (0.0, 0.15), (0.15, 0.225), (0.225, 1.0)])
def test_the_gate_is_that_of_enumeration(seed: int, spread: tuple[float, float] | None) -> None:
    random = np.random.default_rng(seed)
    counted = np.clip(np.round(4 * random.normal(random.choice([0.2, 0.6, 0.8]), 0.22, 5)), 0, 4) / 4
    dot = round(float(counted.mean()) * 16) / 16
    scores, said = Scores(tuple(counted), (), 4), Said(dot, spread)
    assert min(widths(scores, said)) == pytest.approx(narrowest(scores, said))


@pytest.mark.parametrize("seed", range(12))
def test_a_member_who_is_not_counted_hides_between_sheet_and_report(seed: int) -> None:
    """Five are counted by the sheet, six by the report: who is not on the sheet may not be worked out."""
    random = np.random.default_rng(seed)
    everyone = np.clip(np.round(4 * random.normal(0.7, 0.25, 6)), 0, 4) / 4
    counted, others = everyone[:5], everyone[5:]
    dots = [round(float(own.mean()) * 16) / 16 for own in (counted, everyone)]
    scores = Scores(tuple(counted), tuple(others), 4)
    said = Said(dots[0], (0.0, 1.0), dots[1])
    assert min(widths(scores, said)) == pytest.approx(narrowest(scores, said))


def test_words_and_ends_that_give_a_member_away_fail() -> None:
    calm = Scores((0.25, 0.5, 0.5, 0.75, 0.5, 0.5), (), 16)
    assert keeps_all(calm, Said(0.5))
    assert keeps_all(calm, Said(0.5, (0.15, 0.225)))
    assert not keeps_all(Scores((1.0,) * 5, (), 16), Said(1.0))
    apart = Scores((0.3125, 0.6875, 0.5, 0.5, 0.5), (), 16)
    assert keeps_all(apart, Said(0.5))
    assert not keeps_all(apart, Said(0.5, (0.0, 0.15)))  # the two at the ends know that the others are alike


def test_someone_outside_the_sheet_at_the_end_of_the_scale_is_seen_beside_the_report() -> None:
    counted = (0.25, 0.5, 0.375, 0.625, 0.5)
    apart = Scores(counted, (0.0,), 16)
    assert keeps_all(Scores(counted, (), 16), Said(0.4375))
    assert not keeps_all(
        apart, Said(0.4375, None, 0.25)
    )  # six of them cannot have 0.25 but with somebody at 0


def test_reachable_sums_of_squares_are_those_of_every_row() -> None:
    rows = list(product(range(4), repeat=3))
    for total, bits in enumerate(reachable(3, 3)):
        squares = {sum(x * x for x in row) for row in rows if sum(row) == total}
        assert {place for place in range(30) if bits >> place & 1} == squares


@pytest.mark.parametrize(("items", "steps"), [(1, 4), (4, 16), (5, 20), (30, 40)])
def test_scores_have_a_step_a_point_of_an_item(items: int, steps: int) -> None:
    assert steps_of(1, 5, items) == steps
