"""Seconds and peak memory of clean for many responses × 60 items.

``python benchmarks/clean.py [responses …]``
…]``.

Half as many people as responses answer at two waves, under their addresses; tests, speeders, duplicates and
cells outside the range are among them. The received tables are written first and not counted. Each size runs
in a process of its own; growth is the factor in seconds over the factor in responses (1 is linear).
"""

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
IN_A_GROUP = 10_000
TEAMS = 200


def text(words: str) -> dict[str, str]:
    return {"nl": words, "en": words}


def write_config(root: Path) -> Path:
    items = [
        {"name": item, "text": text(item), "answers": "agree", "reversed": place % 7 == 0}
        for place, item in enumerate(ITEMS)
    ]
    instrument = {
        "name": "scan",
        "title": text("scan"),
        "owner": "nobody",
        "kind": "quantitative",
        "validation": {"status": "none"},
        "sources": [{"name": "csv", "format": "plain_csv"}],
        "answer_scales": [{"name": "agree", "low": 1, "high": 5}],
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


def write_received(config: Path, responses: int) -> None:
    from isop_analysis.cleaning.key import make
    from isop_analysis.contracts import empty_table, tables_of, write_table
    from isop_analysis.study import load

    study = load(config)
    make(study)
    for name in tables_of("import_answers"):
        if not name.startswith("received_responses") and name not in {"received_answers", "import_report"}:
            write_table(empty_table(name), name, study.restricted)
    random = np.random.default_rng(1)
    number = np.arange(1, responses + 1)
    person = random.integers(0, responses // 2, responses)
    frame = empty_table("received_responses").reindex(range(responses))
    frame = frame.assign(
        response=number,
        instrument="scan",
        source="csv",
        file="scan.csv",
        file_row=number + 1,
        wave=np.where(random.random(responses) < 0.5, "w0", "w1"),
        email=[f"p{n}@example.org" for n in person],
        team=[f"T{n % TEAMS:03d}" for n in person],
        started="2023-10-01 10:00:00",
        seconds=random.integers(30, 900, responses).astype(float),
        test=random.random(responses) < 0.01,
    )
    write_table(frame, "received_responses", study.restricted)
    write_answers(study.restricted / "received_answers.parquet", number, random)


def write_answers(path: Path, number: np.ndarray, random: np.random.Generator) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    word = pa.dictionary(pa.int32(), pa.string())
    names = ["response", "instrument", "item", "answer", "answer_kind", "label_nl", "label_en"]
    schema = pa.schema(zip(names, [pa.int64(), word, word, pa.float64(), word, word, word], strict=True))
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, len(number), IN_A_GROUP):
            own = number[start : start + IN_A_GROUP]
            rows = len(own) * len(ITEMS)
            value = random.integers(1, 6, rows).astype(float)
            value[random.random(rows) < 0.0001] = 9
            value[random.random(rows) < 0.03] = np.nan
            codes = {
                "instrument": (np.zeros(rows), ["scan"]),
                "item": (np.tile(np.arange(len(ITEMS)), len(own)), ITEMS),
                "answer_kind": (np.isnan(value), ["given", "skipped"]),
            }
            words = {
                name: pa.DictionaryArray.from_arrays(pa.array(code.astype("int32")), pa.array(found))
                for name, (code, found) in codes.items()
            }
            labels = pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int32()), pa.array([], pa.string()))
            columns = words | {
                "response": pa.array(np.repeat(own, len(ITEMS))),
                "answer": pa.array(value, mask=np.isnan(value)),
                "label_nl": labels,
                "label_en": labels,
            }
            writer.write_table(pa.table([columns[name] for name in names], schema=schema))


def measure(responses: int) -> tuple[float, float, str]:
    """Return the seconds and peak MB of clean, and what it said."""
    with tempfile.TemporaryDirectory() as folder:
        config = write_config(Path(folder))
        write_received(config, responses)
        started = time.perf_counter()
        command = [sys.executable, __file__, "--clean", str(config)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - started
    said, peak = done.stdout.strip().rsplit("\n", 1)
    return seconds, float(peak), said


def clean_here(config: str) -> None:
    from isop_analysis.steps import clean_answers
    from isop_analysis.study import load

    clean_answers.run(load(config))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(sizes: list[int]) -> None:
    rows = []
    for responses in sizes:
        seconds, peak, said = measure(responses)
        rows.append({"responses": responses, "items": len(ITEMS), "seconds": seconds, "peak_mb": peak})
        print(
            f"{responses} responses x {len(ITEMS)} items: {seconds:.1f} s, {peak:.0f} MB; {said}", flush=True
        )
    table = pd.DataFrame(rows)
    if len(table) > 1:
        per_response = table["seconds"] / table["responses"]
        print(f"growth {per_response.iloc[-1] / per_response.iloc[0]:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--clean"]:
        clean_here(sys.argv[2])
    else:
        main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
