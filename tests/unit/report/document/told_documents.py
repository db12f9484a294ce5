"""Reports of published tables, changed ones with their conclusions worked out again; blocks as plain text."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from published_tables import DEMO, publish

from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.published_files import write_published
from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.publish.caveats import caveat_rows
from isop_analysis.publish.conclusions import Conclusions, conclusion_rows, effect_rows
from isop_analysis.publish.rounding import as_published
from isop_analysis.publish.sizes import Sizes
from isop_analysis.report.blocks import (
    Answered,
    Block,
    Bullets,
    Columns,
    Document,
    Heading,
    Paragraph,
    Part,
    Picture,
    Span,
    Table,
    Text,
    text_of,
)
from isop_analysis.report.document.writing import Writing
from isop_analysis.study.loading import load
from isop_analysis.study.plan import read_registration
from isop_analysis.study.readers import as_readers_see
from isop_analysis.study.study import Study

Row = dict[str, Any]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
DRAWN = ("participant_flow", "region_disadvantage", "region_final_test", "answer_", "scales_", "joint_")


class Figures(dict[str, Drawn]):
    """Every figure that a chapter may ask for, as if it had been drawn."""

    def get(self, name: str, default: Any = None) -> Any:
        if not name.startswith(DRAWN):
            return default
        return Drawn(name, f"{name}?", "", "", "<svg/>", FigureTable((), ()))


@dataclass(frozen=True)
class WithoutDrawings(Writing):
    """A study whose figures need no drawing."""

    @cached_property
    def figures(self) -> dict[str, Drawn]:
        return Figures()


def written(study: Study, language: Language) -> Writing:
    """Return what chapters of a study are written from."""
    return WithoutDrawings(study, language, Tables(study))


def changed(base: Study, folder: Path, **tables: list[Row]) -> Study:
    """Return the demo below another folder, with other rows in these tables and what they conclude."""
    shutil.copytree(base.published, folder / base.published.relative_to(base.root))
    study = as_readers_see(load(DEMO, root=folder))
    for name, rows in tables.items():
        publish(study, name, rows)
    if "model_effects" in tables:
        conclude(study)
    return study


def conclude(study: Study) -> None:
    """Publish the conclusions of a study's published tables."""
    conclusions = Conclusions(study, {name: study.table(name) for name in PUBLISHED_NAMES})
    registration = read_registration(study)
    found = {
        "conclusions": conclusion_rows(conclusions),
        "conclusion_effects": effect_rows(conclusions),
        "conclusion_caveats": caveat_rows(conclusions, registration.frozen_on if registration else None),
    }
    for name, rows in found.items():
        table = published(name)
        told = as_published(pd.DataFrame(rows, columns=table.column_names), table, 5, Sizes.of([], 5))
        write_published(told, name, study.published)


def texts(block: Block) -> Iterator[Text]:
    """Yield every text of a block, cells of tables one by one."""
    if isinstance(block, Paragraph):
        yield block.text
    if isinstance(block, Heading):
        yield (Span(block.text),)
    if isinstance(block, Bullets):
        yield from block.items
    if isinstance(block, Answered):
        yield (Span(block.question),)
        yield block.answer
    if isinstance(block, Table):
        yield (Span(block.caption),)
        yield from (cell.text for row in (block.columns, *block.rows) for cell in row)
        yield (Span(block.note),)
    if isinstance(block, Columns):
        yield from (text for section in block.sections for one in section for text in texts(one))


def spans(document: Document) -> list[Span]:
    """Return every run of text of a document."""
    return [
        span for part in document.parts for block in part.blocks for text in texts(block) for span in text
    ]


def plain(parts: tuple[Part, ...] | list[Part]) -> str:
    """Return parts as plain text, a line a text."""
    lines = [part.title for part in parts]
    lines += [text_of(text) for part in parts for block in part.blocks for text in texts(block)]
    return "\n".join(line for line in lines if line)


def pictures(document: Document) -> list[str]:
    """Return the names of a document's figures, in its order."""
    found = []
    for part in document.parts:
        for block in part.blocks:
            picture = block.figure if isinstance(block, Answered) else block
            if isinstance(picture, Picture):
                found.append(picture.drawn.name)
    return found


def tables_of(part: Part) -> dict[str, list[list[str]]]:
    """Return the rows of a part's tables by id, as plain text."""
    return {
        block.id: [[text_of(cell.text) for cell in row] for row in block.rows]
        for block in part.blocks
        if isinstance(block, Table)
    }


def ids(parts: tuple[Part, ...] | list[Part]) -> list[str]:
    """Return the ids of blocks, in their order."""
    blocks = (block for part in parts for block in part.blocks)
    return [block.id for block in blocks if isinstance(block, Answered | Heading | Table) and block.id]
