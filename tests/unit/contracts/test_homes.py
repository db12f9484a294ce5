"""Each table's contract is found where the mapping says it is."""

from isop_analysis.contracts import TABLES, by_name
from isop_analysis.contracts.tables import HOMES


def test_the_mapping_names_every_table_in_the_order_of_the_line() -> None:
    assert [name for names in HOMES.values() for name in names] == [table.name for table in TABLES]
    assert [by_name(table.name) for table in TABLES] == list(TABLES)
