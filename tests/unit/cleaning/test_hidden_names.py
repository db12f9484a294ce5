"""Teams, sites and coders under pseudonyms: what is hashed, what stays, and that no name is left outside."""

import hashlib
import hmac
from base64 import b32encode
from pathlib import Path

import pandas as pd
import pytest
from small_study import answers, attendance, cleaned, make_study, members, responses, revealed, teams

from isop_analysis.cleaning.key import read_names_key
from isop_analysis.cleaning.pseudonyms import HiddenNames, pseudonym
from isop_analysis.contracts import read_table
from isop_analysis.study import Study, StudyError

KEY = bytes(range(32))
FINE: list[float | None] = [4.0, 2.0, 4.0, 5.0]


def test_a_name_is_hashed_with_its_kind_so_that_no_two_kinds_share_a_pseudonym() -> None:
    names = HiddenNames.of(KEY, [(kind, "LT01") for kind in ("team", "site", "coder")])
    digest = hmac.new(KEY, b"team\x1flt01", hashlib.sha256).digest()
    assert names.codes["team", "LT01"] == b32encode(digest)[:10].decode().lower()
    assert len({*names.codes.values(), pseudonym(KEY, "LT01"), pseudonym(KEY, "lt01")}) == 5


def test_spellings_of_one_name_share_a_pseudonym_and_none_stays_none() -> None:
    names = HiddenNames.of(KEY, [("team", "LT 01"), ("team", "lt  01"), ("team", "none"), ("team", " ")])
    assert sorted(name for _, name in names.codes) == ["LT 01", "lt  01"]
    assert len(set(names.codes.values())) == 1
    hidden = names.hide(pd.DataFrame({"team": ["none", "LT 01", None], "other": ["LT 01"] * 3}))
    assert hidden["team"].tolist()[:2] == ["none", names.codes["team", "LT 01"]]
    assert hidden["team"].isna().tolist() == [False, False, True]
    assert hidden["other"].tolist() == ["LT 01"] * 3


def made(root: Path) -> Study:
    return cleaned(
        make_study(root, consent=None),
        responses=responses({"email": "ann@example.org", "team": "lt01"}, {"team": "LT02", "site": "De Es"}),
        answers=answers({1: FINE, 2: FINE}),
        teams=teams("LT01", "LT02"),
        members=members({"team": "LT01", "email": "ann@example.org", "Beroep": "Leraar"}),
        attendance=attendance(("LT01", "ann@example.org", "w0", 2, 1)),
    )


def test_no_processed_table_holds_a_name_of_a_team_or_site(tmp_path: Path) -> None:
    study = made(tmp_path)
    for file in study.processed.rglob("*.parquet"):
        text = pd.read_parquet(file).to_csv()
        assert not [name for name in ("LT01", "lt01", "LT02", "De Es", "Site 1") if name in text], file.name


def test_the_map_back_stays_restricted(tmp_path: Path) -> None:
    study = made(tmp_path)
    rows = read_table("hidden_names", study.restricted)
    assert set(rows["name"]) == {"LT01", "LT02", "Site 1", "Site 2"}
    assert (study.restricted / "hidden_names.parquet").stat().st_mode & 0o777 == 0o600
    assert sorted(revealed(study, "teams")["team"]) == ["LT01", "LT02"]


def test_tables_stand_in_the_order_of_pseudonyms(tmp_path: Path) -> None:
    found = made(tmp_path).table("teams")["team"].tolist()
    assert found == sorted(found)


def test_names_alone_ask_for_the_key_unless_the_data_are_published(tmp_path: Path) -> None:
    private = make_study(
        tmp_path / "one", invented=False, consent=None, privacy={"key": {"file": str(tmp_path / "k.key")}}
    )
    with pytest.raises(StudyError, match="key is missing"):
        read_names_key(private)
    published = make_study(tmp_path / "two", invented=False, consent=None)
    assert read_names_key(published) == b"responses of small without identity"
