"""Whatever breaks is one sentence for who reads it, and a story in a file that holds nobody's data."""

import subprocess
import sys
from pathlib import Path

import pytest

from isop_analysis.__main__ import main
from isop_analysis.base.last_guard import broke, is_told_by_us, story
from isop_analysis.base.whole_files import write_whole
from isop_analysis.contracts import read_table

SECRET = "an.jansen@school.nl"


class Odd(BaseException):
    """As libraries written in Rust raise: no `Exception`."""


def broken(*_: object) -> None:
    try:
        float(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def test_the_story_names_kinds_and_places_and_quotes_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError) as caught:
        broken()
    told = story(caught.value)
    assert SECRET not in told
    assert str(Path.cwd()) not in told
    assert told.count("  test_last_guard.py:") == 3
    assert [line for line in told.splitlines()[1:] if not line.startswith("  ")] == ["KeyError", "ValueError"]
    sentence = broke(caught.value, tmp_path / "logs", "check")
    log = tmp_path / "logs" / "check.broken.log"
    assert sentence.startswith("broke with KeyError in test_last_guard.py:")
    assert f"; where it went is in {log}, without any data" in sentence
    assert log.read_text() == told
    assert log.stat().st_mode & 0o777 == 0o600


def test_only_what_our_own_code_says_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as ours:
        read_table("answers", tmp_path)
    with pytest.raises(NotADirectoryError) as others:
        write_whole(Path(__file__) / "x", "")
    assert (is_told_by_us(ours.value), is_told_by_us(others.value)) == (True, False)


@pytest.mark.parametrize("error", [RecursionError(SECRET), MemoryError(SECRET), Odd(SECRET)])
@pytest.mark.parametrize("arguments", ["check", "manifest", "score_scales", "freeze", "run"])
def test_a_verb_and_a_step_that_break_end_in_one_sentence(
    arguments: str,
    error: BaseException,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.chdir(tmp_path)
    for name in ("study.reading.read_study", "study.loading.load", "study.yaml_lines.read_document"):
        monkeypatch.setattr(f"isop_analysis.{name}", broken)
    assert main([arguments, "--config", "config.yaml"]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("ERROR ")
    assert f"broke with {type(error).__name__} in test_last_guard.py:" in line
    (log,) = (tmp_path / "logs").rglob("*.broken.log")
    assert SECRET not in line + log.read_text()


def test_a_stopped_verb_is_no_broken_one(tmp_path: Path) -> None:
    program = (
        "import isop_analysis.study.loading as l, sys\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "l.load = stop\n"
        "from isop_analysis.__main__ import main\n"
        "sys.exit(main(['manifest']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "")
    assert not list(tmp_path.rglob("*.broken.log"))
