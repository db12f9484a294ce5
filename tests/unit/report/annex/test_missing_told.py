"""What the report says of missing answers and of those who left, in both languages."""

import re
from pathlib import Path

import pytest
from published_tables import change, like, publish, readers_study, without_figures

from isop_analysis.base.reasons import Reason, written
from isop_analysis.figures.kinds import missing as missing_figure
from isop_analysis.figures.style import use_style
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import rows_of
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.language.words import words_in
from isop_analysis.report.annex.blocks import Heading, Listed, Paragraph, Table
from isop_analysis.report.annex.chapters import dropout, methods, missing, participants
from isop_analysis.report.annex.context import Context
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The demo, where participation goes with leaving, and a scale with who left; one model was refused."""
    study = without_figures(readers_study(tmp_path_factory.mktemp("missing")))
    roles = {"of": "occasions", "scale": "roles_tasks"}
    change(study, "missing_tests", roles, p_value=0.012)
    more = {"odds_low": 1.05, "odds_high": 1.9, "verdict": "goes_together"}
    change(study, "dropout_model", {"term": "dose"}, **more)
    rows = [row for row in rows_of(study, "dropout_model") if row["from_occasion"] == "T0"]
    reason = written([Reason("leaving_clusters", found=5, needed=6)])
    refused = like(study, "dropout_model", term="level", from_occasion="T1")
    publish(study, "dropout_model", [*rows, refused | {"term": "", "status": "refused", "reason": reason}])
    return study


def sentences(study: Study, language: Language) -> str:
    context = Context(study, language)
    blocks = [*dropout.blocks(context), *missing.blocks(context)]
    texts = [str(block.text) for block in blocks if isinstance(block, Paragraph | Heading)]
    texts += [str(item) for block in blocks if isinstance(block, Listed) for item in block.items]
    return re.sub(r"<[^>]+>", "", "\n".join(texts)).replace("\u00a0", " ")


def notes(study: Study, caption: str) -> str:
    blocks = dropout.blocks(Context(study, "en"))
    return next(b.note for b in blocks if isinstance(b, Table) and caption in b.caption)


def table(study: Study, caption: str) -> list[list[str]]:
    context = Context(study, "en")
    blocks = [*dropout.blocks(context), *missing.blocks(context)]
    found = next(b for b in blocks if isinstance(b, Table) and caption in b.caption)
    return [[re.sub(r"<[^>]+>", "", str(cell.text)) for cell in row.cells] for row in found.rows]


def test_who_left_is_told_in_both_languages(study: Study) -> None:
    english, dutch = sentences(study, "en"), sentences(study, "nl")
    assert "Of 140–144 people at T0, about 40% (55–59) did not come back at T1." in english
    assert "Van de 140–144 mensen op T0 kwam ongeveer 40% (55–59) op T1 niet terug." in dutch
    assert (
        "With all predictors at once, from T0 to T1 (125–129 people, of whom 45–49 left; 39 clusters), "
        "together with leaving go: participation, from no to all sessions."
    ) in english
    assert (
        "What goes together with leaving from T1 to T2, all predictors at once, was not computed: the people "
        "come from 5 groups, and at least 6 are needed. Results of later occasions are about those who "
        "stayed; with everyone, they might have looked different."
    ) in english
    assert (
        "Wat samenhangt met uitvallen van T1 naar T2, alle voorspellers tegelijk, is niet berekend: de "
        "mensen komen uit 5 groepen, en er zijn er ten minste 6 nodig. Uitkomsten van latere meetmomenten "
        "gaan over wie bleef; met iedereen erbij hadden ze er anders uit kunnen zien."
    ) in dutch


def test_groups_and_odds_stand_in_tables_without_small_groups(study: Study) -> None:
    groups = {row[0]: row[1] for row in table(study, "What share left")}
    assert groups["Everyone"] == "40% [32%–48%]"
    assert groups["– Future professional"] == "37% [27%–47%]"
    assert "– Facilitator" not in groups
    odds, note = table(study, "logistic regression"), notes(study, "logistic regression")
    assert "From T0 to T1, left out so as not to tell of a few people: Level." in note
    assert odds[0] == [
        "Future professional rather than Working professional",
        "T0 → T1",
        "1.20",
        "[0.47,\u00a03.06]",
        "13.2",
        ".678",
    ]


def test_littles_test_is_told_with_what_it_cannot_show(study: Study) -> None:
    english, dutch = sentences(study, "en"), sentences(study, "nl")
    assert (
        "On ‘Knowledge of roles and tasks’ dropping out goes together with the scores that are there "
        "(Little’s test, p below .05); there, those who left differ from those who stayed. Of 13 tests, one "
        "may come out so by chance. At T2, scores differ by which scales people left out (p below .05; of 3 "
        "tests, one in twenty does by chance)."
    ) in english
    assert "Op T2 verschillen scores naar welke schalen mensen oversloegen" in dutch
    assert "nobody can tell whether people skipped a question because of the answer" in english
    assert "of mensen een vraag oversloegen vanwege het antwoord dat ze gegeven zouden hebben" in dutch


def test_methods_say_how_it_was_computed(study: Study) -> None:
    for language, part in (("en", "errors are computed by site"), ("nl", "de fouten per locatie berekend")):
        blocks = methods.blocks(Context(study, language))
        told = [str(item) for block in blocks if isinstance(block, Listed) for item in block.items]
        assert any(part in one for one in told)


def test_reasons_of_leaving_are_told_in_dutch() -> None:
    nl = words_in("nl")
    for reason, told in (
        (Reason("leaving_exact"), "de voorspellers zeggen van sommige mensen precies of ze uitvielen"),
        (
            Reason("leaving_untold", name="role"),
            "‘role’ heeft groepen die te klein zijn om te tonen, en geen ruimere groep waar ze bij horen",
        ),
        (Reason("leaving_empty"), "elke voorspeller moest worden weggelaten"),
    ):
        assert tell_reasons(written([reason]), nl) == told


def test_how_many_answered_every_time(study: Study) -> None:
    assert (
        "Of the people who could be followed, about 33% answered every time and 52% answered from the start "
        "until they left. The others, about 15%, joined later, left a gap, or did something too rare to show."
    ) in sentences(study, "en")


def test_models_that_lose_hardly_any_rows_are_counted(study: Study) -> None:
    assert (
        "Of 62 model fits that were computed, 28 use all the rows there are, or nearly all. 3 model fits "
        "beside these were not computed. The largest part is lost in ‘From participation to transfer’, which "
        "uses 50–54 of 195–199 rows."
    ) in sentences(study, "en")
    assert table(study, "Rows available")[0][2:] == [
        "210–214",
        "205–209",
        "the score itself 1–9",
    ]


def test_a_kind_too_small_to_show_is_not_told_as_nobody(study: Study) -> None:
    before = rows_of(study, "missing_patterns")
    publish(study, "missing_patterns", [row for row in before if row["kind"] != "left"])
    told = sentences(study, "en")
    publish(study, "missing_patterns", before)
    assert "about 33% answered every time. The others, about 67%, joined later" in told


def test_a_dash_stands_where_people_were_not_asked(study: Study) -> None:
    use_style()
    (drawn,) = missing_figure.draw(study, words_in("en"))
    assert drawn.table.rows[0] == ("T0, T1, T2", "answered every time", "50–54", "33%")
    assert "a dash where they were not asked." in drawn.caption


@pytest.mark.parametrize(
    ("language", "note"),
    [("nl", "streepje staat"), ("en", "A dash stands for the largest group where its number would tell of")],
)
def test_a_sample_whose_largest_group_is_kept_back_says_why_and_has_no_shares(
    tmp_path: Path, language: Language, note: str
) -> None:
    study = without_figures(readers_study(tmp_path))
    block = {"attribute": "role", "occasion": "T0"}
    change(study, "sample", block, share=None)
    change(study, "sample", block | {"value": "future"}, people=None)
    found = [one for one in participants.blocks(Context(study, language)) if isinstance(one, Table)]
    (sample,) = (one for one in found if note in str(one.note))
    unseen = r'<span class="unseen">.*?</span>|<[^>]+>'
    cells = [re.sub(unseen, "", str(row.cells[1].text)) for row in sample.rows[1:5]]
    assert cells == ["–", "40–44", "15–19", "15–19"]


def test_groups_that_count_as_wider_ones_are_none_of_who_they_are(tmp_path: Path) -> None:
    """A pupil nurse counts as another: beside that, "0–4 (0%)" said that the study has none."""
    study = without_figures(readers_study(tmp_path))
    for occasion in ("T0", "T1", "T2"):
        of = {"attribute": "profession", "occasion": occasion}
        change(study, "sample", of | {"value": "youth_care"}, people="0-4", share=0.0)
        change(study, "sample", of | {"value": "other"}, people="0-4", share=0.0)
    found = [one for one in participants.blocks(Context(study, "en")) if isinstance(one, Table)]
    labels = [str(row.cells[0].text) for one in found for row in one.rows]
    assert "– Teaching assistant" in labels
    assert "– Other profession" in labels
    assert "– Youth care worker" not in labels
