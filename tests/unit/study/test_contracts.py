import stat
from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts import TABLES, ContractError, conform, empty_table, read_table, write_table
from isop_analysis.contracts.tables import by_name


def aliases(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"alias": ["a@example.org"], "email": ["b@example.org"]} | columns)


def test_every_table_can_be_empty_and_survives_a_round_trip(tmp_path: Path) -> None:
    for table in TABLES:
        write_table(empty_table(table.name), table.name, tmp_path)
        assert list(read_table(table.name, tmp_path).columns) == table.column_names


def test_table_names_are_unique() -> None:
    names = [table.name for table in TABLES]
    assert len(names) == len(set(names))


def test_restricted_tables_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    path = write_table(aliases(), "received_aliases", tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.part"))


def test_all_that_is_wrong_with_columns_is_said() -> None:
    frame = aliases().rename(columns={"email": "mail"})
    with pytest.raises(ContractError) as caught:
        conform(frame, by_name("received_aliases"))
    expected = "table received_aliases: column 'email' is missing; column 'mail' is not in the contract"
    assert str(caught.value) == expected


def test_empty_cells_values_and_doubled_keys_are_said_together() -> None:
    frame = empty_table("linking").astype("object")
    for linked_by in ("email", "email", "guess"):
        frame.loc[len(frame)] = ["srt", "t0", linked_by, 3]
    frame.loc[0, "responses"] = None
    with pytest.raises(ContractError) as caught:
        conform(frame, by_name("linking"))
    assert str(caught.value) == (
        "table linking: column 'linked_by' holds ['guess'] in row 2; column 'responses' is empty in row 0; "
        "key (instrument, wave, linked_by) is doubled in row 0, 1"
    )
