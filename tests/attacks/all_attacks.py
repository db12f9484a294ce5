"""Every attack on what `publish` writes, each as a line per thing found; nothing found is an empty list."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from absent_answers import kinds_found
from coded_groups import raised_found
from differencing import answers_read
from exact_numbers import few_between
from feasible import narrow, ranges
from group_margins import groups_found
from insiders import TeamSeen, bounded
from interval_widths import people_behind
from old_outputs import Key
from order_inversion import Row, best_order, by_chance
from people_tables import people_found
from profession_margins import named_found
from published_outputs import Published, count
from quotes_read import raised_beside_quotes
from read_dots import read_panels
from scale_search import cells_found
from sites_and_names import names_found, sites_joined
from sizes_behind_fit import sizes_behind_fit
from sizes_behind_scales import sizes_behind_scales
from skipped_rows import rows_found
from team_bands import teams_between, teams_found, theme_of_every_team

HALF, SURELY = 0.5, 0.01
ENOUGH_DOTS = 8


@dataclass(frozen=True)
class Member:
    """A team at an occasion as who keeps score knows it: its name, and what its members scored."""

    team: str
    wave: str
    scores: tuple[float, ...]


@dataclass(frozen=True)
class Known:
    """What scores an attack, and what enemies know without any publication.

    Attributes:
        teams: per scale and occasion the teams of five respondents up.
        names: names of teams, sites, coders, their pseudonyms and those of people.
        figures: open files' figures of sites.
    """

    teams: Mapping[Key, Sequence[Member]]
    names: Iterable[str]
    figures: Mapping[str, Mapping[str, float]]


def small_item_cells(told: Published) -> list[str]:
    """Item cells under five from all that is told of one item."""
    return [
        f"{key} {value}: {found}"
        for key, block in told.blocks().items()
        for value, found in zip(block.values, ranges(block), strict=True)
        if narrow(found)
    ]


def small_cells_of_scales(told: Published) -> list[str]:
    """Item cells under five from all items of a scale and its scores together."""
    return [
        f"{key} {cell}: {found}"
        for key, scale in told.scales().items()
        for cell, found in cells_found(scale).items()
        if narrow(found)
    ]


def small_kinds_of_absence(told: Published) -> list[str]:
    found = kinds_found(told.absences(), told.absences_over_occasions())
    return [f"{cell}: {bounds}" for cell, bounds in found.items() if narrow(bounds)]


def small_groups(told: Published) -> list[str]:
    found = groups_found(told.choices(), told.people())
    return [f"{cell}: {bounds}" for cell, bounds in found.items() if cell[0] != "everyone" and narrow(bounds)]


def small_counts_of_people(told: Published) -> list[str]:
    return [f"{cell}: {bounds}" for cell, bounds in people_found(told).items() if narrow(bounds)]


def few_who_skipped(told: Published) -> list[str]:
    """Rows that models lost, in all or to a variable."""
    return [f"{cell}: {bounds}" for cell, bounds in rows_found(told).items() if narrow(bounds)]


def small_groups_that_raised_a_code(told: Published) -> list[str]:
    return [f"{cell}: {bounds}" for cell, bounds in raised_found(told).items() if narrow(bounds)]


def small_groups_that_named_a_profession(told: Published) -> list[str]:
    """People of a profession who named another, or a task, from all that is told of it."""
    return [f"{cell}: {bounds}" for cell, bounds in named_found(told).items() if narrow(bounds)]


def few_who_raised_what_is_quoted(told: Published) -> list[str]:
    """Somebody of a role said a quote: with the counts beside it, how many raised its code."""
    return [f"{cell}: {bounds}" for cell, bounds in raised_beside_quotes(told).items() if narrow(bounds)]


def small_counts_as_printed(told: Published) -> list[str]:
    """Cells of any table that are counts, told more exactly than in bands, and under five."""
    tables = set(told.names) - {"region_schools", "outcome_cells", "deviations", "held_back", "team_spread"}
    return [
        f"{name} {row}"
        for name in sorted(tables)
        for row in told.table(name)
        for column in COUNTED & row.keys()
        if row[column][:1].isdigit() and narrow(count(row[column]))
    ]


COUNTED = frozenset(
    [
        *("people", "left", "count", "chosen", "asked", "answers", "responses", "excluded", "n", "persons"),
        *("stayed_n", "left_n", "available", "used", "lost_first"),
        *("smallest_group", "segments", "documents"),
    ]
)


def teams_by_order(told: Published, known: Known) -> list[str]:
    """Teams named by the order of their dots."""
    rows = []
    for key, shown in told.team_means().items():
        teams = known.teams.get(key, ())
        if len(teams) == len(shown):
            true = [_nearest(shown, sum(team.scores) / len(team.scores)) for team in teams]
            rows.append(Row(key[0], shown, [(team.team, team.wave) for team in teams], true))
    if sum(len(row.shown) for row in rows) < ENOUGH_DOTS:
        return []
    order, share = best_order(rows)
    surely = share >= HALF and by_chance(rows, share) < SURELY
    return [f"{order}: {share:.0%}"] if surely else []


def _nearest(shown: Sequence[float], mean: float) -> float:
    return min(shown, key=lambda value: abs(value - mean))


def colleagues_scores(told: Published, known: Known, steps: int = 16) -> list[str]:
    """Scores of a colleague, bounded by a member or by two who pool, from the dot of their team."""
    found = []
    for key, shown in told.team_means().items():
        low, high = told.ranges[key[0]]
        half = (high - low) / steps / 2
        by_value: dict[float, list[int]] = defaultdict(list)
        for team in known.teams.get(key, ()):
            own = sum(team.scores) / len(team.scores)
            for mean in {value for value in shown if abs(value - own) <= half + 1e-9}:
                seen = TeamSeen((mean - half, mean + half), team.scores, low, high)
                by_value[mean] += [bounded(seen, 1) + bounded(seen, 2)]
        # Of teams with one value some may not be drawn: at best for their members those at risk.
        for mean, coalitions in by_value.items():
            drawn = sorted(coalitions)[: shown.count(mean)]
            found += [f"{key} {mean}: {number} coalitions" for number in drawn if number]
    return found


def single_teams(told: Published) -> list[str]:
    """Means of single teams from joint displays."""
    return [f"{band}: {one}" for band in told.bands() for one in teams_found(band)]


def teams_between_bandings(told: Published) -> list[str]:
    """Single teams by the difference of two displays that band the same teams."""
    scales: dict[tuple[str, str], dict[str, dict[int, int]]] = {}
    for row in told.table("joint_display"):
        own = scales.setdefault((row.get("scale", ""), row.get("teams_left_out", "")), {})
        own.setdefault(row["display"], {})[int(row["band"])] = count(row["teams"])[0]
    return [
        found
        for displays in scales.values()
        for found in teams_between({name: sorted(own.items()) for name, own in displays.items()})
    ]


def themes_of_whole_bands(told: Published) -> list[str]:
    """Themes that every team of a band raised, or none did; a band's teams have no names."""
    return [f"{band}" for band in told.bands() if theme_of_every_team(band) is not None]


