"""A run's steps as forks of one process, which has loaded the libraries once for all of them.

A run starts the process (`start`) and its jobs ask it for their step (`run_in_fork`): a fork takes the job's
arguments, folder, environment and standard streams from a socket, runs the step, and answers with its exit
code. Where there is no such process, in another environment, and on systems where forking what has loaded
such libraries isn't safe, a step runs in its job's own process, and writes the same.

The process ends with the run that started it, however that ends. A fork ends when its job is killed; when the
run alone is killed it goes on, as the job does (`running` lets the next run wait for it).
"""

import atexit
import gc
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

SERVER = "ISOP_FORK_SERVER"
"""The variable that names the socket and the environment (`sys.prefix`) of the process."""
LIBRARIES = (
    *("isop_analysis.steps.running", "isop_analysis.study.reading"),
    *("pandas", "pyarrow.parquet", "scipy.special", "scipy.optimize"),
    *("matplotlib.figure", "matplotlib.font_manager", "matplotlib.backends.backend_svg"),
)
"""Of ours what all steps import, first what decides on threads; of others what many do."""
TAKEN, DIED = b"t", 137
HEAD = 8
"""Bytes of the number that says how long a job's request is."""
GARBAGE = (50_000, 20, 20)
"""New objects (and collections of the generation below) after which Python looks for circles to free.

Its default, 700, costs a tenth of the time of writing the report; peak memory is the same."""
RunStep = Callable[[Sequence[str]], int]


def start() -> None:
    """Start the process; it lives as long as this one."""
    if sys.platform != "linux":
        return
    folder = tempfile.mkdtemp(prefix="isop-")
    path = str(Path(folder) / "socket")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(64)
        number = listening.fileno()
        command = [sys.executable, "-m", __name__, str(number), folder]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[number])
    os.environ[SERVER] = f"{path}{os.pathsep}{sys.prefix}"
    atexit.register(process.communicate)  # it ends where its input does


def run_in_fork(arguments: Sequence[str]) -> int | None:
    """Run a step in a fork of the run's process; return its exit code, None where there is none."""
    path, _, prefix = os.environ.get(SERVER, "").partition(os.pathsep)
    if prefix != sys.prefix:
        return None
    request = json.dumps([list(arguments), str(Path.cwd()), dict(os.environ)]).encode()
    try:
        with socket.socket(socket.AF_UNIX) as job:
            job.connect(path)
            socket.send_fds(job, [len(request).to_bytes(HEAD)], [0, 1, 2])
            job.sendall(request)
            if job.recv(1) != TAKEN:
                return None
            return next(iter(job.recv(1)), DIED)
    except OSError:
        return None


def serve(listening: socket.socket, run_step: RunStep) -> None:
    """Fork for every job that asks, until the run that started this process has ended."""
    while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
        _reap()
        job, _ = listening.accept()
        if os.fork() == 0:
            try:
                listening.close()
                _run(job, run_step)
            finally:
                os._exit(DIED)
        job.close()
    _reap()


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _run(job: socket.socket, run_step: RunStep) -> None:
    """Run a job's step in this fork, and answer with its exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    head, streams, _, _ = socket.recv_fds(job, HEAD, 3)
    length, text = int.from_bytes(head), b""
    while len(text) < length:
        text += job.recv(length - len(text)) or os._exit(DIED)
    arguments, folder, environment = json.loads(text)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.update(environment)
    job.sendall(TAKEN)
    threading.Thread(target=_end_with_job, args=[job], daemon=True).start()
    try:
        code = run_step(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    job.sendall(bytes([code]))


def _end_with_job(job: socket.socket) -> None:
    job.recv(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _main(number: int, folder: str) -> None:
    import importlib

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with its run
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()  # what is loaded stays: no fork need look through it, or copy its pages to do so
    gc.set_threshold(*GARBAGE)
    from isop_analysis.steps.running import run_step

    try:
        serve(socket.socket(fileno=number), run_step)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2])
