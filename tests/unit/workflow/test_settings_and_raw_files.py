from pathlib import Path

import pytest

from isop_analysis.steps import STEPS
from isop_analysis.study.instrument import AnswerValue, Scale
from isop_analysis.study.loading import load
from isop_analysis.study.model_settings import Multilevel
from isop_analysis.study.participant_settings import Wave
from isop_analysis.study.registration import freeze
from isop_analysis.study.structural_settings import Effect
from isop_analysis.workflow.raw_files import raw_digest
from isop_analysis.workflow.settings_used import USED, settings_digest, told_fields

ROOT = Path(__file__).resolve().parents[3]
WRITERS = tuple(step for step in STEPS if step != "check_study")
LAST = {"draw_figures", "execute_notebooks", "render_report", "write_dossier", "audit_run"}

CONFIG = """study: small
title: {nl: Klein, en: Small}
data_date: "2026-01-01"
seed: 1
raw: raw
instruments: [instrument.yaml]
models: [models.yaml]
waves: [{name: first, cohort: a, school_year: 2025-2026, occasion: T0, time: 0}]
cleaning: {steps: [{rule: unfinished, minimum_share: 0.5}]}
privacy: {minimum_cell: 5, key: {file: key, public: true}}
outcomes: []
attributes: [{name: job, title: {nl: Baan, en: Job}, values: [{name: teacher, nl: Leraar, en: Teacher}]}]
"""
HYPOTHESES = """hypotheses:
  - name: h1
    text: {nl: Het groeit, en: It grows}
    status: exploratory
    model: growth
    term: time
"""
INSTRUMENT = """name: one
title: {nl: Een, en: One}
owner: nobody
kind: quantitative
validation: {status: none}
sources: [{name: plain, format: plain_csv}]
answer_scales:
  - {name: five, low: 1, high: 5, values: [{value: 1, nl: Nooit, en: Never}, {value: 5, nl: Vaak, en: Often}]}
items: [{name: a, text: {nl: A, en: A}, answers: five}]
scales: [{name: s, title: {nl: S, en: S}, items: [a], minimum_answered: 1}]
"""
MANIFEST = "file,sha256,instrument,wave\none.csv,{},one,\nkeys.csv,{},site_keys,\n"
MODELS = """multilevel:
  - name: growth
    title: {nl: Groei, en: Growth}
    question: {nl: "Groeit het?", en: "Does it grow?"}
    scales: all
    formula: score ~ time + (1 | team)
    effects: [{term: time, title: {nl: tijd, en: time}, unit: {nl: een, en: one}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    for name, text in (("config.yaml", CONFIG), ("instrument.yaml", INSTRUMENT), ("models.yaml", MODELS)):
        (tmp_path / name).write_text(text)
    return tmp_path


def digests(folder: Path) -> dict[str, str]:
    study = load(folder / "config.yaml")
    return {step: settings_digest(study, step) for step in WRITERS}


def changed(folder: Path, file: str, old: str, new: str) -> set[str]:
    before = digests(folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    after = digests(folder)
    return {step for step in WRITERS if before[step] != after[step]}


def test_every_step_that_writes_has_its_settings_declared() -> None:
    assert set(USED) == set(WRITERS)


def test_a_scales_rule_reruns_from_cleaning_on(folder: Path) -> None:
    found = changed(folder, "instrument.yaml", "items: [a]", "pomp: true, items: [a]")
    assert {"import_answers", "import_context"}.isdisjoint(found)
    assert {"score_scales", "measure_scales", *LAST} <= found


@pytest.mark.parametrize(
    ("file", "old", "new", "steps"),
    [
        ("instrument.yaml", "title: {nl: S, en: S}", "title: {nl: S, en: Other}", {"write_sheets"}),
        ("instrument.yaml", "text: {nl: A, en: A}", "text: {nl: A, en: B}", set()),
        ("instrument.yaml", "owner: nobody", "owner: somebody", set()),
        ("instrument.yaml", "nl: Een, en: One", "nl: Een, en: Two", set()),
        ("models.yaml", "en: Growth", "en: Change", set()),
        ("models.yaml", "Does it grow?", "Does it change?", set()),
        ("instrument.yaml", "en: Never", "en: Not once", {"import_answers", "clean_answers"}),
        ("config.yaml", "en: Teacher", "en: Teaching", {"clean_answers"}),
    ],
)
def test_a_text_reruns_only_the_steps_that_read_or_write_it(
    folder: Path, file: str, old: str, new: str, steps: set[str]
) -> None:
    assert changed(folder, file, old, new) == steps | LAST


def test_a_text_of_a_frozen_plan_reruns_the_table_of_deviations(folder: Path) -> None:
    (folder / "hypotheses.yaml").write_text(HYPOTHESES)
    config = folder / "config.yaml"
    config.write_text(config.read_text() + "hypotheses: hypotheses.yaml\n")
    freeze(load(config), "2026-01-01")
    assert changed(folder, "hypotheses.yaml", "en: It grows", "en: It does grow") == {
        "integrate_findings",
        *LAST,
    }


def test_fields_of_type_text_are_told_and_so_are_labels() -> None:
    assert told_fields(AnswerValue) == {"nl", "en"}
    assert told_fields(Multilevel) == {"title", "question"}
    assert told_fields(Effect) == {"title", "unit", "source", "direction", "who", "short", "each", "slopes"}
    assert told_fields(Wave) == {"title"}
    assert told_fields(Scale) == {"title", "sheet", "strength", "talk", "short", "says"}


def test_a_clause_reruns_the_sheets_and_leaving_a_scale_out_what_is_published(folder: Path) -> None:
    told = {"write_sheets", *LAST}
    clause = "title: {nl: S, en: S}, sheet: {nl: We doen het}"
    assert changed(folder, "instrument.yaml", "title: {nl: S, en: S}", clause) == told
    left_out = "title: {nl: S, en: S}, sheet: false"
    assert changed(folder, "instrument.yaml", clause, left_out) == {"publish_tables", *told}


def test_an_items_column_reruns_import(folder: Path) -> None:
    found = changed(folder, "instrument.yaml", "answers: five}", "answers: five, columns: {plain: Q1}}")
    assert "import_answers" in found
    assert "import_context" not in found


def test_a_model_reruns_only_the_models_and_what_tells_of_them(folder: Path) -> None:
    found = changed(folder, "models.yaml", "time +", "1 +")
    assert found == {"fit_multilevel", "second_opinion", "simulate_designs", *LAST}


def test_planning_reruns_the_simulation_only(folder: Path) -> None:
    config = folder / "config.yaml"
    config.write_text(config.read_text() + "planning: {residual_sd: 0.6}\n")
    assert changed(folder, "config.yaml", "0.6", "0.7") == {"simulate_designs", *LAST}


def test_a_cleaning_rule_reruns_cleaning(folder: Path) -> None:
    assert changed(folder, "config.yaml", "0.5", "0.6") == {"clean_answers", *LAST}


def test_the_reports_title_reruns_only_the_end(folder: Path) -> None:
    assert changed(folder, "config.yaml", "en: Small", "en: Smaller") == LAST


def test_layout_and_comments_rerun_nothing(folder: Path) -> None:
    assert changed(folder, "config.yaml", "seed: 1", "# any number\nseed:   1") == set()


def raw(folder: Path) -> dict[str, str]:
    study = load(folder / "config.yaml")
    return {step: raw_digest(study, step) for step in ("import_answers", "import_context")}


@pytest.mark.parametrize(
    ("name", "text", "steps"),
    [
        ("raw/one.csv", "a\n2\n", {"import_answers"}),
        ("raw/keys.csv", "site\n2\n", {"import_context"}),
        ("raw/unlisted.csv", "a\n", {"import_answers"}),
        ("raw/.hidden", "a\n", set()),
        (
            "raw/MANIFEST.csv",
            MANIFEST.format(9, 2),
            {"import_answers"},
        ),
        (
            "raw/MANIFEST.csv",
            MANIFEST.format(1, 9),
            {"import_context"},
        ),
    ],
)
def test_a_changed_raw_file_reruns_the_step_that_reads_it(
    folder: Path, name: str, text: str, steps: set[str]
) -> None:
    (folder / "raw/MANIFEST.csv").write_text(MANIFEST.format(1, 2))
    (folder / "raw/one.csv").write_text("a\n1\n")
    (folder / "raw/keys.csv").write_text("site\n1\n")
    before = raw(folder)
    (folder / name).write_text(text)
    after = raw(folder)
    assert {step for step in before if before[step] != after[step]} == steps


def test_a_folder_without_manifest_or_files_is_left_to_the_step(folder: Path) -> None:
    (folder / "raw").rmdir()
    assert len(raw(folder)["import_answers"]) == 64
