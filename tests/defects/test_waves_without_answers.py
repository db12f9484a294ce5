from pathlib import Path

from exported_study import CONFIG, Exported

TWO = CONFIG.replace(
    "waves:", "waves:\n  - {name: later, cohort: '2024', school_year: 2024-2025, occasion: T1, time: 1}"
)


def test_wave_that_no_file_has_answers_of(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, config=TWO)
    study.file("plain_w0.csv", "a1,a2,years,wish,meets\n4,4,3,,\n")
    assert study.problems() == [
        "config/config.yaml:9: waves[0].name: wave 'later' has no answers in any file; add its exports, or "
        "leave the wave out"
    ]


def test_file_of_a_wave_without_answers(tmp_path: Path) -> None:
    study = Exported.make(tmp_path, config=TWO)
    study.file("plain_w0.csv", "a1,a2,years,wish,meets\n4,4,3,,\n")
    study.file("plain_later.csv", "a1,a2,years,wish,meets\n")
    assert study.problems() == [
        "data/raw/small/plain_later.csv: has a header but no answers; export it again, or take it away from "
        "the raw folder"
    ]


def test_no_answers_at_all(tmp_path: Path) -> None:
    study = Exported.make(tmp_path)
    assert study.problems() == [
        "config/config.yaml:9: waves[0].name: wave 'w0' has no answers in any file; add its exports, or "
        "leave the wave out"
    ]


def test_wave_column_left_empty(tmp_path: Path) -> None:
    source = "{name: plain, format: plain_csv, files: 'plain*', fields: {wave: wave}}"
    study = Exported.make(tmp_path, source, config=TWO)
    study.file("plain.csv", "a1,a2,years,wish,meets,wave\n4,4,3,,,w0\n4,4,3,,,\n4,4,3,,,latr\n")
    assert study.problems() == [
        "data/raw/small/plain.csv:3: column 'wave' gives no wave; fill it in",
        "data/raw/small/plain.csv:4: column 'wave' holds an unknown wave: 'latr'; did you mean 'later'?",
    ]
