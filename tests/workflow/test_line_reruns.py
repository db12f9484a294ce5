"""What reruns after a change, and what doesn't."""

from standin_project import Project

from isop_analysis.contracts import TABLES
from isop_analysis.steps import STEPS

SCORE = {
    *("score_scales", "measure_scales", "describe_missingness", "fit_multilevel", "fit_structural"),
    *("simulate_designs", "relate_outcomes", "second_opinion", "integrate_findings"),
}
END = {
    *("publish_tables", "draw_figures", "execute_notebooks", "render_report", "write_sheets"),
    *("write_dossier", "audit_run"),
}

RECORD = {"write_dossier", "audit_run"}
"""They tell hashes of config and of all code."""


def test_every_step_runs_once_and_writes_all_its_tables(finished: Project) -> None:
    jobs = [*(step for step in STEPS if step != "check_study"), "draw_figures"]  # once a language
    assert sorted(finished.ran()) == sorted(jobs)
    for table in TABLES:
        folder = "data/restricted" if table.restricted else "data/processed"
        assert finished.path(f"{folder}/standin/{table.name}.parquet").is_file()


def test_jobs_run_with_one_thread_and_one_order_of_hashes(finished: Project) -> None:
    assert finished.path("data/processed/standin/answers.parquet").read_text() == "clean_answers 1 0 1\n"


def test_after_a_run_there_is_nothing_to_do(finished: Project) -> None:
    assert "Nothing to be done" in finished.run().stdout


def test_touching_every_file_reruns_nothing(done: Project) -> None:
    for path in sorted(done.root.rglob("*")):
        if path.is_file() and ".snakemake" not in path.parts:
            path.touch()
    assert done.planned() == set()


def test_a_list_to_fill_in_that_is_gone_is_written_again(done: Project) -> None:
    done.path("data/restricted/standin/quote_candidates.csv").unlink()
    assert done.planned() == {"integrate_findings", *END}


def test_a_changed_table_reruns_what_reads_it(done: Project) -> None:
    done.path("data/processed/standin/segments.parquet").write_text("changed")
    models = {"fit_multilevel", "second_opinion", "simulate_designs"}
    assert done.planned() == {"mask_texts", "integrate_findings", *models, *END}


def test_editing_a_module_reruns_its_step_and_what_follows(done: Project) -> None:
    done.edit("src/isop_analysis/standin/measure_scales.py", "1", "2")
    assert done.planned() == {"measure_scales", "second_opinion", "integrate_findings", *END}


def test_editing_a_template_reruns_the_report(done: Project) -> None:
    done.path("src/isop_analysis/standin/render_report/templates/page.html").write_text("<h1>")
    assert done.planned() == {"render_report", *RECORD}


def test_editing_a_notebook_reruns_the_notebooks(done: Project) -> None:
    done.edit("notebooks/explore.ipynb", "isop.standin", "isop.study")
    assert done.planned() == {"execute_notebooks", "audit_run"}


def test_a_changed_raw_file_reruns_its_import_even_if_it_looks_older(done: Project) -> None:
    import os

    path = done.path("data/raw/standin/keys.csv")
    path.write_text("site,brin\n1,3\n")
    os.utime(path, (0, 0))
    masked = {"mask_texts", "integrate_findings"}
    assert done.planned() == {"import_context", "relate_outcomes", *masked, *END}


def test_a_new_raw_file_reruns_import_so_that_it_is_refused_there(done: Project) -> None:
    done.path("data/raw/standin/unlisted.csv").write_text("a\n")
    assert {"import_answers", "clean_answers"} < done.planned()


def test_a_scale_changed_in_config_is_scored_again_but_not_imported_again(done: Project) -> None:
    done.edit("config/instruments/one.yaml", "minimum_answered: 1", "minimum_answered: 2")
    assert done.planned() == {"clean_answers", "mask_texts", "map_networks", *SCORE, *END}


def test_a_comment_in_config_reruns_only_the_records_of_its_hash(done: Project) -> None:
    done.edit("config/config.yaml", "seed: 1", "seed: 1  # any number\n")
    assert done.planned() == RECORD


def test_after_a_change_and_a_run_there_is_nothing_to_do_again(done: Project) -> None:
    done.edit("src/isop_analysis/standin/measure_scales.py", "1", "2")
    assert done.run().returncode == 0
    text = done.path("data/processed/standin/reliability.parquet").read_text()
    assert text.startswith("measure_scales 2")
    done.path("data/processed/standin/reliability.parquet").touch()
    assert done.planned() == set()
