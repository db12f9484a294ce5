"""Published tables on disk: text that anyone can read, and that comes back as it was."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts.published import PUBLISHED_NAMES, Published, published
from isop_analysis.contracts.published_files import published_path, read_published, write_published
from isop_analysis.contracts.table import ContractError
from isop_analysis.publish.rounding import as_published, told_number
from isop_analysis.publish.sizes import Sizes


def linking(**cells: object) -> pd.DataFrame:
    row = {"instrument": "scan", "wave": "c2024_t0", "linked_by": "token", "responses": "70-74"}
    return pd.DataFrame([row | cells])


def test_a_table_is_text_that_comes_back(tmp_path: Path) -> None:
    path = write_published(linking(), "linking", tmp_path)
    assert path.read_text() == "instrument,wave,linked_by,responses\nscan,c2024_t0,token,70-74\n"
    assert path.stat().st_mode & 0o777 == 0o644
    assert read_published("linking", tmp_path).to_dict("records") == linking().to_dict("records")


def test_a_table_read_before_is_the_readers_own_and_follows_its_file(tmp_path: Path) -> None:
    write_published(linking(), "linking", tmp_path)
    first = read_published("linking", tmp_path)
    first.loc[0, "responses"] = "5-9"
    first["more"] = 1
    assert read_published("linking", tmp_path).to_dict("records") == linking().to_dict("records")
    write_published(linking(responses="75-79"), "linking", tmp_path)
    assert read_published("linking", tmp_path)["responses"].tolist() == ["75-79"]


def test_reasons_flags_and_absent_cells_come_back(tmp_path: Path) -> None:
    columns = published("reliability").column_names
    row = dict.fromkeys(columns) | {
        "instrument": "i",
        "scale": "s",
        "occasion": "T0",
        "n": "85-89",
        "n_items": 4,
    }
    row |= {
        "alpha": 0.7,
        "weak": True,
        "status": "computed",
        "notes": 'few_people {"least": 20}\nfew_people {"least": 20}',
    }
    write_published(pd.DataFrame([row]), "reliability", tmp_path)
    (found,) = read_published("reliability", tmp_path).to_dict("records")
    assert found["notes"] == row["notes"]
    assert (found["alpha"], found["n_items"], bool(found["weak"])) == (0.7, 4, True)
    assert pd.isna(found["omega_total"])
    assert pd.isna(found["omega_converged"])
    assert pd.isna(found["reason"])


@pytest.mark.parametrize("name", PUBLISHED_NAMES)
def test_an_empty_table_comes_back_empty(name: str, tmp_path: Path) -> None:
    write_published(pd.DataFrame(columns=published(name).column_names), name, tmp_path)
    found = read_published(name, tmp_path)
    assert (len(found), list(found.columns)) == (0, published(name).column_names)


def test_what_is_no_count_and_no_column_of_the_contract_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(
        ContractError, match="column 'responses' holds no count or band of counts: '70 to 74'"
    ):
        write_published(linking(responses="70 to 74"), "linking", tmp_path)
    with pytest.raises(ContractError, match="column 'team' is not in the contract"):
        write_published(linking(team="x"), "linking", tmp_path)
    assert not published_path("linking", tmp_path).exists()


def test_a_contract_names_whose_secrets_and_what_is_counted() -> None:
    with pytest.raises(
        ValueError, match="table x: unknown unit of disclosure 'pupils'; known: people, teams"
    ):
        Published("x", "publish_tables", "", (), unit="pupils", counts="y")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="table x: says not what its cells count"):
        Published("x", "publish_tables", "", ())


def test_numbers_are_rounded_and_counts_banded_as_the_contract_says() -> None:
    """Of factor_measures n is a size (exact, unless near another one), the rest two decimals."""
    frame = pd.DataFrame(
        {
            "model": ["a", "b"], "factor": ["f", "g"], "items": [4, 4], "omega": [0.8149, -0.001],
            "twin_omega": [None, 0.5], "composite_reliability": [0.7, 0.7], "ave": [0.55, 0.4],
            "n": [102, 300],
            "secret": [1, 2],
        }
    )  # fmt: skip
    told = as_published(frame, published("factor_measures"), 5, Sizes.of([102, 104, 300], 5))
    assert list(told.columns) == published("factor_measures").column_names
    assert told["n"].tolist() == ["100-104", "300"]
    assert told["omega"].tolist() == [0.81, 0.0]
    assert str(told["omega"].tolist()[1]) == "0.0"
    low = next(one for one in published("model_effects").columns if one.name == "ci_low")
    assert [told_number(one, low) for one in (0.0034, -0.0021, 0.0003, 0.0149)] == [0.003, -0.002, 0.0, 0.01]
    assert told_number(float("inf"), low) != told_number(float("inf"), low)
    groups = pd.DataFrame([dict.fromkeys(published("coder_agreement").column_names)])
    told = as_published(
        groups.assign(documents=17, people=3, percentage=96.6),
        published("coder_agreement"),
        5,
        Sizes.of([], 5),
    )
    assert told.loc[0, ["documents", "people"]].tolist() == ["15-19", "0-4"]
    assert told.loc[0, "percentage"] == 97
