"""Whatever stands in a file is read or told in a sentence: nothing else is raised, no number made up."""

import math
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.spelling import key, number
from isop_analysis.answers.timestamps import moment
from isop_analysis.opendata.published_values import Cell, read_column
from isop_analysis.study.problems import StudyError
from isop_analysis.study.yaml_lines import read_document

FEW = settings(max_examples=150, derandomize=True, deadline=None, database=None)
NUMBERS = st.text(alphabet="0123456789.,-+ eE_<inf\u0663²", max_size=12)
FILES = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet="a1,;\t\"'\n\r éÉ\x0b\x1b€“", max_size=120).map(str.encode),
    st.text(alphabet="a1,;\n éëïüÉ", max_size=120).map(lambda text: text.encode("cp850", "replace")),
)
YAML = st.text(alphabet="ab: -[]{}&*!?|>'\"#%@\n\t,0123.“~yesno\x07", max_size=80)


@FEW
@given(FILES)
def test_any_bytes_are_records_or_a_sentence(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        with suppress(StudyError):
            records = list(TextFile(path, "a.csv", layout_of(path, "a.csv")).records())
            assert all(isinstance(cell, str) for record in records for cell in record)


@FEW
@given(YAML)
def test_any_text_is_a_config_or_a_sentence(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_text(text, encoding="utf-8")
        with suppress(StudyError):
            assert read_document(path, "a.yaml").lines[()] >= 1


@FEW
@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_a_column_has_numbers_bounds_or_reasons(cells: list[str]) -> None:
    for text, cell in zip(cells, read_column(cells), strict=True):
        if isinstance(cell, Cell) and cell.status == "known":
            assert math.isfinite(cell.value)
            assert [sign for sign in text if sign.isascii() and sign.isdigit()]
            assert "_" not in text


@FEW
@given(st.one_of(NUMBERS, st.text(max_size=20)))
def test_any_cell_has_a_key_and_perhaps_a_number_or_a_moment(cell: str) -> None:
    value = number(cell)
    assert value is None or math.isfinite(value)
    assert key(key(cell)) == key(cell)
    moment(cell)
    moment(cell, by_month=True)
