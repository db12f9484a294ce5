import subprocess
import sys
from pathlib import Path

import pytest
from exported_study import CONFIG, Exported

from isop_analysis.answers.entry import MANIFEST
from isop_analysis.answers.manifest import read_manifest

WRITE = "./isop manifest --config config/config.yaml"
PLAIN = "a1,a2,years,wish,meets\n4,4,3,,\n"


@pytest.fixture
def study(tmp_path: Path) -> Exported:
    made = Exported.make(tmp_path)
    made.file("plain.csv", PLAIN)
    made.manifest()
    return made


def test_the_command_writes_what_config_and_names_tell(tmp_path: Path) -> None:
    config = CONFIG.replace(
        "waves:", "waves:\n  - {name: w01, cohort: c, school_year: 2024-2025, occasion: T9, time: 9}"
    )
    config += "consent: {purposes: {survey: ja}}\nlinking: {aliases: other.csv}\n"
    made = Exported.make(tmp_path, config=config)
    for name in ("plain_w0.csv", "plain_w01.csv", "plain.csv", "lime_w0.csv", "lime_w0.sps", "consent.csv"):
        made.file(name, name)
    for name in ("other.csv", ".hidden", "~$open.xlsx", "unknown.pdf"):
        made.file(name, name)
    command = [sys.executable, "-m", "isop_analysis", "manifest", "--config", "config/config.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout == "data/raw/small/MANIFEST.csv: 8 files\nfill in the instrument of unknown.pdf\n"
    lines = (made.raw / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "file,sha256,instrument,wave"
    assert [(cells[0], cells[2], cells[3]) for cells in (line.split(",") for line in lines[1:])] == [
        ("consent.csv", "consent", ""),
        ("lime_w0.csv", "scan", "w0"),
        ("lime_w0.sps", "companion", ""),
        ("other.csv", "aliases", ""),
        ("plain.csv", "scan", ""),
        ("plain_w0.csv", "scan", "w0"),
        ("plain_w01.csv", "scan", "w01"),
        ("unknown.pdf", "", ""),
    ]


def test_what_a_person_filled_in_is_kept_and_hashes_are_renewed(study: Exported) -> None:
    path = study.raw / MANIFEST
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(",scan,w0", ",outcomes,"), encoding="utf-8")
    study.file("plain.csv", PLAIN + "5,5,5,,\n")
    study.manifest()
    after = path.read_text(encoding="utf-8").splitlines()[1].split(",")
    assert (after[0], after[2], after[3]) == ("plain.csv", "outcomes", "")
    assert after[1] != before.splitlines()[1].split(",")[1]


def test_files_that_are_as_listed_are_returned_in_order(study: Exported) -> None:
    entries, problems = read_manifest(study.load())
    assert problems == []
    assert [(e.file, e.instrument, e.wave, e.row) for e in entries] == [("plain.csv", "scan", "w0", 2)]


def test_a_changed_file(study: Exported) -> None:
    study.file("plain.csv", PLAIN + "5,5,5,,\n")
    assert study.problems(manifest=False) == [
        "data/raw/small/plain.csv: has changed since MANIFEST.csv was written; put the old file back, "
        f"or accept this one: {WRITE}"
    ]


def test_a_missing_file(study: Exported) -> None:
    (study.raw / "plain.csv").unlink()
    assert study.problems(manifest=False) == [
        f"data/raw/small/plain.csv: file is missing; put it back, or take it off the list: {WRITE}"
    ]


def test_an_unlisted_file(study: Exported) -> None:
    study.file("plain2.csv", PLAIN)
    assert study.problems(manifest=False) == [
        f"data/raw/small/plain2.csv: is not listed in MANIFEST.csv; list it with {WRITE}"
    ]


def test_no_manifest(study: Exported) -> None:
    (study.raw / MANIFEST).unlink()
    assert study.problems(manifest=False) == [
        "data/raw/small/MANIFEST.csv: file is missing; it lists the raw files with their hashes; "
        f"make it with {WRITE}"
    ]


def test_no_raw_folder(study: Exported) -> None:
    for path in study.raw.iterdir():
        path.unlink()
    study.raw.rmdir()
    assert study.problems(manifest=False) == ["data/raw/small: folder is missing; put the raw exports there"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",scan,", ",scann,", ":2: unknown instrument: 'scann'; did you mean 'scan'?"),
        (",w0", ",w2", ":2: unknown wave: a text of 2 characters; known: w0"),
        (
            ",scan,w0",
            ",,",
            ":2: 'plain.csv' has no instrument; fill in one of scan, register, consent, aliases, site_keys, "
            "outcomes, coded, documents, masking, quotes, companion",
        ),
        ("sha256,", "sha,", ":1: column 'sha256' is missing; did you mean 'sha'?"),
        (
            ",w0",
            ",",
            ":2: 'plain.csv' has no wave; fill it in, or name the column that gives it "
            "(fields.wave of source plain)",
        ),
    ],
)
def test_a_row_that_says_something_else(study: Exported, old: str, new: str, said: str) -> None:
    path = study.raw / MANIFEST
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    problems = study.problems(manifest=False)
    assert problems[0] == f"data/raw/small/MANIFEST.csv{said}"
    assert len(problems) == 1 or "no answers" in problems[1]


def test_a_file_listed_twice(study: Exported) -> None:
    path = study.raw / MANIFEST
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    assert study.problems(manifest=False) == [
        "data/raw/small/MANIFEST.csv:3: file is listed twice; keep one row"
    ]
