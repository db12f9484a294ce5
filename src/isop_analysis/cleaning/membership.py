"""Who was in which team, with which weight, and the dose of participation."""

from dataclasses import dataclass

import pandas as pd

from isop_analysis.cleaning.register import NO_TEAM, RegisterRows, measure_column
from isop_analysis.study.study import Study


def allowed_attendance(rows: RegisterRows) -> pd.DataFrame:
    """Return the attendance of people who agreed, in teams."""
    own = rows.attendance
    return own[own["refusal"].isna() & own["who"].notna() & (own["team"] != NO_TEAM)]


def memberships(rows: RegisterRows) -> pd.DataFrame:
    """Return who was in which team: who, team, joined, left, weight.

    The weight (0–1, adding up to 1 a person) is the team's share of the sessions that the person attended;
    equal shares where none was attended. Someone who left and came back has the first day and the last.
    """
    attendance = allowed_attendance(rows)
    table = _spans(rows)
    seen = attendance[["who", "team"]].astype("object").drop_duplicates()
    table = table.merge(seen, on=["who", "team"], how="outer").sort_values(["who", "team"], kind="stable")
    table = table.reset_index(drop=True)
    attended = attendance.groupby(["who", "team"])["attended"].sum()
    sessions = pd.Series(
        [
            float(attended.get((who, team), 0.0))
            for who, team in zip(table["who"], table["team"], strict=True)
        ],
        index=table.index,
    )
    total = sessions.groupby(table["who"]).transform("sum")
    teams = table.groupby("who")["team"].transform("size")
    return table.assign(weight=(sessions / total).where(total > 0, 1 / teams))


def _spans(rows: RegisterRows) -> pd.DataFrame:
    """Return first and last day per who × team; someone with a row that has no last day is still there."""
    members = rows.members
    own = members[members["refusal"].isna() & members["who"].notna() & (members["team"] != NO_TEAM)]
    own = own[["who", "team", "joined", "left"]].astype("object")
    found = [
        {
            "who": who,
            "team": team,
            "joined": min(spell["joined"].dropna(), default=None),
            "left": None if spell["left"].isna().any() else max(spell["left"]),
        }
        for (who, team), spell in own.groupby(["who", "team"], sort=True)
    ]
    return pd.DataFrame(found, columns=["who", "team", "joined", "left"], dtype="object")


def participation(study: Study, rows: RegisterRows) -> pd.DataFrame:
    """Return sessions per who × team × wave, those to date in the order of the waves, the dose and measures.

    The dose (0–1) is attended ÷ offered since the start in that team; absent while nothing was offered.
    """
    settings = study.config.team_register
    measures = settings.attendance_measures if settings is not None else []
    in_order = sorted(study.config.waves, key=lambda wave: (wave.cohort, wave.time))
    order = {wave.name: place for place, wave in enumerate(in_order)}
    own = allowed_attendance(rows).astype({"wave": "str"})
    own = own.assign(place=own["wave"].map(order))
    own = own.sort_values(["who", "team", "place"], kind="stable").reset_index(drop=True)
    table = own[["who", "team", "wave", "offered", "attended"]].copy()
    groups = table.groupby(["who", "team"])
    table["offered_to_date"] = groups["offered"].cumsum()
    table["attended_to_date"] = groups["attended"].cumsum()
    table["dose"] = (table["attended_to_date"] / table["offered_to_date"]).where(table["offered_to_date"] > 0)
    for measure in measures:
        table[measure.name] = measure_column(own, measure)
    return table


@dataclass(frozen=True)
class TeamAt:
    """A person's team in a wave: where they attended most, else offered most; else their main team."""

    in_wave: dict[tuple[str, str], str]
    main: dict[str, str]

    def team(self, who: str | None, wave: str) -> str | None:
        """Return the team, or None for someone without."""
        return None if who is None else self.in_wave.get((who, wave)) or self.main.get(who)


def team_at(rows: RegisterRows) -> TeamAt:
    """Return what tells a person's team in a wave; of equals the first by name."""
    attendance = allowed_attendance(rows).astype({"wave": "str"})
    order = attendance.sort_values(
        ["attended", "offered", "team"], ascending=[False, False, True], kind="stable"
    ).drop_duplicates(["who", "wave"])
    in_wave = dict(zip(zip(order["who"], order["wave"], strict=True), order["team"], strict=True))
    own = memberships(rows).sort_values(["weight", "team"], ascending=[False, True], kind="stable")
    own = own.drop_duplicates("who")
    return TeamAt(in_wave, dict(zip(own["who"], own["team"], strict=True)))
