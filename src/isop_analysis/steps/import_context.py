"""Import open data: the sites' keys and outcomes, the region's schools.

Reads the site keys and outcome files of the raw folder, the open-data files of the region and the key; writes
site_keys (restricted), outcomes, region_schools, region_names and context_report. Sites and
their keys are pseudonyms in outcomes. A site without a row in a file is kept as such, and told.
"""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, read_reasons, written
from isop_analysis.cleaning.key import read_names_key
from isop_analysis.cleaning.pseudonyms import HiddenNames
from isop_analysis.contracts import empty_table, write_rows, write_table
from isop_analysis.opendata import (
    describe_region,
    identity_problems,
    read_disadvantage,
    read_final_test,
    read_outcome,
    read_site_keys,
    region_names,
)
from isop_analysis.study.problems import StudyError
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Read the study's open data and write its tables."""
    import pandas as pd

    if problems := identity_problems(study):
        raise StudyError(problems)
    found: list[dict[str, object]] = []
    keys = empty_table("site_keys").drop(columns=["pseudonym"])
    if study.config.sites is not None:
        keys = read_site_keys(
            study.raw / study.config.sites.file, _shown(study, study.config.sites.file), study.config.sites
        )
        found.append(_found(_shown(study, study.config.sites.file), len(keys), len(keys)))
    outcomes = [empty_table("outcomes")]
    for outcome in study.config.outcomes:
        file = read_outcome(study.raw / outcome.file, _shown(study, outcome.file), outcome, keys)
        outcomes.append(file.frame)
        shown = f"{_shown(study, outcome.file)} ({outcome.name})"
        found.append(
            _found(shown, file.rows, file.rows_used, file.encoding, file.suppressed, file.unknown)
            | {"notes": _without(study, len(file.without_row), int(keys["site"].nunique()))}
        )
    region, more = _region(study)
    frames = [frame for frame in outcomes if len(frame)] or outcomes
    _write_hidden(study, keys, pd.concat(frames, ignore_index=True))
    write_table(region, "region_schools", study.processed)
    write_rows(_names(study), "region_names", study.processed)
    report = pd.DataFrame(found + more) if found or more else empty_table("context_report")
    write_table(report, "context_report", study.processed)
    for row in found:
        for note in read_reasons(row["notes"]):
            print(f"{row['file']}: {note}")


def _write_hidden(study: Study, keys: "pd.DataFrame", outcomes: "pd.DataFrame") -> None:
    """Write the sites' keys (restricted) and the outcomes, in which sites and their units are pseudonyms."""
    tables = [keys, outcomes]
    hidden = HiddenNames.in_tables(read_names_key(study), tables) if len(keys) else HiddenNames({})
    write_table(keys.assign(pseudonym=hidden.hide(keys)["site"]), "site_keys", study.restricted)
    order = outcomes.groupby("outcome", sort=False, observed=True).ngroup()
    named = hidden.hide(outcomes).assign(order=order)
    named = named.sort_values(["order", "site", "unit", "school_year"], kind="stable")
    write_table(named.drop(columns=["order"]), "outcomes", study.processed)


def _without(study: Study, absent: int, total: int) -> str | None:
    """Return the note on sites that a file has no row of, as its table holds it."""
    if not absent or study.config.sites is None:
        return None
    return written([Reason("sites_without_row", absent=absent, all=total, keys=study.config.sites.file)])


def _region(study: Study) -> "tuple[pd.DataFrame, list[dict[str, object]]]":
    region = study.config.region
    if region is None or region.final_test is None:
        return empty_table("region_schools"), []
    final_test = read_final_test(study.root / region.final_test, region.final_test, region.providers)
    found = [
        _found(region.final_test, final_test.attrs["rows"], len(final_test), final_test.attrs["encoding"])
    ]
    disadvantage = None
    if region.disadvantage is not None:
        disadvantage = read_disadvantage(
            study.root / region.disadvantage, region.disadvantage, study.config.limits
        )
        found.append(_found(region.disadvantage, disadvantage.attrs["rows"], len(disadvantage)))
    return describe_region(region, final_test, disadvantage), found


def _names(study: Study) -> list[dict[str, object]]:
    region = study.config.region
    if region is None:
        return []
    file = study.root / region.final_test if region.final_test is not None else None
    return region_names(region, file, region.final_test or "")


def _shown(study: Study, file: str) -> str:
    return f"{study.config.raw}/{file}"


def _found(
    file: str,
    rows: int,
    used: int,
    encoding: str | None = None,
    suppressed: int | None = None,
    unknown: int | None = None,
) -> dict[str, object]:
    return {
        "file": file,
        "encoding": encoding,
        "rows": rows,
        "rows_used": used,
        "suppressed": suppressed,
        "unknown": unknown,
        "notes": None,
    }
