"""Attack: how many skipped something, from the rows that models had, used and lost, all models together.

Models of scales of one questionnaire had the same rows, those of one scale lack the same scores, and the same
numbers stand in the tables of fits. Rows of everyone are the answers kept at all occasions. What the config
says of a model is open: whether it is of everyone, and whether it names a variable beside the score.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from published_outputs import ANYTHING, Published, count
from read_page import Row
from sums import Sum, Sums

Cell = tuple[str, ...]
Bounds = tuple[int, int]
ALL, SCORE = "all", "score"
EVERYONE, MEMBERS = "everyone", "members"
WANTED = frozenset(["lost", "first", "unscored", "dropped", "skipped"])
MANY, FEW = 10**6, 4
NOTHING_BESIDE = "score ~ 1 + ("


@dataclass(frozen=True)
class Fit:
    """A model × scale as its tables tell it; `base` are the rows it had, with others of the same base."""

    key: Cell
    base: Cell
    scale: Cell | None
    alone: bool
    rows: list[Row]
    dropped: Bounds


def rows_found(told: Published) -> dict[Cell, Bounds]:
    """Return the least and most rows that each model lost, in all and to each variable, and lack a score."""
    sums = Sums()
    for fit in _fits(told):
        _had_used_lost(sums, fit)
        _variables(sums, fit)
        if fit.scale is not None:
            _unscored(sums, fit)
    _over_occasions(sums, told)
    return sums.ranges([cell for cell in sums.cells if cell[0] in WANTED])


def _fits(told: Published) -> Iterator[Fit]:
    fits = {(row["model"], row["scale"]): row for row in told.table("model_fits")}
    instrument = {row["scale"]: row["instrument"] for row in told.table("scale_descriptives")}
    members = {row["instrument"] for row in told.table("scored_people") if row["people"] != row["in_team"]}
    for (model, scale), rows in _together(told.table("model_rows")).items():
        fit = fits.get((model, scale), {})
        asked = instrument.get(scale, scale)
        everyone = asked not in members or "-" in fit.get("cluster_counts", "").partition('"team": ')[2]
        base = ("base", asked, EVERYONE if everyone else MEMBERS)
        alone = fit.get("formula", "").startswith(NOTHING_BESIDE)
        yield Fit((model, scale), base, (*base, scale), alone, rows, count(fit.get("n_dropped", "")))
    structural = {row["model"]: row for row in told.table("structural_fits")}
    for (model, _), rows in _together(told.table("structural_rows")).items():
        dropped = count(structural.get(model, {}).get("n_dropped", ""))
        yield Fit((model,), ("base", model), None, False, rows, dropped)


def _together(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["model"], row.get("scale", "")), []).append(row)
    return found


def _had_used_lost(sums: Sums, fit: Fit) -> None:
    (total,) = (row for row in fit.rows if row["variable"] == ALL)
    used, lost = ("used", *fit.key), ("lost", *fit.key)
    sums.put(fit.base, *count(total["available"]))
    sums.put(used, *count(total["used"]))
    sums.put(lost, *count(_any(total)))
    sums.known.append(Sum({fit.base: 1, used: -1, lost: -1}, 0, 0))


def _any(row: Row) -> str:
    """Rows without a variable, where they are told; of everything all that were lost are the first too."""
    return row.get("lost_any") or (row["lost_first"] if row["variable"] == ALL else "")


def _variables(sums: Sums, fit: Fit) -> None:
    """A row counts at the first variable it misses; it misses that, and is lost."""
    lost, firsts = ("lost", *fit.key), []
    for row in fit.rows:
        if row["variable"] == ALL:
            continue
        whole, first = ("lost", *fit.key, row["variable"]), ("first", *fit.key, row["variable"])
        sums.put(whole, *count(_any(row)))
        sums.put(first, *count(row["lost_first"]))
        only = count(row.get("lost_only", ""))
        sums.put(first, 0 if only == ANYTHING else only[0], MANY)
        sums.known += [Sum({whole: 1, first: -1}, 0, MANY), Sum({lost: 1, whole: -1}, 0, MANY)]
        firsts.append(first)
    if firsts:
        sums.known.append(Sum({lost: 1} | dict.fromkeys(firsts, -1), 0, MANY))


def _unscored(sums: Sums, fit: Fit) -> None:
    """Answers without a score are the first that a model loses, the same of every model of that scale.

    Where they have no row they are few. What else is lost was dropped for another variable.
    """
    assert fit.scale is not None
    unscored, lost, dropped = ("unscored", *fit.scale), ("lost", *fit.key), ("dropped", *fit.key)
    own = [row for row in fit.rows if row["variable"] == SCORE]
    sums.put(unscored, 0, MANY if own else FEW)
    for row in own:
        first = ("first", *fit.key, SCORE)
        sums.put(unscored, *count(_any(row)))
        sums.known.append(Sum({unscored: 1, first: -1}, 0, 0))
    sums.put(dropped, *((0, 0) if fit.alone else fit.dropped))
    sums.known.append(Sum({lost: 1, unscored: -1, dropped: -1}, 0, 0))


def _over_occasions(sums: Sums, told: Published) -> None:
    """Answers kept at each occasion add up to the rows of everyone; who has no score skipped."""
    kept = {("kept", *key): bounds for key, bounds in told.kept.items()}
    for cell, bounds in kept.items():
        sums.put(cell, *bounds)
    for base in [cell for cell in sums.cells if cell[0] == "base" and cell[2:] == (EVERYONE,)]:
        parts = [cell for cell in kept if cell[1] == base[1]]
        sums.known += [Sum({base: 1} | dict.fromkeys(parts, -1), 0, 0)] if parts else []
    for row in told.table("scale_descriptives"):
        answered = ("kept", row["instrument"], row["occasion"])
        if answered in kept:
            scored = ("scored", row["instrument"], row["scale"], row["occasion"])
            sums.put(scored, *count(row["n"]))
            sums.put(skipped := ("skipped", *scored[1:]), 0, MANY)
            sums.known.append(Sum({answered: 1, scored: -1, skipped: -1}, 0, 0))
