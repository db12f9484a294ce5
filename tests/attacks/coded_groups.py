"""Attack: who raised a code, by everyone, roles and occasions, themes made of codes, and who was asked."""

from feasible import FEW_VALUES
from published_outputs import Published, count
from sums import Sum, Sums

Cell = tuple[str, ...]
MANY = 10**6
ALL, OTHERS = "all", "others"
OF_ANSWERS = "kind"
"""Who wrote open answers is no part of those who were interviewed."""
UNDER_TWENTY = 19
"""Groups of twenty people up are told, so that each group that is not told has fewer."""


def raised_found(told: Published) -> dict[Cell, tuple[int, int]]:
    """Return the least and most people of each group, and of each code and theme, who raised it."""
    sums = Sums()
    groups: dict[tuple[str, str], list[str]] = {}
    for row in told.table("code_frequencies"):
        group = row["code"], row["by"], row["value"]
        sums.put(("raised", *group), *count(row["people"]))
        sums.put(("asked", *group), *count(row["asked"]))
        sums.known.append(Sum({("asked", *group): 1, ("raised", *group): -1}, 0, MANY))
        if row["by"] not in (ALL, OF_ANSWERS):
            groups.setdefault((row["code"], row["by"]), []).append(row["value"])
    occasions = {row["occasion"] for row in told.table("flow")}
    for (code, by), values in groups.items():
        _divided(sums, code, by, values, len(occasions - set(values)))
    _themes(sums, told)
    _teams(sums, told)
    own = ("raised", "theme")
    wanted = [cell for cell, (low, _) in sums.cells.items() if cell[0] in own and low < FEW_VALUES]
    return sums.ranges(wanted, FEW_VALUES)


def _divided(sums: Sums, code: str, by: str, values: list[str], untold: int) -> None:
    """Roles divide everyone, and others are left; at occasions people are at least everyone together."""
    for what in ("raised", "asked"):
        whole, parts = (what, code, ALL, ALL), [(what, code, by, value) for value in values]
        others = (what, code, by, OTHERS)
        sums.put(others, 0, MANY if by == "role" else UNDER_TWENTY * untold)
        together = dict.fromkeys([*parts, others], 1.0) | {whole: -1.0}
        sums.known.append(Sum(together, 0, 0 if by == "role" else MANY))
        sums.known += [Sum({whole: 1, part: -1}, 0, MANY) for part in parts]
    raised, asked = (("raised", code, by, OTHERS), ("asked", code, by, OTHERS))
    sums.known.append(Sum({asked: 1, raised: -1}, 0, MANY))


def _teams(sums: Sums, told: Published) -> None:
    """Of each team in which a code or theme was raised at least one person raised it."""
    teams: dict[tuple[str, Cell], int] = {}
    for row in told.table("joint_display"):
        code = row.get("code", ALL)
        cell = ("theme", row["theme"]) if code == ALL else ("raised", code, ALL, ALL)
        if row["teams_with_theme"]:
            place = row["display"], cell
            teams[place] = teams.get(place, 0) + count(row["teams_with_theme"])[0]
    for (_, cell), least in teams.items():
        sums.put(cell, least, MANY)


def _themes(sums: Sums, told: Published) -> None:
    """Who raised a theme raised one of its codes at least."""
    codes: dict[str, list[Cell]] = {}
    for row in told.table("theme_counts"):
        if row["code"] == ALL:
            sums.put(("theme", row["theme"]), *count(row["people"]))
        else:
            cell = ("raised", row["code"], ALL, ALL)
            sums.put(cell, *count(row["people"]))
            codes.setdefault(row["theme"], []).append(cell)
    for theme, cells in codes.items():
        whole = ("theme", theme)
        if sum(sums.cells[cell][1] for cell in cells) < sums.cells[whole][0]:
            # A code of the codebook is not told: that it is, the numbers show.
            sums.put(("untold", theme), 0, MANY)
            cells.append(("untold", theme))
        sums.known.append(Sum(dict.fromkeys(cells, 1.0) | {whole: -1.0}, 0, MANY))
        sums.known += [Sum({whole: 1, cell: -1}, 0, MANY) for cell in cells]
