"""Relate sites' collaboration and participation to proxies of children's chances.

Reads answers, teams, participation and outcomes; writes site_models, site_estimates and
site_loadings. A model that can't be estimated is a row with its reason and a line of the log, and the run
goes on.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.steps.unfitted import unfitted_lines
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Estimate all micro–macro models and write their tables; a study without them gets no rows."""
    if not study.micro_macro:
        _write(study, "site_models", [])
        _write(study, "site_estimates", [])
        _write(study, "site_loadings", [])
        return
    from isop_analysis.models.sites import fit_micro_macro, read_site_tables

    rows = fit_micro_macro(study, read_site_tables(study))
    _write(study, "site_models", rows.models)
    _write(study, "site_estimates", rows.estimates)
    _write(study, "site_loadings", rows.loadings)
    for line in unfitted_lines(rows.models):
        print(line)


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
