"""What teams raised as variables of multilevel models: the share of a team's interviewed people.

`raised_<code>` and `theme_<theme>` lie between 0 and 1; open answers do not count. A team in which nobody was
interviewed, and a person without a team, have none: such rows are left out, and counted in model_rows, never
taken as 0. A model that names a code on which coders agree too little is refused, unless the config says
otherwise (`coded.disputed_in_models`).
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from isop_analysis.integration.agreement import agreement_rows, coders_compared
from isop_analysis.integration.frequencies import asked_documents
from isop_analysis.integration.joint_display import Subject
from isop_analysis.integration.talks import of_talks, talks
from isop_analysis.integration.theme_scores import Talked
from isop_analysis.models.frame import named
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.integration_settings import RAISED, THEME

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.integration_settings import Integration
    from isop_analysis.study.study import Study


def with_raised(study: "Study", tables: ModelTables) -> ModelTables:
    """Return the tables with a column of teams for each such variable that a multilevel model names."""
    words = {word for one in study.multilevel for word in named(one.formula)}
    words |= {centred.of for one in study.multilevel for centred in one.centred}
    integration = study.integration
    if integration is None or not any(word.startswith((RAISED, THEME)) for word in words):
        return tables
    subjects = subjects_by_variable(integration)
    wanted = {name: subjects[name] for name in sorted(words & subjects.keys())}
    texts = study.table("documents")
    talked = Talked.of(asked_documents(talks(texts)), of_talks(study.table("segments"), texts))
    teams = tables.teams.merge(raised_by_team(talked, wanted), on="team", how="left")
    allowed = integration.coded.disputed_in_models
    disputed = frozenset() if allowed else _disputed(study, integration) & wanted.keys()
    return replace(tables, teams=teams, disputed=frozenset(disputed))


def subjects_by_variable(integration: "Integration") -> dict[str, Subject]:
    """Return what every variable of this kind is about."""
    found = {f"{RAISED}{code.name}": Subject(code.theme, code.name) for code in integration.codes}
    return found | {f"{THEME}{theme.name}": Subject(theme.name) for theme in integration.themes}


def raised_by_team(talked: Talked, subjects: dict[str, Subject]) -> "pd.DataFrame":
    """Return team and the share of its people who raised each, for teams in which anybody was interviewed."""
    asked = talked.people.astype({"team": "str"}).groupby("team")["speaker"].nunique()
    shares = {
        name: subject.of(talked.raised)
        .groupby("team")["speaker"]
        .nunique()
        .reindex(asked.index, fill_value=0)
        / asked
        for name, subject in subjects.items()
    }
    return asked.to_frame("asked").assign(**shares).drop(columns="asked").reset_index()


def _disputed(study: "Study", integration: "Integration") -> set[str]:
    """Return the variables of codes on which coders agree too little."""
    codings = study.table("codings")
    rows = agreement_rows(coders_compared(codings, study.config.seed), codings, integration.coded)
    return {f"{RAISED}{row['code']}" for row in rows if row["below"] is True}
