"""Groups of people: who took part, what they chose, who left, what they answered when, what was excluded."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import Bands, share_of, shares_of
from isop_analysis.publish.bounds import Sum, gives_away

ALL = "all"

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

Group = tuple[str, str, str]
"""An attribute, one of its values, an occasion."""


def sample_rows(study: "Study", sample: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of sample: groups of each attribute per occasion, which together are everyone there.

    Groups that nobody is of stand there too, or the lowest band would say that somebody is. Everyone are the
    people of the flow where forms that nobody could be linked to do not count too. Where their number would
    bound a small group, the largest group is told without a number, and no group has a share: by these its
    number would come back.
    """
    declared = {one.name: [value.name for value in one.values] for one in study.config.attributes}
    found: list[Row] = []
    for (attribute, occasion), own in sample.groupby(["attribute", "occasion"], observed=True, sort=False):
        people = dict(zip(own["value"].astype("str"), own["people"], strict=True))
        values = [*dict.fromkeys((*declared[str(attribute)], *people))]
        numbers = [int(people.get(value, 0)) for value in values]
        if not bands.is_enough(sum(numbers)):
            continue
        exact = bands.people.get(str(occasion)) == sum(numbers)
        everyone = Count.exactly(sum(numbers)) if exact else bands.cell(sum(numbers))
        cells = [bands.cell(number) for number in numbers]
        shares = shares_of(cells, everyone)
        away = gives_away(cells, [Sum(tuple(range(len(cells))), everyone)], bands.width)
        untold = max(range(len(numbers)), key=numbers.__getitem__) if away else None
        found += [
            {
                "attribute": attribute,
                "value": value,
                "occasion": occasion,
                "people": None if place == untold else str(cells[place]),
                "share": None if away else shares[place],
            }
            for place, value in enumerate(values)
        ]
    return found


def untold_groups(sample: list[Row]) -> frozenset[Group]:
    """Return the groups of a published sample that are told without a number: nothing else tells theirs."""
    return frozenset(
        (str(row["attribute"]), str(row["value"]), str(row["occasion"]))
        for row in sample
        if row["people"] is None
    )


def choice_rows(
    choices: "pd.DataFrame",
    bands: Bands,
    untold: frozenset[Group] = frozenset(),
    elsewhere: frozenset[str] = frozenset(),
) -> list[Row]:
    """Return the rows of choices: how many of those asked chose an option, for groups of twenty up.

    Of questions that are told by group `elsewhere` (`publish.professions`) everyone alone is told.
    """
    return [
        {name: row[name] for name in ("question", "option", "occasion", "attribute", "value")}
        | _part("chosen", int(row["chosen"]), "asked", int(row["asked"]), str(row["occasion"]), bands)
        for row in choices.to_dict("records")
        if bands.is_enough(int(row["asked"]))
        and (row["attribute"], row["value"], row["occasion"]) not in untold
        and (row["attribute"] == ALL or row["question"] not in elsewhere)
    ]


def _part(part: str, number: int, whole: str, of: int, occasion: str, bands: Bands) -> Row:
    told, everyone = bands.cell(number), bands.total(of, occasion)
    return {part: str(told), whole: str(everyone), "share": share_of(told, everyone)}


def leaving_rows(groups: "pd.DataFrame", bands: Bands, untold: frozenset[Group] = frozenset()) -> list[Row]:
    """Return the rows of dropout_groups: groups of twenty up, with Wilson's interval of the middles."""
    from isop_analysis.stats.missingness import share_interval

    found: list[Row] = []
    for row in groups.to_dict("records"):
        group = (row["attribute"], row["value"], row["from_occasion"])
        if group in untold or not bands.is_enough(int(row["people"])):
            continue
        left, people = bands.cell(int(row["left"])), bands.cell(int(row["people"]))
        interval = share_interval(min(round(left.middle), round(people.middle)), round(people.middle))
        found.append(
            {name: row[name] for name in ("from_occasion", "to_occasion", "attribute", "value")}
            | {"people": str(people), "left": str(left), "share": share_of(left, people)}
            | {"ci_low": interval.ci_low, "ci_high": interval.ci_high}
        )
    return found


