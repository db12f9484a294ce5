"""How many small errors the tests find: mutants of a room, each run against the tests that call its function.

``python benchmarks/mutants.py <room> [--count 300] [--seed 1] [--again]``

Run by a Python that has cosmic-ray (8.7), in an environment of its own; the tests run in the project's
(`mutant_forks.py`). Mutants are cosmic-ray's (operators, comparisons, numbers, booleans, conditions, loops,
decorators, exceptions), and statements removed or returning None. Places are drawn with a seed, each with one
of its mutants (a second one only where there are fewer places than asked); annotations are left out. No file
is changed. A mutant is *killed* by a test that fails (`by` names it), *survived* if none does, *timeout*
beyond three times what its tests take (found out, like a killed one), *unreached* where no quick test calls
it (a survivor too), *broken* where the tests' files can't even be imported (no test's merit: counted apart).

Rows are added to benchmarks/mutants/<room>.csv as they come, so that a run that was stopped goes on where it
was; ``--again --budget 60`` runs survivors without a `why` once more, against more tests. The column `why` is
for people: why a survivor does no harm. It is kept; so is the state *equivalent*, given by hand to a survivor
that can't be told from the code by any test.
"""

import argparse
import ast
import contextlib
import csv
import hashlib
import itertools
import json
import os
import random
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

ROOT = Path(__file__).parents[1]
OURS = "src/isop_analysis"
SCALES = f"{OURS}/stats/scales"


@dataclass(frozen=True)
class Room:
    """The code that is changed, the folders of tests that are to find out, and the rooms below it."""

    code: tuple[str, ...]
    tests: tuple[str, ...]
    below: tuple[str, ...] = ("base",)


PUBLISHED = (
    *("bands", "conclusions", "counted_tables", "estimates", "flows_and_sizes", "memory", "patterns"),
    *("people_alone", "published_files", "published_whole", "rows_left", "sheet_rules", "sheets"),
    *("team_gate", "teams_apart", "teams_gate"),
)
"""Tests of publishing but for those on the demo, which take its whole run."""
TOLD_IN_ANNEX = ("doubts", "hypotheses", "panels", "sites")
TOLD = ("aligned_numbers", "sample_sheet", "team_sheets", "told_estimates", "told_notes", "written_numbers")
ROOMS = {
    "cleaning": Room(
        (f"{OURS}/cleaning",), ("tests/unit/cleaning",), ("base", "stats", "contracts", "study")
    ),
    "scoring": Room(
        (
            f"{SCALES}/scoring.py",
            f"{SCALES}/alpha.py",
            f"{SCALES}/omega.py",
            f"{SCALES}/internal_consistency.py",
            f"{SCALES}/one_factor.py",
            f"{SCALES}/description.py",
            f"{OURS}/stats/answers.py",
            f"{OURS}/measurement/scores.py",
        ),
        ("tests/unit/stats/scales", "tests/unit/measurement/test_scores_of_a_study.py"),
    ),
    "verdicts": Room(
        (
            f"{OURS}/stats/verdicts.py",
            f"{OURS}/stats/holm.py",
            f"{OURS}/models/hypotheses.py",
            f"{OURS}/models/multilevel/effects.py",
            f"{OURS}/base/reasons.py",
            f"{OURS}/base/telling.py",
        ),
        (
            "tests/unit/base",
            "tests/unit/stats/test_holm_correction.py",
            "tests/unit/stats/test_verdicts.py",
            "tests/unit/models/test_hypothesis_tests.py",
            "tests/unit/models/test_hypotheses_refused.py",
            "tests/unit/models/test_effect_rows.py",
        ),
        (),
    ),
    "missingness": Room((f"{OURS}/stats/missingness",), ("tests/unit/stats/missingness",)),
    "sentences": Room(
        (
            f"{OURS}/language",
            f"{OURS}/report/answers",
            f"{OURS}/stats/answer_rule.py",
            *(
                f"{OURS}/report/sheets/{name}.py"
                for name in ("contents", "listed", "sample", "told", "writing")
            ),
        ),
        (
            *("tests/unit/language", "tests/unit/stats/test_answer_rule.py", "tests/unit/report/answers"),
            *(f"tests/unit/report/test_{name}.py" for name in TOLD),
            *(f"tests/unit/report/annex/test_told_{name}.py" for name in TOLD_IN_ANNEX),
            "tests/unit/report/document/test_demo_chapters.py",
        ),
    ),
    "figures": Room(
        (f"{OURS}/figures",),
        ("tests/unit/figures",),
        ("base", "stats", "contracts", "study", "language", "publish"),
    ),
    "publish": Room(
        (f"{OURS}/publish",),
        tuple(f"tests/unit/publish/test_{name}.py" for name in PUBLISHED),
        ("base", "stats", "contracts", "study"),
    ),
}
WITHOUT = ("VariableInserter", "VariableReplacer")  # these need to be told variables
COLUMNS = ("file", "line", "column", "mutation", "code", "state", "by", "why")
OPEN = ("survived", "unreached", "equivalent")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True)
class Mutant:
    """A changed source: where, what was done, the line as it reads then."""

    file: str
    line: int
    column: int
    mutation: str
    function: str
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
        return dict(zip(COLUMNS, map(str, own), strict=False)) | {"state": "", "by": "", "why": ""}


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
    return Mutant(file, *place, name, function_at(source, place), changed)


