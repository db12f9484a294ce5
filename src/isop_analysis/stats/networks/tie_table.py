"""The table of ties: who answered, which professions they name, on what and how often."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused

ROWS = ["person", "content", "partner", "frequency", "number"]


@dataclass(frozen=True)
class Ties:
    """Respondents and the professions that they name; only respondents are nodes.

    people
        person, profession: a row a respondent, those who named nobody too, ordered by person.
    rows
        person, content, partner (the named profession), frequency, number: the ties as given. Content is
        empty, frequency NaN where the data have none.
    professions
        own and named ones, in alphabetical order.
    """

    people: pd.DataFrame
    rows: pd.DataFrame
    professions: list[str]

    @property
    def contents(self) -> list[str]:
        """What ties are about, in alphabetical order; empty where the data don't tell."""
        return sorted(one for one in self.rows["content"].unique() if one)

    @property
    def frequencies(self) -> list[float]:
        """How often people work together, as the data write it, rising; empty where they don't tell."""
        return sorted(float(one) for one in self.rows["frequency"].dropna().unique())

    @property
    def respondents(self) -> pd.Series:
        """Respondents of each profession (index: profession)."""
        found = self.people.groupby("profession").size()
        return found.reindex(self.professions, fill_value=0).rename("respondents")

    def amounts(
        self, content: str | None = None, at_least: float | None = None, *, unknown: bool = False
    ) -> pd.DataFrame:
        """Return how many of each profession each respondent names, (people, professions), whole numbers.

        Parameters
        ----------
        content
            Ties about this alone. Without it, those of the content in which most of that profession are
            named: the same colleague may be meant in several, so that this is the fewest there can be.
        at_least
            Ties of this frequency or more; those of an unknown one are not among them.
        unknown
            Ties of an unknown frequency are among them: the most there can be.

        Raises
        ------
        Refused
            For a content that nobody gave.
        """
        kept = self.rows if content is None else self.rows[self.rows["content"] == self._known(content)]
        if at_least is not None:
            kept = kept[(kept["frequency"] >= at_least) | (kept["frequency"].isna() & unknown)]
        sums = kept.groupby(["person", "partner", "content"])["number"].sum()
        most = sums.groupby(["person", "partner"]).max().unstack("partner")
        return most.reindex(index=self.people["person"], columns=self.professions).fillna(0).astype("int64")

    def matrix(self, content: str | None = None, at_least: float | None = None) -> pd.DataFrame:
        """Return respondents by own profession (rows) who name a profession (columns), directed.

        Rows are professions with respondents; `respondents` has of how many. Parameters as of `amounts`.
        """
        names = self.amounts(content, at_least) > 0
        found = names.groupby(self.people["profession"].to_numpy()).sum()
        return found.rename_axis(index="profession", columns="partner").astype("int64")

    def network(self) -> pd.DataFrame:
        """Return the matrix for each content and frequency, and for all, as a long table.

        Returns
        -------
        content (missing: all taken together), at_least (the frequency; missing: any, unknown ones too),
        profession, partner, people (respondents who name the partner), n (respondents of the profession),
        share (people/n, 0–1).
        """
        parts = [
            self._long(content, at_least)
            for content in (None, *self.contents)
            for at_least in (None, *self.frequencies)
        ]
        return pd.concat(parts, ignore_index=True)

    def _long(self, content: str | None, at_least: float | None) -> pd.DataFrame:
        long = in_rows(self.matrix(content, at_least), "partner")
        long.insert(0, "content", pd.Series(content, index=long.index, dtype="str"))
        long.insert(1, "at_least", np.nan if at_least is None else at_least)
        n = long["profession"].map(self.respondents).astype("int64")
        return long.assign(n=n, share=long["people"] / n)

    def _known(self, content: str) -> str:
        if content not in self.contents:
            raise Refused("networks_content", content=content, meant=nearest(content, self.contents))
        return content


