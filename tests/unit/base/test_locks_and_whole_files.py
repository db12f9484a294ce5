import os
import subprocess
import sys
from pathlib import Path

import pytest

from isop_analysis.base.locks import FileLock
from isop_analysis.base.whole_files import PUBLISHED, part_of, sweep, whole_file, write_whole

HOLD = """
import sys
from pathlib import Path
from isop_analysis.base.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def other_process(path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_one_process_holds_a_lock_and_the_file_names_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "run.lock"
    process = other_process(path)
    lock = FileLock(path)
    assert not lock.take()
    assert lock.holder() == str(process.pid)
    process.kill()
    process.communicate()
    assert lock.take(wait=True)
    assert lock.holder() == str(os.getpid())
    lock.release()


def test_asking_who_holds_a_lock_does_not_end_it(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    lock = FileLock(path)
    assert lock.take()
    lock.holder()
    refused = subprocess.run(
        [sys.executable, "-c", HOLD, str(path)], input="", capture_output=True, text=True, check=True
    )
    assert refused.stdout == "False\n"
    lock.release()
    assert other_process(path).communicate()


def fail_half_way(path: Path) -> None:
    with whole_file(path) as part:
        assert part == part_of(path) == path.with_name("table.txt.part")
        part.write_text("half")
        raise RuntimeError("half way")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "table.txt"
    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way(path)
    assert list(path.parent.iterdir()) == []
    write_whole(path, "first\r\n")
    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way(path)
    assert path.read_bytes() == b"first\r\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_is_never_open_to_others(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    part_of(path).write_text("left by a killed run")
    with whole_file(path, 0o600) as part:
        assert part.stat().st_mode & 0o777 == 0o600
        part.write_text("x")
    assert path.stat().st_mode & 0o777 == 0o600
    assert not part_of(path).exists()


def test_files_and_new_folders_are_their_owners_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "table", "text")
    modes = [
        path.stat().st_mode & 0o777 for path in (tmp_path / "a", tmp_path / "a/b", tmp_path / "a/b/table")
    ]
    assert modes == [0o700, 0o700, 0o600]
    write_whole(tmp_path / "a" / "lock.json", "{}", PUBLISHED)
    assert (tmp_path / "a" / "lock.json").stat().st_mode & 0o777 == 0o644


def test_what_a_killed_run_left_is_swept_and_the_rest_is_closed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "processed", tmp_path / "outside.part"
    (folder / "parts").mkdir(parents=True)
    for name in ("answers.parquet.part", "parts/0.parquet.part", "answers.parquet"):
        (folder / name).write_text("rows")
    folder.chmod(0o755)
    outside.touch()
    (folder / "link.part").symlink_to(outside)
    sweep(folder)
    assert sorted(path.name for path in folder.rglob("*")) == ["answers.parquet", "link.part", "parts"]
    modes = [path.stat().st_mode & 0o777 for path in (folder, folder / "parts", folder / "answers.parquet")]
    assert modes == [0o700, 0o700, 0o600]
    assert outside.exists()
    sweep(tmp_path / "nowhere")
