"""Each check finds what it looks for in one small changed study, and passes another."""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest
from changed_studies import (
    DEMO,
    Change,
    Scene,
    coded,
    config,
    effects,
    instruments,
    integration,
    paths,
    privacy,
    questions,
    scales,
)

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts import write_table
from isop_analysis.lint import results
from isop_analysis.lint.checks import Check
from isop_analysis.lint.every_check import CHECKS
from isop_analysis.lint.linting import lint
from isop_analysis.report.outputs import readers_files
from isop_analysis.study import Study
from isop_analysis.study.base import Text
from isop_analysis.study.cleaning_rules import Cleaning
from isop_analysis.study.config import Planning, ReportSettings
from isop_analysis.study.instrument import Fields, Validation
from isop_analysis.study.integration_settings import Masking, Quotes, Theme

SAME = Text(nl="One text in four words", en="One text in four words")
ALONE = replace(DEMO, integration_part=None, displays_part=None, model_parts=())


def demo(scene: Scene) -> Study:
    return DEMO


def settled(study: Study) -> Change:
    return lambda scene: study


def guessed(scene: Scene) -> Study:
    scene.file("config/config.yaml", "study: demo\ntitle: x  # guessed: from the name; check\n")
    return scene.placed


def with_git(scene: Scene, *, add: bool) -> Study:
    scene.git("init", "--quiet")
    scene.file("data/raw/demo/answers.csv")
    if add:
        scene.git("add", "-A")
    key = DEMO.config.privacy.key.model_copy(update={"public": False})
    return replace(config(privacy(key=key), invented=False), root=scene.folder)


def closed(scene: Scene, mode: int) -> Study:
    path = scene.file("data/restricted/demo/pseudonyms.parquet", mode=mode)
    path.parent.chmod(0o700)
    return scene.placed


def without_purpose() -> Study:
    consent = DEMO.config.consent
    assert consent is not None
    kept = {name: column for name, column in consent.purposes.items() if name != "quoting"}
    return config(consent=consent.model_copy(update={"purposes": kept}))


def with_theme() -> Study:
    assert DEMO.integration is not None
    own = Theme(name="weather", title=Text(nl="het weer", en="the weather"))
    return integration(themes=[*DEMO.integration.themes, own])


def unmeasured() -> Study:
    first = DEMO.config.premises[0].model_copy(update={"measure": "none", "answered_by": None})
    return config(premises=[first])


def untitled() -> Study:
    first, *rest = DEMO.config.waves
    return config(waves=[first.model_copy(update={"title": None}), *rest])


def audited(scene: Scene) -> Study:
    """Return a study of which a run is told to have just ended."""
    study = scene.with_config()
    own = [(one.file, "input") for one in study.documents] + [("data/raw/demo/answers.csv", "input")]
    scene.file("reports/build/demo/index.html")
    own += [("reports/build/demo/index.html", "render_report")]
    rows = [
        {"file": name, "step": step, "sha256": results.sha256_of(study.root / name), "bytes": 1}
        for name, step in own
    ]
    write_table(pd.DataFrame(rows), "audit", study.processed)
    return study


def audited_then(name: str) -> Change:
    def change(scene: Scene) -> Study:
        study = audited(scene)
        scene.file(name, "something else")
        return study

    return change


def built(scene: Scene) -> Study:
    for path in readers_files(scene.placed):
        scene.file(path.relative_to(scene.folder).as_posix())
    return scene.placed


def tables(other: str) -> Change:
    def change(scene: Scene) -> Study:
        scene.file("data/published/demo/flow.csv", "n\n5\n")
        scene.file("reports/build/demo/tables/flow.csv", other)
        return scene.placed

    return change


def pages(*names: str) -> Change:
    def change(scene: Scene) -> Study:
        for name in names:
            scene.file(f"reports/build/demo/notebooks/{name}.html")
        return scene.placed

    return change


def fits(status: str) -> Change:
    """Return the demo, all of its models with this status."""

    def change(scene: Scene) -> Study:
        reason = written([Reason("few_clusters_only", group="team", found=4)])
        rows = [
            {"model": one.name, "scale": scale, "status": status, "reason": reason, "converged": True}
            for one in DEMO.multilevel
            for scale in DEMO.fitted_scales(one.name)
        ]
        scene.patch.setattr(results, "read_table", lambda name, folder: pd.DataFrame(rows))
        return DEMO

    return change


def weak(*occasions: str) -> Change:
    def change(scene: Scene) -> Study:
        rows = pd.DataFrame({"occasion": ["T0", "T1", "all"], "scale": "give_and_take", "alpha": 0.634})
        table = rows.assign(weak=rows["occasion"].isin(occasions))
        scene.patch.setattr(results, "read_table", lambda name, folder: table)
        return DEMO

    return change


def released(content: str | None) -> Change:
    def change(scene: Scene) -> Study:
        if content is not None:
            scene.file("releases/demo/2025-09-01-1/release.json", content)
        return scene.placed

    return change


