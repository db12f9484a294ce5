"""The published tables of a study: each made by its rule, rounded as its contract says, in one go.

1. Read what is published of: processed tables, never raw ones. 2. Counts become bands (`items`, `groups`,
`teams`, `flows`), models lose what rests on few people (`estimates`). 3. Numbers of rows that lie close to
each other become bands (`sizes`). 4. Columns, rounding and order as `contracts.published` says; tables whose
breakdown the config does not name stay empty.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.published import KEPT, PUBLISHED_NAMES, Published, published
from isop_analysis.contracts.published_networks import TOLD_NETWORKS
from isop_analysis.publish import (
    coded,
    displays,
    estimates,
    flows,
    groups,
    items,
    quotes,
    team_networks,
    teams,
)
from isop_analysis.publish.alone import with_bands
from isop_analysis.publish.banding import LEAST_FOR_SHARES, Bands
from isop_analysis.publish.bars import bars_of
from isop_analysis.publish.behind_bands import with_intervals_of_bands, with_tests_of_bands
from isop_analysis.publish.caveats import caveat_rows
from isop_analysis.publish.conclusions import Conclusions, conclusion_rows, effect_rows
from isop_analysis.publish.fit_of_integration import fit_rows
from isop_analysis.publish.opinions import told_opinions
from isop_analysis.publish.patterns import Seen, pattern_rows
from isop_analysis.publish.profession_spread import overlap_rows, spread_rows
from isop_analysis.publish.professions import Professions, told_by_profession
from isop_analysis.publish.rounding import as_published
from isop_analysis.publish.rows_left import TABLES, RowsLeft
from isop_analysis.publish.sizes import PERSON, Sizes
from isop_analysis.study.participant_settings import BREAKDOWNS
from isop_analysis.study.plan import read_registration

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.contracts.table import Row
    from isop_analysis.study.study import Study

Read = Callable[[str], "pd.DataFrame"]
Frames = dict[str, "pd.DataFrame"]
TOLD_WITH = {"theme_scores": "joint_display", "fit_of_integration": "theme_counts"}
"""Tables that tell of what a breakdown counts: left out with it."""
TWINNED = ("reliability", "agreement", "item_descriptives", "scale_descriptives")
"""Tables with a row an occasion, and one over all of them."""
EVERY = "all"
OPINIONS = "second_opinions"
OF_TERMS = ("model_coefficients", "model_effects", "hypotheses")


def published_tables(study: "Study", read: Read, apart: frozenset[tuple[str, str]] = frozenset()) -> Frames:
    """Return every published table of a study by name; `read` gives processed ones.

    `apart`: teams at a wave whose dot is not told (`memory.teams_apart`).
    """
    width = study.config.privacy.minimum_cell
    bands = Bands(width, flows.people_at(read("people_flow")))
    kept = with_bands(study, _kept(study, read), read("scale_scores"), width)
    left = {name: RowsLeft.of(kept[name]) for name in TABLES}
    invited = flows.people_at(read("people_flow"), ("kept",)).values()
    described = [*read("scale_descriptives")[["n", "persons"]].to_numpy().flat, *invited]
    sizes = _sizes(kept, left, described, bands)
    kept = {name: sizes.with_rmsea(rows) if "rmsea" in rows else rows for name, rows in kept.items()}
    kept |= {name: own.told(sizes) for name, own in left.items()}
    kept["agreement"] = with_tests_of_bands(kept["agreement"], width)
    kept["reliability"] = with_intervals_of_bands(kept["reliability"], width)
    kept["structural_robustness"] = sizes.with_robustness(kept["structural_robustness"])
    counted = {**_counted(study, read, bands, sizes, apart), **_concluded(study, kept)}
    of_codes = (counted[name] for name in ("theme_counts", "code_frequencies"))
    counted["fit_of_integration"] = fit_rows(study, kept["model_effects"], *of_codes)
    found: Frames = {}
    for name in PUBLISHED_NAMES:
        table = published(name)
        if name in counted:
            found[name] = as_published(_frame(counted[name], table), table, width, sizes)
        elif name in kept:
            found[name] = as_published(kept[name], table, width, sizes)
    told, table = told_opinions(read(OPINIONS), found), published(OPINIONS)
    found[OPINIONS] = as_published(_frame(told, table), table, width, sizes)
    shown = {name: rows.iloc[: _shown(study, name, len(rows))] for name, rows in found.items()}
    return shown | {name: _told_once(study, shown[name]) for name in TWINNED}


def _told_once(study: "Study", rows: "pd.DataFrame") -> "pd.DataFrame":
    """Leave out the rows over all occasions of a study that has one: they would say it twice."""
    several = len({wave.occasion for wave in study.config.waves}) > 1
    return rows if several else rows[rows["occasion"].astype("str") != EVERY].reset_index(drop=True)


def _shown(study: "Study", name: str, rows: int) -> int:
    """Return how many rows of a table are published: all, or none of a breakdown that config leaves out."""
    left_out = set(BREAKDOWNS) - set(study.config.privacy.breakdowns)
    return 0 if TOLD_WITH.get(name, name) in left_out else rows


def _frame(rows: "list[Row]", table: Published) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=table.column_names)


def _counted(
    study: "Study", read: Read, bands: Bands, sizes: Sizes, apart: frozenset[tuple[str, str]]
) -> "Mapping[str, list[Row]]":
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    bars, scores = bars_of(study, read("item_counts"), bands), read("scale_scores")
    told = teams.told_teams(study, scores, apart)
    sample = groups.sample_rows(study, read("sample"), bands)
    raised = coded.frequency_rows(read("code_frequencies"), bands)
    most = {"teams": len(read("teams"))} | coded.most_asked(raised)
    themes = groups.theme_rows(study, read("theme_counts"), bands, most)
    subjects = displays.told_subjects(themes, bands.width)
    codes = [code.name for code in study.integration.codes] if study.integration else []
    leaving = groups.leaving_rows(read("dropout_groups"), bands, groups.untold_groups(sample))
    in_time = sorted(study.config.waves, key=lambda wave: wave.time)
    seen = Seen.of([wave.occasion for wave in in_time], leaving, read("missing_tests"), sizes)
    told_of_all = groups.choice_rows(
        read("choices"), bands, groups.untold_groups(sample), told_by_profession(study)
    )
    shown = displays.display_rows(
        read("joint_display"), bands.width, subjects, displays.few_behind(read("theme_scores"))
    )
    return {
        **_networks(study, read, {"choices": told_of_all, "sample": sample}, bands),
        "people_flow": flows.people_rows(read("people_flow"), bands.width),
        "flow": flows.response_rows(read("flow"), occasions, bands),
        "scored_people": flows.scored_rows(study, scores, bands.width),
        "exclusion_counts": groups.exclusion_rows(read("exclusions"), bands),
        "linking": groups.linking_rows(read("linking"), bands),
        "sample": sample,
        "choices": told_of_all,
        "item_counts": items.item_count_rows(bars),
        "item_descriptives": items.item_rows(study, read("item_descriptives"), bars, bands),
        "scale_descriptives": items.scale_rows(study, read("scale_descriptives"), bars, bands),
        "score_counts": items.score_rows(study, scores, bands),
        "team_scores": teams.team_rows(told),
        "team_spread": teams.spread_rows(told),
        "missing_patterns": pattern_rows(read("missing_patterns"), bands, seen),
        "answer_kinds": groups.kind_rows(read("answer_kinds"), bands),
        "dropout_groups": leaving,
        "outcome_cells": groups.outcome_rows(read("outcomes")),
        "theme_counts": themes,
        "code_frequencies": raised,
        "coder_agreement": coded.agreement_rows(read("coder_agreement"), bands),
        "quotes": quotes.quote_rows(read("quotes"), read("code_frequencies"), raised, codes, bands.width),
        "joint_display": shown,
        "theme_scores": displays.score_rows(read("theme_scores"), subjects, shown),
    }


def _networks(
    study: "Study", read: Read, told: "dict[str, list[Row]]", bands: Bands
) -> "dict[str, list[Row]]":
    """Return the rows of networks' tables; what follows from a breakdown is told where that is."""
    professions = Professions.of(study, read, told, bands)
    if professions is None:
        return {one.name: [] for one in TOLD_NETWORKS}
    ties, tasks = professions.tie_rows(read("network_ties")), professions.task_rows(read("task_shares"))
    minimum = study.config.privacy.minimum_team
    measures = team_networks.measure_rows(
        read("network_tests"), read("network_teams"), professions.wider, minimum, bands
    )
    ties, tasks = (
        rows[: _shown(study, name, len(rows))]
        for name, rows in (("profession_ties", ties), ("profession_tasks", tasks))
    )
    return {
        "profession_ties": ties,
        "profession_tasks": tasks,
        "profession_spread": spread_rows(ties, tasks, professions.networks.outside),
        "task_overlaps": overlap_rows(tasks),
        "network_measures": measures,
    }


