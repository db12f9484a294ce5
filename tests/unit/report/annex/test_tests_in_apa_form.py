"""Tests in APA form: statcheck's published rules find every one and none that doesn't fit its p.

The rules are those of Nuijten et al. (2016, Behavior Research Methods 48) and the manual of statcheck: p is
recomputed, two-sided, from the statistic as reported, and from both ends of what it may have been rounded
from; a reported p is consistent if it lies between these, rounded as it is.
"""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from published_tables import BHR, DEMO, TINY, readers_study, without_figures
from scipy import stats

from isop_analysis.language.numbers import Language, Numbers, is_number
from isop_analysis.language.rows import Tables
from isop_analysis.report.annex.apa import TESTS, apa_of
from isop_analysis.report.annex.context import Context
from isop_analysis.report.annex.reader_tables import READER_TABLES, reader_table

NUMBER = r"\d*\.?\d+"
FORM = re.compile(
    rf"(?:(?P<kind>[tr]|χ2)\s?\(\s?(?P<df>{NUMBER})\s?\)|(?<![a-z])(?P<z>z)|F\s?\((?P<df1>\d+),\s?(?P<df2>{NUMBER})\))"
    rf"\s?=\s?(?P<value>[−-]?\s?{NUMBER})\s?,\s?p\s?(?P<sign>[<>=])\s?(?P<p>\d?\.\d+)"
)


@dataclass(frozen=True)
class Found:
    """A test as a text reports it."""

    kind: str
    df: float
    value: float
    half: float
    sign: str
    p: float
    digits: int

    @property
    def fits(self) -> bool:
        """Whether the reported p is one that the statistic, as rounded, can have."""
        low, high = sorted((self.computed(-self.half), self.computed(self.half)))
        if self.sign == "=":
            return round(low, self.digits) <= self.p + 1e-9 and self.p - 1e-9 <= round(high, self.digits)
        return low < self.p if self.sign == "<" else high > self.p

    def computed(self, more: float) -> float:
        """Return p of the statistic's size, moved by so much."""
        size = abs(self.value) + more
        if self.kind == "χ2":
            return float(stats.chi2.sf(size, self.df))
        size = abs(size)
        return 2 * float(stats.norm.sf(size) if self.kind == "z" else stats.t.sf(size, self.df))


def found_in(text: str) -> list[Found]:
    found = []
    for one in FORM.finditer(text):
        value = one["value"].replace("−", "-").replace(" ", "")
        half = 0.5 * 10 ** -len(value.partition(".")[2])
        kind, df = one["kind"] or one["z"], float(one["df"] or 0)
        found.append(
            Found(kind, df, float(value), half, one["sign"], float(one["p"]), len(one["p"].partition(".")[2]))
        )
    return found


def as_statcheck_reads(text: str, language: Language) -> str:
    """Return a cell as plain text; a Dutch one with points for its commas between digits."""
    plain = unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"(?<=[\d (=<>−]),(?=\d)", ".", plain) if language == "nl" else plain


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("config", [DEMO, BHR, TINY], ids=["demo", "bhr2000", "tiny"])
def test_every_test_is_found_and_fits_its_p(tmp_path, config, language: Language) -> None:  # type: ignore[no-untyped-def]
    study = without_figures(readers_study(tmp_path, config))
    context, tables = Context(study, language), Tables(study)
    there, seen, wrong = 0, 0, []
    for one in (table for table in READER_TABLES if table.name in TESTS):
        shown = reader_table(context, one)
        for row in tables.rows(one.name):
            there += sum(
                is_number(row[test.statistic]) and is_number(row[test.p]) and row.get(test.df) != 0
                for test in TESTS[one.name]
            )
        for row in shown.rows if shown is not None else ():
            text = as_statcheck_reads(str(row.cells[-1].text), language)
            own = found_in(text)
            seen += len(own)
            wrong += [(row.id, text) for each in own if not each.fits]
    assert wrong == []
    assert seen == there
    assert there > (300 if config == DEMO else 0)


def test_the_rules_find_what_does_not_fit() -> None:
    # Example of the manual of statcheck: t(37) = -4.93, p < .001 fits; the others were made wrong.
    texts = {
        "t(37) = -4.93, p < .001": True,
        "t(28) = 2.20, p = .036": True,
        "t(28) = 2.20, p = .03": False,
        "χ2(3) = 4.20, p = .241": True,
        "χ2(3) = 4.20, p = .141": False,
        "z = 1.96, p = .050": True,
        "z = 1.96, p > .05": True,
        "z = 2.50, p > .05": False,
    }
    assert {text: [one.fits for one in found_in(text)] for text in texts} == {
        text: [fits] for text, fits in texts.items()
    }


@pytest.mark.parametrize(
    ("language", "cells", "told"),
    [
        ("en", {"statistic": 2.31, "df": 21.4, "p_value": 0.031}, "t(21.4) = 2.31, p = .031"),
        ("nl", {"statistic": 2.31, "df": 21.4, "p_value": 0.031}, "t(21,4) = 2,31, p = ,031"),
        ("en", {"statistic": -1.5, "df": 20.0, "p_value": 0.149}, "t(20) = −1.50, p = .149"),
        ("en", {"statistic": 1234.5, "df": float("nan"), "p_value": 0.0}, "z = 1234.50, p < .001"),
        ("nl", {"statistic": 0.001, "df": 30.0, "p_value": 0.999}, "t(30) = 0,00, p > ,99"),
        ("en", {"statistic": float("nan"), "df": 30.0, "p_value": 0.5}, ""),
    ],
)
def test_how_a_test_is_written(language: Language, cells: dict[str, float], told: str) -> None:
    assert unescape(apa_of("model_coefficients", cells, Numbers(language))) == told


def test_a_chi_square_and_its_difference() -> None:
    row = {"chi2": 12.5, "df": 9.0, "p_value": 0.187, "chi2_difference": 10.91, "df_difference": 12.0}
    told = apa_of("structural_invariance", {**row, "p_difference": 0.537}, Numbers("en"))
    assert told == "χ<sup>2</sup>(9) = 12.50, p = .187; χ<sup>2</sup>(12) = 10.91, p = .537"
