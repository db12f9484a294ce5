from pathlib import Path

import pytest

from isop_analysis.opendata import read_outcome, read_site_keys
from isop_analysis.study.base import Text
from isop_analysis.study.context import Outcome, SiteKeys
from isop_analysis.study.problems import StudyError

KEYS = (
    "site;brin;location;lrk;municipality\n"
    "S01;99XA;00;;0222\nS01;99XA;01;;0222\nS02;99XB;00;123;0294\nS03;;;;0294\n"
)


def outcome(**changes: object) -> Outcome:
    settings: dict[str, object] = {
        "name": "under_advised",
        "title": Text(nl="onderadvisering", en="under-advising"),
        "domain": "opportunities",
        "ages": "4-12",
        "level": "site",
        "file": "advice.csv",
        "key": ["BRIN", "LOC"],
        "year": "JAAR",
        "value": "ONDER",
        "total": "TOTAAL",
        "low": 0,
        "high": 100,
    }
    return Outcome.model_validate(settings | changes)


def write(folder: Path, text: str) -> Path:
    path = folder / "advice.csv"
    path.write_bytes(text.encode("cp1252"))
    return path


def test_sites_get_their_rows_intervals_and_absences(tmp_path: Path) -> None:
    keys_file = tmp_path / "site_keys.csv"
    keys_file.write_text(KEYS)
    keys = read_site_keys(keys_file, "site_keys.csv", SiteKeys())
    rows = "99XA;00;2023;<5;21\n99XA;01;2023;6,5;30\n99XB;00;2023; ;\n99ZZ;00;2023;3;4\n"
    path = write(tmp_path, "BRIN;LOC;JAAR;ONDER;TOTAAL\n" + rows)
    found = read_outcome(path, "advice.csv", outcome(), keys)
    frame = found.frame.set_index(["site", "unit"])
    assert list(found.frame["status"]) == ["suppressed", "known", "unknown", "no_row"]
    assert tuple(frame.loc[("S01", "99XA00"), ["low", "high", "total"]]) == (1.0, 4.0, 21.0)
    assert frame.loc[("S01", "99XA01"), "value"] == 6.5
    assert (found.rows, found.rows_used, found.suppressed, found.unknown) == (4, 3, 1, 1)


def test_an_outcome_by_municipality_reaches_each_site_once(tmp_path: Path) -> None:
    keys_file = tmp_path / "site_keys.csv"
    keys_file.write_text(KEYS)
    keys = read_site_keys(keys_file, "site_keys.csv", SiteKeys())
    path = write(tmp_path, "GEM;JAAR;ONDER;TOTAAL\n 222;2023;4;10\n 294;2023;5;10\n")
    found = read_outcome(path, "a.csv", outcome(level="municipality", key=["GEM"]), keys)
    assert list(found.frame["site"]) == ["S01", "S02", "S03"]
    assert list(found.frame["value"]) == [4.0, 5.0, 5.0]


def test_words_and_values_out_of_range_are_said_together(tmp_path: Path) -> None:
    keys_file = tmp_path / "site_keys.csv"
    keys_file.write_text(KEYS)
    keys = read_site_keys(keys_file, "site_keys.csv", SiteKeys())
    path = write(tmp_path, "BRIN;LOC;JAAR;ONDER;TOTAAL\n99XA;00;2023;veel;21\n99XA;01;2023;105;30\n")
    with pytest.raises(StudyError) as caught:
        read_outcome(path, "advice.csv", outcome(), keys)
    assert str(caught.value) == (
        "advice.csv:2: ONDER: a text of 4 characters is no number; a number, '<5' or a space was expected\n"
        "advice.csv:3: ONDER: 105 lies outside 0–100; correct the file or the config"
    )
