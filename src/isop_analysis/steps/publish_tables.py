"""Publish: the one door out. Makes of processed tables what readers may know, and nothing else is ever shown.

Reads processed tables and earlier releases; writes `data/published/<study>/` for all readers,
`data/sheets/<study>/<team>/` for a team, and who stands behind them: published_people and sheet_people.
"""

import shutil
from functools import cache

from isop_analysis.contracts import write_rows
from isop_analysis.contracts.published_files import published_path, read_published, write_published
from isop_analysis.publish.memory import kept_tables, teams_apart
from isop_analysis.publish.people import people_rows
from isop_analysis.publish.publishing import published_tables
from isop_analysis.publish.sheets import publish_sheets
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Publish every table; those that too few people changed since their release stay as they were."""
    import pandas as pd

    processed = cache(study.table)
    people = people_rows(processed)
    write_rows(people, "published_people", study.restricted)
    study.published.mkdir(parents=True, exist_ok=True)
    now = pd.DataFrame(people, columns=["base", "person", "digest"])
    kept, apart = kept_tables(study, now), teams_apart(study, now)
    stay = {one.table: one for one in kept}
    for name, rows in published_tables(study, processed, apart).items():
        released = stay[name].file if name in stay else None
        if released is not None:
            shutil.copyfile(released, published_path(name, study.published))
        else:
            write_published(rows.iloc[:0] if name in stay else rows, name, study.published)
    held = [{"table": one.table, "as_of": one.as_of} for one in kept]
    write_published(pd.DataFrame(held, columns=["table", "as_of"]), "held_back", study.published)
    publish_sheets(study, processed, lambda name: read_published(name, study.published))
