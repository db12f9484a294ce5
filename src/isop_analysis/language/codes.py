"""What report and annex say alike of codes: which are marked, and below what."""

from typing import TYPE_CHECKING

from isop_analysis.language.numbers import Numbers

if TYPE_CHECKING:
    from isop_analysis.language.rows import Tables
    from isop_analysis.study.integration_settings import Coded


def disputed_codes(tables: "Tables") -> frozenset[str]:
    """Return the codes on which coders agree too little."""
    return frozenset(str(row["code"]) for row in tables.rows("coder_agreement") if row["below"])


def threshold_of(numbers: Numbers, coded: "Coded") -> str:
    """Write the threshold as config has it, with two or three decimals."""
    digits = 2 if round(coded.threshold, 2) == coded.threshold else 3
    return numbers.decimal(coded.threshold, digits, bounded=True)
