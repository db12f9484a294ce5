"""Numbers of a report held to the published rows that they link to."""

import re
from typing import Any

from told_documents import spans

from isop_analysis.contracts.cells import Count
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.report.annex.reader_tables import READER_TABLES
from isop_analysis.report.blocks import Document

NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[.,]\d+")
KEYS = {one.name: one.key for one in READER_TABLES} | {"scored_people": ("instrument",)}
THOUSANDS = re.compile(r"(?<=\d)[\u202f](?=\d{3})")


def cells(row: dict[str, Any]) -> set[float]:
    """Return the absolute numbers that a row holds, ends of bands and of numbers inside a cell too."""
    found: set[float] = set()
    for value in row.values():
        if isinstance(value, Count):
            found |= {float(value.low), float(value.high)}
        elif isinstance(value, bool):
            continue
        elif isinstance(value, int | float):
            found.add(abs(float(value)))
        elif isinstance(value, str):
            found |= {float(one) for one in re.findall(r"\d+(?:\.\d+)?", value)}
    return found


def rows_by_id(tables: Tables) -> dict[str, set[float]]:
    """Return of every row that readers see, by its id, the numbers that it holds."""
    found: dict[str, set[float]] = {}
    for name, key in KEYS.items():
        for row in tables.rows(name):
            identity = row_id(name, *(row[column] for column in key))
            found[identity] = found.get(identity, set()) | cells(row)
    for row in tables.rows("conclusion_effects"):
        own = cells({name: row[name] for name in row if name not in ("question", "place")})
        for identity in _of_conclusion(row):
            if identity in found:
                found[identity] |= own
    return found


def _of_conclusion(row: dict[str, Any]) -> list[str]:
    """Return the ids of the rows that a conclusion's effect is reckoned from."""
    key = (row["model"], row["scale"], row["term"])
    return [
        row_id("model_effects", *key),
        row_id("detectable_effects", *key, "fitted"),
        row_id("site_estimates", row["model"], row["scale"], row["outcome"], "corrected", row["term"]),
    ]


def numbers_in(text: str) -> list[tuple[float, int]]:
    """Return the numbers of a text, without sign, with how many decimals they have."""
    plain = THOUSANDS.sub("", text)
    found = []
    for one in NUMBER.findall(plain):
        number = one.replace(",", ".")
        if number.count(".") > 1 or re.fullmatch(r"\d{1,3}(,\d{3})+", one):
            number = one.replace(",", "").replace(".", "")
        found.append((float(number), len(number.partition(".")[2])))
    return found


def agrees(text: str, held: set[float]) -> bool:
    """Tell whether a number of a text is one of those a row holds, as rounded as it is written."""
    scaled = [100 * one for one in held] if text.rstrip().endswith("%") else list(held)
    for number, decimals in numbers_in(text):
        if text.startswith("<"):
            near = [one for one in scaled if one < number]
        elif text.startswith(">"):
            near = [one for one in scaled if one > number]
        else:
            near = [one for one in scaled if abs(one - number) <= 0.5 * 10**-decimals + 1e-9]
        if near:
            return True
    return False


def problems(document: Document, tables: Tables) -> list[str]:
    """Return what is wrong with a report's links into rows of the annex."""
    rows, found = rows_by_id(tables), []
    for span in spans(document):
        file, _, target = span.link.partition("#")
        if not target.startswith("row-"):
            continue
        if file != f"annex.{document.language}.html":
            found.append(f"{span.text}: {span.link}")
        elif target not in rows:
            found.append(f"no row {target} for '{span.text}'")
        elif not agrees(span.text, rows[target]):
            found.append(f"'{span.text}' is not in {target}")
    return found
