"""Models fitted a few a job: each part writes its own tables, and one more job of the step gathers them."""

import pytest
from standin_project import Project

MODELS = """multilevel:
  - {name: one, title: {nl: A, en: A}, question: {nl: A, en: A}, scales: all, formula: score ~ (1 | team)}
  - {name: two, title: {nl: B, en: B}, question: {nl: B, en: B}, scales: all, formula: score ~ (1 | team)}
  - {name: six, title: {nl: C, en: C}, question: {nl: C, en: C}, scales: [ab], formula: score ~ (1 | site)}
"""
PARTS = ["fit_multilevel", "fit_multilevel_1", "fit_multilevel_2"]


@pytest.fixture
def parted(done: Project) -> Project:
    """A finished project with three models in one job, changed to two a job."""
    done.path("config/models.yaml").write_text(MODELS)
    done.edit("config/config.yaml", "seed: 1", "seed: 1\nmodels: [models.yaml]\nmodels_per_job: 2")
    return done


def fits(project: Project, since: int) -> list[str]:
    return sorted(name for name in project.ran()[since:] if name.startswith("fit_"))


def test_parts_are_fitted_then_gathered_and_after_that_there_is_nothing_to_do(parted: Project) -> None:
    before = len(parted.ran())
    run = parted.run()
    assert run.returncode == 0, run.stdout
    assert fits(parted, before) == PARTS
    assert parted.ran().index("fit_multilevel", before) > parted.ran().index("fit_multilevel_2")
    part = parted.path("data/processed/standin/parts/fit_multilevel/2")
    assert (part / "model_fits.parquet").read_text().startswith("fit_multilevel 1")
    assert parted.planned() == set()


def test_a_failed_part_is_told_and_alone_is_fitted_again(parted: Project) -> None:
    failing = parted.path("fail_fit_multilevel_2")
    failing.touch()
    run = parted.run()
    assert run.returncode == 1
    assert (
        "ERROR fit_multilevel: raw.csv:3: column 'a' is missing\n"
        "ERROR fit_multilevel: raw.csv: is too old\n"
        "      log: logs/standin/fit_multilevel_2.log"
    ) in run.stdout
    assert "render_report" not in parted.ran()[parted.ran().index("fit_multilevel_2") :]
    failing.unlink()
    before = len(parted.ran())
    assert parted.run().returncode == 0
    assert fits(parted, before) == ["fit_multilevel", "fit_multilevel_2"]


def test_a_killed_part_is_told_by_its_own_log(parted: Project) -> None:
    parted.path("kill_fit_multilevel_1").touch()
    assert (
        "ERROR fit_multilevel: ended without giving a reason (stopped, or out of memory?)\n"
        "      log: logs/standin/fit_multilevel_1.log"
    ) in parted.run().stdout


def test_another_number_of_models_a_job_fits_anew(parted: Project) -> None:
    assert parted.run().returncode == 0
    parted.edit("config/config.yaml", "models_per_job: 2", "models_per_job: 3")
    assert {"fit_multilevel"} == {rule for rule in parted.planned() if rule.startswith("fit_")}
