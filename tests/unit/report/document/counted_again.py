"""Whole numbers of a report that no single row holds, counted once more from the published tables."""

import json
import re
from collections import defaultdict
from typing import Any

from linked_rows import APART, agrees, lines, rows_by_id, wave_titles, without

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.report.blocks import Document
from isop_analysis.report.document.questions_told import home_of
from isop_analysis.report.document.writing import Writing

Row = dict[str, Any]
WHOLE = re.compile(r"(?<![\w.,–-])\d+(?![\w–-]|[.,]\d)%?")
RULES = {0.0, 1.0, 0.95}
"""Ends of ω, the one of ICC(1), the margin's share."""
USUAL = {"cfi": (0.95, 1.0), "rmsea": (0.0, 0.06), "srmr": (0.0, 0.08)}


def not_counted(document: Document, writing: Writing) -> list[str]:
    """Return whole numbers that no row linked beside them holds and no count of the study's tables is."""
    rows, found = rows_by_id(writing.tables), []
    titles = wave_titles(writing.study)
    everywhere, by_part = RULES | _everywhere(writing), _by_part(writing)
    for part in (one for one in document.parts if one.name not in APART):
        # The first pages answer the questions of all chapters.
        homes = by_part if part.name in ("messages", "brief") else {part.name: by_part[part.name]}
        known = everywhere | set().union(*homes.values())
        for line in lines(part):
            held = known.union(*(rows.get(span.link.partition("#")[2], set()) for span in line))
            texts = [without(titles, span.text) for span in line if "#row-" not in span.link]
            told = (one for text in texts for one in WHOLE.findall(text))
            found += [
                f"'{one}' in {part.name}: {''.join(span.text for span in line)}"
                for one in told
                if not agrees(one, held)
            ]
    return found


def _everywhere(writing: Writing) -> set[float]:
    """Return what may be told in any chapter: ranges of scales, the flow, samples, refusals, sources."""
    tables, study = writing.tables, writing.study
    found = {answers.high for instrument in study.instruments for answers in instrument.answer_scales}
    found |= _flow(tables) | _left(tables) | _fits(tables) | _reasons(tables) | _measured(tables)
    found.add(len(tables.rows("coder_agreement")))
    found.add(len([row for row in tables.rows("dropout") if is_number(row["difference_sd"])]))
    effects = tables.rows("conclusion_effects", status="fitted")
    found.add(len([row for row in effects if row["unit"] in ("points", "sd_of_sites")]))
    days = [study.config.data_date, *(one.date for one in study.judgements)]
    found |= {float(part) for day in days for part in day.split("-")}
    found |= {float(year) for year in re.findall(r"\b(?:19|20)\d\d\b", _sources(writing))}
    return found


def _flow(tables: Tables) -> set[float]:
    """Return the people of each stage, over cohorts, and the teams and sites that fits count."""
    stages: dict[tuple[str, str], float] = defaultdict(float)
    for row in tables.rows("people_flow"):
        stages[row["occasion"], row["stage"]] += row["people"].low
    fits = (json.loads(row["cluster_counts"] or "{}") for row in tables.rows("model_fits"))
    return set(stages.values()) | {float(n) for one in fits for n in one.values() if is_number(n)}


def _left(tables: Tables) -> set[float]:
    rows = [row for row in tables.rows("dropout_groups") if row["attribute"] == "all"]
    return {float(row[name]) for row in rows for name in ("ci_low", "ci_high") if is_number(row[name])}


def _fits(tables: Tables) -> set[float]:
    """Return how many fits there are, and how many lose no more than a band of rows."""
    rows = [
        row
        for name in ("model_rows", "structural_rows")
        for row in tables.rows(name, variable="all", status="fitted")
    ]
    whole = [row for row in rows if isinstance(row["lost_first"], Count) and row["lost_first"].high < 5]
    return {float(len(rows)), float(len(whole))}


def _reasons(tables: Tables) -> set[float]:
    named = ("structural_fits", "site_models")
    cells = [row["reason"] for name in named for row in tables.rows(name)]
    return {float(one) for cell in cells for one in re.findall(r"\d+", str(cell))}


def _measured(tables: Tables) -> set[float]:
    """Return how many models of measurement there are, fit by every usual limit, and do not."""
    rows = [row for row in tables.rows("structural_fits", kind="cfa") if row["status"] == "fitted"]
    good = [row for row in rows if all(low <= row[name] <= high for name, (low, high) in USUAL.items())]
    return {float(len(rows)), float(len(good)), float(len(rows) - len(good))}


def _sources(writing: Writing) -> str:
    return " ".join(
        [one.source for one in writing.study.config.premises]
        + [str(one.validation.source) for one in writing.study.instruments]
    )


def _by_part(writing: Writing) -> dict[str, set[float]]:
    """Return by chapter how many estimates and fits its questions have, and how many verdicts CR2 changes."""
    effects = {row_id("", row["model"], row["scale"], row["term"]): row for row in _effects(writing)}
    own: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in writing.facts.conclusions:
        chapter = home_of(writing, one)
        own[chapter] += [(e.model, e.scale, e.term) for e in one.estimates if not e.refused]
    found: dict[str, set[float]] = defaultdict(set)
    for chapter, keys in own.items():
        rows = [effects[row_id("", *key)] for key in dict.fromkeys(keys) if row_id("", *key) in effects]
        changed = sum(row["depends"] is True for row in rows)
        fits = {(row["model"], row["scale"]) for row in rows}
        found[chapter] = {float(len(rows)), float(changed), float(len(rows) - changed), float(len(fits))}
        found[chapter] |= {float(len({key[1] for key in keys}))}
    return found


def _effects(writing: Writing) -> list[Row]:
    rows = writing.tables.rows("model_effects", status="fitted")
    return [row for row in rows if row["depends"] in (True, False)]
