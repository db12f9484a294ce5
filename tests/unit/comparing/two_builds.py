"""The demo as it was released, and as it stands now: published tables are kept ones, people are made up."""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from isop_analysis.audit.made_with import write_made_with
from isop_analysis.cleaning.key import read_names_key
from isop_analysis.comparing.compared import Compared
from isop_analysis.contracts import empty_table, read_table, write_rows, write_table
from isop_analysis.contracts.published_files import MADE_WITH, published_path, write_published
from isop_analysis.contracts.published_sheets import write_index
from isop_analysis.publish.memory import kept_tables
from isop_analysis.publish.releasing import release
from isop_analysis.study import Study, load
from isop_analysis.workflow.comparison import compare

ROOT = Path(__file__).resolve().parents[3]
DAY = "2025-07-10"
THEN = f"{DAY}-1"
BLOCKS = ("surveys", "forms/scan/T0", "who/role/scan/T0", "memberships", "participation/T0")
OF_TEXTS = ("segments", "texts/T0")
Person = dict[str, object]


def people(count: int, corrected: int = 0, blocks: tuple[str, ...] = BLOCKS) -> list[Person]:
    """Return so many people in each block; of the first, answers differ from what they were."""
    changed = {block for block in blocks if block.startswith(("surveys", "forms", "segments", "texts"))}
    return [
        {
            "base": base,
            "person": f"p{n:03}",
            "digest": f"{n}{'x' if base in changed and n < corrected else ''}",
        }
        for base in blocks
        for n in range(count)
    ]


def everyone(count: int, corrected: int = 0, interviewed: int = 30) -> list[Person]:
    return people(count, corrected) + people(interviewed, blocks=OF_TEXTS)


def released_demo(folder: Path) -> Study:
    """Return the demo below a folder, its published tables given out once, of 238 people."""
    shutil.copytree(ROOT / "config", folder / "config")
    study = load(folder / "config/config.yaml", folder)
    shutil.copytree(ROOT / "tests/published/demo", study.published)
    for name in ("outcomes", "region_schools"):
        write_table(empty_table(name), name, study.processed)
    write_rows([], "sheet_people", study.restricted)
    write_index(study.sheets, [])
    study.build.mkdir(parents=True, exist_ok=True)
    for language in study.config.languages:
        (study.build / f"report.{language}.html").write_text(language)
        (study.build / f"annex.{language}.html").write_text(language)
    publish(study, everyone(238))
    release(study, "the board", DAY)
    return study


def publish(study: Study, rows: list[Person]) -> None:
    """Leave the published tables as a run would: those stay that few people changed; with their record."""
    write_rows(rows, "published_people", study.restricted)
    held = []
    for one in kept_tables(study, read_table("published_people", study.restricted)):
        held.append({"table": one.table, "as_of": one.as_of})
        if one.file is not None:
            shutil.copyfile(one.file, published_path(one.table, study.published))
    write_published(pd.DataFrame(held, columns=["table", "as_of"]), "held_back", study.published)
    write_made_with(study, read_names_key(study), read_table("published_people", study.restricted))


def change(study: Study, table: str, column: str, cell: str, row: int = 0) -> None:
    """Write another cell into a published table, as a run would have."""
    path = published_path(table, study.published)
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame.loc[row, column] = cell
    frame.to_csv(path, index=False, lineterminator="\n")


def cell(study: Study, table: str, column: str, row: int = 0) -> str:
    frame = pd.read_csv(published_path(table, study.published), dtype="str", keep_default_na=False)
    return str(frame.loc[row, column])


def record(folder: Path, **parts: Any) -> None:
    """Write other parts into the record beside tables."""
    path = folder / MADE_WITH
    path.write_text(json.dumps(json.loads(path.read_text()) | parts))


def compared(study: Study, then: str = THEN) -> Compared:
    return compare(study, then)


def causes(found: Compared) -> dict[tuple[str, str], list[str]]:
    """Return per changed table and column what may have changed it."""
    return {
        (own.difference.table, own.difference.column): [one.written for one in own.causes]
        for own in found.explained
    }
