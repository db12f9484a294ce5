"""The tiny study with answers that models can't use, and with the models that a test writes."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.__main__ import main
from isop_analysis.contracts import TABLES, empty_table, write_table
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]
STEPS = ("import_answers", "import_context", "clean_answers", "score_scales")
SECTORS = """      - {name: education, nl: Onderwijs, en: Education}
      - {name: childcare, nl: Kinderopvang, en: Childcare}
      - {name: care, nl: Zorg, en: Health care}
      - {name: welfare, nl: Welzijn, en: Welfare}
"""
ONE_SECTOR = (
    "      - {name: education, nl: Onderwijs, en: Education, accept: [Kinderopvang, Zorg, Welzijn]}\n"
)
Row = dict[str, str]


def bad_answers(place: int, row: Row, in_one_team: bool) -> Row:
    """Return a response: rt1 constant, ns2 as ns1, tr1 empty, tr3 (asked the other way round) as tr2.

    aa1 is answered in one team only; who answers pa1 does not answer pa2.
    """
    return row | {
        "Q5_1": "Mee eens",
        "Q6_2": row["Q6_1"],
        "Q7_1": "",
        "Q7_3": row["Q7_2"],
        "Q9_1": row["Q9_1"] if in_one_team else "",
        "Q10_1": row["Q10_1"] if place % 2 else "",
        "Q10_2": "" if place % 2 else row["Q10_2"],
    }


def responses_of_a_team(raw: Path, team: str) -> set[str]:
    """Return the responses whose true person is in a team."""
    truth = json.loads((raw / "true_parameters.json").read_text(encoding="utf-8"))
    own = {person["person"] for person in truth["persons"] if person["teams"] == [team]}
    return {response["response"] for response in truth["responses"] if response["person"] in own}


def changed_export(path: Path, change: Callable[[int, Row], Row]) -> None:
    """Change the responses of an export with three rows of headers, and its hash in the manifest."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    answered = [change(place, dict(zip(head, row, strict=True))) for place, row in enumerate(rows[2:])]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([head, *rows[:2], *(list(row.values()) for row in answered)])
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    manifest = path.with_name("MANIFEST.csv")
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """The study, with a log a step."""

    root: Path

    @property
    def config(self) -> Path:
        """The study file."""
        return self.root / "config/tiny/config.yaml"

    @property
    def study(self) -> Study:
        """The study as it is read."""
        return load(self.config, self.root)

    def step(self, name: str) -> int:
        """Run a step as the command does; return its exit code."""
        log = self.root / f"logs/tiny/{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w", encoding="utf-8") as file, redirect_stdout(file), redirect_stderr(file):
            return main([name, "--config", str(self.config)])

    def log(self, name: str) -> str:
        """Return what a step said."""
        return (self.root / f"logs/tiny/{name}.log").read_text(encoding="utf-8")

    def report(self, language: str) -> str:
        """Return a report's page."""
        return (self.study.build / f"annex.{language}.html").read_text(encoding="utf-8")


def bad_models_study(root: Path, models: str) -> Run:
    """Write the study with these structural models below a folder."""
    for folder in ("config", "data/raw/tiny", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder)
    run = Run(root)
    run.config.write_text(
        run.config.read_text(encoding="utf-8").replace(SECTORS, ONE_SECTOR), encoding="utf-8"
    )
    path = run.config.with_name("models.yaml")
    kept = path.read_text(encoding="utf-8").split("structural:")[0]
    path.write_text(f"{kept}structural:\n{models}", encoding="utf-8")
    raw = root / "data/raw/tiny"
    one_team = responses_of_a_team(raw, "LT01")
    changed_export(
        raw / "scan_c2024_t0.csv",
        lambda place, row: bad_answers(place, row, row["ResponseId"] in one_team),
    )
    return run


def with_what_is_not_asked_empty(run: Run) -> None:
    """Write the tables of steps that were not run without rows."""
    study = run.study
    for table in TABLES:
        folder = study.restricted if table.restricted else study.processed
        if not (folder / f"{table.name}.parquet").exists():
            write_table(empty_table(table.name), table.name, folder)
