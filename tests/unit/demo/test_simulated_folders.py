"""The committed demo and tiny studies are what the simulator writes, byte for byte; nobody in them exists."""

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest

from isop_analysis.demo import PRESETS, simulate

ROOT = Path(__file__).parents[3]
RAW = ROOT / "data" / "raw"
ADDRESS = re.compile(rb"[\w.+-]+@([\w.-]+)", re.IGNORECASE)


@pytest.mark.parametrize("name", ["demo", "tiny"])
def test_a_second_run_writes_the_same_bytes(name: str, tmp_path: Path) -> None:
    files = simulate(PRESETS[name], tmp_path, ROOT)
    assert files == [*sorted(set(files) - {"MANIFEST.csv"}), "MANIFEST.csv"]
    assert sorted(files) == sorted(path.name for path in (RAW / name).iterdir())
    different = [file for file in files if (tmp_path / file).read_bytes() != (RAW / name / file).read_bytes()]
    assert different == []


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    from dataclasses import replace

    simulate(replace(PRESETS["tiny"], seed=8), tmp_path, ROOT)
    assert (tmp_path / "consent.csv").read_bytes() != (RAW / "tiny" / "consent.csv").read_bytes()


@pytest.mark.parametrize("name", ["demo", "tiny"])
def test_the_manifest_lists_every_file_with_its_hash(name: str) -> None:
    with (RAW / name / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"]: row for row in csv.DictReader(file)}
    present = {path.name for path in (RAW / name).iterdir()} - {"MANIFEST.csv"}
    assert set(listed) == present
    for file, row in listed.items():
        assert row["sha256"] == hashlib.sha256((RAW / name / file).read_bytes()).hexdigest(), file
    assert listed["kwaliteitsmeter_2024.xlsx"]["wave"] == ""
    assert listed["true_parameters.json"]["instrument"] == "companion"


def test_the_demo_is_small() -> None:
    assert sum(path.stat().st_size for path in (RAW / "demo").iterdir()) < 1_500_000


@pytest.mark.parametrize("name", ["demo", "tiny"])
def test_every_address_is_of_an_example_domain(name: str) -> None:
    domains = {
        domain.decode().lower()
        for path in (RAW / name).iterdir()
        # Numbers of the SPSS file hold bytes that look like an @; it has no addresses.
        if path.suffix != ".sav"
        for domain in ADDRESS.findall(path.read_bytes())
    }
    assert domains
    assert [d for d in domains if not d.endswith(("example.org", "example.nl"))] == []


def test_the_truth_knows_every_response() -> None:
    truth = json.loads((RAW / "demo" / "true_parameters.json").read_text(encoding="utf-8"))
    assert {made["made_as"] for made in truth["responses"]} == {
        *("plain", "duplicate", "straight_liner", "speeder", "unfinished", "broke_off_late"),
        *("out_of_range", "unknown_team", "test"),
    }
    keys = {(made["file"], made["response"]) for made in truth["responses"]}
    assert len(keys) == len(truth["responses"]) == 885
    assert len(truth["persons"]) == 208
    assert all((made["person"] is None) == (made["made_as"] == "test") for made in truth["responses"])
    assert [len(truth["consent"][kind]) for kind in ("refused", "unlisted", "withdrew", "no_linking")] == [
        *(2, 1, 3, 4)
    ]


def test_no_other_room_imports_the_simulator() -> None:
    rooms = (ROOT / "src" / "isop_analysis").rglob("*.py")
    importing = [
        path.name
        for path in rooms
        if "isop_analysis.demo" in path.read_text(encoding="utf-8") and path.parent.name != "demo"
    ]
    assert importing == []
