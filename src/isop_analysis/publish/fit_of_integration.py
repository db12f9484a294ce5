"""How numbers and words of a declared pair fit: what a rule proposes, what a researcher made of it.

The rule looks at directions alone (same, opposite), at silence of one strand (Farmer et al. 2006; O'Cathain,
Murphy & Nicholl 2010), and leaves the rest undecided. Confirmation, expansion, complementarity and
discordance (Fetters, Curry & Creswell 2013) are a researcher's judgement of facts, renewed when these change.
Both rest on published values alone.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
from isop_analysis.stats.verdicts import SILENT, Verdict
from isop_analysis.study.display_settings import Judgement, Pair
from isop_analysis.study.plan import Registration, read_registration
from isop_analysis.study.plan_deviations import pairs_as_frozen

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

Proposal = Literal["same_direction", "opposite", "one_strand_silent", "undecided"]
Why = Literal[
    "directions", "numbers_silent", "words_silent", "both_silent", "wide_interval", "no_difference",
    "few_texts", "words_divided",
]  # fmt: skip
FOUND = (Verdict.MATTERS, Verdict.MAY_BE_TOO_SMALL, Verdict.TOO_LITTLE, Verdict.GOES_TOGETHER)
CHI2 = 3.84
FACTS = 12
"""Characters of the hash of facts."""


@dataclass(frozen=True)
class Strands:
    """What both strands say of a pair.

    Attributes:
        verdict: of the effect; REFUSED where it has no row or its numbers are not told.
        positive: the sign of the estimate; None without one.
        people, against: who raised the code of the pair that most people raised, and the one of those against
            it; None where nothing is told of any.
        asked: people who were interviewed; None where it is not told: they were few.
    """

    verdict: Verdict
    positive: bool | None
    people: Count | None
    against: Count | None
    asked: Count | None

    def proposal(self, direction: str, least: int) -> tuple[Proposal, Why]:
        """Return what the rule proposes, and why; words speak where `least` people raised a code."""
        said = self._said(least)
        numbers_silent, words_silent = self.verdict in SILENT, said == "nothing"
        if numbers_silent and words_silent:
            return "undecided", "both_silent"
        if numbers_silent:
            return "one_strand_silent", "numbers_silent"
        if self.asked is None:
            return "undecided", "few_texts"
        if words_silent:
            return "one_strand_silent", "words_silent"
        if said == "both":
            return "undecided", "words_divided"
        if self.verdict not in FOUND:
            return "undecided", "wide_interval" if self.verdict is Verdict.OPEN else "no_difference"
        said_positive = (said == "for") == (direction == "positive")
        return ("same_direction" if self.positive == said_positive else "opposite"), "directions"

    def _said(self, least: int) -> Literal["for", "against", "both", "nothing"]:
        """Return which side people took: one alone spoke, or many more of one, whatever the bands hide.

        Many more: (a − b)² > 3.84 (a + b), McNemar's test (1947) at its strictest, for those who raised codes
        of both sides count at both.
        """
        mine, theirs = (one if one and one.low >= least else None for one in (self.people, self.against))
        if mine is None or theirs is None:
            return "nothing" if mine is theirs else "for" if mine else "against"
        more, fewer = (mine, theirs) if mine.low > theirs.low else (theirs, mine)
        apart = max(0, more.low - fewer.high)
        if apart**2 <= CHI2 * (more.low + fewer.high):
            return "both"
        return "for" if more is mine else "against"


@dataclass(frozen=True)
class Dates:
    """The date of the data (YYYY-MM-DD), the frozen plan, and which pairs it holds as they stand now."""

    data: str
    registration: Registration | None
    frozen: frozenset[str]

    @classmethod
    def of(cls, study: "Study") -> "Dates":
        """Return a study's dates."""
        registration = read_registration(study)
        return cls(study.config.data_date, registration, pairs_as_frozen(study, registration))

    def of_pair(self, pair: str) -> Row:
        """Return when a pair was frozen as it stands, and whether after the data; empty where it was not."""
        if self.registration is None or pair not in self.frozen:
            return {"frozen_on": None, "frozen_after_data": None}
        day = self.registration.frozen_on
        return {"frozen_on": day, "frozen_after_data": day > self.data}

    def of_judgement(self, judged: Judgement | None) -> Row:
        """Return when a judgement was made, and whether before the data were complete; empty without one."""
        if judged is None:
            return {"judged_on": None, "judged_before_data": None}
        return {"judged_on": judged.date, "judged_before_data": judged.date < self.data}


def fit_rows(
    study: "Study", effects: "pd.DataFrame", themes: Sequence[Row], frequencies: Sequence[Row]
) -> list[Row]:
    """Return the rows of fit_of_integration: each declared pair.

    `effects` are the rows of model_effects that are told, `themes` and `frequencies` those of theme_counts
    and code_frequencies.
    """
    judged, dates = {one.pair: one for one in study.judgements}, Dates.of(study)
    told = {(row["model"], row["scale"], row["term"]): row for row in _records(effects)}
    people = {str(row["code"]): Count.read(str(row["people"])) for row in themes}
    asked = [Count.read(str(row["asked"])) for row in frequencies if row["by"] == "all"]
    rows: list[Row] = []
    for display in study.displays:
        for pair in display.pairs:
            verdict, positive = _numbers(told.get((pair.model, pair.scale, pair.term)))
            sides = (_most(people, pair.codes), _most(people, pair.against))
            strands = Strands(verdict, positive, *sides, asked[0] if asked else None)
            least, own = study.config.privacy.minimum_cell, judged.get(pair.name)
            rows.append(
                _row(display.name, pair, strands, own, least)
                | dates.of_pair(pair.name)
                | dates.of_judgement(own)
            )
    return rows


def _records(frame: "pd.DataFrame") -> list[Mapping[str, object]]:
    return frame.astype("object").to_dict("records")  # type: ignore[return-value]


def _numbers(row: Mapping[str, object] | None) -> tuple[Verdict, bool | None]:
    """Return the verdict on an effect and its sign; silent where it has no row, or no estimate is told."""
    if row is None:
        return Verdict.REFUSED, None
    estimate, verdict = row["estimate"], Verdict(str(row["verdict"]))
    if estimate is None or estimate != estimate:
        return (verdict if verdict in SILENT else Verdict.REFUSED), None
    return verdict, float(str(estimate)) > 0


def _most(people: Mapping[str, Count], codes: Sequence[str]) -> Count | None:
    return max((people[code] for code in codes if code in people), default=None)


def _row(display: str, pair: Pair, strands: Strands, judged: Judgement | None, least: int) -> Row:
    proposal, why = strands.proposal(pair.direction, least)
    facts = facts_of(pair, strands)
    return {
        "display": display,
        "pair": pair.name,
        "model": pair.model,
        "scale": pair.scale,
        "term": pair.term,
        "direction": pair.direction,
        "verdict": str(strands.verdict),
        "positive": strands.positive,
        "people": _cell(strands.people),
        "against": _cell(strands.against),
        "proposal": proposal,
        "why": why,
        "facts": facts,
        "judgement": judged.judgement if judged else None,
        "current": judged.facts == facts if judged else None,
    }


def _cell(count: Count | None) -> str | None:
    return None if count is None else str(count)


def facts_of(pair: Pair, strands: Strands) -> str:
    """Return a hash of what a judgement rests on: the pair as declared, verdict, sign and bands of people."""
    declared = pair.model_dump(mode="json", exclude={"title"})
    told = [str(strands.verdict), strands.positive, _cell(strands.people), _cell(strands.against)]
    text = json.dumps([declared, told], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:FACTS]