def locked(lock: str, project: str = "[project]\ndependencies = []\n") -> Change:
    def change(scene: Scene) -> Study:
        scene.file("requirements.lock", lock)
        scene.file("pyproject.toml", project)
        return scene.placed

    return change


def committed(scene: Scene) -> Study:
    scene.git("init", "--quiet")
    scene.file("config/config.yaml")
    scene.git("add", "-A")
    scene.git("commit", "--quiet", "-m", "x")
    return scene.placed


def every_source() -> Study:
    report = ReportSettings(
        sources=dict.fromkeys((one.message.split("'")[1] for one in found("sources_whole", DEMO)), "x")
        | DEMO.config.report.sources
    )
    return config(report=report)


def found(key: str, study: Study) -> tuple:  # type: ignore[type-arg]
    check = next(one for one in CHECKS if one.key == key)
    (result,) = lint(study, [replace(check, after_run=False)])
    return result.found or ()


NO_TEXTS = replace(DEMO, questions_part=None)
VALID = Validation(status="yes", source="Someone (2020)")
CASES: dict[str, tuple[Change, str, Change]] = {
    "plan_frozen": (
        lambda scene: scene.placed,
        "config/hypotheses.yaml: confirmatory hypotheses: 3, and no plan was frozen",
        demo,
    ),
    "plan_before_data": (
        demo,
        "demo.registration.json: was frozen on 2026-11-24, after the data (2025-07-10)",
        settled(config(data_date="2027-01-01")),
    ),
    "plan_kept": (settled(config(cleaning=Cleaning())), "differs from the study on", demo),
    "smallest_effect": (settled(effects(smallest=None)), "has no 'smallest'", demo),
    "smallest_effect_source": (settled(effects(source=None)), "has no 'source'", demo),
    "design_planned": (settled(config(planning=Planning())), "planning.icc: is not given", demo),
    "questions_written": (settled(NO_TEXTS), "questions: is not given", demo),
    "front_page_chosen": (settled(questions(front=None)), "no question has a place on the first page", demo),
    "clauses_written": (demo, "scales without 'says': give_and_take, team_grade", settled(NO_TEXTS)),
    "clauses_plain": (
        settled(questions(plain=Text(nl="Is het effect significant?", en="Is it clear?"))),
        "holds researchers' words (nl): effect, significant",
        demo,
    ),
    "answers_useful": (demo, "question 'growth' stands on the first page", settled(NO_TEXTS)),
    "sureness_told": (settled(questions(how_sure=None)), "stands on the first page without 'how_sure'", demo),
    "factors_titled": (
        settled(paths(latent={}, syntax="loose =~ ns1_T0 + ns2_T0 + ns3_T0")),
        "factors without a title ('latent')",
        demo,
    ),
    "texts_translated": (
        settled(config(title=SAME)),
        "config/config.yaml:3: title: is the same in Dutch and in English",
        demo,
    ),
    "owner_named": (settled(instruments(owner="?")), "owner: '?' says not whose the wording is", demo),
    "validation_sourced": (
        settled(instruments(validation=Validation(status="yes"))),
        "status 'yes' without a 'source'",
        demo,
    ),
    "validated": (demo, "has no published validation", settled(instruments(validation=VALID))),
    "items_real": (settled(config(instruments(invented=True), invented=False)), "are invented", demo),
    "scales_of_items": (
        demo,
        "'team_grade' is a single item",
        settled(replace(DEMO, instrument_parts=DEMO.instrument_parts[:1])),
    ),
    "scales_answered": (settled(scales(minimum_answered=1)), "is scored from 1 of", demo),
    "guesses_checked": (guessed, "config/config.yaml:2: holds a guess that nobody has checked", demo),
    "key_usable": (lambda scene: scene.placed, "'config/public_demo.key' key is missing", demo),
    "cells_large_enough": (
        settled(privacy(minimum_cell=3)),
        "privacy.minimum_cell: is 3; 5 is usual",
        demo,
    ),
    "raw_files_listed": (lambda scene: scene.placed, "data/raw/demo: folder is missing", demo),
    "raw_files_untracked": (
        lambda scene: with_git(scene, add=True),
        "data/raw/demo: 1 files of people are tracked by git",
        lambda scene: with_git(scene, add=False),
    ),
    "folders_closed": (
        lambda scene: closed(scene, 0o644),
        "data/restricted/demo: 1 of 2 files and folders are open to others (644)",
        lambda scene: closed(scene, 0o600),
    ),
    "consent_asked": (settled(config(consent=None, invented=False)), "consent: is not given", demo),
    "purposes_asked": (settled(without_purpose()), "does not ask for 'quoting'", demo),
    "consent_kept": (settled(config(cleaning=Cleaning())), "holds no rule 'consent'", demo),
    "tests_left_out": (settled(config(cleaning=Cleaning())), "holds no rule 'test_answers'", demo),
    "quotes_approved": (settled(integration(quotes=Quotes())), "quotes.approved: is not given", demo),
    "names_listed": (settled(integration(masking=Masking())), "masking.names: is empty", demo),
    "contact_given": (settled(config(sheet=None)), "is not given, nor is sheet.contact", demo),
    "design_told": (settled(config(design=None)), "design: is not given", demo),
    "researchers_told": (demo, "design.researchers: is not given", settled(config(design=None))),
    "pairs_judged": (demo, "nobody has judged the pair 'coming_and_roles'", settled(ALONE)),
    "coding_closed": (settled(coded(closed=False)), "coding has not ended", demo),
    "two_coders": (settled(coded(files=["a.qdpx"])), "is one file", demo),
    "themes_used": (settled(with_theme()), "theme 'weather' answers no question", demo),
    "premises_answered": (settled(unmeasured()), "nothing in this study speaks to 'low_ses'", demo),
    "sources_whole": (
        demo,
        "lacks the whole reference of 'Hebing et al. (2024)'",
        lambda scene: every_source(),
    ),
    "inputs_unchanged": (
        audited_then("data/raw/demo/answers.csv"),
        "data/raw/demo/answers.csv: has changed since the results were made",
        audited,
    ),
    "outputs_untouched": (
        audited_then("reports/build/demo/index.html"),
        "reports/build/demo/index.html: is not as the run wrote it",
        audited,
    ),
    "report_built": (
        lambda scene: scene.placed,
        "reports/build/demo/summary.nl.pdf: is not there",
        built,
    ),
    "tables_agree": (
        tables("n\n6\n"),
        "reports/build/demo/tables/flow.csv: differs from data/published/demo/flow.csv",
        tables("n\n5\n"),
    ),
    "notebooks_ran": (
        pages("first_look.en"),
        "notebooks/eerste_blik.nl.ipynb: has no page: it has not run",
        pages("first_look.en", "eerste_blik.nl"),
    ),
    "models_fitted": (
        fits("refused"),
        "model 'null_person_scales' refused, scale 'roles_tasks': 'team' has 4 clusters only",
        fits("fitted"),
    ),
    "hypotheses_tested": (fits("failed"), "has no test on", fits("fitted")),
    "scales_hold": (weak("T1", "all"), "scale 'give_and_take' is weak at T1 (alpha 0.63)", weak("all")),
    "releases_whole": (released("no record"), "is no record of a release", released(None)),
    "released": (released(None), "has no release", released("{}")),
    "citation": (lambda scene: scene.placed, "CITATION.cff: is missing", demo),
    "authors_named": (settled(config(invented=False)), "report.authors: is not given", demo),
    "waves_titled": (settled(untitled()), "wave 'c2023_t0' has no 'title'", demo),
    "lock_complete": (
        locked("", '[project]\ndependencies = ["py.yaml >= 6"]\n'),
        "lacks 'py.yaml', which pyproject.toml asks for",
        locked("py-yaml==6.0\n", '[project]\ndependencies = ["py.yaml >= 6"]\n'),
    ),
    "libraries_as_locked": (
        locked("pydantic==0.1\n"),
        f"says pydantic 0.1, installed is {version('pydantic')}",
        locked(f"pydantic==0.1 ; old\npydantic=={version('pydantic')}\n"),
    ),
    "code_committed": (lambda scene: scene.placed, ".git: is missing", committed),
}


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    return Scene(tmp_path, monkeypatch)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.key)
def test_a_check_finds_what_it_looks_for(check: Check, scene: Scene) -> None:
    broken, told, _ = CASES[check.key]
    sentences = [str(one) for one in found(check.key, broken(scene))]
    assert any(told in one for one in sentences), sentences


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.key)
def test_a_check_passes_what_is_as_it_should_be(check: Check, scene: Scene) -> None:
    fine: Callable[[Scene], Study] = CASES[check.key][2]
    assert [str(one) for one in found(check.key, fine(scene))] == []


