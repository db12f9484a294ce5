"""Steps as forks of one process: streams, exit codes, ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from isop_analysis.steps import fork_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each step has its own process")

RUN = """
import os, sys, time
from isop_analysis.steps import fork_server
fork_server.LIBRARIES = ()

def run_step(arguments):
    import signal
    match arguments:
        case ["code", code]:
            print("out", os.getcwd(), os.environ["ASKED"])
            print("err", file=sys.stderr)
            return int(code)
        case ["raise"]:
            raise KeyboardInterrupt
        case ["exit"]:
            raise SystemExit(2)
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["sleep", path]:
            open(path, "w").write(str(os.getpid()))
            time.sleep(60)

if sys.argv[1:]:
    import socket
    fork_server.serve(socket.socket(fileno=int(sys.argv[1])), run_step)
"""
JOB = (
    "import sys; from isop_analysis.steps.fork_server import run_in_fork; sys.exit(run_in_fork(sys.argv[1:]))"
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["subprocess.Popen[bytes]"]:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        listening.listen()
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(listening.fileno())],
            stdin=subprocess.PIPE,
            pass_fds=[listening.fileno()],
        )
    monkeypatch.setenv(fork_server.SERVER, f"{tmp_path / 'socket'}{os.pathsep}{sys.prefix}")
    monkeypatch.setenv("ASKED", "yes")
    yield process
    process.communicate(timeout=30)
    assert process.returncode == 0


def job(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", JOB, *arguments], capture_output=True, text=True, timeout=60, **options
    )


def test_a_job_has_its_own_folder_environment_and_streams(server: object, tmp_path: Path) -> None:
    done = job("code", "3", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, f"out {tmp_path} yes\n", "err\n")
    assert job("code", "0").returncode == 0


def test_a_fork_that_is_stopped_or_killed_is_a_failed_job_and_the_next_one_runs(server: object) -> None:
    assert job("die").returncode == fork_server.DIED
    assert job("exit").returncode == 2
    assert job("raise").returncode == fork_server.DIED
    assert job("code", "0").returncode == 0


def test_a_fork_ends_with_its_job(server: object, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    asking = subprocess.Popen([sys.executable, "-c", JOB, "sleep", str(noted)])
    fork = _number(noted)
    asking.kill()
    asking.wait()
    for _ in range(500):
        if _ended(fork):
            return
        time.sleep(0.02)
    os.kill(fork, signal.SIGKILL)
    raise AssertionError("the fork went on")


def test_without_the_process_a_step_runs_in_its_own(
    server: "subprocess.Popen[bytes]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.communicate(timeout=30)
    assert fork_server.run_in_fork(["code", "0"]) is None
    monkeypatch.setenv(fork_server.SERVER, f"{tmp_path / 'socket'}{os.pathsep}/another/environment")
    assert fork_server.run_in_fork(["code", "0"]) is None
    monkeypatch.delenv(fork_server.SERVER)
    assert fork_server.run_in_fork(["code", "0"]) is None


def _number(path: Path) -> int:
    for _ in range(500):
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.02)
    raise AssertionError("the fork did not begin")


def _ended(number: int) -> bool:
    """Whether the process is gone, or is only waiting to be counted."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
