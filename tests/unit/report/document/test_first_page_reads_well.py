"""The main messages are for whoever has two minutes: short sentences, plain words, one side.

Flesch–Douma (Douma, 1960): 206.84 − 0.93 × words a sentence − 77 × syllables a word; Flesch (1948): 206.835 −
1.015 × words a sentence − 84.6 × syllables a word. Syllables by hyphenation patterns (pyphen).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pyphen
import pytest
import yaml
from published_tables import readers_study

from isop_analysis.language.numbers import Language
from isop_analysis.language.rows import Tables
from isop_analysis.report.blocks import Answered, Block, Columns, Document, Paragraph, text_of
from isop_analysis.report.document.documents import summary_of
from isop_analysis.report.document.writing import Writing

LANGUAGES: tuple[Language, ...] = ("nl", "en")
ROOT = Path(__file__).parents[4]
JARGON = yaml.safe_load((ROOT / "src/isop_analysis/report/jargon.yaml").read_text(encoding="utf-8"))
EASE = {"nl": (206.84, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    study = readers_study(tmp_path_factory.mktemp("demo"))
    tables = Tables(study)
    return {one: summary_of(Writing(study, one, tables), figure=False) for one in LANGUAGES}


def prose(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield text_of(block.text)
    if isinstance(block, Answered):
        yield from (block.question, text_of(block.answer))
    if isinstance(block, Columns):
        yield from (text for section in block.sections for one in section for text in prose(one))


def sentences(page: Document) -> list[str]:
    texts = [text for part in page.parts for block in part.blocks for text in prose(block)]
    return [one for text in texts for one in re.split(r"(?<=[.?!])\s+", text) if one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(pages: dict[str, Document], language: str) -> None:
    lengths = {one: len(one.split()) for one in sentences(pages[language])}
    assert {one: length for one, length in lengths.items() if length > 28} == {}
    words = [len(WORD.findall(one)) for one in sentences(pages[language])]
    assert max(words) <= 25
    assert sum(words) / len(words) <= 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_it_is_easy(pages: dict[str, Document], language: str) -> None:
    found = sentences(pages[language])
    words = [word for one in found for word in WORD.findall(one)]
    patterns = pyphen.Pyphen(lang={"nl": "nl_NL", "en": "en_US"}[language], left=1, right=1)
    syllables = sum(len(patterns.positions(word.lower())) + 1 for word in words)
    start, by_sentence, by_word = EASE[language]
    ease = start - by_sentence * len(words) / len(found) - by_word * syllables / len(words)
    assert ease >= 70


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_trade_is_used(pages: dict[str, Document], language: str) -> None:
    words = {word.lower() for one in sentences(pages[language]) for word in WORD.findall(one)}
    assert sorted(words & set(JARGON[language])) == []


def test_the_words_of_the_trade_are_listed_in_both_languages() -> None:
    assert set(JARGON) == {"nl", "en"}
    assert min(len(words) for words in JARGON.values()) > 30