def kind_rows(kinds: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of answer_kinds: without the kinds that fewer people than the minimum have."""
    found: list[Row] = []
    for scale, own in kinds.groupby("scale", observed=True, sort=False):
        rows = [row for row in own.to_dict("records") if int(row["people"]) >= bands.width]
        cells = [bands.cell(int(row["answers"])) for row in rows]
        found += [
            {"scale": scale, "answer_kind": row["answer_kind"], "answers": str(cell), "share": share}
            for row, cell, share in zip(rows, cells, shares_of(cells), strict=True)
        ]
    return found


def theme_rows(
    study: "Study", themes: "pd.DataFrame", bands: Bands, most: Mapping[str, int] = MappingProxyType({})
) -> list[Row]:
    """Return the rows of theme_counts: every theme that somebody raised, with every code of the codebook.

    How many raised a theme, beside how many raised each of its codes, would tell how few raised two of them.
    So people and teams of a theme with two codes or more are what follows from its codes as they are told: as
    many as of the commonest at least, as of all together at most, and no more than `most`, which is told
    elsewhere: teams, and people who were interviewed. No number decides it.
    """
    found = {(str(row["theme"]), str(row["code"])): row for row in themes.to_dict("records")}
    raised = list(dict.fromkeys(theme for theme, _ in found))
    codes = study.integration.codes if study.integration else []
    known = dict.fromkeys([*found, *((one.theme, one.name) for one in codes if one.theme in raised)])
    rows: list[Row] = []
    for theme, code in sorted(known, key=lambda one: raised.index(one[0])):
        own = found.get((theme, code), {})
        counts = {name: str(bands.cell(int(own.get(name, 0)))) for name in ("segments", "teams", "people")}
        rows.append({"theme": theme, "code": code, **counts})
    return [row | _of_codes(row, rows, most) for row in rows]


def _of_codes(whole: Row, rows: list[Row], most: Mapping[str, int]) -> Row:
    """Return what the codes of a theme tell of its teams and people, where it has two; of a code nothing."""
    codes = [row for row in rows if row["theme"] == whole["theme"] and row["code"] != ALL]
    if whole["code"] != ALL or len(codes) < 2:
        return {}
    told = {name: [Count.read(str(row[name])) for row in codes] for name in ("teams", "people")}
    least = {name: max(one.low for one in own) for name, own in told.items()}
    together = {name: sum(one.high for one in own) for name, own in told.items()}
    return {
        name: str(Count(low, max(low, min(together[name], most.get(name, together[name])))))
        for name, low in least.items()
    }


def linking_rows(linking: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of linking: ways by which fewer responses than the minimum were linked are left out."""
    return [
        {name: row[name] for name in ("instrument", "wave", "linked_by")}
        | {"responses": str(bands.cell(int(row["responses"])))}
        for row in linking.to_dict("records")
        if int(row["responses"]) >= bands.width
    ]


def exclusion_rows(exclusions: "pd.DataFrame", bands: Bands) -> list[Row]:
    """Return the rows of exclusion_counts, over all waves: rules that left out few are left out."""
    columns = ["unit", "instrument", "rule"]
    counted = exclusions.astype(dict.fromkeys(columns, "str")).groupby(columns).size()
    rows = counted.rename("excluded").reset_index().to_dict("records")
    return [
        {name: row[name] for name in columns} | {"excluded": str(bands.cell(int(row["excluded"])))}
        for row in rows
        if int(row["excluded"]) >= bands.width
    ]


def outcome_rows(outcomes: "pd.DataFrame") -> list[Row]:
    """Return the rows of outcome_cells: how many cells of open data are known, suppressed there, unknown."""
    found: list[Row] = []
    for outcome, own in outcomes.groupby("outcome", observed=True, sort=False):
        status = own["status"].astype("str")
        years = sorted(own.loc[status != "no_row", "school_year"].astype("str").unique())
        counted = {name: str(int((status == name).sum())) for name in ("known", "suppressed", "unknown")}
        first, last = (years[0], years[-1]) if years else (None, None)
        found.append({"outcome": outcome, "first_year": first, "last_year": last, **counted})
    return found