def test_an_export_that_can_mark_no_test_needs_no_rule_for_tests() -> None:
    source = DEMO.instruments[0].sources[0]
    plain = source.model_copy(update={"format": "plain_csv", "fields": Fields(), "test_emails": []})
    own = config(instruments(sources=[plain]), cleaning=Cleaning())
    assert found("tests_left_out", own) == ()


def test_files_that_no_commit_holds_are_named(scene: Scene) -> None:
    study = committed(scene)
    scene.file("config/config.yaml", "other")
    assert [str(one) for one in found("code_committed", study)] == [
        "config/config.yaml: differs from the last commit"
    ]


def test_every_check_has_its_case() -> None:
    assert list(CASES) == [one.key for one in CHECKS]


@pytest.mark.parametrize(("source", "told"), [("our judgement", False), ("Someone (2020)", True)])
def test_the_researchers_own_judgement_has_no_reference(source: str, told: bool) -> None:
    own = instruments(validation=Validation(status="yes", source=source))
    messages = {one.message for one in found("sources_whole", own)}
    assert (f"lacks the whole reference of '{source}'" in messages) is told


def test_a_source_of_several_works_is_asked_for_work_by_work() -> None:
    told = [one.message for one in found("sources_whole", effects(source="Adams (2022); Baker (1988)"))]
    for work in ("Adams (2022)", "Baker (1988)"):
        assert f"lacks the whole reference of '{work}'" in told
    assert [one for one in told if ";" in one] == []