def _kept(study: "Study", read: Read) -> Frames:
    levels = estimates.Levels(study, read("persons"), read("scale_scores"))
    few = estimates.Few.of(read("model_coefficients"), levels)
    scarce = estimates.scarce_models(read("structural_fits"))
    single = frozenset(scale.name for _, scale in study.scales if len(scale.items) == 1)
    own: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        **dict.fromkeys(OF_TERMS, lambda rows: estimates.told_terms(rows, few)),
        "dropout_model": lambda rows: estimates.told_leaving(rows, levels),
        "dropout": lambda rows: estimates.told_dropout(rows, single),
        "missing_tests": estimates.told_tests,
        "model_means": estimates.told_means,
        "model_diagnostics": estimates.told_diagnostics,
        "structural_parameters": lambda rows: estimates.told_parameters(rows, scarce),
        "site_estimates": estimates.told_sites,
    }
    found: Frames = {}
    for name in KEPT:
        rows = read(name)
        found[name] = own[name](rows) if name in own else rows
    return found


def _concluded(study: "Study", kept: Frames) -> "Mapping[str, list[Row]]":
    conclusions, registration = Conclusions(study, kept), read_registration(study)
    return {
        "conclusions": conclusion_rows(conclusions),
        "conclusion_effects": effect_rows(conclusions),
        "conclusion_caveats": caveat_rows(conclusions, registration.frozen_on if registration else None),
    }


def _sizes(kept: Frames, left: dict[str, RowsLeft], described: list[int], bands: Bands) -> Sizes:
    """Return which numbers of rows or people lie close to each other, of all that are told in any way."""
    numbers = {int(number) for number in described} | _numbers(kept)
    told = [number for number in numbers if number >= LEAST_FOR_SHARES]
    of_models = [number for own in left.values() for number in (*own.before, *own.after)]
    alike = {number for own in left.values() for number in own.alike(bands.width)}
    return Sizes.of([*told, *of_models, *bands.people.values()], bands.width, alike)


def _numbers(kept: Frames) -> set[int]:
    from isop_analysis.contracts.cells import read_mapping

    found: set[int] = set()
    for name, rows in kept.items():
        counted = [one.name for one in published(name).columns if one.kind == "count"]
        for column in counted if name not in TABLES else []:
            found |= {int(number) for number in rows[column].dropna()}
        if "cluster_counts" in rows:
            cells: Any = rows["cluster_counts"].dropna().unique()
            found |= {int(counts[PERSON]) for cell in cells if PERSON in (counts := read_mapping(cell))}
    return found
