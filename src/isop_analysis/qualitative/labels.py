"""Names by which a row of one table is known in others: its own where no other has it, else more."""

from collections import Counter
from collections.abc import Iterable, Sequence

from isop_analysis.qualitative.records import Code

BETWEEN = " > "


def labelled(names: Iterable[str]) -> list[str]:
    """Return the names, the second and further of the same ones numbered.

    >>> labelled(["Interview", "Group", "Interview"])
    ['Interview', 'Group', 'Interview (2)']
    """
    given = list(names)
    taken, seen = set(given), Counter[str]()
    found = []
    for name in given:
        seen[name] += 1
        label = name
        while seen[name] > 1 and (label in taken or label == name):
            label = f"{name} ({seen[name]})"
            seen[name] += label in taken
        taken.add(label)
        found.append(label)
    return found


def paths(codes: Sequence[Code]) -> list[str]:
    """Return each code's name after those of the codes that it is nested in: "roles > clear"."""
    by_guid = {code.guid: code for code in codes}
    return [BETWEEN.join(_names(code, by_guid)) for code in codes]


def code_labels(codes: Sequence[Code]) -> list[str]:
    """Return each code's name where no other code has it, else its path."""
    count = Counter(code.name for code in codes)
    whole = paths(codes)
    return labelled(
        code.name if count[code.name] == 1 else path for code, path in zip(codes, whole, strict=True)
    )


def _names(code: Code, by_guid: dict[str, Code]) -> list[str]:
    found = [code.name]
    while code.parent is not None and code.parent in by_guid:
        code = by_guid[code.parent]
        found.insert(0, code.name)
    return found
