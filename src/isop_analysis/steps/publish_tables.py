"""Publish: the one door out. Makes of processed tables what readers may know, and nothing else is ever shown.

Reads processed tables, earlier releases, and for a last look at quotes the restricted tables that name
people; writes `data/published/<study>/` for all readers, `data/sheets/<study>/<team>/` for a team, and who
stands behind them: published_people and sheet_people.
"""

import shutil
from functools import cache

from isop_analysis.contracts import write_rows
from isop_analysis.contracts.published_files import published_path, read_published, write_published
from isop_analysis.publish.memory import kept_tables, teams_apart
from isop_analysis.publish.people import people_rows
from isop_analysis.publish.publishing import published_tables
from isop_analysis.publish.sheets import publish_sheets
from isop_analysis.qualitative.masking_known import known_names
from isop_analysis.qualitative.quote_check import held_by
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

NEVER_AS_RELEASED = ("quotes",)
"""Tables of which nothing is told where they would stay: a withdrawn person's words may not be told again,
and without them alone the others would say whose they were."""


def run(study: Study) -> None:
    """Publish every table; those that too few people changed since their release stay as they were."""
    import pandas as pd

    processed = cache(study.table)
    _look_at_quotes(study)
    people = people_rows(processed, {wave.name: wave.occasion for wave in study.config.waves})
    write_rows(people, "published_people", study.restricted)
    study.published.mkdir(parents=True, exist_ok=True)
    now = pd.DataFrame(people, columns=["base", "person", "digest"])
    kept, apart = kept_tables(study, now), teams_apart(study, now)
    stay = {one.table: one for one in kept}
    for name, rows in published_tables(study, processed, apart).items():
        released = stay[name].file if name in stay else None
        if released is not None and name not in NEVER_AS_RELEASED:
            shutil.copyfile(released, published_path(name, study.published))
        else:
            write_published(rows.iloc[:0] if name in stay else rows, name, study.published)
    held = [{"table": one.table, "as_of": one.as_of} for one in kept]
    write_published(pd.DataFrame(held, columns=["table", "as_of"]), "held_back", study.published)
    publish_sheets(study, processed, lambda name: read_published(name, study.published))


def _look_at_quotes(study: Study) -> None:
    """Stop where a quote holds a name of the lists, a long number or an address, whatever masking did.

    Raises
    ------
    StudyError
        With each quote that does, without its words.
    """
    quotes = study.table("quotes")
    if quotes.empty:
        return
    held = held_by(dict(zip(quotes["quote"], quotes["text"], strict=True)), known_names(study))
    message = "which no reader may see; mask it in masking.decisions, or approve another passage"
    problems = [Problem("quotes", f"quote {one} holds {what}, {message}") for one, what in held.items()]
    if problems:
        raise StudyError(problems)