def function_at(source: str, place: tuple[int, int]) -> str:
    """Return the qualified name of the function around a place, as Python gives it; "" at module level."""

    def within(node: ast.AST, before: str, known: str) -> str:
        for child in ast.iter_child_nodes(node):
            if not hasattr(child, "lineno") or not _span(child)[0] <= place < _span(child)[1]:
                continue
            if isinstance(child, ast.FunctionDef):
                return within(child, f"{before}{child.name}.<locals>.", before + child.name)
            inside = f"{before}{child.name}." if isinstance(child, ast.ClassDef) else before
            return within(child, inside, known)
        return known

    return within(ast.parse(source), "", "")


def _without(source: str, place: tuple[int, int], text: str) -> str | None:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and _span(node)[0] == place:
            (first, start), (last, end) = _span(node)
            lines = source.splitlines(keepends=True)
            before = lines[first - 1].encode()[:start].decode()
            after = lines[last - 1].encode()[end:].decode()
            return "".join([*lines[: first - 1], before + text + after, *lines[last:]])
    return None


def draw(room: Room, count: int, seed: int) -> list[Mutant]:
    """Return so many mutants of a room, places drawn alike, each with one of its mutants.

    The order hangs on each place's own line, so that a change elsewhere leaves the draw as it was. Where
    there are fewer places than asked, places get a second mutant, and so on.
    """
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files_of(room)}
    places: dict[tuple[str, tuple[int, int]], list[tuple[str, int | str]]] = {}
    for file, source in sources.items():
        for place, name, how in mutants_of(file, source):
            places.setdefault((file, place), []).append((name, how))
    keys = dict(zip(places, _keys(places, sources, seed), strict=True))
    for key in places:
        random.Random(keys[key]).shuffle(places[key])
    turns = itertools.zip_longest(*(places[key] for key in sorted(places, key=keys.__getitem__)))
    order = sorted(places, key=keys.__getitem__)
    found: dict[tuple[str, str], Mutant] = {}
    for turn in turns:
        for (file, place), mutation in zip(order, turn, strict=True):
            mutant = mutated(file, sources[file], place, *mutation) if mutation else None
            if mutant is not None:
                found.setdefault((file, ast.dump(ast.parse(mutant.source))), mutant)
            if len(found) == count:
                break
        if len(found) == count:
            break
    print(f"{len(found)} mutants drawn from {len(order)} places of {len(sources)} files", flush=True)
    return list(found.values())


def files_of(room: Room) -> list[Path]:
    """Return the files of a room."""
    tops = [ROOT / code for code in room.code]
    return [path for top in tops for path in (sorted(top.rglob("*.py")) if top.is_dir() else [top])]


def _keys(places: object, sources: dict[str, str], seed: int) -> Iterator[str]:
    seen: dict[str, int] = {}
    for file, (line, column) in places:
        text = f"{seed} {file} {sources[file].splitlines()[line - 1].strip()} {column}"
        seen[text] = seen.get(text, 0) + 1
        yield hashlib.sha256(f"{text} {seen[text]}".encode()).hexdigest()


