"""Relate sites' collaboration and participation to proxies of children's chances.

Reads answers, teams, participation and outcomes; writes site_models, site_estimates and
site_loadings. A model that can't be estimated is a row with its reason and a line of the log, and the run
goes on.
"""

from isop_analysis.contracts import write_rows
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Estimate all micro–macro models and write their tables; a study without them gets no rows."""
    if not study.micro_macro:
        for name in ("site_models", "site_estimates", "site_loadings"):
            write_rows([], name, study.processed)
        return
    from isop_analysis.models.sites.micro_macro import fit_micro_macro
    from isop_analysis.models.sites.unit_outcomes import read_site_tables
    from isop_analysis.models.unfitted import print_unfitted

    rows = fit_micro_macro(study, read_site_tables(study))
    write_rows(rows.models, "site_models", study.processed)
    write_rows(rows.estimates, "site_estimates", study.processed)
    write_rows(rows.loadings, "site_loadings", study.processed)
    print_unfitted(rows.models)
