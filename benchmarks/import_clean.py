"""Seconds and peak memory of import, and of clean after it, for a Qualtrics CSV of many responses × 60 items.

``python benchmarks/import_clean.py [responses …]``

The export holds choice texts, skipped cells, two waves in a column of their own, previews, half as many
people as responses. It is written first and not counted. Each step of each size runs in a process of its
own, seconds are told by the clock and of the processor; growth is the factor in those of the processor over
the factor in responses (1 is linear).
"""

import csv
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

ITEMS = [f"i{number:02d}" for number in range(1, 61)]
STEPS = ("check_study", "import_answers", "clean_answers")
TEAMS = 200
PIECE = 10_000
LABELS = [
    ("Helemaal mee oneens", "Strongly disagree"),
    ("Mee oneens", "Disagree"),
    ("Niet mee eens en niet mee oneens", "Neither agree nor disagree"),
    ("Mee eens", "Agree"),
    ("Helemaal mee eens", "Strongly agree"),
]
FIXED = {
    "startDate": "StartDate",
    "endDate": "EndDate",
    "status": "Status",
    "ipAddress": "IPAddress",
    "progress": "Progress",
    "duration": "Duration (in seconds)",
    "finished": "Finished",
    "_recordId": "ResponseId",
    "recipientEmail": "RecipientEmail",
    "leerteam": "leerteam",
    "wave": "wave",
}


def text(words: str) -> dict[str, str]:
    return {"nl": words, "en": words}


def write_config(root: Path) -> Path:
    items = [
        {
            "name": item,
            "text": text(item),
            "answers": "agree",
            "reversed": place % 7 == 0,
            "columns": {"qualtrics": f"QID{place // 10}_{place % 10}"},
        }
        for place, item in enumerate(ITEMS)
    ]
    values = [{"value": value, "nl": nl, "en": en} for value, (nl, en) in enumerate(LABELS, start=1)]
    instrument = {
        "name": "scan",
        "title": text("scan"),
        "owner": "nobody",
        "kind": "quantitative",
        "validation": {"status": "none"},
        "sources": [
            {"name": "qualtrics", "format": "qualtrics_csv", "fields": {"team": "leerteam", "wave": "wave"}}
        ],
        "answer_scales": [{"name": "agree", "low": 1, "high": 5, "values": values}],
        "items": items,
        "scales": [{"name": "all_items", "title": text("all"), "items": ITEMS, "minimum_answered": 30}],
    }
    waves = [
        {"name": f"w{n}", "cohort": "c", "school_year": "2023-2024", "occasion": f"T{n}", "time": n}
        for n in (0, 1)
    ]
    rules = [
        {"rule": "test_answers"},
        {"rule": "unfinished", "minimum_share": 0.5},
        {"rule": "duplicates"},
        {"rule": "speeders", "seconds_per_item": 1},
        {"rule": "straight_liners"},
        {"rule": "out_of_range", "action": "set_missing"},
    ]
    study = {
        "study": "many",
        "title": text("many"),
        "data_date": "2025-01-01",
        "invented": True,
        "seed": 1,
        "raw": "data/raw/many",
        "instruments": ["scan.yaml"],
        "waves": waves,
        "cleaning": {"steps": rules},
        "privacy": {"key": {"file": "config/many.key", "public": True}},
    }
    (root / "config").mkdir()
    (root / "config" / "scan.yaml").write_text(yaml.safe_dump(instrument))
    (root / "config" / "config.yaml").write_text(yaml.safe_dump(study))
    return root / "config" / "config.yaml"


def write_raw(config: Path, responses: int) -> float:
    """Write the export, its manifest and the key; return the export's size in MB."""
    from isop_analysis.answers.manifest import write_manifest
    from isop_analysis.cleaning.key import make
    from isop_analysis.study import load

    study = load(config)
    study.raw.mkdir(parents=True)
    path = study.raw / "scan.csv"
    random = np.random.default_rng(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        ids = [*FIXED, *(f"QID{place // 10}_{place % 10}" for place in range(len(ITEMS)))]
        writer.writerow([*FIXED.values(), *(f"Q{place}" for place in range(len(ITEMS)))])
        writer.writerow(ids)
        writer.writerow([json.dumps({"ImportId": name}, separators=(",", ":")) for name in ids])
        for start in range(0, responses, PIECE):
            writer.writerows(
                zip(*piece(start, min(PIECE, responses - start), responses, random), strict=True)
            )
    write_manifest(study)
    make(study)
    return path.stat().st_size / 1e6


def piece(start: int, count: int, responses: int, random: np.random.Generator) -> list[list[str]]:
    words = np.array(["", *(nl for nl, _ in LABELS)], dtype=object)
    person = random.integers(0, max(2, responses // 2), count)
    seconds = random.integers(30, 900, count)
    begun = np.datetime64("2023-10-01T08:00:00") + random.integers(0, 10**7, count)
    done = random.random(count) < 0.95
    fixed = [
        [str(at).replace("T", " ") for at in begun],
        [str(at).replace("T", " ") for at in begun + seconds],
        list(np.where(random.random(count) < 0.01, "Survey Preview", "IP Address")),
        [f"192.0.2.{n % 250}" for n in person],
        list(np.where(done, "100", "40")),
        [str(n) for n in seconds],
        list(np.where(done, "True", "False")),
        [f"R_{start + n:015d}" for n in range(count)],
        [f"p{n}@example.org" for n in person],
        [f"T{n % TEAMS:03d}" for n in person],
        list(np.where(random.random(count) < 0.5, "w0", "w1")),
    ]
    codes = random.integers(1, 6, (len(ITEMS), count))
    codes[random.random(codes.shape) < 0.03] = 0
    return [*fixed, *(list(words[row]) for row in codes)]


def run_step(step: str, config: Path) -> tuple[float, float, float, str]:
    """Return a step's seconds, those of the processor, peak MB in a process of its own, and its last line."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--step", step, str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    said, used = done.stdout.strip().rsplit("\n", 1)
    processor, peak = map(float, used.split())
    return seconds, processor, peak, said.splitlines()[-1]


def run_here(step: str, config: str) -> None:
    from isop_analysis.study import load

    importlib.import_module(f"isop_analysis.steps.{step}").run(load(config))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main(sizes: list[int]) -> None:
    rows = []
    for responses in sizes:
        with tempfile.TemporaryDirectory() as folder:
            config = write_config(Path(folder))
            megabytes = write_raw(config, responses)
            print(f"{responses} responses x {len(ITEMS)} items, {megabytes:.0f} MB", flush=True)
            for step in STEPS:
                seconds, processor, peak, said = run_step(step, config)
                rows.append({"step": step, "responses": responses, "seconds": processor})
                told = f"{seconds:.1f} s, {processor:.1f} of the processor, {peak:.0f} MB"
                print(f"  {step}: {told}; {said}", flush=True)
    table = pd.DataFrame(rows)
    for step, runs in table.groupby("step", sort=False):
        per_response = runs["seconds"] / runs["responses"]
        if len(runs) > 1:
            print(f"growth of {step} {per_response.iloc[-1] / per_response.iloc[-2]:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        run_here(sys.argv[2], sys.argv[3])
    else:
        main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
