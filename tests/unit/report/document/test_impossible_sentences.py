"""Sentences that a first version of the report said, and that no report can say again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from published_tables import like, readers_study
from told_documents import LANGUAGES, changed, plain, tables_of, written

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import rows_of
from isop_analysis.report.document import methods
from isop_analysis.report.document.chapters import chapters_of
from isop_analysis.report.document.effects_table import effects_table, name_of
from isop_analysis.report.document.limits import limits
from isop_analysis.report.document.participation import totals
from isop_analysis.report.document.who_took_part import who_took_part
from isop_analysis.study.plan import Registration
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def participants(study: Study, language: Language) -> str:
    part = who_took_part(written(study, language))
    assert part is not None
    return plain([part])


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nl", "24 teams en 40–44 mensen zonder team"), ("en", "24 teams and 40–44 people without one")],
)
def test_people_without_a_team_are_not_teams(
    base: Study, tmp_path: Path, language: Language, expected: str
) -> None:
    fit = like(base, "model_fits", model="team_or_none")
    assert '"team": "64-68"' in fit["cluster_counts"]
    told = participants(base, language).replace("\u00a0", " ")
    assert expected in told
    assert "64–68" not in told
    untold = participants(changed(base, tmp_path, scored_people=[]), language).replace("\u00a0", " ")
    assert {"nl": "mensen met en zonder team", "en": "people with and without a team"}[language] in untold
    assert "64–68" not in untold


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "tellen mee in 2 van de 3 modelberekeningen die lukten."),
        ("en", "count in 2 of the 3 model fits that worked."),
    ],
)
def test_what_was_refused_uses_no_rows(
    base: Study, tmp_path: Path, language: Language, expected: str
) -> None:
    row = like(base, "model_rows", model="participation", scale="roles_tasks", variable="all")
    rows = [
        row | {"scale": scale, "status": status, "lost_first": lost}
        for scale, status, lost in (
            ("roles_tasks", "fitted", "0-4"),
            ("network_skill", "fitted", "0-4"),
            ("transfer", "fitted", "5-9"),
            ("proactive_attitude", "refused", "0-4"),
        )
    ]
    told = participants(changed(base, tmp_path, model_rows=rows, structural_rows=[]), language)
    assert expected in told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((205, 190, 162), {"agreed": 205, "answered": 190, "kept": 162}),
        ((100, 120, 90), {"agreed": 100, "kept": 90}),
        ((100, 120, 110), {"agreed": 100}),
    ],
)
def test_never_more_people_answer_than_agreed(
    base: Study, tmp_path: Path, people: tuple[int, int, int], expected: dict[str, int]
) -> None:
    rows = [
        {"cohort": "2023", "occasion": "all", "stage": stage, "told_with": "[]"}
        | {"people": Count.exactly(number)}
        for stage, number in zip(("agreed", "answered", "kept"), people, strict=True)
    ]
    assert totals(written(changed(base, tmp_path, people_flow=rows), "nl")) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "Ook antwoordden 5–9 mensen die niet op de lijst van gevraagden stonden."),
        ("en", "Another 5–9 people answered who were not on the list of those asked."),
    ],
)
def test_people_whom_nobody_asked_are_told_apart(
    base: Study, tmp_path: Path, language: Language, expected: str
) -> None:
    row = {"cohort": "2023", "occasion": "all", "told_with": "[]"}
    rows = [row | {"stage": stage, "people": Count.exactly(90)} for stage in ("invited", "answered", "kept")]
    rows.append(row | {"stage": "outside", "people": Count(5, 9)})
    told = participants(changed(base, tmp_path, people_flow=rows), language)
    assert expected in told.replace("\u00a0", " ")
    assert expected not in participants(base, language).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("frozen_on", "key"),
    [
        ("2025-07-11", "after"),
        ("2025-07-10", "before"),
        ("2024-09-01", "before"),
        (None, "none_confirmatory"),
    ],
)
def test_a_plan_of_after_the_data_was_not_set_beforehand(
    base: Study, monkeypatch: pytest.MonkeyPatch, frozen_on: str | None, key: str, language: Language
) -> None:
    plan = Registration(frozen_on, "0" * 64, {}) if frozen_on else None
    monkeypatch.setattr(methods, "read_registration", lambda study: plan)
    writing = written(base, language)
    (first, *_) = (one.text for one in methods.sentences(writing) if one.part == "plan")
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(writing.words(f"report.methods.plan.{key}")))
    assert re.fullmatch(pattern, first)
    everything = plain(list(chapters_of(writing)))
    assert not re.search(r"[Vv]ooraf gesteld|[Ss]et beforehand|pre-?registered", everything)


@pytest.mark.parametrize(
    ("language", "rises", "never"),
    [("nl", "elke meting", "later meetmoment|latere meting"), ("en", "each time", "later occasion")],
)
def test_a_time_effect_rises_an_occasion(
    base: Study, tmp_path: Path, language: Language, rises: str, never: str
) -> None:
    found = {"verdict": "matters", "estimate": 0.3, "ci_low": 0.2, "ci_high": 0.4, "status": "fitted"}
    effects = [row | (found if row["term"] == "time" else {}) for row in rows_of(base, "model_effects")]
    told = plain(list(chapters_of(written(changed(base, tmp_path, model_effects=effects), language))))
    assert rises in told
    assert not re.search(never, told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sites_are_told_per_sd_of_the_sites(base: Study, language: Language) -> None:
    writing = written(base, language)
    one = next(one for one in writing.facts.conclusions if one.question.name == "chances")
    table = effects_table(writing, one)
    assert table is not None
    assert table.columns[1].text[0].text == {"nl": "SD’s van de locaties", "en": "SDs of the sites"}[language]
    told = [own for own in one.estimates if not own.refused]
    assert {own.unit for own in told} == {"sd_of_sites"}
    assert len(table.rows) == 1


def test_every_found_effect_is_named_with_its_stricter_margin(base: Study) -> None:
    writing = written(base, "en")
    told = {id: rows for one in chapters_of(writing) for id, rows in tables_of(one).items()}
    numbers, seen = writing.numbers, 0
    for one in writing.facts.conclusions:
        for own in one.estimates:
            if own.unit == "points" and own.found:
                estimate, strict = numbers.decimal(own.points), own.strict_low
                rows = [row for row in told[f"effects-{one.question.name}"] if row[1] == estimate]
                assert rows, (one.question.name, own.scale)
                assert strict is None or any(row[3].startswith("[") for row in rows)
                assert not own.falls or any(row[3].endswith("vanishes") for row in rows)
                seen += 1
    assert seen > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_computed_stands_once_with_its_reason(base: Study, language: Language) -> None:
    writing = written(base, language)
    rows = tables_of(limits(writing))["not-computed"]
    assert len({row[0] for row in rows}) == len(rows) > 1
    assert all(row[1].rstrip(".") for row in rows)
    refused = next(one for one in writing.study.structural if one.name == "attitudes_over_roles")
    assert sum(refused.title.in_language(language) in row[0] for row in rows) == 1


def test_two_models_that_estimate_the_same_are_told_apart(base: Study) -> None:
    writing = written(base, "en")
    one = next(one for one in writing.facts.conclusions if one.question.name == "participation")
    own = next(each for each in one.estimates if not each.refused and each.scale)
    twin = replace(own, model="growth")
    alone, both = replace(one, estimates=(own,)), replace(one, estimates=(own, twin))
    name = name_of(writing, alone, own)
    assert "(" not in name
    assert name_of(writing, both, own) == f"{name} ({writing.names.model(own.model)})"
    assert name_of(writing, both, twin) == f"{name} ({writing.names.model('growth')})"
