"""Attack: what a quote tells beside the counts: somebody, of that role, raised its code."""

from coded_groups import ALL, MANY
from published_outputs import Published, count
from sums import Sum, Sums

Cell = tuple[str, ...]


def raised_beside_quotes(told: Published) -> dict[Cell, tuple[int, int]]:
    """Return the least and most people who raised a code that is quoted: all, and those of the role.

    A quote without a role, beside counts by role that leave one role in the lowest band and nobody else, is
    of that role.
    """
    sums, wanted = Sums(), set[Cell]()
    by_code: dict[str, dict[str, tuple[int, int]]] = {}
    for row in told.table("code_frequencies"):
        if row["by"] in (ALL, "role"):
            by_code.setdefault(row["code"], {})[row["value"]] = count(row["people"])
    for row in told.table("quotes"):
        code, cells = row["code"], by_code.get(row["code"], {})
        roles = {role: cell for role, cell in cells.items() if role != ALL}
        for value, (low, high) in cells.items():
            sums.put((code, value), low, high)
        if roles:
            sums.put((code, "others"), 0, MANY)
            parts = dict.fromkeys([(code, role) for role in (*roles, "others")], 1.0)
            sums.known.append(Sum(parts | {(code, ALL): -1.0}, 0, 0))
        for value in (ALL, row["role"] or _left(roles)):
            low, high = cells.get(value, (0, MANY))
            if value:
                sums.put((code, value), max(1, low), high)
                wanted.add((code, value))
    return sums.ranges(sorted(wanted), MANY)


def _left(roles: dict[str, tuple[int, int]]) -> str:
    """Return the role that a quote without one must be of; "" where it may be of several."""
    small = [role for role, (low, _) in roles.items() if low == 0]
    return small[0] if len(small) == 1 else ""
