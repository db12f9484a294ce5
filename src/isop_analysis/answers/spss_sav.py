"""SPSS .sav: numbers with value labels, user-missing codes, multiple-response sets of dichotomies."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from isop_analysis.answers.delimited import PIECE, Chunk
from isop_analysis.answers.export import Column, Export, Format, Header, ValueLabels
from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.answers.workbook import text_of
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError


def open_spss(path: Path, shown: str, source: Source, expected: list[str]) -> Export:
    """Open an SPSS data file.

    Raises StudyError when the file is missing, empty or no SPSS file.
    """
    import pyreadstat

    if not path.is_file():
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")])
    try:
        cells, about = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError):
        message = (
            "can't be read as an SPSS file: empty, cut off, damaged, or of another kind; export it again"
        )
        raise StudyError([Problem(shown, message)]) from None
    names = list(about.column_names)
    labels = {place: _labels(about, name) for place, name in enumerate(names)}
    header = Header(tuple(Column(name, (name,)) for name in names), question_code)
    return Export(
        header, lambda: _chunks([cells[name] for name in names]), encoding=about.file_encoding, labels=labels
    )


def _labels(about: Any, name: str) -> ValueLabels:
    ranges = about.missing_ranges.get(name, [])
    numeric = [(r["lo"], r["hi"]) for r in ranges if not isinstance(r["lo"], str)]
    sets = [s for s in (about.mr_sets or {}).values() if name in s["variable_list"] and s["type"] == "D"]
    return ValueLabels(
        labels={text_of(v): str(label) for v, label in about.variable_value_labels.get(name, {}).items()},
        missing=tuple((float(low), float(high)) for low, high in numeric),
        counted=text_of(_counted(sets[0]["counted_value"])) if sets else None,
    )


def _counted(value: object) -> object:
    return float(value) if isinstance(value, str) and value.strip().isdigit() else value


def _chunks(columns: list[list[object]]) -> Iterator[Chunk]:
    length = len(columns[0]) if columns else 0
    for start in range(0, length, PIECE):
        texts = [[text_of(cell) for cell in column[start : start + PIECE]] for column in columns]
        rows = range(start + 2, start + 2 + len(texts[0]))
        yield Chunk(rows, texts)


SPSS_SAV = Format(suffixes=(".sav", ".zsav"), open=open_spss)
