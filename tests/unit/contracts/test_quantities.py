"""What the numbers of tables are: every one is known, ends of intervals stand beside what they belong to."""

from isop_analysis.contracts import TABLES
from isop_analysis.contracts.kinds import maybe_number
from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.quantities import QUANTITIES

EVERY = [*TABLES, *(published(name) for name in PUBLISHED_NAMES)]
NUMBERS = [c for table in EVERY for c in table.columns if c.kind in ("number", "integer")]


def test_every_number_of_every_table_is_known() -> None:
    assert sorted({column.name for column in NUMBERS if column.name not in QUANTITIES}) == []


def test_nothing_is_known_that_no_table_has() -> None:
    assert sorted(set(QUANTITIES) - {column.name for column in NUMBERS}) == []


def test_an_interval_has_both_ends() -> None:
    for table in TABLES:
        ends = {role: [c.name for c in table.columns if c.role == role] for role in ("low", "high")}
        assert [name.replace("low", "high") for name in ends["low"]] == [
            name.replace("lowest", "highest") for name in ends["high"]
        ], table.name


def test_a_column_says_how_its_number_is_written() -> None:
    alpha, df, p_value = (maybe_number(name) for name in ("alpha", "df", "p_value"))
    assert (alpha.digits, alpha.bounded, alpha.role) == (2, True, "estimate")
    assert (df.digits, df.often_whole, df.role) == (1, True, "df")
    assert (p_value.digits, p_value.role) == (3, "p")
    assert maybe_number("share").unit == "share"
