"""Keyed hashes: RFC 4231's own numbers, what `sha256sum` says, what a reader with the key types."""

import hashlib
from pathlib import Path

import pytest

from isop_analysis.audit.hashes import file_hash, keyed_hash, main, run_key, run_number

ROOT = Path(__file__).resolve().parents[3]


def test_a_files_hash_is_its_sha256(tmp_path: Path) -> None:
    file = tmp_path / "abc.csv"
    file.write_bytes(b"abc")
    # FIPS 180-4, example of one block
    assert file_hash(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_keyed_hash_is_hmac_of_the_digits() -> None:
    # RFC 4231, test case 2
    told = keyed_hash(b"Jefe", "what do ya want for nothing?")
    assert told == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_who_has_the_key_gets_the_same(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(ROOT)
    assert main(["--config", "config/config.yaml", "--run", "ab12", "data/raw/demo/consent.csv"]) == 0
    told, name = capsys.readouterr().out.split()
    assert name == "data/raw/demo/consent.csv"
    assert len(told) == 64
    assert told != hashlib.sha256(Path("data/raw/demo/consent.csv").read_bytes()).hexdigest()


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(ROOT)
    assert main(["--config", "config/config.yaml", "--run", "ab12", "data/raw/demo/nothing.csv"]) == 1
    assert "nothing.csv" in capsys.readouterr().err


def test_hashes_of_two_runs_tell_nothing_of_what_is_the_same() -> None:
    same, then, now = "aa" * 32, "bb" * 32, "cc" * 32
    runs = [run_number(b"key", [same, other]) for other in (then, now)]
    assert runs[0] == run_number(b"key", [then, same])
    assert runs[0] != runs[1]
    hashes = [keyed_hash(run_key(b"key", run), same) for run in runs]
    assert hashes[0] != hashes[1]
