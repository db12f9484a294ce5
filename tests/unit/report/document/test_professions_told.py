"""What the chapter on roles says of professions: whom they name, chance, teams, tasks, what is hidden."""

from pathlib import Path

import pytest
from published_tables import change, copy_of, publish, readers_study, without_figures
from told_documents import LANGUAGES, plain, written

from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import rows_of
from isop_analysis.report.document.professions import professions
from isop_analysis.study.study import Study

NAMED = {
    "nl": "Wie met wie. Op de vraag ‘Met wie stemt u af over een kind?’: ‘Leraar’ noemde het vaakst ‘Intern "
    "begeleider’ (ongeveer 57%); bij de andere beroepen springt niets eruit.",
    "en": "Who with whom. Asked ‘With whom do you coordinate about a child?’: ‘Teacher’ most often named "
    "‘SEN coordinator’ (about 57%); with the other professions nothing stands out.",
}
NONE = {
    "nl": "Op de vraag ‘Met wie stemt u af over een kind?’: bij geen beroep springt iets eruit.",
    "en": "Asked ‘With whom do you coordinate about a child?’: with no profession does anything stand out.",
}
OPEN = {
    "nl": "Of zij het eigen beroep vaker dan bij toeval noemen, weten we niet (110–114 mensen in teams; "
    "verwante beroepen tellen als één).",
    "en": "Whether they name their own profession more than by chance, we do not know (110–114 people in "
    "teams; related professions count as one).",
}
DENSE = {
    "nl": "Mensen noemen hun eigen beroep minder vaak dan bij toeval (110–114 mensen in teams; verwante "
    "beroepen tellen als één). Van de teams waar genoeg mensen antwoordden, hebben de meeste 25% tot 80% van "
    "de contacten die er kunnen zijn.",
    "en": "They name their own profession less than by chance (110–114 people in teams; related "
    "professions count as one). In teams where enough people answered, most have 25% to 80% of the ties that "
    "could be.",
}
TASKS = {
    "nl": "Waaraan. Op de vraag ‘Aan welke taken werkt u samen?’ overlappen de antwoorden van elke twee "
    "beroepen voor 81% tot 90%, ongeveer.",
    "en": "On what. Asked ‘On which tasks do you work together?’, any two professions’ answers overlap for "
    "about 81% to 90%.",
}
TIED = {
    "nl": "‘Sociaal werker’ noemde het vaakst ‘Logopedist’ en ‘Ouders’ (ongeveer 60%); bij de andere",
    "en": "‘Social worker’ most often named ‘Speech therapist’ and ‘Parents’ (about 60%); with the other",
}
HIDDEN = {
    "nl": "Op de vraag ‘Met wie stemt u af over een kind?’ antwoordden van de meeste beroepen te weinig "
    "mensen om te laten zien wie wie noemt (van 1 van de 6 kan het).",
    "en": "Asked ‘With whom do you coordinate about a child?’, too few people answered of most professions "
    "to show who names whom (1 of 6 can be told).",
}
FEW = {
    "nl": "Op de vraag ‘Met wie stemt u af over een kind?’ antwoordden van geen enkel beroep 20 mensen; wie "
    "wie noemt, staat hier dus niet.",
    "en": "Asked ‘With whom do you coordinate about a child?’, of no profession did 20 people answer, so it "
    "is not told who names whom.",
}
FIRST = {"question": "coordinates_with"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return without_figures(readers_study(tmp_path_factory.mktemp("demo")))


def said(study: Study, language: Language) -> str:
    from isop_analysis.report.blocks import Part

    blocks = tuple(professions(written(study, language)))
    return plain((Part("roles", "", blocks),)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_each_names_most_what_chance_gives_and_how_alike_tasks_are(
    demo: Study, language: Language
) -> None:
    told = said(demo, language)
    for sentences in (NAMED, OPEN, TASKS):
        assert sentences[language] in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_named_as_often_are_both_named_most_and_of_more_none(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    for partner in ("speech_therapist", "parents"):
        change(
            study, "profession_ties", FIRST | {"profession": "social_worker", "partner": partner}, share=0.6
        )
    assert TIED[language] in said(study, language)
    rows = [row | {"share": 0.5} for row in rows_of(study, "profession_ties")]
    publish(study, "profession_ties", rows)
    assert NONE[language] in said(study, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ties_that_lean_outward_and_teams_that_are_dense(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    change(study, "network_measures", FIRST, ei=0.7, leaning="outward", density_low=0.25, density_high=0.8)
    assert DENSE[language] in said(study, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_most_is_hidden_a_sentence_stands_instead_of_the_matrix(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    rows = [row for row in rows_of(study, "profession_ties") if row["question"] == "coordinates_with"]
    publish(study, "profession_ties", [row for row in rows if row["profession"] == "teacher"])
    assert HIDDEN[language] in said(study, language)
    publish(study, "profession_ties", [])
    assert FEW[language] in said(study, language)
