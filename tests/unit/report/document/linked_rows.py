"""Numbers of a report held to the published rows that they link to."""

import re
from collections.abc import Iterator
from typing import Any

from told_documents import spans, texts

from isop_analysis.contracts.cells import Count
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.report.annex.reader_tables import READER_TABLES
from isop_analysis.report.blocks import Document, Part, Span, Table

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
    """Return the numbers of a text, without sign, with how many decimals; "1,000" as 1 (nl) and 1000."""
    plain = THOUSANDS.sub("", text)
    found = []
    for one in NUMBER.findall(plain):
        number = one.replace(",", ".")
        if re.fullmatch(r"\d{1,3}(,\d{3})+", one):
            found.append((float(one.replace(",", "")), 0))
        if number.count(".") <= 1:
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


TOLD = re.compile(r"\d*[.,]\d+|\d+–\d+")
LIMITS = {0.7, 0.667, 0.95, 0.06, 0.08}
"""Of a weak scale and a weak code (α), and of a model that fits (CFI, RMSEA, SRMR): rules, no findings."""
APART = ("methods", "references")  # years, pages, versions


def lines(part: Part) -> Iterator[list[Span]]:
    """Yield the texts of a part that are read together: a paragraph, an item, a row of a table, its note."""
    for block in part.blocks:
        if isinstance(block, Table):
            yield from ([span for cell in row for span in cell.text] for row in block.rows)
            yield [Span(block.note)]
        else:
            yield from (list(text) for text in texts(block))


def unproved(document: Document, tables: Tables) -> list[str]:
    """Return decimals and bands without a link that no row linked beside them holds."""
    rows, found = rows_by_id(tables), []
    for line in (one for part in document.parts if part.name not in APART for one in lines(part)):
        held = LIMITS.union(*(_held(span.link.partition("#")[2], rows, tables) for span in line))
        for span in line:
            numbers = [] if "#row-" in span.link else TOLD.findall(span.text)
            reasons = () if any(one.link for one in line) else _bands_of_reasons(tables)
            told = (number for number in numbers if number.replace("–", "-") not in reasons)
            found += [f"'{one}' in '{span.text}'" for one in told if not _both(one, held)]
    return found


def _both(told: str, held: set[float]) -> bool:
    return all(agrees(end, held) for end in told.split("–"))


def _held(target: str, rows: dict[str, set[float]], tables: Tables) -> set[float]:
    """Return the numbers of a row; of a model's fit also those of its other scales, and who has no team."""
    held = set(rows.get(target, ()))
    if target.startswith("row-model_fits-"):
        model = target.split("-")[2]
        held |= {number for name in rows if f"fits-{model}-" in name for number in rows[name]}
        for row in tables.rows("scored_people"):
            low = row["people"].low - row["in_team"].low
            held |= {float(low), float(low + row["people"].high - row["people"].low)}
    return held


def _bands_of_reasons(tables: Tables) -> set[str]:
    """Return the bands that reasons of refused models tell."""
    fits = ("structural_fits", "site_models", "model_fits")
    cells = (str(row["reason"]) for name in fits for row in tables.rows(name))
    return {band for cell in cells for band in re.findall(r"\d+-\d+", cell)}
