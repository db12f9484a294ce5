"""How the Snakefile finds the study, and how it refuses."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from standin_project import REPOSITORY, Project

from isop_analysis.steps import STEPS


def test_the_workflow_is_clean_by_snakemakes_own_lint(finished: Project) -> None:
    found = finished.run("--lint")
    assert found.returncode == 0
    assert "Congratulations" in found.stdout


def test_check_prints_what_it_found_and_writes_nothing_but_its_log(done: Project) -> None:
    before = done.results()
    run = done.run("check_study")
    assert run.returncode == 0
    assert "checked standin" in run.stdout
    assert done.path("logs/standin/check_study.log").read_text() == "checked standin\n"
    assert done.results() == before


def test_a_failing_check_is_told_as_any_failure(done: Project) -> None:
    done.path("fail_check_study").touch()
    run = done.run("check_study")
    assert run.returncode == 1
    assert run.stdout.count("ERROR check_study: raw.csv:3: column 'a' is missing") == 2


def test_config_given_on_the_command_line_is_refused(finished: Project) -> None:
    code, said = finished.dry_run("--config", "seed=2")
    assert code == 1
    assert said.splitlines()[-1] == (
        "ERROR --config changes seed; a study is a file: change it in config/config.yaml."
    )


def test_two_study_files_are_refused(done: Project) -> None:
    shutil.copy(done.path("config/config.yaml"), done.path("config/other.yaml"))
    code, said = done.dry_run("--configfile", "config/config.yaml", "config/other.yaml")
    assert code == 1
    assert said.splitlines()[-1] == ("ERROR A study is one file, but 2 are given; name it with --configfile.")


def test_problems_of_the_study_are_told_without_a_traceback(done: Project) -> None:
    done.edit("config/config.yaml", "seed: 1", "sed: 1")
    run = done.run()
    assert run.returncode == 1
    assert "ERROR config/config.yaml:5: sed: unknown key 'sed'; did you mean 'seed'?" in run.stdout
    assert "key 'seed' is missing" in run.stdout
    assert "Traceback" not in run.stdout


def test_another_study_has_paths_of_its_own(done: Project) -> None:
    text = done.path("config/config.yaml").read_text()
    done.path("config/an other.yaml").write_text(text.replace("study: standin", "study: other"))
    other = ("--configfile", "config/an other.yaml")
    assert done.planned(*other) == set(STEPS) - {"check_study"}
    assert "checked other" in done.run("check_study", *other).stdout
    assert done.planned() == set()


def test_every_step_is_a_rule_in_a_file_of_its_name() -> None:
    rules = {path.stem: path.read_text() for path in (REPOSITORY / "workflow/rules").glob("*.smk")}
    assert set(rules) == set(STEPS)
    for step, text in rules.items():
        checked = "" if step == "check_study" else " --checked"
        assert f"python -m isop_analysis {step}{checked} --config" in text
        assert step == "check_study" or f'fingerprint("isop_analysis.steps.{step}"' in text
        parts = step.startswith("fit_")  # one rule fits a part of the models, one all of them or gathers
        assert len(re.findall(r"^rule ", text, re.MULTILINE)) == 1 + parts
        assert len(text.splitlines()) < 50


def test_the_snakefile_is_short() -> None:
    assert len((REPOSITORY / "Snakefile").read_text().splitlines()) < 60


def test_importing_the_workflow_room_is_light() -> None:
    script = "import sys, isop_analysis.workflow; print({'pandas', 'numpy', 'scipy'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True, cwd=Path.cwd())
    assert found.stdout == "set()\n"
