"""What report says of coders: how far they agreed, which codes are marked, how the texts were coded."""

from pathlib import Path

import pytest
from published_tables import change, copy_of, publish, readers_study
from told_documents import LANGUAGES, plain, tables_of, written

from isop_analysis.language.numbers import Language
from isop_analysis.report.blocks import Part
from isop_analysis.report.document.methods import methods
from isop_analysis.report.document.numbers_and_words import numbers_and_words
from isop_analysis.study.study import Study

AGREED = {
    "nl": "In 70–74 documenten die twee van hen codeerden is hun overeenstemming ,89 (alfa: 1 is altijd, "
    "0 is toeval). Per code loopt zij van ,58 (‘Taken overlappen (codeurs verschillen)’) tot ,95.",
    "en": "In 70–74 documents that two of them coded, their agreement is .89 (alpha: 1 is always, "
    "0 is chance). Per code it runs from .58 (‘Tasks overlap (coders differ)’) to .95.",
}
BELOW = {
    "nl": "Over ‘Taken overlappen’ verschillen codeurs te veel (een alfa onder ,667): daar staat (codeurs "
    "verschillen) bij, waar zo’n code ook gebruikt wordt. "
    "Wat over ‘Rollen en taken’ staat, telt die stukken wel mee.",
    "en": "On ‘Tasks overlap’ coders differ too much (an alpha below .667): (coders differ) stands beside it "
    "wherever it is used. What is said of ‘Roles and tasks’ counts its passages all the same.",
}
NONE_BELOW = {"nl": "Geen code heeft een alfa onder ,667.", "en": "No code has an alpha below .667."}
MARKED = {"nl": "Taken overlappen (codeurs verschillen)", "en": "Tasks overlap (coders differ)"}
CODED = {
    "nl": "Teksten zijn gecodeerd met versie 2 van het codeboek, in 1 ronde; 50% ervan was bedoeld om door "
    "twee mensen los van elkaar gecodeerd te worden; dat zijn er 70–74 van 140–144. "
    "Overeenstemming is Krippendorffs alfa (Krippendorff, "
    "2011), daarnaast kappa (Cohen, 1960); geanalyseerd is waarover zij het daarna eens werden.",
    "en": "Texts were coded with version 2 of the codebook, in 1 round; 50% of them were meant to be coded "
    "by two people apart from each other, and 70–74 of 140–144 were. "
    "Agreement is Krippendorff’s alpha (Krippendorff, 2011), beside it "
    "kappa (Cohen, 1960); what they agreed on afterwards is analysed.",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


def chapter(study: Study, language: Language) -> Part:
    part = numbers_and_words(written(study, language))
    assert part is not None
    return part


def said(part: Part) -> str:
    return plain((part,)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_agreement_and_the_codes_below_the_threshold(demo: Study, language: Language) -> None:
    told = said(chapter(demo, language))
    assert AGREED[language] in told
    assert BELOW[language] in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_stands_with_who_raised_it_and_how_far_coders_agreed(
    demo: Study, language: Language
) -> None:
    rows = tables_of(chapter(demo, language))["codes"]
    assert len(rows) == 12
    (marked,) = [row for row in rows if row[0].endswith(")")]
    assert marked[0].replace("\u00a0", " ") == MARKED[language]
    interval = {"nl": ",58 [,22; ,85]", "en": ".58 [.22, .85]"}
    assert marked[2].replace("\u00a0", " ") == interval[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_code_is_below_it_that_is_said_and_none_is_marked(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    change(study, "coder_agreement", {"code": "role_overlap"}, below=False)
    told = said(chapter(study, language))
    assert NONE_BELOW[language] in told
    assert MARKED[language] not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_that_few_raised_in_texts_coded_twice_has_no_agreement(
    demo: Study, tmp_path: Path, language: Language
) -> None:
    study = copy_of(demo, tmp_path)
    ends = {f"alpha{end}": None for end in ("", "_ci_low", "_ci_high")}
    change(study, "coder_agreement", {"code": "role_overlap"}, below=False, **ends)
    rows = tables_of(chapter(study, language))["codes"]
    assert [row[2] for row in rows].count("–") == 1
    # The least is another one now.
    assert {"nl": "van ,75 (‘Afstand tot ouders’)", "en": "from .75 (‘Distance to parents’)"}[
        language
    ] in said(chapter(study, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_two_coders_nothing_is_said_of_them(demo: Study, tmp_path: Path, language: Language) -> None:
    study = copy_of(demo, tmp_path)
    publish(study, "coder_agreement", [])
    told = said(chapter(study, language))
    assert "alfa" not in told
    assert "alpha" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_texts_were_coded_names_no_coder(demo: Study, language: Language) -> None:
    told = said(methods(written(demo, language)))
    assert CODED[language] in told
    assert "codeur_a" not in told
