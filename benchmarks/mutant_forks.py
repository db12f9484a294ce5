"""Runs tests on changed sources, each in a fork of a process that has imported the libraries once.

Started by `mutants.py` with the project's Python, told the cache, how many side by side, the budget, rooms
to import once (those that can't import what is changed), and the tests' folders. Reads a mutant a line
(JSON: id, file, source, function) and writes a line for each: id, state, by (the test that found it),
seconds of the processor. No file is changed: the source is handed to Python's import.

What each test calls is recorded once and kept in the cache, by the contents of the test's file; so is what
it takes. A mutant meets the tests that call its function (at module level: that call anything of its file,
then those that import it), first those that call most of its file a second, up to a budget of seconds of the
processor as they were recorded, a little above what they take. Left out: tests above `SLOW` seconds, those
that start processes or use a fixture of `COSTLY`, and those that fail without any mutant.
"""

import contextlib
import cProfile
import gc
import hashlib
import importlib
import importlib.util
import itertools
import json
import os
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import hypothesis
import numpy
import pandas
import pydantic
import pytest
import scipy.stats

ROOT = Path(__file__).parents[1]
IMPORTED = (hypothesis, numpy, pandas, pydantic, scipy.stats)
COSTLY = {"demo_run", "whole", "finished", "process"}
SLOW = 4.0
PROCESSOR = 600  # for a file's recording
MEMORY = 6 << 30
ASLEEP = 1800  # seconds by the clock, for what waits for ever; loops end by the processor's
PLAIN = ("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--assert=plain", "--tb=no", "--capture=no")
INNER = re.compile(r"(\.<locals>)?\.?<(listcomp|genexpr|lambda|dictcomp|setcomp)>.*")


@dataclass(frozen=True)
class Test:
    """A test: seconds without and with its fixtures of wider scope, and what it calls of ours."""

    name: str
    seconds: float
    fixtures: dict[str, float]
    functions: frozenset[str]
    modules: frozenset[str]

    @property
    def file(self) -> str:
        return self.name.split("::")[0]

    def reaches(self, file: str) -> int:
        """How many functions of a file it calls."""
        return sum(name.startswith(f"{file}:") for name in self.functions)


class Recorder:
    """A plugin that records what each test calls and takes; fixtures of wider scope count for all users."""

    def __init__(self) -> None:
        self.calls = cProfile.Profile(builtins=False)
        self.spawned = False
        self.wide: dict[str, dict[str, Any]] = {}
        self.tests: dict[str, dict[str, Any]] = {}
        self.passed: set[str] = set()
        self.failed: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, _: tuple[object, ...]) -> None:
        if event in {"subprocess.Popen", "os.fork", "os.posix_spawn", "os.system"}:
            self.spawned = True

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not COSTLY & set(getattr(item, "fixturenames", ()))]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.calls, self.spawned = cProfile.Profile(builtins=False), False
        start, before = time.process_time(), sum(one["seconds"] for one in self.wide.values())
        self.calls.enable(subcalls=False)
        signal.setitimer(signal.ITIMER_PROF, 5 * SLOW)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.calls.disable()
            took = time.process_time() - start
            fixtures = sum(one["seconds"] for one in self.wide.values()) - before
            self.tests[item.nodeid] = {
                "seconds": took - fixtures,
                "functions": functions_of(self.calls),
                "fixtures": [name for name in getattr(item, "fixturenames", ()) if name in self.wide],
                "spawned": self.spawned,
            }

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, object, object]:
        if fixturedef.scope == "function":
            return (yield)
        outer, self.calls, start = self.calls, cProfile.Profile(builtins=False), time.process_time()
        outer.disable()
        self.calls.enable(subcalls=False)
        try:
            return (yield)
        finally:
            self.calls.disable()
            took, functions = time.process_time() - start, functions_of(self.calls)
            known = self.wide.setdefault(fixturedef.argname, {"seconds": 0.0, "functions": []})
            known["seconds"] += took
            known["functions"] = sorted({*known["functions"], *functions})
            self.calls = outer
            outer.enable(subcalls=False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid)
        elif report.failed:
            self.failed.append(report.nodeid)

    def found(self) -> dict[str, object]:
        """What was recorded, without tests that failed, started a process or took long."""
        kept = {
            name: test
            for name, test in self.tests.items()
            if name in self.passed
            and name not in self.failed
            and not test["spawned"]
            and test["seconds"] + sum(self.wide[one]["seconds"] for one in test["fixtures"]) < SLOW
        }
        ours = [name for name in sys.modules if name.startswith("isop_analysis")]
        left = sorted(set(self.tests) - set(kept))
        return {
            "tests": kept,
            "fixtures": self.wide,
            "modules": ours,
            "libraries": libraries(),
            "left_out": left,
            "failed": self.failed,
        }


