"""Facts of a small line, as the audit collects them: five steps, two raw files, one published table."""

from pathlib import Path

import yaml

from isop_analysis.audit.crate.document import Told
from isop_analysis.base.ran import Ran
from isop_analysis.report.dossier.facts import Between, Facts, Figure, Input, Module, Step, Versions
from isop_analysis.report.dossier.facts import Told as ToldTable
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[3]
RAW = (
    Input("raw", "a1" * 32, "network", "t0"),
    Input("raw", "a2" * 32, "network", "t1"),
)
CONFIG = Input("config", "c1" * 32, path="config/config.yaml")
OPEN = Input("open", "b1" * 32, path="data/open/final_test.csv")
SOURCE = "src/isop_analysis/steps"


def step(name: str, *, reads: tuple[str, ...] = (), writes: tuple[str, ...] = (), **more: object) -> Step:
    known = {"seed": None, "settings": ("config.study",), "inputs": (), **more}
    module = Module(f"{SOURCE}/{name}.py", "d1" * 32)
    return Step(name, (module,), "e1" * 32, 9, reads=reads, writes=writes, **known)  # type: ignore[arg-type]


STEPS = (
    step("import_answers", writes=("received_answers",), inputs=RAW, settings=("config.privacy",)),
    step("import_context", writes=("outcomes",), inputs=(OPEN,)),
    step("clean_answers", reads=("received_answers",), writes=("answers",)),
    step("map_networks", reads=("answers",), writes=("network_ties",), seed=7, settings=("config.seed",)),
    step("publish_tables", reads=("network_ties", "outcomes")),
    step("draw_figures", settings=("config",)),
    step("render_report", settings=("config",)),
    step("write_sheets"),
    step("audit_run", settings=("config",)),
)
FACTS = Facts(
    STEPS,
    (
        Between("received_answers", "import_answers", "f1" * 32, restricted=True),
        Between("outcomes", "import_context", "f2" * 32, restricted=False),
        Between("answers", "clean_answers", "f3" * 32, restricted=False),
        Between("network_ties", "map_networks", "f4" * 32, restricted=False),
    ),
    (ToldTable("profession_ties", "91" * 32, ("network_ties",), ("map_networks",), RAW),),
    (Figure("networks", "Who works with whom", "en", "figures.networks", ("profession_ties",), "92" * 32),),
    (*RAW, OPEN, CONFIG),
    Versions("1" * 40, False, "2" * 64, "3.11.2", "3" * 64, (("pandas", "3.0.1"), ("snakemake", "9.11.2"))),
)
SUMS = {
    "README.md": "47" * 32,
    "SHA256SUMS": "40" * 32,
    "figures/en/networks.svg": "92" * 32,
    "report.en.pdf": "41" * 32,
    "tables/profession_ties.csv": "91" * 32,
    "workflow/Snakefile": "42" * 32,
    "workflow/environment.yml": "43" * 32,
    "workflow/loaded_modules.txt": "48" * 32,
    "workflow/profile.yaml": "44" * 32,
    "workflow/requirements.lock": "45" * 32,
    **{f"workflow/rules/{one.name}.smk": "46" * 32 for one in STEPS},
}
RULES = {one.name: f'rule {one.name}:\n    message:\n        "Doing {one.name}"\n' for one in STEPS}


def ran(minute: int) -> dict[str, Ran]:
    """Return when the steps ran: one a minute, from a minute on."""
    return {
        one.name: Ran(f"2026-01-01T10:{at:02}:00+00:00", f"2026-01-01T10:{at:02}:30+00:00", 20 + at, 300)
        for at, one in enumerate(STEPS, start=minute)
    }


def told(study: Study, minute: int = 0) -> Told:
    """Return what the crate of the small line tells."""
    return Told(study, FACTS, SUMS, RULES, "1" * 40, ran(minute), sheets="77" * 32)


def small_study(folder: Path) -> Study:
    """Return the demo study with authors and somebody to ask."""
    import shutil

    shutil.copytree(ROOT / "config", folder / "config")
    path = folder / "config/config.yaml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    settings["report"] |= {"authors": ["A. Author", "B. Author"], "contact": "ask@example.org"}
    path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load(path, folder)
