"""How many small errors the tests find: mutants of a room, each run against the tests that reach its file.

``python benchmarks/mutants.py <room> [--count 300] [--seed 1] [--python .venv/bin/python]``

Run by a Python that has cosmic-ray (8.7), in an environment of its own; the tests run in the project's. Mutants
are cosmic-ray's (operators, comparisons, numbers, booleans, conditions, loops, decorators, exceptions), and
statements removed or returning None. Places are drawn with a seed, each with one of its mutants; annotations
are left out. The tree is copied, and only the copy is changed. A mutant is *killed* by a test that fails,
*survived* if none does, *timeout* beyond three times what its tests take (found out, thus killed), *broken* where
not even the tests' files can be imported (no test's merit: counted apart).

Rows are added to benchmarks/mutants/<room>.csv as they come, so that a run that was stopped goes on where it
was. The column `why` is for people: why a survivor does no harm. It is kept.
"""

import argparse
import ast
import csv
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

ROOT = Path(__file__).parents[1]
ROOMS = {
    "cleaning": ("src/isop_analysis/cleaning", "tests/unit/cleaning", "tests/defects"),
    "scoring": ("src/isop_analysis/stats/scales", "tests/unit/stats/scales", "tests/unit/measurement"),
    "verdicts": ("src/isop_analysis/stats/verdicts.py", "tests/unit/stats", "tests/unit/models"),
    "multilevel": ("src/isop_analysis/stats/multilevel", "tests/unit/stats/multilevel"),
}
"""Per room its code, and the folders of the tests that are to find its errors."""
RESUMED = None
WITHOUT = ("VariableInserter", "VariableReplacer")  # these need to be told variables
COLUMNS = ("file", "line", "column", "mutation", "code", "state", "seconds", "why")
SPARE = 15.0
RECORDER = '''
import json, os, sys, time
import pytest

reached, seconds, begun = {}, {}, {}

class Recorder:
    """Per test file the source files whose functions it calls, and how long it takes."""

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        name = item.nodeid.split("::")[0]
        files = reached.setdefault(name, set())
        start = time.perf_counter()
        sys.setprofile(lambda frame, event, _: files.add(frame.f_code.co_filename) if event == "call" else None)
        yield
        sys.setprofile(None)
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start

code = pytest.main(["-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", *sys.argv[2:]], plugins=[Recorder()])
with open(sys.argv[1], "w") as file:
    json.dump({name: [seconds[name], sorted(files)] for name, files in reached.items()}, file)
sys.exit(int(code))
'''


@dataclass(frozen=True)
class Mutant:
    """A changed source: where, what was done, the line as it reads then."""

    file: str
    line: int
    column: int
    mutation: str
    source: str

    @property
    def code(self) -> str:
        """The changed line."""
        lines = self.source.splitlines()
        return lines[self.line - 1].strip() if self.line <= len(lines) else ""

    @property
    def row(self) -> dict[str, str]:
        """The first cells of its row in the table."""
        own = (self.file, self.line, self.column, self.mutation, self.code)
        return dict(zip(COLUMNS, map(str, own), strict=False))


def mutants_of(file: str, source: str) -> Iterator[tuple[tuple[int, int], str, int | str]]:
    """Yield place, name and occurrence (or new text) of everything that may be changed in a file."""
    nodes = list(ast_nodes(get_ast(source)))
    passed_over = list(_annotations(source))
    for name in sorted(plugins.operator_names()):
        if name.endswith(WITHOUT):
            continue
        operator = plugins.get_operator(name)()
        places = itertools.chain.from_iterable(operator.mutation_positions(node) for node in nodes)
        for occurrence, (start, _) in enumerate(places):
            if not any(low <= start < high for low, high in passed_over):
                yield start, name.removeprefix("core/"), occurrence
    yield from _removals(source)


