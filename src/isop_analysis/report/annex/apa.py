"""Tests in APA form, `t(21.4) = 2.31, p = .031`, as readers quote them and `statcheck` finds them.

Statistic, degrees of freedom and p are the published ones; p was computed from the unrounded statistic, which
lies within half of its last digit. Where a t or z rounds to zero, p is above .99, whatever its sign: more is
not told, as programs recompute p from both ends of what was rounded, which here are one.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from isop_analysis.language.numbers import NO_BREAK_SPACE, Numbers, is_number, rounded
from isop_analysis.language.rows import Record

NORMAL, STUDENT, CHI2 = Markup("z"), Markup("t"), Markup("χ<sup>2</sup>")


@dataclass(frozen=True)
class Test:
    """A test of a table's row: the columns of its statistic, degrees of freedom and p."""

    statistic: str = "statistic"
    df: str = "df"
    p: str = "p_value"
    chi2: bool = False


_FIT = Test("chi2", chi2=True)
TESTS: dict[str, tuple[Test, ...]] = {
    "dropout_model": (Test(),),
    "missing_tests": (Test(chi2=True),),
    "model_effects": (Test(),),
    "model_coefficients": (Test(),),
    "structural_fits": (_FIT,),
    "structural_parameters": (Test(),),
    "site_models": (_FIT,),
    "site_estimates": (Test(),),
    "structural_twins": (_FIT,),
    "structural_invariance": (_FIT, Test("chi2_difference", "df_difference", "p_difference", chi2=True)),
    "structural_releases": (_FIT,),
}
"""The tests of each table whose rows have them; a p without its statistic is told as a number alone."""


def apa_of(table: str, row: Record, numbers: Numbers) -> Markup:
    """Return the tests of a row, empty where it has none."""
    return Markup("; ").join(_written(one, row, numbers) for one in TESTS[table] if _is_there(one, row))


def _is_there(test: Test, row: Record) -> bool:
    """Tell whether a row has the test: statistic and p, and of a chi-square its degrees of freedom."""
    needed = (test.statistic, test.p, *((test.df,) if test.chi2 else ()))
    return all(is_number(row[name]) for name in needed) and not (test.chi2 and row[test.df] == 0)


def _written(test: Test, row: Record, numbers: Numbers) -> Markup:
    df = row.get(test.df)
    letter = CHI2 if test.chi2 else STUDENT if is_number(df) else NORMAL
    degrees = f"({_degrees(df, numbers)})" if is_number(df) else ""
    nothing = not test.chi2 and rounded(float(row[test.statistic]), 2) == 0
    p = f"> {numbers.decimal_mark}99" if nothing else numbers.p_value(row[test.p])
    told = f"{degrees} = {_plain(row[test.statistic], 2, numbers)}, p {p}".replace(NO_BREAK_SPACE, " ")
    return letter + escape(told)


def _degrees(df: object, numbers: Numbers) -> str:
    whole = float(df).is_integer()  # type: ignore[arg-type]
    return _plain(df, 0 if whole else 1, numbers)


def _plain(value: object, digits: int, numbers: Numbers) -> str:
    """Write a number without a mark between its thousands, which programs take for another."""
    return numbers.decimal(value, digits).replace(numbers.thousands, "")