def ties(
    frame: pd.DataFrame,
    *,
    person: str = "person",
    profession: str = "profession",
    partner: str = "partner",
    content: str | None = None,
    frequency: str | None = None,
    number: str | None = None,
) -> Ties:
    """Return the ties of one wave from a long table, a row a person × named profession (× content).

    Parameters
    ----------
    person, profession, partner
        Columns of who answers, their own profession and the named one. A missing partner is an answer too: a
        person who named nobody.
    content, frequency
        Columns of what the tie is about (such as a task) and how often it is used: numbers, more is more
        often. A missing frequency is an unknown one.
    number
        Column of how many of that profession are named; else each row is one, and equal rows add up.

    Examples
    --------
    >>> frame = pd.DataFrame({"person": ["a", "a", "b"], "profession": ["teacher", "teacher", "youth worker"],
    ...                       "partner": ["teacher", "speech therapist", "teacher"]})
    >>> ties(frame).matrix().loc["teacher"].tolist()
    [1, 1, 0]

    Raises
    ------
    Refused
        For a column that is not there, a row without person or profession, a person with two professions, a
        tie without content, a frequency that is no number, a number that is not whole or below 1, no rows.
    """
    columns = {"person": person, "profession": profession, "partner": partner}
    columns |= {
        name: given
        for name, given in (("content", content), ("frequency", frequency), ("number", number))
        if given is not None
    }
    table = columns_of(frame, columns)
    people = people_of(table)
    rows = _rows(table[table["partner"].notna()])
    return Ties(people, rows, sorted({*people["profession"], *rows["partner"]}))


def columns_of(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return the columns under our names (names by ours); Refused for one that is not there or no rows."""
    for given in columns.values():
        if given not in frame.columns:
            raise Refused("networks_column", column=given, meant=nearest(given, frame.columns))
    if frame.empty:
        raise Refused("networks_no_rows")
    return pd.DataFrame({name: frame[given].array for name, given in columns.items()})


def people_of(table: pd.DataFrame, also: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return person, profession (and `also`, which may differ), each once; Refused where one is missing."""
    own = table[["person", "profession", *also]]
    lacking = int(own.isna().any(axis=1).sum())
    if lacking:
        raise Refused("networks_incomplete", rows=lacking, columns=list(own.columns))
    own = own.astype("str").drop_duplicates().sort_values(["person", *also], ignore_index=True)
    several = int((own.groupby("person")["profession"].nunique() > 1).sum())
    if several:
        raise Refused("networks_two_professions", people=several)
    return own


def in_rows(counts: pd.DataFrame, named: str) -> pd.DataFrame:
    """Return people by profession (rows) and another name (columns) as profession, the name, people."""
    long = counts.melt(ignore_index=False, var_name=named, value_name="people").reset_index()
    return long.sort_values(["profession", named], ignore_index=True)


def _rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return ties as `Ties.rows` has them."""
    found = table.assign(
        person=table["person"].astype("str"),
        partner=table["partner"].astype("str"),
        content=_contents(table),
        frequency=_numbers(table, "frequency", np.nan),
        number=_numbers(table, "number", 1.0),
    )
    number = found["number"]
    wrong = int((~((number >= 1) & (number % 1 == 0))).sum())
    if wrong:
        raise Refused("networks_number", rows=wrong)
    return found.astype({"number": "int64"})[ROWS].sort_values(ROWS, ignore_index=True)


def _contents(table: pd.DataFrame) -> pd.Series:
    if "content" not in table:
        return pd.Series("", index=table.index, dtype="str")
    lacking = int(table["content"].isna().sum())
    if lacking:
        raise Refused("networks_no_content", rows=lacking)
    return table["content"].astype("str")


def _numbers(table: pd.DataFrame, name: str, otherwise: float) -> pd.Series:
    if name not in table:
        return pd.Series(otherwise, index=table.index, dtype="float64")
    if not pd.api.types.is_numeric_dtype(table[name]):
        raise Refused("networks_no_number", column=name, kind=str(table[name].dtype))
    return table[name].astype("float64")