def _annotations(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for node in ast.walk(ast.parse(source)):
        for name in ("annotation", "returns"):
            found = getattr(node, name, None)
            if isinstance(found, ast.AST):
                yield _span(found)


def _span(node: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def _removals(source: str) -> Iterator[tuple[tuple[int, int], str, str]]:
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                yield _span(node)[0], "ReturnNone", "return None"
            elif isinstance(node, (ast.Assign, ast.AugAssign)) or (
                isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            ):
                yield _span(node)[0], "RemoveStatement", "pass"


def mutated(file: str, source: str, place: tuple[int, int], name: str, how: int | str) -> Mutant | None:
    """Return a mutant; None where it is no other code, or no code."""
    if isinstance(how, int):
        changed = mutate_code(source, plugins.get_operator(f"core/{name}")(), how)
    else:
        changed = _without(source, place, how)
    try:
        if changed is None or ast.dump(ast.parse(changed)) == ast.dump(ast.parse(source)):
            return None
    except SyntaxError:
        return None
    return Mutant(file, *place, name, changed)


def _without(source: str, place: tuple[int, int], text: str) -> str | None:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and _span(node)[0] == place:
            (first, start), (last, end) = _span(node)
            lines = source.splitlines(keepends=True)
            before = lines[first - 1].encode()[:start].decode()
            after = lines[last - 1].encode()[end:].decode()
            return "".join([*lines[: first - 1], before + text + after, *lines[last:]])
    return None


def draw(code: str, count: int, seed: int) -> list[Mutant]:
    """Return so many mutants of a file or folder, places drawn alike, each with one of its mutants."""
    top = ROOT / code
    files = sorted(top.rglob("*.py")) if top.is_dir() else [top]
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    places: dict[tuple[str, tuple[int, int]], list[tuple[str, int | str]]] = {}
    for file, source in sources.items():
        for place, name, how in mutants_of(file, source):
            places.setdefault((file, place), []).append((name, how))
    chance = random.Random(f"{code} {seed}")
    order = sorted(places)
    chance.shuffle(order)
    found: list[Mutant] = []
    for file, place in order:
        name, how = chance.choice(places[file, place])
        mutant = mutated(file, sources[file], place, name, how)
        if mutant is not None:
            found.append(mutant)
        if len(found) == count:
            break
    print(f"{len(found)} mutants drawn from {len(order)} places of {len(files)} files", flush=True)
    return found


class Tests:
    """A copy of the tree, the tests that reach each of its files, and how long they take."""

    def __init__(self, copy: Path, python: Path, folders: tuple[str, ...]) -> None:
        self.copy, self.python = copy, python
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        (copy / "recorder.py").write_text(RECORDER)
        there = [folder for folder in folders if (copy / folder).exists()]
        code, _ = self.run(["recorder.py", "reached.json", *there], None)
        found = json.loads((copy / "reached.json").read_text())
        if code:
            raise SystemExit("the tests fail without any mutant; mend them first")
        self.seconds = {name: float(took) for name, (took, _) in found.items()}
        self.reached = {name: {Path(file) for file in files} for name, (_, files) in found.items()}
        self.chosen: dict[str, list[str]] = {}

    def run(self, arguments: list[str], limit: float | None) -> tuple[int | None, str]:
        """Run Python in the copy; return its exit code (None beyond the limit) and what it said."""
        own = {"PYTHONPATH": str(self.copy / "src"), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
        process = subprocess.Popen(
            [str(self.python), *arguments],
            cwd=self.copy,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None, ""
        return process.returncode, said

    def of(self, file: str) -> list[str]:
        """Return the test files that call a function of a source file, the quickest first; all if none does."""
        if file not in self.chosen:
            own = [name for name, files in self.reached.items() if self.copy / file in files]
            self.chosen[file] = sorted(own or self.seconds, key=self.seconds.__getitem__)
        return self.chosen[file]

    def judge(self, mutant: Mutant) -> tuple[str, float]:
        """Return what became of a mutant, and the seconds that took."""
        path, tests = self.copy / mutant.file, self.of(mutant.file)
        limit = SPARE + 3 * sum(self.seconds[name] for name in tests)
        before = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        start = time.perf_counter()
        try:
            code, said = self.run(["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests], limit)
        finally:
            path.write_text(before, encoding="utf-8")
        took = time.perf_counter() - start
        if code is None:
            return "timeout", took
        if "error during collection" in said or "errors during collection" in said or code == 4:
            return "broken", took
        return "survived" if code == 0 else "killed", took


def identity(row: dict[str, str]) -> tuple[str, str, str, str, str]:
    """Return what tells a mutant of the table from others."""
    return row["file"], row["line"], row["column"], row["mutation"], row["code"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("room", choices=sorted(ROOMS))
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--python", type=Path, default=ROOT / ".venv" / "bin" / "python", help="the project's"
    )
    parser.add_argument("--table", type=Path, help="benchmarks/mutants/<room>.csv unless told")
    asked = parser.parse_args()
    code, *folders = ROOMS[asked.room]
    table = asked.table or ROOT / "benchmarks" / "mutants" / f"{asked.room}.csv"
    table.parent.mkdir(parents=True, exist_ok=True)
    done = list(csv.DictReader(table.open(encoding="utf-8"))) if table.is_file() else []
    known = {identity(row): row for row in done}
    drawn = draw(code, asked.count, asked.seed)
    with tempfile.TemporaryDirectory() as folder, table.open("a", encoding="utf-8", newline="") as file:
        writer, tests = csv.DictWriter(file, COLUMNS, lineterminator="\n"), None
        if not done:
            writer.writeheader()
        for place, mutant in enumerate(drawn, start=1):
            if identity(mutant.row) in known:
                continue
            tests = tests or Tests(Path(folder), asked.python.absolute(), tuple(folders))
            state, took = tests.judge(mutant)
            row = mutant.row | {"state": state, "seconds": f"{took:.1f}", "why": ""}
            known[identity(row)] = row
            writer.writerow(row)
            file.flush()
            print(f"{place}/{len(drawn)} {state:9}{mutant.file}:{mutant.line} {mutant.mutation}", flush=True)
    rows = [known[identity(mutant.row)] for mutant in drawn]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(summary(rows))


def summary(rows: list[dict[str, str]]) -> str:
    """Return how many were found out, of those that could be run."""
    states = [row["state"] for row in rows]
    ran = len(states) - states.count("broken")
    found = states.count("killed") + states.count("timeout")
    counts = ", ".join(
        f"{states.count(state)} {state}" for state in ("killed", "timeout", "survived", "broken")
    )
    return f"{counts}: {found / max(ran, 1):.1%} of {ran} found out"


if __name__ == "__main__":
    main()
