"""Attack: people of a profession who named another, by everyone's choices, occasions, samples and E–I."""

from collections.abc import Iterator

from feasible import FEW_VALUES
from published_outputs import Published, count
from sums import Sum, Sums

Cell = tuple[str, ...]
MANY = 10**6
ALL = "all"
UNTOLD, NOT_LINKED = "professions that are not told", "forms that nobody could be linked to"
FEWEST_TOLD = 4
"""Ways of linking that fewer people than five have are not told."""
LEAST_ASKED = 19
"""Groups of twenty people up are told, so that each that is not told at an occasion has fewer."""


def named_found(told: Published) -> dict[Cell, tuple[int, int]]:
    """Return the least and most people of each profession that is told who named another one, or a task.

    Who answered for the first time at the first occasion is in the table of the whole study with what they
    said there: everyone's choices of that occasion are theirs, those of professions that are not told, and
    those of forms that nobody could be linked to.
    """
    sums = Sums()
    for table, named in (("profession_ties", "partner"), ("profession_tasks", "task")):
        for row in told.table(table):
            _put(sums, row, named)
    for cells in _columns(sums).values():
        _everyone(sums, told, cells)
    for cell in [cell for cell in sums.cells if cell[0] == "named"]:
        _occasions(sums, told, cell)
    _leaning(sums, told)
    wanted = [cell for cell in sums.cells if cell[0] in ("named", "at") and sums.cells[cell][0] < FEW_VALUES]
    return sums.ranges(wanted, FEW_VALUES)


def _put(sums: Sums, row: dict[str, str], named: str) -> None:
    key = row["question"], row["profession"], row[named]
    n = ("n", row["question"], row["profession"])
    if row.get("at_least"):
        often = ("often", *key, row["at_least"])
        sums.put(often, *count(row["people"]))
        sums.put(("named", *key), 0, MANY)
        sums.known.append(Sum({("named", *key): 1, often: -1}, 0, MANY))
        return
    sums.put(("named", *key), *count(row["people"]))
    sums.put(n, *count(row["n"]))
    sums.known.append(Sum({n: 1, ("named", *key): -1}, 0, MANY))


def _columns(sums: Sums) -> dict[tuple[str, str], list[Cell]]:
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in sums.cells:
        if cell[0] == "named":
            found.setdefault((cell[1], cell[3]), []).append(cell)
    return found


def _everyone(sums: Sums, told: Published, cells: list[Cell]) -> None:
    """Everyone's choices of an option at the first occasion; over all occasions no more can have named it."""
    _, question, _, named = cells[0]
    others = ("others", question, named)
    sums.put(others, 0, _untold(told, [cell[2] for cell in cells]))
    rows = [r for r in _choices(told, question, named) if r["value"] == ALL]
    first = [row for row in rows if row["occasion"] == _first(told)]
    for row in first:
        together = dict.fromkeys([*cells, others], 1.0)
        sums.known.append(Sum(together, count(row["chosen"])[0], MANY))
    if first:
        most = sum(count(row["chosen"])[1] for row in rows)
        sums.known.append(Sum(dict.fromkeys(cells, 1.0), 0, most))


def _occasions(sums: Sums, told: Published, cell: Cell) -> None:
    """What a profession chose at single occasions, where told: together at least the whole study's."""
    _, question, profession, named = cell
    rows = [row for row in _choices(told, question, named) if row["value"] == profession]
    if not rows:
        return
    parts = []
    for row in rows:
        part = ("at", question, profession, row["option"], row["occasion"])
        sums.put(part, *count(row["chosen"]))
        parts.append(part)
    untold = len(_occasions_of(told)) - len({row["occasion"] for row in rows})
    rest = ("rest", question, profession, named)
    sums.put(rest, 0, LEAST_ASKED * untold)
    sums.known.append(Sum(dict.fromkeys([*parts, rest], 1.0) | {cell: -1.0}, 0, MANY))


def _leaning(sums: Sums, told: Published) -> None:
    """The E–I index of all ties, where a study has no professions but those told: (others − own) / all.

    Where options count together in it, who chose two of them has one tie: no sum of cells then.
    """
    for row in told.table("network_measures"):
        cells = [cell for cell in sums.cells if cell[0] == "named" and cell[1] == row["question"]]
        if not row["ei"] or row.get("wider", "[]") != "[]" or _untold(told, [cell[2] for cell in cells]):
            continue
        for sign, end in ((1.0, 0.005), (-1.0, -0.005)):
            index = float(row["ei"]) + end
            weights = {cell: sign * (index + (1 if cell[2] == cell[3] else -1)) for cell in cells}
            sums.known.append(Sum(weights, 0, MANY))


def _choices(told: Published, question: str, named: str) -> Iterator[dict[str, str]]:
    """Rows of the options that a column is made of: that of its name, and those merged into it."""
    columns = {row["partner"] for row in told.table("profession_ties")}
    for row in told.table("choices"):
        merged = row["option"] not in columns and PARENTS.get(row["option"]) == named
        if row["question"] == question and (row["option"] == named or merged):
            yield row


PARENTS = {"sen_coordinator": "support", "speech_therapist": "support", "youth_care": "social_worker"}
"""What the settings of the demo study merge, which are no secret."""


def _untold(told: Published, professions: list[str]) -> int:
    """How many at most, at the first occasion, are of other professions or could not be linked."""
    named = {*professions, *_merged(told)}
    sample = [
        count(row["people"])[1]
        for row in told.table("sample")
        if row["attribute"] == "profession"
        and row["occasion"] == _first(told)
        and row["value"] not in named
        and PARENTS.get(row["value"]) not in named
    ]
    unlinked = [
        count(row["responses"])[1]
        for row in told.table("linking")
        if row["linked_by"] in ("unlinked", "ambiguous")
    ]
    return sum(sample) + sum(unlinked)


def _merged(told: Published) -> set[str]:
    import json

    return {one for row in told.table("profession_ties") for one in json.loads(row["merged_in"] or "[]")}


def _occasions_of(told: Published) -> list[str]:
    return sorted({row["occasion"] for row in told.table("choices")})


def _first(told: Published) -> str:
    return next(iter(_occasions_of(told)), "")