def units_told(told: Published) -> list[str]:
    """Tables with a row for every unit: predicted effects, influence, lines of teams."""
    one_a_unit = {"model_random", "model_influence", "model_lines", "scales_by_team", "teams"}
    return sorted(one_a_unit & set(told.names))


def sizes_behind_widths(drawings: Iterable[Path]) -> list[str]:
    """People behind dots from the widths of their intervals in drawings."""
    found = []
    for svg in drawings:
        for panel in read_panels(svg):
            sizes = people_behind([dot.width for dot in panel.dots])
            found += [f"{svg.name} {panel.title}: {sizes}"] if sizes else []
    return found


def sites(told: Published, known: Known) -> list[str]:
    """Sites that their public figures name in a row with survey results."""
    tables = set(told.names) - {"region_schools", "outcome_cells"}
    survey = ("mean", "estimate", "value", "score_mean", "count", "people", "n")
    return [
        f"{name}: {match}"
        for name in sorted(tables)
        for match in sites_joined(told.table(name), known.figures, survey)
    ]


def names(texts: Mapping[str, str], known: Known) -> list[str]:
    return [f"{file}: {name}" for file, name in sorted(names_found(texts, known.names))]


def answers_of_withdrawn(before: Published, after: Published) -> list[str]:
    """Answers of the one person who withdrew between two releases."""
    read = answers_read(before.blocks(), after.blocks())
    return [f"{key}: {answer}" for key, answer in read.items()]


ON_TABLES: dict[str, Callable[[Published], list[str]]] = {
    one.__name__: one
    for one in (
        small_item_cells,
        small_cells_of_scales,
        small_kinds_of_absence,
        small_groups,
        small_counts_of_people,
        few_who_skipped,
        small_groups_that_raised_a_code,
        small_groups_that_named_a_profession,
        few_who_raised_what_is_quoted,
        small_counts_as_printed,
        single_teams,
        teams_between_bandings,
        units_told,
        few_between,
        sizes_behind_fit,
        sizes_behind_scales,
    )
}
WITH_KNOWLEDGE: dict[str, Callable[[Published, Known], list[str]]] = {
    one.__name__: one for one in (teams_by_order, colleagues_scores, sites)
}
"""Attacks by their names: on published tables alone, and by who knows teams or sites."""
