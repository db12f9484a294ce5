"""What readers who had not built the report stumbled over, in both languages."""

import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest
from published_tables import BHR, Row, like, publish, readers_study
from told_documents import LANGUAGES, changed, plain, tables_of, written

from isop_analysis.base.reasons import Reason
from isop_analysis.base.reasons import written as reasons_written
from isop_analysis.figures.drawn import Drawn
from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import rows_of
from isop_analysis.report.blocks import Answered, Heading, Part, Table, text_of
from isop_analysis.report.document.chapters import chapters_of
from isop_analysis.report.document.effects_table import effects_table
from isop_analysis.report.document.front_page import front_page
from isop_analysis.report.document.growth_beside_means import growth_beside_means
from isop_analysis.report.document.in_brief import in_brief
from isop_analysis.report.document.limits import limits
from isop_analysis.report.document.references import references
from isop_analysis.report.document.results import results
from isop_analysis.report.document.sureness import sureness
from isop_analysis.report.document.writing import Writing
from isop_analysis.stats.verdicts import Verdict
from isop_analysis.study.study import Study


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def bhr(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return readers_study(tmp_path_factory.mktemp("bhr"), BHR)


HEADS = {
    "nl": ("Anders gerekend", "Voorbij wat ertoe doet"),
    "en": ("Calculated another way", "Beyond what matters"),
}
BEYOND = {
    Verdict.MATTERS: {"nl": "geheel", "en": "wholly"},
    Verdict.MAY_BE_TOO_SMALL: {"nl": "deels", "en": "partly"},
    Verdict.OPEN: {"nl": "deels", "en": "partly"},
    Verdict.TOO_LITTLE: {"nl": "nee", "en": "no"},
    Verdict.NONE_THAT_MATTERS: {"nl": "nee", "en": "no"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_effect_says_whether_it_lies_beyond_the_smallest_that_matters(
    base: Study, language: Language
) -> None:
    writing, seen = written(base, language), 0
    for one in writing.facts.conclusions:
        table = effects_table(writing, one)
        if table is None or one.estimates[0].unit != "points":
            continue
        assert (text_of(table.columns[3].text), text_of(table.columns[5].text)) == HEADS[language]
        own = [each for each in one.estimates if not each.refused]
        apart = [each for each in own if each.kind == "confirmatory" or each.verdict is not Verdict.OPEN]
        for each, row in zip(apart, table.rows, strict=False):
            cell = text_of(row[5].text)
            assert each.verdict is not None
            expected = f"{BEYOND[each.verdict][language]} ({writing.numbers.decimal(each.smallest)})"
            assert cell == (expected if each.smallest is not None else "–")
            seen += 1
    assert seen > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caption_repeats_no_heading(base: Study, language: Language) -> None:
    for part in chapters_of(written(base, language)):
        above = part.title
        for block in part.blocks:
            if isinstance(block, Heading):
                above = block.text
            elif isinstance(block, Answered):
                above = block.question
            elif isinstance(block, Table):
                assert above not in block.caption, block.caption


NUMBER_WORDS = {
    "nl": ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
    "en": ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


def doubted(base: Study, folder: Path, language: Language, doubtful: int) -> tuple[int, str]:
    """Return of how many model fits it is told which look doubtful, and how: the first for one reason, the
    second for two, and so on."""
    facts = written(base, language).facts
    own = [one for one in facts.conclusions if one.question.name in ("participation", "growth", "dose")]
    fits = list(dict.fromkeys((each.model, each.scale) for one in own for each in one.estimates))
    assert len(fits) > doubtful
    doubts = ("not_singular", "equal_spread", "straight_lines", "effects_symmetric", "no_single_cluster")
    rows, template = [], like(base, "model_diagnostics")
    for place, (model, scale) in enumerate(fits):
        for at, assumption in enumerate(doubts):
            looks = "doubtful" if place < doubtful and at <= place else "in_order"
            named = {"model": model, "scale": scale, "assumption": assumption, "about": "", "looks": looks}
            rows.append(template | named)
    (paragraph,) = sureness(written(changed(base, folder, model_diagnostics=rows), language), own, [])
    text = text_of(paragraph.text).replace("\u00a0", " ")
    return len(fits), text[text.index(f"{len(fits)} model") :].partition(". ")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doubtful", [1, 3, 6])
def test_what_looks_doubtful_adds_up_to_all_model_fits(
    base: Study, tmp_path: Path, language: Language, doubtful: int
) -> None:
    fits, text = doubted(base, tmp_path, language, doubtful)
    words = {word: number for number, word in enumerate(NUMBER_WORDS[language])}
    counted = [words[word] for word in re.findall(r"[\wé]+", re.sub(r"\([^)]*\)", "", text)) if word in words]
    assert sum(counted) == fits, text


DOUBTS = {
    "nl": {
        1: "bij één is er twijfel: een spreiding op nul geschat",
        3: "bij drie is er twijfel, soms om meer redenen: een spreiding op nul geschat (drie), ongelijke "
        "spreiding bij lage en hoge scores (twee) en een verband dat niet recht is (één)",
        6: "ongelijke spreiding bij lage en hoge scores (vijf), een verband dat niet recht is (vier) en iets "
        "anders (drie)",
    },
    "en": {
        1: "one is in doubt: a spread estimated as zero",
        3: "three are in doubt, some for several reasons: a spread estimated as zero (three), unequal spread "
        "at low and high scores (two) and a relation that is not straight (one)",
        6: "unequal spread at low and high scores (five), a relation that is not straight (four) and "
        "something else (three)",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doubtful", [1, 3, 6])
def test_each_doubt_is_named_once_with_the_model_fits_it_is_of(
    base: Study, tmp_path: Path, language: Language, doubtful: int
) -> None:
    _fits, text = doubted(base, tmp_path, language, doubtful)
    assert text.endswith(DOUBTS[language][doubtful])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Not told, for too few people: 1 estimate."),
        ("nl", "Niet verteld, om te weinig mensen: 1 schatting."),
    ],
)
def test_an_estimate_kept_back_for_few_people_is_counted(base: Study, language: Language, told: str) -> None:
    """Of three fitted one was refused at publishing: "the verdict stays the same for 2" left it out."""
    writing = written(base, language)
    one = next(one for one in writing.facts.conclusions if one.question.name == "participation")
    few = reasons_written([Reason("few_people", least=20)])
    last = replace(one.estimates[-1], verdict=Verdict.REFUSED, reason=few)
    (paragraph,) = sureness(writing, [replace(one, estimates=(*one.estimates[:-1], last))], [])
    assert told in text_of(paragraph.text).replace("\u00a0", " ")
    (before,) = sureness(writing, [one], [])
    assert told not in text_of(before.text).replace("\u00a0", " ")


GROWTH = {
    "nl": "Bij vaardigheid stijgt het gemiddelde van T0 op T2, terwijl de groei per mens niet is gevonden. "
    "Een gemiddelde is van wie op dat moment antwoordde, en dat zijn telkens andere mensen.",
    "en": "For skill the mean rises from T0 to T2, while growth of each person is not found. A mean is of "
    "those who answered then, and these are other people each time.",
}


def means(base: Study, *values: float) -> list[Row]:
    row = like(base, "scale_descriptives", scale="network_skill", occasion="T0")
    return [row | {"occasion": f"T{place}", "mean": value} for place, value in enumerate(values)]


def growth(base: Study, verdict: str, estimate: float) -> list[Row]:
    found = {"verdict": verdict, "estimate": estimate, "ci_low": estimate - 0.1, "ci_high": estimate + 0.1}
    return [
        row
        | (found | {"status": "fitted"} if (row["term"], row["scale"]) == ("time", "network_skill") else {})
        for row in rows_of(base, "model_effects")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_means_that_rise_beside_no_growth_are_explained(
    base: Study, tmp_path: Path, language: Language
) -> None:
    study = changed(
        base,
        tmp_path,
        scale_descriptives=means(base, 3.6, 3.5, 3.8),
        model_effects=growth(base, "open", 0.0),
    )
    (told,) = growth_beside_means(written(study, language), ["network_skill"])
    assert text_of(told.text).replace("\u00a0", " ").startswith(GROWTH[language])
    assert {span.link.partition("#")[2].split("-")[0] for span in told.text if span.link} == {"answer", "row"}


@pytest.mark.parametrize(
    ("values", "verdict", "estimate"),
    [((3.6, 3.5, 3.8), "matters", 0.3), ((3.6, 3.5, 3.6), "open", 0.0), ((3.8, 3.5, 3.6), "matters", -0.3)],
)
def test_means_that_move_as_growth_does_need_no_word(
    base: Study,
    tmp_path: Path,
    values: tuple[float, ...],
    verdict: str,
    estimate: float,
) -> None:
    effects = growth(base, verdict, estimate)
    study = changed(base, tmp_path, scale_descriptives=means(base, *values), model_effects=effects)
    assert list(growth_beside_means(written(study, "en"), ["network_skill"])) == []


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [("nl", "de ICC van een nulmodel", "ICC(1) in de"), ("en", "the ICC of a null model", "ICC(1) in the")],
)
def test_of_two_iccs_each_is_told_from_the_other(
    base: Study, language: Language, own: str, other: str
) -> None:
    writing = written(base, language)
    part = next(one for one in chapters_of(writing) if one.name == "instruments")
    told = plain([part])
    assert own in told
    assert other in told
    table = next(block for block in part.blocks if isinstance(block, Table))
    assert text_of(table.columns[4].text) == "ICC(1)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_that_counts_forms_of_nobody_says_so(
    base: Study, tmp_path: Path, language: Language
) -> None:
    reason = 'panel_people {"all": "190-194", "found": 143, "model": "cross_lagged", "needed": 150}'
    refused = {"model": "reciprocity", "kind": "cross_lagged", "status": "refused", "reason": reason}
    fits = [like(base, "structural_fits") | refused]
    rows = like(base, "linking", instrument="kwaliteitsmeter", linked_by="unlinked")
    with_them = changed(base, tmp_path / "a", structural_fits=fits, linking=[rows])
    without = changed(base, tmp_path / "b", structural_fits=fits, linking=[])

    def note(study: Study) -> str:
        part = limits(written(study, language))
        return next(block.note for block in part.blocks if isinstance(block, Table))

    assert {"nl": "telt in een berekening als één mens", "en": "counts as one person in a calculation"}[
        language
    ] in note(with_them)
    assert note(without) == ""


@pytest.mark.parametrize(
    ("language", "apart"), [("nl", "alleen kort genoemd: Hebing"), ("en", "in short alone: Hebing")]
)
def test_references_are_whole_and_what_is_named_in_short_stands_apart(
    base: Study, language: Language, apart: str
) -> None:
    part = references(written(base, language))
    assert part is not None
    told = plain([part])
    assert apart in told
    assert "\nCohen (1988)" not in told
    assert "Statistical power analysis" in told or "Cohen, J. (1988)" not in told


# ---- a study of another subject


def front(writing: Writing) -> Part:
    return front_page(writing, figure=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_without_readers_has_no_empty_column(bhr: Study, language: Language) -> None:
    writing = written(bhr, language)
    columns = front(writing).blocks[-1]
    assert [len(section) > 1 for section in columns.sections] == [True]  # type: ignore[union-attr]
    assert writing.words("messages.front.use") not in plain([front(writing)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_that_no_calculation_fills_is_left_out(bhr: Study, language: Language) -> None:
    for part in chapters_of(written(bhr, language)):
        rows = tables_of(part).get("used", [])
        assert not [
            place for place in range(len(rows[0]) if rows else 0) if {row[place] for row in rows} == {"–"}
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_scores_stand_after_how_sure_their_chapter_is(base: Study, language: Language) -> None:
    part = results(written(base, language), "skill")
    assert part is not None
    told = plain([part])
    assert told.index(written(base, language).words("report.checks")) < told.index(
        written(base, language).words("report.scores")
    )


def test_in_brief_is_left_out_where_it_would_only_repeat_the_first_page(bhr: Study, base: Study) -> None:
    class Bare(Writing):
        @cached_property
        def figures(self) -> dict[str, Drawn]:
            return {}

    bare = Bare(bhr, "en", written(bhr, "en").tables)
    closed = [one for one in bare.facts.conclusions if not one.of(Verdict.OPEN)]
    assert (in_brief(bare, 0) is None) is (len(closed) == len(bare.facts.conclusions))
    links = {block.link for block in front(bare).blocks if isinstance(block, Answered)}
    deeper = "answer" if in_brief(bare, 0) is None else "brief"
    assert links == {f"#{deeper}-{one.question.name}" for one in bare.facts.front}
    assert in_brief(written(base, "en"), 0) is not None


MEASURED = {
    "nl": ("Dit is een eerste rapport.", "vragen gaan goed genoeg samen.", "docs/questions.md"),
    "en": ("This is a first report.", "questions go together well enough.", "docs/questions.md"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_report_says_what_was_measured_and_what_comes_next(
    tmp_path: Path, language: Language
) -> None:
    study = readers_study(tmp_path, BHR)
    for name in ("conclusions", "conclusion_effects", "conclusion_caveats"):
        publish(study, name, [])
    told = plain([front_page(written(study, language))]).replace("\u00a0", " ")
    assert [one for one in MEASURED[language] if one not in told] == []
    assert [one for _, one in study.scales if f"{one.title.in_language(language)}:" not in told] == []
    assert len(told.split()) < 250


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_all_that_is_open_have_room_where_they_stand_alone(base: Study, language: Language) -> None:
    writing, alone = written(base, language), 0
    for one in writing.facts.conclusions:
        table = effects_table(writing, one)
        if table is None:
            continue
        share = table.widths[0] / sum(table.widths)
        open_alone = text_of(table.rows[0][0].text).startswith(("Niet te zeggen", "Can’t be told"))
        assert (share > 0.35) is open_alone
        alone += open_alone
    assert alone > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_school_years_have_an_en_dash(base: Study, language: Language) -> None:
    part = next(one for one in chapters_of(written(base, language)) if one.name == "chances")
    years = [row[2].replace("\u00a0", " ") for row in tables_of(part)["proxies"]]
    assert set(years) == {{"nl": "2020–2021 tot 2024–2025", "en": "2020–2021 to 2024–2025"}[language]}
