"""What the step's log says: how much was compared, and every number that differs."""

from collections import Counter
from collections.abc import Iterable, Iterator

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts.table import Row

NAMED = ("source", "model", "scale", "occasion", "term", "quantity")


def print_differing(rows: list[Row]) -> None:
    """Print the counts, and a line a number that differs or an engine that is silent."""
    counts = Counter(str(row["verdict"]) for row in rows)
    print("; ".join(f"{verdict}: {count}" for verdict, count in sorted(counts.items())))
    for line in differing_lines(rows):
        print(line)


def differing_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines; the numbers themselves stay in the table."""
    for row in rows:
        if row["verdict"] not in ("differs", "not_compared"):
            continue
        name = ", ".join(str(row[key]) for key in NAMED if row[key] is not None)
        told = "; ".join(str(reason) for reason in read_reasons(row["reason"]))
        size = f" by less than 10^{row['magnitude']} {row['unit']}" if row["verdict"] == "differs" else ""
        yield f"{name}: {row['engine']} {row['verdict']}{size}{f': {told}' if told else ''}"
