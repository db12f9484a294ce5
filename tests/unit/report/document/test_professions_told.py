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
    "nl": "Wie met wie. Op de vraag ‘Met wie stemt u af over een kind?’ werd het vaakst genoemd: "
    "‘Ondersteuner’ door ‘Leraar’ (ongeveer 79%), ‘Sociaal werker’ door ‘Pedagogisch medewerker’ (ongeveer "
    "68%), ‘Sociaal werker’ door ‘Sociaal werker’ (ongeveer 63%) en ‘Ondersteuner’ door ‘Ondersteuner’ "
    "(ongeveer 77%).",
    "en": "Who with whom. Named most often on ‘With whom do you coordinate about a child?’: ‘Support "
    "professional’ by ‘Teacher’ (about 79%), ‘Social worker’ by ‘Childcare worker’ (about 68%), ‘Social "
    "worker’ by ‘Social worker’ (about 63%) and ‘Support professional’ by ‘Support professional’ (about "
    "77%).",
}
OPEN = {
    "nl": "Of zij in hun team het eigen beroep vaker of minder vaak noemen dan bij toeval, weten we niet "
    "(E–I-index ,62; bij toeval ,66). In te weinig teams antwoordden genoeg mensen (0–1 van de 24) om te "
    "zeggen hoe dicht de contacten in een team zijn.",
    "en": "Whether they name their own profession more or less than chance would have it in their team, we "
    "do not know (E–I index .62; by chance .66). In too few teams did enough people answer (0–1 of 24) to "
    "say how close the ties in a team are.",
}
DENSE = {
    "nl": "In hun team noemen mensen andere beroepen vaker dan bij toeval (E–I-index ,70; bij toeval ,66). "
    "Van de teams waar genoeg mensen antwoordden, hebben de meeste 25% tot 80% van de contacten die er "
    "kunnen zijn.",
    "en": "In their teams people name other professions more than chance would have it (E–I index .70; by "
    "chance .66). In teams where enough people answered, most have 25% to 80% of the ties that could be.",
}
TASKS = {
    "nl": "De taken van ‘Leraar’ en ‘Pedagogisch medewerker’ lijken het meest op elkaar (,90), die van "
    "‘Pedagogisch medewerker’ en ‘Ondersteuner’ het minst (,81); 1 is hetzelfde.",
    "en": "The tasks of ‘Teacher’ and ‘Childcare worker’ are most alike (.90), those of ‘Childcare worker’ "
    "and ‘Support professional’ least (.81); 1 means the same.",
}
HIDDEN = {
    "nl": "Op de vraag ‘Met wie stemt u af over een kind?’ antwoordden van de meeste beroepen te weinig "
    "mensen om te laten zien wie wie noemt (van 1 van de 4 kan het).",
    "en": "Asked ‘With whom do you coordinate about a child?’, too few people answered of most professions "
    "to show who names whom (1 of 4 can be told).",
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
