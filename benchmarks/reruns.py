"""Which steps rerun after which change: 15 kinds of change, each made in a copy of a finished project.

``python benchmarks/reruns.py <project> [<project> ...]``

Each project is a folder in which the tiny study has run; it is copied, not changed. After each change
Snakemake's dry run says what it would run. Where the project has `isop` and what prepares the scores has
changed, those steps are run first, as `isop run` does, and the dry run after them says what is left; all of
these count.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

STUDY = "config/tiny/config.yaml"
COPIED = (
    "Snakefile",
    "isop",
    "workflow",
    "profiles",
    "src",
    "notebooks",
    "reports",
    "config",
    "environment.yml",
)
PUBLISHED = ("data/published/tiny", "data/sheets/tiny")
DATA = (
    "data/raw/tiny",
    "data/open",
    "data/processed/tiny",
    "data/restricted/tiny",
    *PUBLISHED,
    ".snakemake/metadata",
)
PREPARING = ("import_answers", "import_context", "clean_answers", "score_scales")
LAST = ("import_context", "score_scales")  # Snakemake leaves out what comes after any of these
JOB = re.compile(r"^(\w+) +\d+$", re.MULTILINE)
SHORT = {
    "import_answers": "ia",
    "import_context": "ic",
    "clean_answers": "cl",
    "score_scales": "sc",
    "measure_scales": "me",
    "map_networks": "ne",
    "describe_missingness": "mi",
    "fit_models": "fm",
    "fit_multilevel": "fl",
    "fit_structural": "fs",
    "relate_outcomes": "ro",
    "simulate_designs": "si",
    "second_opinion": "so",
    "integrate_findings": "in",
    "publish_tables": "pu",
    "draw_figures": "fi",
    "execute_notebooks": "nb",
    "render_report": "re",
    "write_sheets": "sh",
    "write_dossier": "do",
    "audit_run": "au",
}
CODE = "\n\nADDED = 1\n"
ROOMS = "src/isop_analysis"


@dataclass(frozen=True)
class Change:
    """A change of a file, named by the places where it may lie: `old` → `new`, or `new` appended."""

    name: str
    files: tuple[str, ...]
    new: str
    old: str = ""


def code(name: str, *modules: str, text: str = CODE) -> Change:
    return Change(name, tuple(f"{ROOMS}/{module}" for module in modules), text)


SCAN, MODELS = "config/instruments/scan_netwerkleren.yaml", "config/tiny/models.yaml"
GROWTH = ("stats/structural/panels/growth.py", "structural/panels/growth.py")
CHANGES = (
    code("a comment in a structural module", *GROWTH, text="\n# said better\n"),
    code("code in a structural module", *GROWTH),
    code("code in the multilevel formula", "stats/multilevel/formula.py", "multilevel/formula.py"),
    code("code in cleaning that changes no table", "cleaning/dates.py"),
    code("code in a figure", "figures/kinds/region.py"),
    code(
        "the report's style",
        "report/annex/style/annex.css",
        "report/page/style/report.css",
        text="\n/* more */\n",
    ),
    code("the report's words", "language/words/nl.yaml", "report/words/nl.yaml", text="\n# more\n"),
    Change("an answer's label", (SCAN,), "en: Fully agree}", "en: Strongly agree}"),
    Change("a scale's title", (SCAN,), 'en: "Network skills"', 'en: "Network skill"'),
    Change("a model's title", (MODELS,), 'en: "No model"', 'en: "Null model"'),
    Change("a model's formula", (MODELS,), "score ~ dose + (1", "score ~ dose + occasion + (1"),
    Change("a rule of cleaning", (STUDY,), "minimum_share: 0.45", "minimum_share: 0.5"),
    Change("the study's title", (STUDY,), "Small invented", "Tiny invented"),
    Change("a cell of a site's key", ("data/raw/tiny/site_keys.csv",), "\n\n"),
    Change("a notebook", ("notebooks/eerste_blik.nl.ipynb",), "\n"),
)


def make(change: Change, project: Path) -> None:
    path = next(path for name in change.files if (path := project / name).is_file())
    text = path.read_text(encoding="utf-8")
    if change.old not in text:
        sys.exit(f"{path} holds no '{change.old}'")
    changed = text.replace(change.old, change.new, 1) if change.old else text + change.new
    path.write_text(changed, encoding="utf-8")


def copy_of(project: Path, folder: Path) -> Path:
    for name in (*COPIED, *DATA, "pyproject.toml", "requirements.lock"):
        source, target = project / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy2(source, target)
    return folder


def run(folder: Path, *arguments: str) -> str:
    own = os.environ | {"PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=own, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.exit(done.stdout)
    return done.stdout


def planned(folder: Path) -> set[str]:
    found = run(folder, "snakemake", "--dry-run", "--quiet", "host", "--configfile", STUDY)
    return set(JOB.findall(found)) - {"total", "all"}


def reruns(project: Path, change: Change) -> set[str]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = copy_of(project, Path(temporary))
        make(change, folder)
        found = planned(folder)
        first = found & set(PREPARING)
        if not first or not (folder / "isop").is_file():
            return found
        run(folder, "snakemake", "--configfile", STUDY, "--until", *LAST)
        return first | planned(folder)


def main(projects: list[Path]) -> None:
    print(f"| change | {' | '.join(f'steps, {project.name} | which' for project in projects)} |")
    print(f"|---|{'---|---|' * len(projects)}")
    for change in CHANGES:
        found = [reruns(project, change) for project in projects]
        cells = [
            f"{len(steps)} | {' '.join(code for step, code in SHORT.items() if step in steps)}"
            for steps in found
        ]
        print(f"| {change.name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main([Path(name).absolute() for name in sys.argv[1:]])
