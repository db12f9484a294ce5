"""Four changes planted in a study's raw files, config and libraries: what `isop compare` says of each.

Run ``python benchmarks/compared.py [--study tiny|demo]``: once as it stands, released; then with six people
who take back their consent, six with another answer, another seed, and a scipy that gives other ends of
intervals. Prints a table for docs/compare.md. The tiny study takes two minutes of one core, the demo six.
"""

import argparse
import csv
import io
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/unit"))

from demo_study import STEPS  # noqa: E402

from isop_analysis.answers.manifest import write_manifest  # noqa: E402
from isop_analysis.audit import versions  # noqa: E402
from isop_analysis.audit.made_with import write_made_with  # noqa: E402
from isop_analysis.cleaning.key import read_names_key  # noqa: E402
from isop_analysis.comparing.compared import Compared  # noqa: E402
from isop_analysis.comparing.writing import write_compared  # noqa: E402
from isop_analysis.contracts import read_table  # noqa: E402
from isop_analysis.publish.releasing import release  # noqa: E402
from isop_analysis.study import Study, load  # noqa: E402
from isop_analysis.workflow.comparison import compare  # noqa: E402

CONFIGS = {"tiny": "config/tiny/config.yaml", "demo": "config/config.yaml"}
DAY, PEOPLE = "2026-01-15", 6
Table = list[list[str]]


def copied(study: str, root: Path) -> Study:
    """Return a study in a copy of what it is made of."""
    for folder in ("config", "data/open", f"data/raw/{study}"):
        shutil.copytree(ROOT / folder, root / folder)
    return load(root / CONFIGS[study], root)


def run(study: Study) -> None:
    """Run the line as far as its published tables."""
    for step in STEPS:
        step.run(study)
    write_made_with(study, read_names_key(study), read_table("published_people", study.restricted))


def given_out(study: Study) -> None:
    """Release the study, with pages that nobody looks at here."""
    study.build.mkdir(parents=True, exist_ok=True)
    for name in ("report", "annex"):
        for language in study.config.languages:
            (study.build / f"{name}.{language}.html").write_text(name)
    release(study, "the board", DAY)


def chosen(study: Study) -> list[str]:
    """Return addresses of six people who answered at the same moments, and whom nobody interviewed."""
    answered, talked = study.table("responses"), set(study.table("documents")["person"].dropna())
    moments: dict[str, set[str]] = {}
    for person, instrument, wave in answered[["person", "instrument", "wave"]].itertuples(index=False):
        moments.setdefault(str(person), set()).add(f"{instrument}/{wave}")
    known = read_table("pseudonyms", study.restricted)
    emails = known[known["kind"].astype("str") == "email"].drop_duplicates("person")
    by_person = dict(zip(emails["person"].astype("str"), emails["identity"].astype("str"), strict=True))
    free = {one: frozenset(own) for one, own in moments.items() if one in by_person and one not in talked}
    scanned = Counter(own for own in free.values() if any("scan" in moment for moment in own))
    most = max(scanned, key=lambda own: (scanned[own], sorted(own)))
    return [by_person[one] for one in sorted(free) if free[one] == most][:PEOPLE]


def cells(path: Path, delimiter: str) -> Table:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=delimiter))


def write(path: Path, rows: Table, delimiter: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_bytes(buffer.getvalue().encode())


def left(study: Study, people: list[str]) -> Study:
    """Let six people take back what they agreed to."""
    rows = cells(study.raw / "consent.csv", ";")
    head = rows[0]
    for row in rows[1:]:
        if row[0].lower() in people:
            row[head.index("vragenlijst") :] = ["nee"] * len(row[head.index("vragenlijst") :])
    write(study.raw / "consent.csv", rows, ";")
    write_manifest(study)
    return study


def corrected(study: Study, people: list[str]) -> Study:
    """Let six people have given another answer to one item, at their first moment."""
    for path in sorted(study.raw.glob("scan_c*.csv")):
        rows = cells(path, ",")
        email, item = rows[0].index("RecipientEmail"), rows[0].index("Q5_1")
        labels = sorted({row[item] for row in rows[3:] if row[item]})
        own = [row for row in rows[3:] if row[email].lower() in people and row[item]]
        if len(own) < PEOPLE:
            continue
        for row in own:
            row[item] = labels[0] if row[item] != labels[0] else labels[1]
        write(path, rows, ",")
        break
    write_manifest(study)
    return study


def another_key(study: Study, people: list[str]) -> Study:
    """Draw by another seed."""
    file = study.root / CONFIGS[study.name]
    file.write_text(file.read_text().replace("\nseed: ", "\nseed: 1", 1))
    return load(file, study.root)


def another_library(study: Study, people: list[str]) -> Study:
    """Let scipy be another one, whose quantiles of F are a twentieth larger."""
    import scipy.special

    installed, quantile = versions.version, scipy.special.fdtri
    versions.version = lambda name: "99.0" if name == "scipy" else installed(name)
    scipy.special.fdtri = lambda *given: 1.05 * quantile(*given)
    return study


PLANTED: dict[str, Callable[[Study, list[str]], Study]] = {
    "nothing": lambda study, people: study,
    "six people left": left,
    "six corrected answers": corrected,
    "`seed`": another_key,
    "scipy": another_library,
}


def told(planted: str, found: Compared) -> Iterator[str]:
    """Yield the cells of a row: what changed, in how many tables, why, and what is held back."""
    causes = Counter(", ".join(one.written for one in own.causes) or "untold" for own in found.explained)
    yield planted
    yield f"{len(found.explained):,} of {found.numbers:,}"
    yield str(len({own.difference.table for own in found.explained}))
    yield f"{len(found.answers('en'))} ({sum(one.other for one in found.answers('en'))})"
    yield "; ".join(f"{cause} ({count:,})" for cause, count in causes.most_common()) or "–"
    yield str(len(found.held))


def main() -> None:
    """Plant each change in a copy of what was released, run the line, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--study", choices=CONFIGS, default="tiny")
    parser.add_argument("--pages", type=Path, help="where the pages are to be left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        first = copied(options.study, Path(folder) / "first")
        run(first)
        given_out(first)
        people = chosen(first)
        print("| planted | changed | tables | answers (other ones) | why | held back |")
        print("|---|---|---|---|---|---|", flush=True)
        for place, (planted, plant) in enumerate(PLANTED.items()):
            root = Path(folder) / str(place)
            shutil.copytree(first.root, root)
            study = plant(load(root / CONFIGS[options.study], root), people)
            run(study)
            found = compare(study, f"{DAY}-1")
            print("|", " | ".join(told(planted, found)), "|", flush=True)
            if options.pages is not None:
                write_compared(found, options.pages / str(place))


if __name__ == "__main__":
    main()
