"""A broken questions file, or clause, is told in one sentence; what answers lack is advice."""

import shutil
from pathlib import Path

import pytest

from isop_analysis.study import Study, StudyError, load
from isop_analysis.study.question_advice import question_advice

ROOT = Path(__file__).parents[3]
QUESTIONS, SCAN, TEAMS = "questions.yaml", "instruments/scan_netwerkleren.yaml", "models/teams.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path / "config"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as caught:
        load(folder / "config.yaml", folder.parent)
    return [line.partition(": ")[2] for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            QUESTIONS,
            "{model: participation, terms: [participation_person]}",
            "{model: participatoin, terms: [participation_person]}",
            "questions[0].answers[0].model: unknown model 'participatoin'; did you mean 'participation'?",
        ),
        (
            QUESTIONS,
            "terms: [participation_person]",
            "terms: [participation_persons]",
            "questions[0].answers[0].terms[0]: model 'participation' declares no effect "
            "'participation_persons'; did you mean 'participation_person'?",
        ),
        (
            QUESTIONS,
            "scales: [new_perspectives]",
            "scales: [new_perspective]",
            "questions[4].answers[0].scales[0]: model 'composition' has no scale 'new_perspective'; did you "
            "mean 'new_perspectives'?",
        ),
        (
            QUESTIONS,
            "front: 2",
            "front: 1",
            "questions[1].front: place 1 is that of 'participation' too; give each its own",
        ),
        (
            QUESTIONS,
            "- name: growth\n",
            "- name: participation\n",
            "questions[1].name: name 'participation' is given twice; rename one",
        ),
        (
            QUESTIONS,
            "{reader: programme,",
            "{reader: programs,",
            "questions[2].use[0].reader: unknown reader 'programs'; did you mean 'programme'?",
        ),
        (
            QUESTIONS,
            "codes: {guidance_hours: [guidance]",
            "codes: {guidance_hour: [guidance]",
            "questions[2].codes.guidance_hour: no effect 'guidance_hour' answers this question; did you mean "
            "'guidance_hours'?",
        ),
        (
            QUESTIONS,
            "codes: {guidance_hours: [guidance]",
            "codes: {guidance_hours: [guidanse]",
            "questions[2].codes.guidance_hours[0]: unknown code 'guidanse'; did you mean 'guidance'?",
        ),
        (
            "config.yaml",
            "answered_by: {outcome: under_advised}",
            "answered_by: {outcome: under_advise}",
            "premises[1].answered_by.outcome: unknown outcome 'under_advise'; did you mean 'under_advised'?",
        ),
        (
            "config.yaml",
            "answered_by: {question: composition}",
            "answered_by: {question: composition, scale: transfer}",
            "premises[5].answered_by: names 2 of question, scale, outcome and theme; keep or write one",
        ),
        (
            QUESTIONS,
            "themes: [roles]",
            "themes: [role]",
            "questions[0].themes[0]: unknown theme 'role'; did you mean 'roles'?",
        ),
        (
            QUESTIONS,
            "when: [unknown, refused]",
            "when: [unknown, no]",
            "questions[5].use[0].when[1]: 'no' is not allowed; write 'refused', 'unknown', 'differs', "
            "'against', 'against_in_part', 'clear_yes', 'small_yes', 'clear_no', 'in_part' or "
            "'none_or_unknown'",
        ),
        (
            SCAN,
            'main: "weten {} beter wie wat doet"',
            'main: "weten beter wie wat doet"',
            "scales[0].says.nl.more.main: 'weten beter wie wat doet' must hold '{}' once, the place of such "
            "a word as 'perhaps'; write it in",
        ),
        (
            SCAN,
            'en: {more: "{} know better who does what", less: "{} know less well who does what"}',
            'en: {more: "{} know better who does what"}',
            "scales[0].says: 'less' stands in one language alone; write it in the other too",
        ),
        (
            TEAMS,
            'who: {nl: "mensen in een groter team", en: "people in a larger team"}',
            'who: {nl: "mensen in een groter team"}',
            "multilevel[0].effects[3].who.en: key 'en' is missing; add it",
        ),
    ],
)
def test_a_broken_question_or_clause_is_one_sentence(
    folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    change(folder / file, old, new)
    assert problems(folder) == [expected]


def loaded(folder: Path) -> Study:
    return load(folder / "config.yaml", folder.parent)


def test_what_answers_lack_is_listed_once_each(folder: Path) -> None:
    change(
        folder / TEAMS,
        '        direction: positive\n        who: {nl: "mensen in een team met meer soorten',
        ('        who: {nl: "mensen in een team met meer soorten'),
    )
    change(folder / SCAN, '    short: {nl: "rollen en taken", en: "roles and tasks"}\n', "")
    advice = list(question_advice(loaded(folder)))
    assert advice == [
        "scales without 'short': 'roles_tasks'; the technical sentence stands there",
        "effects without 'direction': 'blau_profession'; the technical sentence stands there",
        "effects without 'who', 'each' or 'slopes': 'time:levelmbo'; the technical sentence stands there",
        "scales without 'says': 'give_and_take', 'team_grade'; the technical sentence stands there",
    ]


def test_a_study_without_questions_asks_what_its_models_ask(folder: Path) -> None:
    change(folder / "config.yaml", "questions: questions.yaml\n", "")
    study = loaded(folder)
    asked = [one.name for one in study.questions]
    told = [one.name for one in study.multilevel if one.effects]
    assert asked == [*told, *(one.name for one in study.micro_macro)]
    assert study.questions[0].plain == study.multilevel[2].question
    assert list(question_advice(study)) == []
