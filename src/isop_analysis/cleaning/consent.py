"""Who agreed to what: unknown is no, and a withdrawal works from its date on.

What was answered before the date of withdrawal stays; what was answered on that day or later, or at a time
that isn't known, is left out.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.cleaning.dates import days
from isop_analysis.cleaning.roster import Roster
from isop_analysis.study.participant_settings import Purpose
from isop_analysis.study.study import Study

UNKNOWN = Reason("no_consent")
WITHDREW = Reason("withdrew_consent")
WITHDREW_UNDATED = Reason("withdrew_undated")


@dataclass(frozen=True)
class Agreement:
    """What one person agreed to, and the day from which that no longer holds."""

    purposes: frozenset[str]
    withdrawn: pd.Timestamp | None


@dataclass(frozen=True)
class Agreements:
    """The agreements of everyone in the consent file; `asked` is False for a study without one."""

    asked: bool
    by_identity: dict[str, Agreement] = field(default_factory=dict)
    links: bool = True
    """Whether there is anything to link over: one wave needs no linking, hence no consent to it."""

    def refusal(self, who: str | None, purpose: Purpose, day: pd.Timestamp | None) -> Reason | None:
        """Return why what this person gave on this day can't be used for the purpose; None if it can."""
        if not self.asked:
            return None
        agreement = self.by_identity.get(who) if who is not None else None
        if agreement is None:
            return UNKNOWN
        if purpose not in agreement.purposes:
            return Reason("not_agreed_to", purpose=purpose)
        if agreement.withdrawn is None:
            return None
        if day is None or pd.isna(day):
            return WITHDREW_UNDATED
        return WITHDREW if day >= agreement.withdrawn else None

    def agrees(self, who: str, purpose: Purpose) -> bool:
        """Whether the person agreed to the purpose at some time, withdrawn since or not."""
        if purpose == "linking" and not self.links:
            return True
        return not self.asked or purpose in self.by_identity.get(who, Agreement(frozenset(), None)).purposes

    def stands(self, who: str | None, purpose: Purpose) -> bool:
        """Whether the person agreed to the purpose and has withdrawn nothing since."""
        if not self.asked:
            return True
        agreement = self.by_identity.get(who) if who is not None else None
        return agreement is not None and purpose in agreement.purposes and agreement.withdrawn is None


def read_agreements(study: Study, consent: pd.DataFrame, roster: Roster) -> Agreements:
    """Return everyone's agreement; of several rows the latest counts, on the same day what all agree to.

    Raises
    ------
    StudyError
        When a date can't be read.
    """
    settings = study.config.consent
    if settings is None:
        return Agreements(asked=False)
    file = f"{study.config.raw}/{settings.file}"
    rows = consent.assign(
        who=pd.Series(list(roster.consents), index=consent.index, dtype="object"),
        day=days(consent["date"], file, "date"),
        until=days(consent["withdrawn"], file, "withdrawn"),
    )
    by_identity: dict[str, list[pd.Series]] = defaultdict(list)
    for _, row in rows[rows["who"].notna()].iterrows():
        by_identity[row["who"]].append(row)
    purposes = [purpose for purpose in settings.purposes if purpose in consent]
    agreements = {who: _latest(found, purposes) for who, found in by_identity.items()}
    return Agreements(True, agreements, links=len(study.config.waves) > 1)


def _latest(rows: list[pd.Series], purposes: list[Purpose]) -> Agreement:
    last = max(_day(row["day"]) for row in rows)
    rows = [row for row in rows if _day(row["day"]) == last]
    agreed = frozenset(purpose for purpose in purposes if all(bool(row[purpose]) for row in rows))
    ends = [row["until"] for row in rows if not pd.isna(row["until"])]
    return Agreement(agreed, min(ends) if ends else None)


def _day(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(day) else day
