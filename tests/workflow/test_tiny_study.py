"""The whole line on the tiny study, with its real steps."""

import json
import os
import re
import shutil
import signal
import subprocess
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from competency import QUESTIONS, asked, graph_of
from standin_project import REPOSITORY, Project, wait_until

from isop_analysis.audit.verify import read_finished, verify
from isop_analysis.contracts import tables_of
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.steps import STEPS
from isop_analysis.workflow.fingerprints import our_code
from isop_analysis.workflow.settings_used import READ_BY_PEOPLE, TEXTS_USED, USED

STUDY = "config/tiny/config.yaml"
BY_QUESTIONS = {"models.multilevel", "models.structural", "models.micro_macro", "questions"}
"""What `asked` takes of models and questions: names, signs, which effects; no formula."""
BY_CLAUSES = {"Scale", "Code"}  # whether there is a clause, not what it says
CUTS = {"config.models_per_job"}  # how many jobs share the models, which changes no table
READ_BY_DIGEST = ("import_answers", "import_context", "execute_notebooks", "write_dossier", "audit_run")
OF_ITS_RECORD = {
    "write_dossier": ("src/",),
    "audit_run": ("src/", "requirements.lock"),
}
"""What is only hashed, to say what was made with what."""
BY_DEVIATIONS = ("config.cleaning",)  # part of a frozen plan, of which the deviations count
WRITERS = [step for step in STEPS if step != "check_study"]
COPIED = ("Snakefile", "workflow", "profiles", "src", "notebooks", "reports", "config", "environment.yml")
END = {
    *("publish_tables", "draw_figures", "execute_notebooks", "render_report", "write_sheets"),
    *("write_dossier", "audit_run"),
}
LEFT_OUT = shutil.ignore_patterns("build", ".ipynb_checkpoints", "*.egg-info")


class Tiny(Project):
    """A copy of the repository, running the tiny study."""

    def command(self, *arguments: str) -> list[str]:
        return super().command(*arguments, "--configfile", STUDY)

    def log(self, step: str) -> Path:
        return self.path(f"logs/tiny/{step}.log")


