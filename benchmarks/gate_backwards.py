"""The gate of team sheets and of the report's dots run backwards, on every row of at most so many people.

``python benchmarks/gate_backwards.py [--largest 6] <root with data/processed/demo and data/sheets/demo>``

`./test` tries rows of five and some of six; a row of seven takes minutes. Prints how many rows of each size
were tried and which of them bound a colleague to less than a third of the range.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from isop_analysis.study import Study, load


def rows_of(study: Study, largest: int) -> Iterator[Any]:
    """Yield what sheets tell, then what the report's dots tell."""
    from backward_gate import Passed, dots_of_the_report
    from sheet_readers import seen_on_sheets

    for seen in seen_on_sheets(study):
        sides = [tuple(sorted(round(one * seen.steps) for one in own)) for own in (seen.counted, seen.others)]
        if len(sides[0]) + len(sides[1]) <= largest:
            yield Passed(sides[0], sides[1], seen.steps)
    yield from dots_of_the_report(study, largest)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--largest", type=int, default=6)
    given = parser.parse_args()
    sys.path[:0] = [str(Path(__file__).parents[1] / "tests" / folder) for folder in ("attacks", "unit")]
    from backward_gate import gives_away

    root = given.root.resolve()
    rows = sorted(set(rows_of(load(root / "config/config.yaml", root), given.largest)), key=repr)
    started = time.process_time()
    found = [row for row in rows if gives_away(row)]
    sizes = Counter(len(row.counted) + len(row.others) for row in rows)
    print(f"rows by people: {dict(sorted(sizes.items()))}; bounded: {found}", end="; ")
    print(f"{time.process_time() - started:.0f} s CPU")
