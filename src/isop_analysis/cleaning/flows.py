"""How many people were invited, agreed, answered and were kept; how responses were linked."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.consent import Agreements
from isop_analysis.cleaning.dates import legible_days
from isop_analysis.cleaning.pseudonyms import RESPONSE, person_behind
from isop_analysis.cleaning.register import RegisterRows
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.study import Study

ALL = "all"
NO_COHORT = "none"


def wave_starts(responses: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """Return the first day on which each wave was answered, where responses are dated."""
    days = legible_days(responses["started"])
    first = days.groupby(responses["wave"].astype("str")).min().dropna()
    return {str(wave): day for wave, day in first.items()}


def people_flow(
    study: Study,
    roster: Roster,
    register: RegisterRows,
    agreements: Agreements,
    rows: pd.DataFrame,
    kept: pd.Index,
) -> pd.DataFrame:
    """Return people per cohort × occasion × stage; occasion 'all' counts each person once.

    - invited: everyone of the cohort in the register or the consent file; at an occasion those who were a
      member on one of the days on which its waves were answered (`Spans`), or answered in them
    - agreed: of these, who agreed to the survey and had not withdrawn when the wave began
    - answered: of all who are invited, in whichever cohort, who gave at least one response in a wave of this
      cohort that is no test, agreed or not
    - kept: of these, of whom at least one response was kept
    - outside: who gave such a response and is invited in no cohort
    - outside_kept: of these, of whom at least one response was kept

    Responses that belong to nobody known are no people here (`linking` counts them); a study with neither
    register nor consent file has no rows. The cohort of a person is that of their team (of several the
    first in order), else of the waves they answered in, else the study's only one, else 'none'.
    """
    columns = ["cohort", "occasion", "stage", "people"]
    if not roster.known:
        return pd.DataFrame(columns=columns)
    only = sorted({wave.cohort for wave in study.config.waves})
    cohorts = _cohorts(study, register, rows)
    fallback = only[0] if len(only) == 1 else NO_COHORT
    home = {who: cohorts.get(who) or fallback for who in roster.known}
    starts = wave_starts(rows)
    answered = _people_of(rows[~rows["test"].astype(bool)])
    spans = Spans.of(register, answered)
    found: list[tuple[str, str, str, int]] = []
    for cohort in [*only, *([NO_COHORT] if NO_COHORT in home.values() else [])]:
        everyone = [who for who in home if home[who] == cohort]
        waves = {wave.name: wave.occasion for wave in study.config.waves if wave.cohort == cohort}
        for occasion in dict.fromkeys([*waves.values(), ALL]):
            here = [wave for wave, own in waves.items() if occasion in (own, ALL)]
            own_rows = answered[answered["wave"].astype("str").isin(here)]
            seen = set(own_rows["one"].dropna())
            invited = [who for who in everyone if who in seen or not here or spans.member(who, here)]
            stages = {"invited": len(invited)}
            if agreements.asked:
                days = [starts[wave] for wave in here if wave in starts]
                stages["agreed"] = _agreed(invited, agreements, days)
            stages |= _answered(own_rows, roster.known, kept)
            found += [(cohort, occasion, stage, people) for stage, people in stages.items()]
    return pd.DataFrame(found, columns=columns)


@dataclass(frozen=True)
class Spans:
    """First and last day of each person's rows in the register, and of each wave's answers, where known.

    Someone without a row, or with a row without the day, is a member before or after every wave.
    """

    people: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]]
    waves: dict[str, tuple[pd.Timestamp, pd.Timestamp]]

    @classmethod
    def of(cls, register: RegisterRows, rows: pd.DataFrame) -> "Spans":
        """Return the spans of the register's members and of these responses."""
        people: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
        members = register.members[register.members["who"].notna()]
        joined = members["joined"].astype("datetime64[ns]").fillna(pd.Timestamp.min)
        left = members["left"].astype("datetime64[ns]").fillna(pd.Timestamp.max)
        for who, first, last in zip(members["who"], joined, left, strict=True):
            people.setdefault(str(who), []).append((first, last))
        days = legible_days(rows["started"]).groupby(rows["wave"].astype("str")).agg(["min", "max"]).dropna()
        waves = {str(wave): (first, last) for wave, first, last in days.itertuples()}
        return cls(people, waves)

    def member(self, who: str, waves: list[str]) -> bool:
        """Tell whether a person was a member on one of the days on which one of these waves was answered."""
        own = self.people.get(who)
        if own is None or any(wave not in self.waves for wave in waves):
            return True
        return any(
            joined <= self.waves[wave][1] and self.waves[wave][0] <= left
            for joined, left in own
            for wave in waves
        )


def _answered(rows: pd.DataFrame, invited: frozenset[str], kept: pd.Index) -> dict[str, int]:
    """Return how many people answered and were kept, the invited apart from all others."""
    everyone, still = (set(own["one"].dropna()) for own in (rows, rows[rows.index.isin(kept)]))
    return {
        "answered": len(everyone & invited),
        "kept": len(still & invited),
        "outside": len(everyone - invited),
        "outside_kept": len(still - invited),
    }


def _people_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the person behind each response as `one`; someone whose answers may not be linked counts once."""
    one = rows["identity"].map(person_behind).astype("object")
    return rows.assign(one=one.where(~one.str.startswith(RESPONSE)))


def _cohorts(study: Study, register: RegisterRows, rows: pd.DataFrame) -> dict[str, str]:
    cohort_of_wave = {wave.name: wave.cohort for wave in study.config.waves}
    linked = rows[rows["who"].notna()]
    seen = linked["wave"].astype("str").map(cohort_of_wave).groupby(linked["who"]).min().to_dict()
    members = register.members[register.members["who"].notna()]
    cohort = members["team"].map(register.teams["cohort"]).astype("object")
    registered = cohort.dropna().groupby(members["who"]).min().to_dict()
    return {str(who): str(cohort) for who, cohort in (seen | registered).items()}


def _agreed(people: Iterable[str], agreements: Agreements, starts: list[pd.Timestamp]) -> int:
    day = min(starts) if starts else pd.Timestamp.min
    return sum(agreements.refusal(who, "survey", day) is None for who in people)


def linking_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many responses, tests apart, were linked in which way, per instrument × wave."""
    own = rows[~rows["test"].astype(bool)]
    keys = own[["instrument", "wave", "linked_by"]].astype("str")
    counts = keys.groupby(["instrument", "wave", "linked_by"]).size()
    return counts.rename("responses").reset_index()
