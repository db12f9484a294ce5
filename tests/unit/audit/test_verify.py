"""What `isop verify` says of a finished folder: one defect a test."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from finished_folder import finished_folder, write_crate

from isop_analysis.audit.folder_names import CRATE, SUMS
from isop_analysis.audit.hashes import file_hash
from isop_analysis.audit.sums import read_sums
from isop_analysis.audit.verify import of_study, read_finished, verify
from isop_analysis.study.problems import StudyError

ANEW = "get the folder anew from who gave it"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return finished_folder(tmp_path / "demo")


def said(folder: Path) -> list[str]:
    """Return what is said of a folder, without the path to it."""
    try:
        verify(read_finished(folder))
    except StudyError as error:
        return [str(problem).replace(f"{folder.parent}/", "") for problem in error.problems]
    return []


def release(folder: Path, study: str = "demo") -> None:
    files = {name: file_hash(folder / name) for name in (CRATE, SUMS)}
    (folder / "release.json").write_text(json.dumps({"study": study, "files": files}))


def test_a_folder_as_it_was_is_in_order_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    assert said(folder) == []
    shutil.copytree(folder, tmp_path / "elsewhere")
    assert said(tmp_path / "elsewhere") == []
    release(folder)
    assert said(folder) == []


def test_sha256sum_reads_the_sums_and_team_sheets_are_not_among_them(folder: Path) -> None:
    assert sorted(read_sums(folder)) == ["index.html", "report.en.pdf", "tables/sample.csv"]
    done = subprocess.run(["sha256sum", "--strict", "-c", SUMS], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout.count(": OK\n")) == (0, 3)


def resummed(folder: Path) -> None:
    """Change a file, and its hash in SHA256SUMS."""
    before = file_hash(folder / "index.html")
    (folder / "index.html").write_text("other")
    text = (folder / SUMS).read_text().replace(before, file_hash(folder / "index.html"))
    (folder / SUMS).write_text(text)


def wrong_sum(folder: Path) -> None:
    """Change a hash in SHA256SUMS, and no file."""
    text = (folder / SUMS).read_text()
    (folder / SUMS).write_text(text.replace(file_hash(folder / "index.html"), "0" * 64))


def without_a_sum(folder: Path) -> None:
    """Take a file out of SHA256SUMS."""
    lines = (folder / SUMS).read_text().splitlines(keepends=True)
    (folder / SUMS).write_text("".join(line for line in lines if "index.html" not in line))


def without_a_file(folder: Path) -> None:
    """Take a file out of the crate, of which SHA256SUMS is as it was."""
    sums = {**read_sums(folder), SUMS: file_hash(folder / SUMS)}
    sums.pop("index.html")
    write_crate(folder, "demo", sums)


def with_a_file(folder: Path) -> None:
    write_crate(folder, "demo", {**read_sums(folder), SUMS: file_hash(folder / SUMS), "extra.csv": "0" * 64})


DEFECTS: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "missing": (lambda at: (at / "report.en.pdf").unlink(), [f"report.en.pdf: is missing; {ANEW}"]),
    "changed": (
        lambda at: (at / "index.html").write_text("other"),
        [f"index.html: was changed since the run: its SHA-256 is not that of SHA256SUMS; {ANEW}"],
    ),
    "added": (
        lambda at: (at / "tables/new.csv").write_text(""),
        ["tables/new.csv: was added since the run: SHA256SUMS does not name it; take it away"],
    ),
    "changed with its sum": (
        resummed,
        [
            f"SHA256SUMS: is not the one that {CRATE} names: one of the two was changed; {ANEW}",
            f"ro-crate-metadata.json: has another SHA-256 of 'index.html' than SHA256SUMS; {ANEW}",
        ],
    ),
    "sum changed": (
        wrong_sum,
        [
            f"SHA256SUMS: is not the one that {CRATE} names: one of the two was changed; {ANEW}",
            f"SHA256SUMS: has another SHA-256 of 'index.html' than the file and {CRATE}; {ANEW}",
        ],
    ),
    "sum removed": (
        without_a_sum,
        [
            f"SHA256SUMS: is not the one that {CRATE} names: one of the two was changed; {ANEW}",
            "ro-crate-metadata.json: names 'index.html', which SHA256SUMS does not: one of the two was "
            f"changed; {ANEW}",
        ],
    ),
    "crate without a file": (
        without_a_file,
        [
            "ro-crate-metadata.json: does not name 'index.html', which SHA256SUMS does: one of the two was "
            f"changed; {ANEW}"
        ],
    ),
    "crate with a file too many": (
        with_a_file,
        [
            "ro-crate-metadata.json: names 'extra.csv', which SHA256SUMS does not: one of the two was "
            f"changed; {ANEW}"
        ],
    ),
    "crate cut off": (
        lambda at: (at / CRATE).write_text('{"@graph": ['),
        [f"ro-crate-metadata.json: can't be read as the description of a run (RO-Crate); {ANEW}"],
    ),
    "crate of nothing": (
        lambda at: (at / CRATE).write_text('{"@graph": [{"@id": "a"}]}'),
        [f"ro-crate-metadata.json: can't be read as the description of a run (RO-Crate); {ANEW}"],
    ),
    "sums damaged": (
        lambda at: (at / SUMS).write_text("abc  index.html\n"),
        [
            "SHA256SUMS:1: is damaged: 64 hexadecimal digits, two spaces and a file of this folder were "
            "expected; get the folder anew"
        ],
    ),
    "sums of a file elsewhere": (
        lambda at: (at / SUMS).write_text(f"{'0' * 64}  ../secret\n"),
        [
            "SHA256SUMS:1: is damaged: 64 hexadecimal digits, two spaces and a file of this folder were "
            "expected; get the folder anew"
        ],
    ),
    "no sums": (
        lambda at: (at / SUMS).unlink(),
        [
            "demo: holds no SHA256SUMS, as every finished folder does, or it was removed; name "
            "reports/build/<study>, "
            "releases/<study>/<release>, or a whole copy of one"
        ],
    ),
    "no crate": (
        lambda at: (at / CRATE).unlink(),
        [
            "demo: holds no ro-crate-metadata.json, as every finished folder does, or it was removed; name "
            "reports/build/<study>, releases/<study>/<release>, or a whole copy of one"
        ],
    ),
    "not a folder": (
        shutil.rmtree,
        ["demo: is no folder; name one that a run made, or a copy of it"],
    ),
    "record of another study": (
        lambda at: release(at, "tiny"),
        [f"release.json: is of the study 'tiny', the crate beside it of 'demo'; {ANEW}"],
    ),
    "record of nothing": (
        lambda at: (at / "release.json").write_text("[]"),
        [f"release.json: is no record of a release; {ANEW}"],
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_a_sentence(folder: Path, defect: str) -> None:
    spoil, sentences = DEFECTS[defect]
    spoil(folder)
    assert said(folder) == sentences


def test_a_crate_changed_after_its_release_is_told(folder: Path) -> None:
    release(folder)
    (folder / CRATE).write_text((folder / CRATE).read_text() + "\n")
    assert said(folder) == [
        "ro-crate-metadata.json: was changed since the release: release.json has another SHA-256; " + ANEW
    ]


def test_another_studys_folder_is_told(folder: Path) -> None:
    with pytest.raises(
        StudyError, match="belongs to the study 'demo', not to 'tiny'; name that study's config"
    ):
        of_study(read_finished(folder), "tiny")
