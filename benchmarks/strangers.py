"""Two invented studies of other subjects, as a stranger would bring them: from files to a whole report.

``python benchmarks/strangers.py try FOLDER``, in the project's folder, writes the exports of both there
(`strangers_files.py`: wards, one wave without a register; clubs, three waves of SPSS with a register, keys of
schools and an outcome), drafts them by `isop new`, makes the hand edits of `strangers.yaml`, makes keys,
checks, and runs both up to their PDFs in both languages. R then computes their numbers from the same files
(`strangers.R`). Printed as Markdown: what it took, and how far R's numbers lie from ours and from what was
published; all pairs of numbers go to FOLDER/numbers.csv. Exit 1 where a published number is not R's, rounded.

``python benchmarks/strangers.py make FOLDER`` writes the exports alone.
"""

import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import strangers_against_r as against_r
import strangers_files
import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Edit:
    """What a person changes: in which file, what stood there (nothing: at its end), what they write."""

    file: str
    after: str
    before: str = ""
    times: int = 1


@dataclass(frozen=True)
class Stranger:
    """A study as its stranger has it: its files, the options of `isop new`, the edits of its draft."""

    name: str
    files: list[str]
    options: list[str]
    edits: list[Edit]


@dataclass(frozen=True)
class Command:
    """A command that a stranger typed: its verb, seconds of wall and processor, what it said was wrong."""

    verb: str
    wall: float
    cpu: float
    wrong: list[str]


def strangers(today: date) -> list[Stranger]:
    """Return both studies as `strangers.yaml` has them; what the draft guesses from today is filled in."""
    year = today.year if today.month >= 8 else today.year - 1
    text = (HERE / "strangers.yaml").read_text(encoding="utf-8")
    marks = {"{today}": today.isoformat(), "{year}": str(year), "{school_year}": f"{year}-{year + 1}"}
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return [
        Stranger(name, one["files"], one["options"], [Edit(**edit) for edit in one["edits"]])
        for name, one in yaml.safe_load(text).items()
    ]


def run(*arguments: str) -> Command:
    """Run a verb of isop as a stranger would; stop where it fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "isop_analysis", *arguments]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(done.stderr, file=sys.stderr, end="")
    done.check_returncode()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Command(arguments[0], wall, cpu, [line for line in done.stderr.splitlines() if "ERROR" in line])


def edit(stranger: Stranger) -> None:
    """Make the edits of a study, each where it belongs."""
    for one in stranger.edits:
        path = Path("config") / stranger.name / one.file
        text = path.read_text(encoding="utf-8")
        if one.before:
            assert text.count(one.before) == one.times, (stranger.name, one.before, text.count(one.before))
            text = text.replace(one.before, one.after)
        path.write_text(text if one.before else text + one.after, encoding="utf-8")


def typed(edits: list[Edit]) -> int:
    """Return how many lines a person types."""
    return sum(one.times * len(one.after.splitlines()) for one in edits)


def forget(name: str) -> None:
    """Take away what an earlier try left."""
    places = ("config", "data/raw", "data/processed", "data/restricted", "data/published", "data/sheets")
    for folder in (*places, "reports/build", "logs"):
        shutil.rmtree(Path(folder) / name, ignore_errors=True)
    (Path.home() / "isop_keys" / f"{name}.key").unlink(missing_ok=True)


def to_report(stranger: Stranger, folder: Path) -> list[Command]:
    """Take a study from its files to its report; AssertionError where a page of it is not there."""
    forget(stranger.name)
    files = [str(folder / name) for name in stranger.files]
    commands = [run("new", stranger.name, *files, "--yes", *stranger.options)]
    edit(stranger)
    config = f"config/{stranger.name}/config.yaml"
    commands += [run(*words, "--config", config) for words in (("key", "make"), ("check",), ("run",))]
    build = Path("reports/build") / stranger.name
    pages = [f"{page}.{language}.pdf" for page in ("summary", "report") for language in ("nl", "en")]
    assert all((build / page).is_file() for page in pages), pages
    return commands


def told(stranger: Stranger, commands: list[Command]) -> str:
    """Return one line of the table of what it took."""
    places = sum(one.times for one in stranger.edits)
    cells = [stranger.name, len(commands), places, typed(stranger.edits)]
    cells += [f"{one.cpu:.0f} s ({one.wall:.0f} s)" for one in commands]
    cells += [sum(len(one.wrong) for one in commands)]
    return "| " + " | ".join(map(str, cells)) + " |"


def attempt(folder: Path) -> int:
    """Take both studies to their reports, hold them against R, print both tables; 1 where R differs."""
    strangers_files.make(folder)
    studies = strangers(date.today())
    took = {one.name: to_report(one, folder) for one in studies}
    numbers = folder / "numbers_of_r.csv"
    with numbers.open("w", encoding="utf-8") as file:
        subprocess.run(["Rscript", str(HERE / "strangers.R"), str(folder)], check=True, stdout=file)
    print("| study | commands | edits | lines typed | new | key | check | run | problems told |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(told(one, took[one.name]) for one in studies))
    found = [pair for one in studies for pair in against_r.pairs(one.name, numbers)]
    print(against_r.table_of(found))
    against_r.write(found, folder / "numbers.csv")
    return int(any(one.agrees is False for one in found))


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    if what == "make":
        strangers_files.make(where)
    else:
        sys.exit(attempt(where))