def functions_of(calls: cProfile.Profile) -> list[str]:
    """Return the functions of ours that were called, as `file:name`."""
    top = f"{ROOT}/src/"
    codes = [entry.code for entry in calls.getstats() if isinstance(entry.code, CodeType)]
    own = (code for code in codes if code.co_filename.startswith(top))
    return sorted({f"{code.co_filename[len(top) :]}:{INNER.sub('', code.co_qualname)}" for code in own})


def libraries() -> list[str]:
    """Return the modules imported that are not the project's."""
    own = tuple(f"{ROOT}/{folder}/" for folder in ("src", "tests", "benchmarks"))
    return [
        name
        for name, module in sys.modules.items()
        if name != "__main__"
        and (getattr(module, "__file__", None) or "").endswith((".py", ".so"))
        and not str(module.__file__).startswith(own)
    ]


class Chosen:
    """A plugin that keeps these tests, in this order, and tells which one failed first."""

    def __init__(self, names: list[str]) -> None:
        self.order = {name: place for place, name in enumerate(names)}
        self.by = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid in self.order]
        items[:] = sorted(kept, key=lambda item: self.order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.by = self.by or report.nodeid


class Given(SourceFileLoader):
    """An importer that gives a module another source than its file's."""

    def __init__(self, path: Path, source: str) -> None:
        inside = path.relative_to(ROOT / "src").with_suffix("").parts
        self.package = inside[-1] == "__init__"
        super().__init__(".".join(inside[:-1] if self.package else inside), str(path))
        self.source = source

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self.name:
            return None
        folders = [str(Path(self.path).parent)] if self.package else None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=self, submodule_search_locations=folders
        )

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


