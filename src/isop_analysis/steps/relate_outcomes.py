"""Relate sites' collaboration and participation to proxies of children's chances.

Reads answers, scale_scores, persons, teams, participation and outcomes; writes site_models and
site_estimates. A model that can't be estimated is a row with its reason, and the run goes on.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Estimate all micro–macro models and write their tables; a study without them gets no rows."""
    if not study.micro_macro:
        _write(study, "site_models", [])
        _write(study, "site_estimates", [])
        return
    from isop_analysis.models import read_model_tables
    from isop_analysis.models.sites import SiteTables, fit_micro_macro

    tables = SiteTables(read_model_tables(study), study.table("answers"), study.table("outcomes"))
    rows = fit_micro_macro(study, tables)
    _write(study, "site_models", rows.models)
    _write(study, "site_estimates", rows.estimates)


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
