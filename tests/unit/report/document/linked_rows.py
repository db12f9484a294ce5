"""Numbers of a report held to the published rows that they link to."""

import re
from collections.abc import Iterator
from typing import Any

from told_documents import LANGUAGES, spans, texts

from isop_analysis.contracts.cells import Count
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.report.annex.reader_tables import READER_TABLES
from isop_analysis.report.blocks import Document, Part, Span, Table
from isop_analysis.study.study import Study

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
            assert identity not in found, f"two rows have the id {identity}"
            found[identity] = cells(row)
    return found


def readings(number: str) -> list[tuple[float, int]]:
    """Return what a number of a text is, with how many decimals; "1,000" is 1 (nl) and 1000 (en)."""
    found, plain = [], number.replace(",", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", number):
        found.append((float(number.replace(",", "")), 0))
    if plain.count(".") <= 1:
        found.append((float(plain), len(plain.partition(".")[2])))
    return found


def agrees(text: str, held: set[float]) -> bool:
    """Tell whether a text has numbers, and each is one that a row holds, as rounded as it is written."""
    scaled = [100 * one for one in held] if text.rstrip().endswith("%") else list(held)
    numbers = NUMBER.findall(THOUSANDS.sub("", text))
    return bool(numbers) and all(
        any(_near(text, *one, scaled) for one in readings(number)) for number in numbers
    )


def _near(text: str, number: float, decimals: int, held: list[float]) -> bool:
    if text.startswith("<"):
        return any(one < number for one in held)
    if text.startswith(">"):
        return any(one > number for one in held)
    return any(abs(one - number) <= 0.5 * 10**-decimals + 1e-9 for one in held)


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


def wave_titles(study: Study) -> list[str]:
    """Return what the config calls the waves: words of the study, whose years and numbers are no findings."""
    titles = [wave.title for wave in study.config.waves if wave.title]
    return sorted({one.in_language(language) for one in titles for language in LANGUAGES}, key=len)[::-1]


def without(titles: list[str], text: str) -> str:
    """Return a text without the titles that stand in it, whole."""
    for title in titles:
        text = text.replace(title, "")
    return text


def unproved(document: Document, tables: Tables) -> list[str]:
    """Return decimals and bands without a link that no row linked beside them holds."""
    rows, found, titles = rows_by_id(tables), [], wave_titles(tables.study)
    for line in (one for part in document.parts if part.name not in APART for one in lines(part)):
        held = LIMITS.union(*(_held(span.link.partition("#")[2], rows, tables) for span in line))
        for span in line:
            numbers = [] if "#row-" in span.link else TOLD.findall(without(titles, span.text))
            reasons = () if any(one.link for one in line) else _bands_of_reasons(tables)
            told = (number for number in numbers if number.replace("–", "-") not in reasons)
            found += [f"'{one}' in '{span.text}'" for one in told if not _both(one, held)]
    return found


def _both(told: str, held: set[float]) -> bool:
    return all(agrees(end, held) for end in told.split("–"))


def _held(target: str, rows: dict[str, set[float]], tables: Tables) -> set[float]:
    """Return the numbers of a row; of a model's fit also who has no team: all, less who is in one."""
    held = set(rows.get(target, ()))
    if target.startswith("row-model_fits-"):
        for row in tables.rows("scored_people"):
            low = row["people"].low - row["in_team"].low
            held |= {float(low), float(low + row["people"].high - row["people"].low)}
    return held


def _bands_of_reasons(tables: Tables) -> set[str]:
    """Return the bands that reasons of refused models tell."""
    fits = ("structural_fits", "site_models", "model_fits")
    cells = (str(row["reason"]) for name in fits for row in tables.rows(name))
    return {band for cell in cells for band in re.findall(r"\d+-\d+", cell)}
