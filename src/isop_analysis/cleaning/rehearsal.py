"""Cleaning's part on people and teams, done beforehand without any answer: what it would stop at.

It reads register, consent, aliases and the table of documents as cleaning does, and keeps nothing;
open answers go where their response goes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import pandas as pd

from isop_analysis.cleaning.coded import Speakers, clean_coded
from isop_analysis.cleaning.coded_answers import ANSWER
from isop_analysis.cleaning.consent import read_agreements
from isop_analysis.cleaning.identities import place
from isop_analysis.cleaning.membership import participation, team_at
from isop_analysis.cleaning.persons import gather_people
from isop_analysis.cleaning.received import Received
from isop_analysis.cleaning.register import RegisterRows, read_register
from isop_analysis.cleaning.roster import read_roster
from isop_analysis.cleaning.teams import describe_teams
from isop_analysis.contracts import by_name, empty_table
from isop_analysis.contracts.table import conform
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

Rows = Sequence[Mapping[str, object]]
Found = TypeVar("Found")
NO_ANSWERS = pd.DataFrame({"response": pd.Series(dtype="int64"), "item": pd.Series(dtype="str")}).assign(
    answer=pd.Series(dtype="float64")
)
KEPT = ("who", "identity", "wave", "team", "site")


class Rehearsal:
    """A study's people and teams as cleaning would know them; `problems` is what it would stop at."""

    def __init__(self, study: Study, tables: Mapping[str, Rows]) -> None:
        self.study = study
        self.problems: list[Problem] = []
        self.register: RegisterRows | None = None
        self.received = _received(study, tables)
        self._read()

    def _tried(self, make: Callable[[], Found]) -> Found | None:
        try:
            return make()
        except StudyError as error:
            self.problems += error.problems
            return None

    def _read(self) -> None:
        study, received = self.study, self.received
        roster = self._tried(lambda: read_roster(study, received))
        if roster is None:
            return
        agreements = self._tried(lambda: read_agreements(study, received.consent, roster))
        if agreements is None:
            return
        register = self._tried(lambda: read_register(study, received, roster, agreements, {}))
        if register is None:
            return
        self.register = register
        self._tried(lambda: participation(study, register))
        kept = pd.DataFrame(columns=list(KEPT), dtype="object")
        people = self._tried(lambda: gather_people(study, register, kept, NO_ANSWERS))
        if people is not None:
            self._tried(lambda: describe_teams(study, register, people.members, kept))
        speakers = Speakers(roster, agreements, register, team_at(register))
        talks = received.documents[received.documents["kind"].astype("str") != ANSWER]
        self._tried(lambda: clean_coded(study, talks, received.codings, speakers))

    def unknown_teams(self, file: str, named: Mapping[str, tuple[int, int]]) -> Iterable[Problem]:
        """Yield the teams that an export names and the register lacks, where cleaning stops at them."""
        rules = self.study.config.cleaning.steps
        stops = any(rule.rule == "unknown_teams" and rule.action == "stop" for rule in rules)
        if not stops or self.register is None or self.study.config.team_register is None:
            return
        unknown = [
            (first, count)
            for team, (first, count) in named.items()
            if place(team) is not None and self.register.spelled(team) is None
        ]
        if unknown:
            message = (
                f"{sum(count for _, count in unknown)} rows name {len(unknown)} teams that are not in the "
                "register; add them there, correct the answers, set the rule unknown_teams to leave_out, or "
                "take `team` away from the source's fields where that column holds no teams"
            )
            yield Problem(file, message, min(first for first, _ in unknown))


def _received(study: Study, tables: Mapping[str, Rows]) -> Received:
    register = study.config.team_register
    attributes = [one.name for one in study.config.attributes if one.register_column] if register else []
    none = {
        name: empty_table(name) for name in ("received_responses", "received_comments", "received_codings")
    }
    return Received(
        responses=none["received_responses"],
        comments=none["received_comments"],
        teams=_table("register_teams", tables["teams"], numbers=_measures(study, "teams")),
        members=_table("register_members", tables["members"], texts=attributes),
        attendance=_table(
            "register_attendance", tables["attendance"], numbers=_measures(study, "attendance")
        ),
        consent=_table("received_consent", tables["consent"]),
        aliases=_table("received_aliases", tables["aliases"]),
        documents=_table("received_documents", tables["documents"]),
        codings=none["received_codings"],
        answers=study.restricted / "received_answers.parquet",
    )


def _measures(study: Study, sheet: str) -> list[str]:
    own = getattr(study.config.team_register, sheet, None)
    return [measure.name for measure in own.measures] if own is not None else []


def _table(name: str, rows: Rows, texts: Sequence[str] = (), numbers: Sequence[str] = ()) -> pd.DataFrame:
    """Return rows as the table that import writes of them."""
    columns = [*by_name(name).column_names, *texts, *numbers]
    frame = pd.DataFrame(list(rows), columns=columns) if rows else empty_table(name).reindex(columns=columns)
    kinds = dict.fromkeys(numbers, "float64") | dict.fromkeys(texts, "str")
    return conform(frame.astype(kinds), by_name(name))
