"""The page and what the command says: answers of then and now, the config of then, both languages."""

import re
from html import unescape
from pathlib import Path

import pytest
from two_builds import THEN, cell, change, compared, everyone, publish

from isop_analysis.comparing.causes import Cause
from isop_analysis.comparing.page import page_of
from isop_analysis.comparing.told_causes import TellingCauses
from isop_analysis.contracts.published_files import published_path
from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in
from isop_analysis.study import Study
from isop_analysis.workflow.comparison import compared_lines


def body(page: str) -> str:
    return spaced(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])))


def spaced(text: str) -> str:
    """Return a text with plain single spaces."""
    return " ".join(text.split())


def test_nothing_changed_is_said_in_both_languages(study: Study) -> None:
    found = compared(study)
    assert "Nothing changed: all" in body(page_of(found, "en"))
    assert "Er veranderde niets: alle" in body(page_of(found, "nl"))
    assert "has not been given out" not in body(page_of(found, "en"))


def test_a_number_and_the_answer_told_of_it(study: Study) -> None:
    """The first effect that an answer names is another one: so is the sentence, and a row."""
    points = cell(study, "conclusion_effects", "points")
    change(study, "conclusion_effects", "points", "0.99")
    publish(study, everyone(232))
    found = compared(study)
    page = body(page_of(found, "en"))
    assert "1 of " in page
    assert "answers of 5 to 9 people (withdrawn)" in page
    assert "has not been given out yet" in page
    assert points.replace("-", "−") in page
    (answer,) = found.answers("en")
    assert "0.99" in answer.now
    assert "0.99" not in answer.then
    assert not answer.other
    assert spaced(answer.then) in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "questions, 1 got another answer; with only other words, numbers or caveats: 1."),
        (
            "nl",
            "vragen kregen er 1 een ander antwoord; met alleen andere woorden, getallen of voorbehouden: 1.",
        ),
    ],
)
def test_answers_worded_otherwise_are_counted_beside_other_answers(
    study: Study, language: Language, told: str
) -> None:
    change(study, "conclusion_effects", "points", "0.99")
    answer = cell(study, "conclusions", "answer", 1)
    change(study, "conclusions", "answer", "unknown" if answer != "unknown" else "no", 1)
    publish(study, everyone(232))
    assert told in body(page_of(compared(study), language))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_answer_with_another_caveat_is_the_same_answer(study: Study, language: Language) -> None:
    file = published_path("conclusion_caveats", study.published)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    publish(study, everyone(232))
    found = compared(study)
    (answer,) = found.answers(language)
    assert not answer.other
    assert answer.caveats
    told = {
        "en": "the same answer, with another caveat",
        "nl": "hetzelfde antwoord, met een ander voorbehoud",
    }
    page = body(page_of(found, language))
    assert f"({told[language]})" in page
    none = {"en": "0 got another answer; with only", "nl": "kregen er 0 een ander antwoord; met alleen"}
    assert none[language] in page


def test_a_row_whose_key_has_an_empty_cell_is_told(study: Study) -> None:
    """Parameters of models of one level have none, and edges of the region no least number."""
    assert cell(study, "structural_parameters", "level") == ""
    change(study, "structural_parameters", "estimate", "0.77")
    publish(study, everyone(232))
    for language in ("nl", "en"):
        assert "0.77".replace(".", "," if language == "nl" else ".") in body(
            page_of(compared(study), language)
        )


def test_another_answer_is_told_as_one(study: Study) -> None:
    answer = cell(study, "conclusions", "answer")
    other = "unknown" if answer != "unknown" else "no"
    change(study, "conclusions", "answer", other)
    publish(study, everyone(232))
    (own,) = compared(study).answers("nl")
    assert own.other
    assert own.then != own.now


def test_pages_ask_nothing_of_anywhere_and_are_written_twice_alike(study: Study, tmp_path: Path) -> None:
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(238, corrected=7))
    lines = list(compared_lines(study, THEN, tmp_path / "a", None))
    list(compared_lines(study, THEN, tmp_path / "b", None))
    names = ["changes.csv", "changes.en.html", "changes.nl.html"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == names
    assert all((tmp_path / "a" / one).read_bytes() == (tmp_path / "b" / one).read_bytes() for one in names)
    page = (tmp_path / "a/changes.nl.html").read_text()
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    assert lines[0] == "the config of then can be read as it is"
    assert re.fullmatch(r"1 of \d+ numbers changed, in 1 of \d+ tables; 0 tables are held back", lines[1])


def test_an_old_config_is_told_key_by_key_what_to_write(study: Study) -> None:
    kept = study.restricted / "releases" / THEN / "config/config/config.yaml"
    text = kept.read_text()
    kept.write_text(text.replace("\nseed: ", "\nsede: ", 1).replace("\nversion:", "\nversoin:", 1))
    lines = list(compared_lines(study, THEN, study.root / "out", None))
    assert lines[0].startswith("the config of then can't be read as it is")
    told = " ".join(lines)
    assert "unknown key 'sede'; did you mean 'seed'?" in told
    assert "key 'seed' is missing; add it" in told
    assert any(line.startswith("wrote ") for line in lines)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "the default, or not there"), ("nl", "de standaardwaarde, of er niet")]
)
def test_a_key_that_is_recorded_on_one_side_only_may_have_its_default(language: Language, told: str) -> None:
    """Records hold what differs from the default."""
    cause = Cause("key", "instruments.scan.items.rt3.reversed", "true", "")
    assert f"true → {told}" in TellingCauses(words_in(language)).one(cause)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_key_of_the_catalogue_is_shown(study: Study, language: str) -> None:
    change(study, "reliability", "alpha", "0.11")
    publish(study, everyone(234))
    page = body(page_of(compared(study), language))  # type: ignore[arg-type]
    assert "compared." not in page
    assert "reader_table." not in page
