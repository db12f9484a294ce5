"""Invented rows with the columns that a study's data will have: what shows whether its formulas can be read.

Nothing is estimated from them. A column that the study gives no source of stays empty, as it will be.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import TYPE_CHECKING

from isop_analysis.models.frame import NO_TEAM
from isop_analysis.models.tables import ModelTables, wave_table
from isop_analysis.study.network_settings import NETWORK, PERSON_MEASURES, TEAM_MEASURES
from isop_analysis.study.sources import has_attendance, has_sites, has_teams, is_given

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from isop_analysis.study.participant_settings import Measure
    from isop_analysis.study.study import Study

PEOPLE = 240
TEAMS = 48
SITES = 16


def invented_tables(study: "Study") -> ModelTables:
    """Return tables of 240 people in 48 teams at 16 sites who answered everything in every wave."""
    import numpy as np

    random = np.random.default_rng(0)
    teams = _teams(study, random)
    persons = _persons(study, random)
    return ModelTables(
        scores=_scores(study, persons, random),
        persons=persons,
        teams=teams,
        participation=_participation(study, persons, random),
        waves=wave_table(study),
        person_networks=_networks(study, persons[["person"]], PERSON_MEASURES, random),
        team_networks=_networks(study, teams[["team"]], TEAM_MEASURES, random),
    )


def _team(person: int) -> str:
    return f"team{person % TEAMS:02d}"


def _site(team: int) -> str:
    return f"site{team % SITES:02d}"


def _persons(study: "Study", random: "np.random.Generator") -> "pd.DataFrame":
    import pandas as pd

    people = pd.DataFrame({"person": [f"person{one:03d}" for one in range(PEOPLE)]})
    people["cohort"] = list(islice(cycle(dict.fromkeys(w.cohort for w in study.config.waves)), PEOPLE))
    people["in_register"] = study.config.team_register is not None
    people["in_team"] = has_teams(study)
    for attribute in study.config.attributes:
        values = [value.name for value in attribute.values]
        given = is_given(study, attribute)
        people[attribute.name] = random.permutation(list(islice(cycle(values), PEOPLE))) if given else None
    return people


def _teams(study: "Study", random: "np.random.Generator") -> "pd.DataFrame":
    import pandas as pd

    register = study.config.team_register
    teams = pd.DataFrame({"team": [_team(one) for one in range(TEAMS)]})
    teams["site"] = [_site(one) if has_sites(study) else NO_TEAM for one in range(TEAMS)]
    teams["cohort"] = None
    teams["members"] = random.integers(4, 10, TEAMS).astype(float) if register is not None else None
    for attribute in study.config.attributes:
        known = register is not None and attribute.register_column is not None
        teams[f"blau_{attribute.name}"] = random.random(TEAMS) if known else None
    for measure in _measures(study, "teams"):
        teams[measure.name] = random.random(TEAMS)
    for name in study.integration.raised_variables if study.integration is not None else ():
        teams[name] = random.random(TEAMS)
    return teams


def _networks(
    study: "Study", whose: "pd.DataFrame", measures: tuple[str, ...], random: "np.random.Generator"
) -> "pd.DataFrame | None":
    """Return the measures of networks of each person or team at each wave; none in a study without."""
    networks = study.config.networks
    if networks is None:
        return None
    rows = whose.merge(wave_table(study)[["wave"]], how="cross")
    for content in (NETWORK, *(one.question for one in networks.contents)):
        for measure in measures:
            rows[f"{content}_{measure}"] = random.random(len(rows))
    return rows


def _participation(study: "Study", persons: "pd.DataFrame", random: "np.random.Generator") -> "pd.DataFrame":
    import pandas as pd

    if not has_attendance(study):
        columns = (
            "person",
            "team",
            "wave",
            "offered",
            "attended",
            "offered_to_date",
            "attended_to_date",
            "dose",
        )
        return pd.DataFrame(columns=list(columns)).astype({"dose": "float64"})
    rows = pd.DataFrame(
        [
            {"person": person, "team": _team(place), "wave": wave.name}
            for place, person in enumerate(persons["person"])
            for wave in study.config.waves
        ]
    )
    attended = random.integers(0, 6, len(rows)).astype(float)
    rows = rows.assign(offered=5.0, attended=attended, offered_to_date=5.0, attended_to_date=attended)
    rows["dose"] = rows["attended_to_date"] / rows["offered_to_date"]
    for measure in _measures(study, "attendance"):
        rows[measure.name] = random.random(len(rows))
    return rows


def _measures(study: "Study", sheet: str) -> "Iterator[Measure]":
    own = getattr(study.config.team_register, sheet, None)
    yield from own.measures if own is not None else ()


def _scores(study: "Study", persons: "pd.DataFrame", random: "np.random.Generator") -> "pd.DataFrame":
    import pandas as pd

    placed = has_teams(study)
    rows = pd.DataFrame(
        [
            {
                "person": person,
                "team": _team(place) if placed else NO_TEAM,
                "site": _site(place % TEAMS) if has_sites(study) else NO_TEAM,
                "wave": wave.name,
                "scale": scale.name,
            }
            for _, scale in study.scales
            for place, person in enumerate(persons["person"])
            for wave in study.config.waves
        ]
    )
    return rows.assign(score=random.standard_normal(len(rows)))