@dataclass
class Fork:
    """A running fork: its answer comes through `read`."""

    process: int
    read: int
    folder: str
    deadline: float

    def answer(self) -> tuple[dict[str, Any] | None, int, float]:
        """Return what it answered (None where it died), its signal, and its seconds of the processor."""
        with os.fdopen(self.read, "rb") as pipe:
            said = pipe.read()
        _, status, used = os.wait4(self.process, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
        return json.loads(said) if said else None, os.WTERMSIG(status), used.ru_utime + used.ru_stime


def fork(work: Callable[[str], dict[str, Any]], processor: float) -> Fork:
    """Do work in a fork with a folder of its own, for so many seconds of the processor."""
    folder = tempfile.mkdtemp(prefix="mutant", dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
    read, write = os.pipe()
    process = os.fork()
    if process:
        os.close(write)
        return Fork(process, read, folder, time.monotonic() + ASLEEP)
    try:
        os.close(read)
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(processor) + 1, int(processor) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        said = json.dumps(work(folder)).encode()
        with os.fdopen(write, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)


class NoDemo(ModuleType):
    """Stands for the tests' `demo_study`, which loads the whole line for tests that are left out here."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


def run_pytest(folder: str, files: list[str], plugin: object, *options: str) -> int:
    """Run these files' tests; examples are drawn alike each time, and not made smaller where one fails."""
    sys.modules["demo_study"] = NoDemo("demo_study")
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", database=None, derandomize=True, deadline=None, phases=phases
    )
    hypothesis.settings.load_profile("mutants")
    return int(pytest.main([*PLAIN, f"--basetemp={folder}/tests", *options, *files], plugins=[plugin]))


def record(file: str) -> Callable[[str], dict[str, Any]]:
    """Return the work of recording a file of tests."""

    def work(folder: str) -> dict[str, Any]:
        def late(*_: object) -> None:
            raise TimeoutError("too slow for a mutant")

        signal.signal(signal.SIGPROF, late)
        recorder = Recorder()
        run_pytest(folder, [file], recorder)
        return recorder.found()

    return work


def attempt(file: str, source: str, tests: list[Test]) -> Callable[[str], dict[str, Any]]:
    """Return the work of running tests on a changed source."""

    def work(folder: str) -> dict[str, Any]:
        sys.meta_path.insert(0, Given(ROOT / file, source))
        chosen = Chosen([test.name for test in tests])
        code = run_pytest(folder, list(dict.fromkeys(test.file for test in tests)), chosen, "-x")
        return {"code": code, "by": chosen.by}

    return work


def recorded(cache: Path, folders: list[str]) -> list[Test]:
    """Return all tests of the folders that may be used, recording those whose file is new or changed."""
    tests: list[Test] = []
    files = sorted({path for folder in folders for path in files_of(ROOT / folder)})
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        kept = cache / f"{hashlib.sha256(name.encode() + path.read_bytes()).hexdigest()[:24]}.json"
        if not kept.is_file():
            start = time.monotonic()
            found, _, took = fork(record(name), PROCESSOR).answer()
            tell(f"{name}: {took:.0f} s of the processor, {time.monotonic() - start:.0f} s")
            kept.write_text(json.dumps(found))
        found = json.loads(kept.read_text())
        if found is None:
            tell(f"{name}: left out, too slow")
            continue
        if found["failed"]:
            tell(f"{name}: fail without any mutant: {found['failed']}")
        preload(found["libraries"])
        tests += tests_of(found)
    return tests


def files_of(path: Path) -> list[Path]:
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def tests_of(found: dict[str, Any]) -> Iterator[Test]:
    """Yield the tests of a recorded file."""
    modules = frozenset(found["modules"])
    for name, test in found["tests"].items():
        wide = {fixture: found["fixtures"][fixture] for fixture in test["fixtures"]}
        functions = itertools.chain(test["functions"], *(one["functions"] for one in wide.values()))
        place = {f"{name.split('::')[0]}:{fixture}": one["seconds"] for fixture, one in wide.items()}
        yield Test(name, test["seconds"], place, frozenset(functions), modules)


def preload(names: list[str]) -> None:
    """Import libraries once for all forks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            if name not in sys.modules:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


def choose(tests: list[Test], file: str, function: str, budget: float) -> list[Test]:
    """Return the tests for a mutant, those first that call most of its file a second, together by file."""
    inside = file.removeprefix("src/")
    module = inside.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    callers = [test for test in tests if f"{inside}:{function}" in test.functions] if function else []
    if not callers:
        callers = [test for test in tests if test.reaches(inside)]
    importers = [test for test in tests if module in test.modules and test not in callers]
    found: list[Test] = []
    for group in (callers, [] if function and callers else importers):
        users = Counter(fixture for test in group for fixture in test.fixtures)
        costs = {test.name: shared(test, users) for test in group}
        for test in sorted(group, key=lambda one: costs[one.name] / (1 + one.reaches(inside))):
            if seconds_of([*found, test]) <= budget:
                found.append(test)
    files = {name: place for place, name in enumerate(dict.fromkeys(test.file for test in found))}
    return sorted(found, key=lambda test: files[test.file])


def shared(test: Test, users: Counter[str]) -> float:
    """Return the seconds of a test with its part of the fixtures that others use too."""
    return test.seconds + sum(took / users[name] for name, took in test.fixtures.items())


def seconds_of(tests: list[Test]) -> float:
    """Return the seconds of these tests, each fixture made once."""
    fixtures = {name: took for test in tests for name, took in test.fixtures.items()}
    return sum(test.seconds for test in tests) + sum(fixtures.values())


def verdict(answer: dict[str, Any] | None, killer: int) -> str:
    """Return what became of a mutant."""
    if answer is None:
        return "timeout" if killer in {signal.SIGXCPU, signal.SIGKILL} else "killed"
    if answer["code"] == 0:
        return "survived"
    if answer["code"] == 5:
        return "unreached"
    return "killed" if answer["by"] else "broken"


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    cache, side, budget, below, *folders = sys.argv[1:]
    Path(cache).mkdir(parents=True, exist_ok=True)
    tests = recorded(Path(cache), folders)
    ours = {name for test in tests for name in test.modules}
    preload(
        [name for name in sorted(ours) if name.split(".")[1:2] and name.split(".")[1] in below.split(",")]
    )
    tell(f"{len(tests)} tests of {len({test.file for test in tests})} files")
    gc.freeze()
    waiting = (json.loads(line) for line in sys.stdin)
    running: dict[int, tuple[Fork, object]] = {}
    more = True
    while more or running:
        while more and len(running) < int(side):
            mutant = next(waiting, None)
            more = mutant is not None
            if mutant is None:
                break
            chosen = choose(tests, mutant["file"], mutant["function"], float(budget))
            if not chosen:
                say(mutant["id"], "unreached", "", 0.0)
                continue
            limit = 3 * seconds_of(chosen) + 5
            started = fork(attempt(mutant["file"], mutant["source"], chosen), limit)
            running[started.read] = started, mutant["id"]
        finish(running)


def finish(running: dict[int, tuple[Fork, object]]) -> None:
    """Wait for a fork to end, and say what it found; end those that sleep for long."""
    ready, _, _ = select.select(list(running), [], [], 5.0)
    for read in list(running):
        started, mutant = running[read]
        if read not in ready and time.monotonic() > started.deadline:
            os.killpg(started.process, signal.SIGKILL)
        elif read not in ready:
            continue
        answer, killer, took = started.answer()
        del running[read]
        say(mutant, verdict(answer, killer), answer["by"] if answer else "", took)


def say(mutant: object, state: str, by: str, took: float) -> None:
    print(json.dumps({"id": mutant, "state": state, "by": by, "seconds": took}), flush=True)


if __name__ == "__main__":
    main()
