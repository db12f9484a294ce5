"""Paths in config stay inside the study's raw folder."""

from pathlib import Path

import pytest

from isop_analysis.study.contained import leads_out


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("/etc/passwd", "is absolute"),
        ("C:\\data\\consent.csv", "is absolute"),
        ("~/consent.csv", "is absolute"),
        ("../other/consent.csv", "goes up by '..'"),
        ("a/../../consent.csv", "goes up by '..'"),
        ("a\\..\\consent.csv", "goes up by '..'"),
        ("link.csv", "leads out of it by a link"),
        ("folder/consent.csv", "leads out of it by a link"),
        ("within.csv", None),
        ("consent.csv", None),
        ("deeper/consent.csv", None),
    ],
)
def test_a_path_stays_within_its_folder(tmp_path: Path, file: str, reason: str | None) -> None:
    raw, other = tmp_path / "raw", tmp_path / "other"
    raw.mkdir()
    other.mkdir()
    (other / "consent.csv").touch()
    (raw / "consent.csv").touch()
    (raw / "link.csv").symlink_to(other / "consent.csv")
    (raw / "folder").symlink_to(other)
    (raw / "within.csv").symlink_to(raw / "consent.csv")
    assert leads_out(file, raw) == reason
