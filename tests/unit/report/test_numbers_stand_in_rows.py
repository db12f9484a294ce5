"""A number of the report, once clicked, stands in the row of the annex, as the row shows it.

Two ways of writing one number are no others: a share in per cent, and fewer decimals than the row has.
"""

import re
from html import unescape

import pytest
from linked_rows import agrees

from isop_analysis.language.numbers import Language
from isop_analysis.study.study import Study

LINKED = re.compile(r'<a class="n" href="annex\.\w\w\.html#(row-[^"]+)"[^>]*>(.*?)</a>')
ROW = re.compile(r'<tr id="(row-[^"]+)">(.*?)</tr>', re.DOTALL)
SHOWN = re.compile(r"(\d+(?:[.,]\d+)*|[.,]\d+)(%?)")


def numbers_shown(row: str, language: Language) -> set[float]:
    """Return the numbers that a row's cells show; per cent as shares."""
    plain = unescape(re.sub(r"<[^>]+>", " ", row)).replace("\u202f", "")
    thousands, mark = (".", ",") if language == "nl" else (",", ".")
    found = [(one.replace(thousands, "").replace(mark, "."), sign) for one, sign in SHOWN.findall(plain)]
    return {float(one) / (100 if sign else 1) for one, sign in found if one.count(".") < 2}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_number_that_is_clicked_stands_in_its_row(written_demo: Study, language: Language) -> None:
    report, annex = (
        (written_demo.build / f"{name}.{language}.html").read_text(encoding="utf-8")
        for name in ("report", "annex")
    )
    rows = dict(ROW.findall(annex))
    linked = [(row, unescape(re.sub(r"<[^>]+>", "", text))) for row, text in LINKED.findall(report)]
    told = [(row, text) for row, text in linked if SHOWN.search(text)]
    assert len(told) > 400
    assert [one for one in told if not agrees(one[1], numbers_shown(rows[one[0]], language))] == []