def copy_of_the_repository(root: Path) -> Tiny:
    for name in (*COPIED, "pyproject.toml", "requirements.lock", "data/raw/tiny", "data/open"):
        source = REPOSITORY / name
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=LEFT_OUT)
        elif source.is_file():
            shutil.copy2(source, root / name)
    project = Tiny(root)
    project.edit(STUDY, "languages: [nl, en]", "languages: [en]")  # half of what is drawn and written
    project.edit(STUDY, "[notebooks/eerste_blik.nl.ipynb, ", "[")
    return project


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The tiny study after one clean run, in which every step says what it used; not to be changed."""
    project = copy_of_the_repository(tmp_path_factory.mktemp("whole"))
    project.edit(
        "src/isop_analysis/steps/running.py",
        'importlib.import_module(f"isop_analysis.steps.{options.step}").run(study, **only, **told)',
        'importlib.import_module("recorded_step").record(study, options.step, only | told)',
    )
    shutil.copy2(Path(__file__).with_name("recorded_step.py"), project.path("src"))
    run = project.run()
    assert run.returncode == 0, run.stdout
    return project


@pytest.fixture
def changed(whole: Tiny, tmp_path: Path) -> Tiny:
    """A copy of the tiny study after its run."""
    shutil.copytree(whole.root, tmp_path / "changed")
    return Tiny(tmp_path / "changed")


def test_after_a_clean_run_there_is_nothing_to_do(whole: Tiny) -> None:
    assert whole.planned() == set()


def edit(project: Tiny, module: str) -> None:
    with project.path(f"src/isop_analysis/{module}").open("a") as file:
        file.write("\n/* */\n" if module.endswith(".css") else "\nEDITED = 1\n")


@pytest.mark.parametrize(
    ("module", "rules"),
    [
        ("workflow/plan.py", {"write_dossier", "audit_run"}),
        ("report/annex/style/annex.css", {"render_report", "write_dossier", "audit_run"}),
        ("stats/multilevel/formula.py", {"fit_multilevel", "second_opinion", "simulate_designs", *END}),
        (
            "opendata/published_values.py",
            {"import_context", "mask_texts", "integrate_findings", "relate_outcomes", *END},
        ),
        ("study/study.py", set(WRITERS)),
    ],
)
def test_editing_a_file_reruns_exactly_what_depends_on_it(
    changed: Tiny, module: str, rules: set[str]
) -> None:
    edit(changed, module)
    assert changed.planned() == rules


@pytest.mark.parametrize(
    ("module", "steps"),
    [
        ("audit.files", {"write_dossier", "audit_run"}),
        ("report.annex.render", {"render_report", "write_dossier", "audit_run"}),
        ("models.designs.planned", {"simulate_designs"}),
        ("models.sites.unit_people", {"relate_outcomes"}),
        ("integration.overview", {"integrate_findings"}),
        (
            "integration.themes",
            {"integrate_findings", "fit_multilevel", "second_opinion", "simulate_designs"},
        ),
        ("figures.kinds.region", {"draw_figures"}),
    ],
)
def test_a_module_counts_for_the_steps_that_load_it_alone(module: str, steps: set[str]) -> None:
    loaded = {step: our_code().loaded_by_step(f"isop_analysis.steps.{step}") for step in WRITERS}
    assert {step for step, modules in loaded.items() if f"isop_analysis.{module}" in modules} == steps


def recorded_inputs(project: Tiny, step: str) -> set[str]:
    """Return the paths that a rule declares as input, as Snakemake recorded them."""
    files = [path for path in project.path(".snakemake/metadata").rglob("*") if path.is_file()]
    records = [json.loads(path.read_text()) for path in files]
    return {name for record in records if record["rule"] == step for name in record["input"]}


def used_by(project: Tiny, step: str) -> dict[str, set[str]]:
    """Return what a step used in the run."""
    told = json.loads(project.path(f"recorded/{step}.json").read_text(encoding="utf-8"))
    return {key: set(values) for key, values in told.items()}


@pytest.mark.parametrize("step", WRITERS)
def test_a_step_uses_nothing_but_what_its_rule_declares(whole: Tiny, step: str) -> None:
    used = used_by(whole, step)
    inputs = recorded_inputs(whole, step)
    code = our_code()
    modules = code.loaded_by_step(f"isop_analysis.steps.{step}")
    files = {path.relative_to(REPOSITORY).as_posix() for path in code.files_beside(modules)}
    declared = {*USED[step], *(BY_DEVIATIONS if "deviations" in USED[step] else ())}
    declared |= BY_QUESTIONS if "asked" in USED[step] else set()
    settings = {name for name in used["settings"] if {name, name.split(".")[0]} & declared}
    texts = {model.__name__ for model in TEXTS_USED.get(step, ())}
    texts |= BY_CLAUSES if "clauses" in USED[step] else set()
    texts |= {"Effect"} if "asked" in USED[step] else set()  # its direction, which counts
    by_digest = ("notebooks/", "data/raw/", "data/open/") if step in READ_BY_DIGEST else ()
    by_digest += OF_ITS_RECORD.get(step, ())
    assert f"isop_analysis.steps.{step}" in used["modules"]
    assert used["modules"] - modules == set()
    assert used["settings"] - settings - CUTS == set()
    assert step in READ_BY_PEOPLE or {name.split(".")[0] for name in used["texts"]} - texts == set()
    written = (
        set(PUBLISHED_NAMES) if step == "publish_tables" else set()
    )  # sheets are made of what it published
    assert used["tables"] - {Path(name).stem for name in inputs} - written == set()
    assert {name for name in used["files"] - files - inputs if not name.startswith(by_digest)} == set()


def test_a_step_that_fails_leaves_the_others_to_finish(changed: Tiny) -> None:
    with changed.path("src/isop_analysis/steps/describe_missingness.py").open("a") as file:
        file.write("\n\ndef run(study):\n    raise ValueError('no answers\\nat all')\n")
    edit(changed, "steps/fit_multilevel.py")
    before = changed.log("fit_multilevel").stat().st_mtime_ns
    run = changed.run()
    assert run.returncode == 1
    assert (
        "ERROR describe_missingness: no answers at all\n      log: logs/tiny/describe_missingness.log"
        in run.stdout
    )
    said = changed.log("describe_missingness").read_text()
    assert said == "ERROR describe_missingness: no answers at all\n"
    story = changed.path("logs/tiny/describe_missingness.broken.log").read_text()
    assert "ValueError\n" in story
    assert "steps/describe_missingness.py" in story
    assert "no answers" not in story
    assert changed.log("fit_multilevel").stat().st_mtime_ns > before
    assert "ERROR" not in changed.log("fit_multilevel").read_text()


def test_models_fitted_five_a_job_and_killed_between_give_the_same_bytes(whole: Tiny, changed: Tiny) -> None:
    with changed.path(STUDY).open("a") as file:
        file.write("\nmodels_per_job: 5\n")
    parts = changed.path("data/processed/tiny/parts/fit_multilevel")
    names = [f"data/processed/tiny/{name}.parquet" for name in tables_of("fit_multilevel")]
    for name in names:
        changed.path(name).unlink()
    killed = changed.start("--until", "fit_multilevel")
    wait_until(lambda: any(parts.rglob("*.parquet")), seconds=120)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert not any(changed.path(name).exists() for name in names)
    run = changed.run("--until", "fit_multilevel")
    assert run.returncode == 0, run.stdout
    assert len(list(parts.iterdir())) == 3
    assert len(names) == 11
    assert [name for name in names if changed.results()[name] != whole.results()[name]] == []


def test_the_finished_folder_is_as_its_sums_and_crate_say(whole: Tiny) -> None:
    build = whole.path("reports/build/tiny")
    verify(read_finished(build))
    done = subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=build)
    assert done.returncode == 0


def test_its_crate_answers_the_questions_and_names_no_raw_file(whole: Tiny) -> None:
    crate = whole.path("reports/build/tiny/ro-crate-metadata.json").read_text(encoding="utf-8")
    graph = graph_of(crate)
    assert [question for question in QUESTIONS if not asked(graph, question)] == []
    assert {row[0] for row in asked(graph, "5 time of each step")} == {f"#tool/{step}" for step in WRITERS}
    names = {path.name for path in whole.path("data/raw/tiny").iterdir()} - {"README.md"}
    assert {name for name in names if name in crate} == set()


def test_check_says_what_it_found_and_runs_nothing(whole: Tiny) -> None:
    before = whole.results()
    run = whole.run("check_study")
    assert run.returncode == 0, run.stdout
    assert "tiny" in run.stdout
    assert whole.results() == before


def identities(study: Tiny) -> set[str]:
    """Return what could tell who someone is: addresses, tokens, codes, IP addresses, full names."""
    truth = json.loads(study.path("data/raw/tiny/true_parameters.json").read_text(encoding="utf-8"))
    keys = ("email", "code", "second_email")
    found = {person[key] for person in truth["persons"] for key in keys if person.get(key)}
    for name in ("received_responses", "received_consent", "register_members"):
        table = pd.read_parquet(study.path(f"data/restricted/tiny/{name}.parquet"))
        for column in {"email", "token", "self_code"} & set(table.columns):
            found |= set(table[column].dropna().astype("str"))
    locals_ = {address.split("@")[0].lower() for address in found if "@" in address}
    names = {local.replace(".", " ") for local in locals_ if "." in local}
    exports = [
        path.read_text(encoding="utf-8", errors="replace") for path in study.path("data/raw").rglob("*.csv")
    ]
    ips = {found for text in exports for found in re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", text)}
    return {text.lower() for text in {*found, *locals_, *names, *ips} if len(text) > 4} - {"anonymous"}


def quotes(study: Tiny) -> list[str]:
    """Return what people said that they agreed to have quoted, and that was approved."""
    return [
        text.lower() for text in pd.read_parquet(study.path("data/processed/tiny/quotes.parquet"))["text"]
    ]


def free_texts(study: Tiny) -> set[str]:
    """Return the lines of what people wrote and said, in which anyone may be named; but for quotes."""
    tables = [
        pd.read_parquet(study.path(f"data/restricted/tiny/{name}.parquet"))
        for name in ("received_comments", "received_codings")
    ]
    texts = [text for table in tables for text in table["text"].dropna()]
    lines = {line.split("] ")[-1].strip().lower() for text in texts for line in text.splitlines()}
    approved = quotes(study)
    return {line for line in lines if len(line) > 12 and not any(line in one for one in approved)}


def written_text(path: Path) -> str:
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv().replace('""', '"')
    return unescape(path.read_bytes().decode("utf-8", errors="replace"))


def test_no_identity_leaves_raw_and_restricted(whole: Tiny) -> None:
    known = identities(whole) | free_texts(whole)
    assert len(identities(whole)) > 150
    assert len(free_texts(whole)) > 20
    roots = ("data/processed", "logs", "reports/build", ".snakemake")
    files = [path for root in roots for path in whole.path(root).rglob("*") if path.is_file()]
    assert len(files) > 80
    told = {
        (path.relative_to(whole.root).as_posix(), identity)
        for path in files
        for text in [written_text(path).lower()]
        for identity in known
        if identity in text
    }
    assert told == set()


def test_quotes_stand_in_the_report_and_its_tables_alone(whole: Tiny) -> None:
    roots = ("data/processed", "logs", "reports/build", "data/sheets", ".snakemake")
    files = [path for root in roots for path in whole.path(root).rglob("*") if path.is_file()]
    found = {
        path.relative_to(whole.root).as_posix()
        for path in files
        for text in [written_text(path).lower()]
        if any(one in text for one in quotes(whole))
    }
    built = {f"reports/build/tiny/{kind}.en.html" for kind in ("report", "annex")}
    assert found == {"data/processed/tiny/quotes.parquet", "reports/build/tiny/tables/quotes.csv", *built}


def test_restricted_files_are_the_owners_alone(whole: Tiny) -> None:
    files = [path for path in whole.path("data/restricted").rglob("*") if path.is_file()]
    assert len(files) > 8
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
