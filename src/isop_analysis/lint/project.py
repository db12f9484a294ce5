"""Whether others can cite what was done, and do it again."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from isop_analysis.lint.checks import Check, Group
from isop_analysis.publish.memory import releases_of
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

CITATION, PROJECT, LOCK = "CITATION.cff", "pyproject.toml", "requirements.lock"
LOCKED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)", re.MULTILINE)
REQUIRED = re.compile(r"^[A-Za-z0-9][\w.-]*")
CODE = ("src", "workflow", "Snakefile", "config", "notebooks")


def damaged_releases(study: Study) -> Iterator[Problem]:
    """Raise what is wrong with what was given out before."""
    releases_of(study)
    yield from ()


def unreleased(study: Study) -> Iterator[Problem]:
    """Yield a study of which nothing was released."""
    if not study.releases.is_dir() or not any(study.releases.iterdir()):
        yield Problem(study.config_part.document.file, "has no release: every page says that it is a draft")


def uncitable(study: Study) -> Iterator[Problem]:
    """Yield what a file of citation lacks."""
    path = study.root / CITATION
    if not path.is_file():
        yield Problem(CITATION, "is missing: nobody can cite the code")
        return
    text = path.read_text(encoding="utf-8")
    for key in ("title", "authors", "version"):
        if not re.search(rf"^{key}:", text, re.MULTILINE):
            yield Problem(CITATION, f"has no '{key}'")


def nameless_report(study: Study) -> Iterator[Problem]:
    """Yield a report of people who exist that names no author."""
    if not study.config.report.authors and not study.config.invented:
        yield problem(
            study.config_part.document, ("report", "authors"), "is not given: the cover names nobody"
        )


def untitled_waves(study: Study) -> Iterator[Problem]:
    """Yield waves that readers of team sheets are told by their code."""
    if study.config.sheet is None:
        return
    for place, wave in enumerate(study.config.waves):
        if wave.title is None:
            yield problem(study.config_part.document, ("waves", place), f"wave '{wave.name}' has no 'title'")


def unlocked(study: Study) -> Iterator[Problem]:
    """Yield libraries that the code asks for and the lock file lacks: it is older than the code."""
    locked = _locked(study.root)
    path = study.root / PROJECT
    if locked is None or not path.is_file():
        yield Problem(LOCK, "is missing, or pyproject.toml is: versions of libraries can't be told")
        return
    wanted = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {}).get("dependencies", [])
    names = [found[0] for one in wanted if (found := REQUIRED.match(one))]
    for name in (one for one in names if _plain(one) not in locked):
        yield Problem(LOCK, f"lacks '{name}', which pyproject.toml asks for: it is older than the code")


def other_versions(study: Study) -> Iterator[Problem]:
    """Yield installed libraries of other versions than the lock file's."""
    for name, versions in (_locked(study.root) or {}).items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            continue
        if installed not in versions:
            yield Problem(LOCK, f"says {name} {' or '.join(versions)}, installed is {installed}")


def _locked(root: Path) -> dict[str, list[str]] | None:
    """Return the versions of each library in the lock file, which may hold one for each Python."""
    path = root / LOCK
    if not path.is_file():
        return None
    found: dict[str, list[str]] = {}
    for name, own in LOCKED.findall(path.read_text(encoding="utf-8")):
        found.setdefault(_plain(name), []).append(own)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def uncommitted(study: Study) -> Iterator[Problem]:
    """Yield code and config that no commit holds."""
    if not (study.root / ".git").exists():
        yield Problem(".git", "is missing: no commit tells which code made the results")
        return
    words = ["git", "-C", str(study.root), "status", "--porcelain", "--", *CODE]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    changed = [line[3:] for line in done.stdout.splitlines()]
    if changed:
        more = f", as do {len(changed) - 1} more of code and config" if len(changed) > 1 else ""
        yield Problem(changed[0], f"differs from the last commit{more}")


PROJECT_GROUP = Group(
    "Release and code",
    (
        Check(
            "releases_whole",
            "must",
            "what was given out before is as it was, with the people behind it",
            "restore the release from a backup: what may be told next depends on it",
            damaged_releases,
        ),
        Check(
            "released",
            "note",
            "what is shown is a release",
            "isop release, once the report has been read and agreed upon",
            unreleased,
        ),
        Check(
            "citation",
            "should",
            "the code can be cited",
            "complete CITATION.cff: title, authors, version",
            uncitable,
        ),
        Check(
            "authors_named",
            "should",
            "the cover names the authors",
            "add report.authors",
            nameless_report,
        ),
        Check(
            "waves_titled",
            "should",
            "team sheets call waves by a title",
            "add 'title' to the wave",
            untitled_waves,
        ),
        Check(
            "lock_complete",
            "should",
            "the lock file holds every library that the code asks for",
            "write the lock file anew, and run again",
            unlocked,
        ),
        Check(
            "libraries_as_locked",
            "should",
            "libraries are installed as the lock file says",
            "take .venv away; the next command makes it anew, by the lock file",
            other_versions,
        ),
        Check(
            "code_committed",
            "should",
            "a commit holds the code and the config",
            "commit them, or take the changes back",
            uncommitted,
        ),
    ),
)