class Forks:
    """The process that runs tests on mutants: send all, then read what became of each."""

    def __init__(self, python: Path, cache: Path, side: int, budget: float, room: Room) -> None:
        server = ROOT / "benchmarks" / "mutant_forks.py"
        self.process = subprocess.Popen(
            [str(python), str(server), str(cache), str(side), str(budget), ",".join(room.below), *room.tests],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **dict.fromkeys(THREADS, "1")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def judge(self, mutants: dict[int, Mutant]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number of each mutant as it is done, with its state and the test that found it."""
        threading.Thread(target=self._send, args=(mutants,), daemon=True).start()
        for line in self.process.stdout or ():
            said = json.loads(line)
            yield said["id"], {"state": said["state"], "by": said["by"], "seconds": f"{said['seconds']:.1f}"}

    def _send(self, mutants: dict[int, Mutant]) -> None:
        with contextlib.suppress(BrokenPipeError), self.process.stdin as file:
            for number, mutant in mutants.items():
                own = {"id": number, "file": mutant.file, "source": mutant.source}
                file.write(json.dumps(own | {"function": mutant.function}) + "\n")


def identity(row: dict[str, str]) -> tuple[str, ...]:
    """Return what tells a mutant of the table from others."""
    return tuple(row[name] for name in ("file", "line", "column", "mutation", "code"))


def kept_of(table: Path, drawn: list[Mutant], again: bool) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the rows of drawn mutants that need not be run: `again` runs survivors that nobody explained."""
    done = list(csv.DictReader(table.open(encoding="utf-8"))) if table.is_file() else []
    known = {identity(row): row for row in done}
    kept = {}
    for mutant in drawn:
        row = known.get(identity(mutant.row))
        if row and (row["state"] not in OPEN or row["why"] or not again):
            kept[identity(row)] = row
    return kept


def written(table: Path) -> dict[tuple[str, ...], dict[str, str]]:
    """Return what people wrote, by mutant, wherever its line is now."""
    done = list(csv.DictReader(table.open(encoding="utf-8"))) if table.is_file() else []
    return {anywhere(row): row for row in done if row["why"]}


def anywhere(row: dict[str, str]) -> tuple[str, ...]:
    """Return what tells a mutant wherever its line is now; a statement that went tells nothing else."""
    line = row["line"] if row["mutation"] in {"RemoveStatement", "ReturnNone"} else ""
    return row["file"], line, row["column"], row["mutation"], row["code"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("room", choices=sorted(ROOMS))
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="run survivors without a why once more")
    parser.add_argument("--budget", type=float, default=8.0, help="seconds of the processor a mutant's tests")
    parser.add_argument("--side", type=int, default=2, help="how many side by side")
    parser.add_argument(
        "--python", type=Path, default=ROOT / ".venv" / "bin" / "python", help="the project's"
    )
    parser.add_argument("--cache", type=Path, default=ROOT / ".mutants", help="what the tests call")
    asked = parser.parse_args()
    room = ROOMS[asked.room]
    table = ROOT / "benchmarks" / "mutants" / f"{asked.room}.csv"
    table.parent.mkdir(parents=True, exist_ok=True)
    drawn, why = draw(room, asked.count, asked.seed), written(table)
    rows = kept_of(table, drawn, asked.again)
    write(table, list(rows.values()))
    left = {place: mutant for place, mutant in enumerate(drawn) if identity(mutant.row) not in rows}
    if left:
        forks = Forks(asked.python.absolute(), asked.cache, asked.side, asked.budget, room)
        for place, found in forks.judge(left):
            row = left[place].row | {"state": found["state"], "by": found["by"]}
            before = why.get(anywhere(row))
            if before and row["state"] in OPEN:
                row |= {"why": before["why"], "state": before["state"]}
            rows[identity(row)] = row
            write(table, [row], mode="a")
            took, at = found["seconds"], f"{row['file']}:{row['line']}"
            print(f"{len(rows)} {row['state']:9}{took:>5} {at} {row['mutation']} {row['by']}", flush=True)
    rows_drawn = [rows[identity(mutant.row)] for mutant in drawn if identity(mutant.row) in rows]
    write(table, sorted(rows_drawn, key=lambda row: (row["file"], int(row["line"]), int(row["column"]))))
    print(summary(rows_drawn))


def write(table: Path, rows: list[dict[str, str]], mode: str = "w") -> None:
    """Write rows, or add them to those there."""
    with table.open(mode, encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if mode == "w":
            writer.writeheader()
        writer.writerows(rows)


def summary(rows: list[dict[str, str]]) -> str:
    """Return how many were found out, of those that could be run."""
    states = [row["state"] for row in rows]
    ran = len(states) - states.count("broken")
    found = states.count("killed") + states.count("timeout")
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("killed", "timeout", *OPEN, "broken"))
    return f"{counts}: {found / max(ran, 1):.1%} of {ran} found out"


if __name__ == "__main__":
    main()
