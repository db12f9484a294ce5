"""Who answered is asked once of all files with the same headings, and of each by itself where it differs."""

import datetime
from pathlib import Path
from typing import Any

import exports
import yaml

from isop_analysis.drafting.asking import Asking
from isop_analysis.drafting.new_study import new_study

TODAY = datetime.date(2025, 5, 1)
WHO = "which column tells who answered?"
COLUMNS = '0 none, 1 "e-mail", 2 "naam"'


def survey(folder: Path, stem: str, who: tuple[str, str] = ("e-mail", "naam")) -> Path:
    """Write an export of one questionnaire: two columns that tell who answered, a team, four items."""
    answers = exports.Answers()
    head = [*who, "team", *(f"{stem}{item}" for item in range(1, 5))]
    rows = [
        [answers.mail[i], answers.person[i], answers.team[i], *answers.items[i].tolist()]
        for i in range(exports.ROWS)
    ]
    return exports.write(folder / f"{stem}.csv", [head, *rows], ";")


def drafted(root: Path, said: list[str], *files: Path) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """Draft a study of files, with these answers; return what was asked of who, and each file's fields."""
    (root / "config").mkdir()
    asked: list[str] = []

    def ask(question: str) -> str:
        if WHO not in question and not question.startswith("What is it?"):
            return "n" if question.endswith("y, n") else "0"
        asked.append(question)
        return said.pop(0)

    made = new_study(root, "wijk", list(files), Asking(ask), (), TODAY)
    read = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in made.written]
    return asked, {one["name"]: one["sources"][0]["fields"] for one in read if "sources" in one}


def exported(root: Path) -> Path:
    folder = root / "exports"
    folder.mkdir()
    return folder


def test_files_with_the_same_headings_are_asked_about_once(tmp_path: Path) -> None:
    folder = exported(tmp_path)
    files = [survey(folder, stem) for stem in ("aa", "bb", "cc")]
    asked, fields = drafted(tmp_path, ["1", "e"], *files)
    assert asked == [
        f"aa.csv, bb.csv, cc.csv: {WHO} {COLUMNS}, d it differs",
        "What is it? e e-mail, p an id, t a token handed out, c a code they made",
    ]
    assert {name: own["email"] for name, own in fields.items()} == dict.fromkeys(("aa", "bb", "cc"), "e-mail")


def test_each_may_still_be_asked_about_by_itself(tmp_path: Path) -> None:
    folder = exported(tmp_path)
    files = [survey(folder, stem) for stem in ("aa", "bb")]
    asked, fields = drafted(tmp_path, ["d", "1", "e", "0"], *files)
    assert [one for one in asked if WHO in one] == [
        f"aa.csv, bb.csv: {WHO} {COLUMNS}, d it differs",
        f"aa.csv: {WHO} {COLUMNS}",
        f"bb.csv: {WHO} {COLUMNS}",
    ]
    assert fields["aa"]["email"] == "e-mail"
    assert fields["bb"].get("email") is None


def test_a_file_with_other_headings_is_asked_about_by_itself(tmp_path: Path) -> None:
    folder = exported(tmp_path)
    files = [survey(folder, "aa"), survey(folder, "bb", ("mailadres", "naam")), survey(folder, "cc")]
    asked, fields = drafted(tmp_path, ["1", "e", "1", "e"], *files)
    assert [one.partition(":")[0] for one in asked if WHO in one] == ["aa.csv, cc.csv", "bb.csv"]
    assert [fields[name]["email"] for name in ("aa", "bb", "cc")] == ["e-mail", "mailadres", "e-mail"]


def test_many_files_are_named_by_the_first_four(tmp_path: Path) -> None:
    folder = exported(tmp_path)
    files = [survey(folder, stem) for stem in ("aa", "bb", "cc", "dd", "ee", "ff")]
    asked, _ = drafted(tmp_path, ["0"], *files)
    assert asked == [f"aa.csv, bb.csv, cc.csv, dd.csv and 2 more: {WHO} {COLUMNS}, d it differs"]
