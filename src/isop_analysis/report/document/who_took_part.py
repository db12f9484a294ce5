"""Who took part: one flow with one n, who they are, who left, how much of it each calculation uses."""

from collections.abc import Iterator

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import ABSENT, is_number
from isop_analysis.report.blocks import Block, Cell, Heading, Paragraph, Part, Table
from isop_analysis.report.document.cells import (
    Record,
    cell,
    counted_in,
    heads,
    in_annex,
    nothing,
    people_behind,
    spanned,
)
from isop_analysis.report.document.participation import taken_part, totals
from isop_analysis.report.document.writing import Writing


def who_took_part(writing: Writing) -> Part | None:
    """Write the chapter; None where nothing is told of people."""
    words = writing.words
    blocks: list[Block] = [*taken_part(writing), *_others(writing), *_of_no_occasion(writing)]
    blocks += writing.picture("participant_flow")
    blocks += _sample(writing)
    left = [*_left(writing), *_differed(writing)]
    if left:
        blocks += [Heading(words("report.participants.left")), *left]
    used = _used(writing)
    if used is not None:
        blocks += [Heading(words("report.participants.used")), used, *_rows_used(writing)]
    if not blocks:
        return None
    return Part("participants", words("report.participants.title"), tuple(blocks), own_page=True)


def _others(writing: Writing) -> Iterator[Paragraph]:
    """Say how many have a score on each instrument but the first, which the opening sentence told."""
    rows = [row for row in writing.rows("scored_people") if not nothing(row["people"])]
    parts = [
        writing.words(
            "report.participants.scored",
            instrument=writing.names.instrument(row["instrument"]),
            people=writing.link(writing.people(row["people"]), "scored_people", row["instrument"]),
        )
        for row in rows[1:]
    ]
    if parts:
        yield writing.paragraph("report.participants.others", parts=writing.words.listed(parts))


def _of_no_occasion(writing: Writing) -> Iterator[Paragraph]:
    """Say how many of those counted first belong to no occasion, so that the figure lacks them."""
    stage = next(iter(totals(writing)), None)
    for row in writing.rows("people_flow", cohort="none", occasion="all", stage=stage):
        if row["people"].low > 0 and writing.picture("participant_flow"):
            people = writing.link(writing.people(row["people"]), "people_flow", "none", "all", stage)
            yield writing.paragraph("report.participants.no_occasion", people=people)


def _sample(writing: Writing) -> Iterator[Block]:
    """Say of each attribute which groups people are in, at the first occasion that has them."""
    first = next(
        (one for one in writing.names.occasions if writing.rows("sample", occasion=one)),
        None,
    )
    if first is None:
        return
    every = writing.rows("sample", occasion=first)
    rows = [row for row in every if _told(row)]
    shown = []
    for attribute in dict.fromkeys(row["attribute"] for row in rows):
        own = [row for row in rows if row["attribute"] == attribute]
        own.sort(key=lambda row: (row["value"] == "unknown", -row["people"].low))
        text = "; ".join(_group(writing, row) for row in own)
        shown.append((cell(writing.names.attribute(attribute)), cell(text)))
    yield Heading(writing.words("report.participants.sample"))
    yield Table(
        writing.words("report.participants.sample_caption", occasion=first),
        heads(writing, "attribute", "groups"),
        tuple(shown),
        " ".join(
            writing.words(f"report.participants.{key}")
            for key in ("sample_note", *(["sample_untold"] if any(not _known(row) for row in every) else []))
        ),
        "sample",
        (0.22, 0.78),
    )


def _known(row: Record) -> bool:
    return isinstance(row["people"], Count)


def _told(row: Record) -> bool:
    return _known(row) and not nothing(row["people"])


def _group(writing: Writing, row: Record) -> str:
    numbers = writing.numbers
    key = (row["attribute"], row["value"], row["occasion"])
    known = row["value"] != "unknown"
    label = writing.names.value(row["attribute"], row["value"]) if known else writing.words("status.unknown")
    if not is_number(row["share"]):
        people = writing.link(numbers.count(row["people"]), "sample", *key)
        return writing.words("report.participants.group_alone", label=label, people=people)
    return writing.words(
        "report.participants.group",
        label=label,
        share=writing.link(numbers.percentage(100 * row["share"]), "sample", *key),
        people=numbers.count(row["people"]),
    )


def _left(writing: Writing) -> Iterator[Paragraph]:
    """Say how many who answered did not come back at the next occasion."""
    for row in writing.rows("dropout_groups", attribute="all"):
        if is_number(row["share"]) and is_number(row["ci_low"]):
            percentage, key = writing.numbers.percentage, (row["from_occasion"], row["to_occasion"])
            yield writing.paragraph(
                "report.participants.left_of",
                people=writing.people(row["people"]),
                earlier=row["from_occasion"],
                later=row["to_occasion"],
                share=writing.link(percentage(100 * row["share"]), "dropout_groups", *key, "all", "all"),
                low=percentage(100 * row["ci_low"]),
                high=percentage(100 * row["ci_high"]),
            )


def _differed(writing: Writing) -> Iterator[Paragraph]:
    """Name where those who left differed from those who stayed, and how many comparisons there were."""
    compared = [row for row in writing.rows("dropout") if is_number(row["difference_sd"])]
    if not compared:
        return
    differ = [row for row in compared if row["verdict"] == "goes_together"]
    words, count = writing.words, writing.words.counted("units.comparison", len(compared))
    if not differ:
        yield writing.paragraph("report.participants.differ_none", count=count)
        return
    parts = [
        words(
            "report.participants.differed",
            earlier=row["from_occasion"],
            what=_variable(writing, row["variable"]),
            size=writing.link(
                writing.numbers.decimal(row["difference_sd"]),
                "dropout",
                row["variable"],
                row["from_occasion"],
                row["to_occasion"],
            ),
            interval=writing.numbers.interval(row["ci_low"], row["ci_high"]),
        )
        for row in differ
    ]
    found = len(differ)
    yield writing.paragraph(
        "report.participants.differ", found=words.number_word(found), count=count, parts="; ".join(parts)
    )


def _variable(writing: Writing, name: str) -> str:
    known = {one.name for _, one in writing.study.scales}
    return writing.facts.short(name) if name in known else writing.words.label(f"variable.{name}", name)


def _used(writing: Writing) -> Table | None:
    """Return how many answers, people and teams stand behind each question's calculation, a row a model."""
    shown: list[tuple[Cell, ...]] = []
    for model in dict.fromkeys(own.model for one in writing.facts.conclusions for own in one.estimates):
        fits = [row for row in writing.rows("model_fits", model=model) if row["status"] == "fitted"]
        if fits:
            first = fits[0]
            answers = spanned(row["n"] for row in fits)
            people = people_behind(fits)
            shown.append(
                (
                    cell(writing.names.model(model)),
                    cell(
                        writing.link(writing.numbers.count(answers), "model_fits", model, first["scale"]),
                        numeric=True,
                    ),
                    cell(
                        writing.numbers.count(people) if people is not None else ABSENT,
                        numeric=True,
                    ),
                    cell(groups_of(writing, fits)),
                )
            )
    if not shown:
        return None
    keys, widths = ["model", "answers", "people", "groups"], [44, 13, 13, 32]
    if all(cells[2].text[0].text == ABSENT for cells in shown):
        shown = [(*cells[:2], *cells[3:]) for cells in shown]
        keys, widths = ["model", "answers", "groups"], [44, 13, 32]
    return Table(
        writing.words("report.participants.used_caption"),
        heads(writing, *keys, numeric=("answers", "people")),
        tuple(shown),
        writing.words("report.participants.used_note") if len(writing.names.occasions) > 1 else "",
        "used",
        tuple(widths),
    )


def groups_of(writing: Writing, fits: list[Record]) -> str:
    """Say which groups people are in; who has no team is no team: '24 teams and 40–44 people without one'."""
    words, found = writing.words, {}
    for unit in ("team", "site"):
        counts = [count for row in fits if (count := counted_in(row, unit)) is not None]
        if counts:
            found[unit] = spanned(counts)
    if "team" in found and _without_teams(writing, fits[0]["model"]):
        teams, groups = _teams(writing, fits), found["team"]
        if teams is None:
            return words("report.groups.some_without")
        if groups.low > teams:
            return words(
                "report.groups.without",
                teams=words.counted("units.team", teams),
                people=words.counted("units.person", Count(groups.low - teams, groups.high - teams)),
            )
    named = [words.counted(f"units.{unit}", count) for unit, count in found.items()]
    if not named:
        return (
            words.counted("units.cluster", int(fits[0]["clusters"]))
            if is_number(fits[0]["clusters"])
            else "–"
        )
    return words.listed(named)


def _without_teams(writing: Writing, model: str) -> bool:
    """Tell whether people whom the register knows without a team are rows of a model."""
    register = writing.study.config.team_register
    return register is not None and any(
        one.name == model and one.rows == "all" for one in writing.study.multilevel
    )


def _teams(writing: Writing, fits: list[Record]) -> int | None:
    """Return the teams of people with a score on the instrument of these fits' scales."""
    instruments = {
        one.name for one, scale in writing.study.scales if scale.name in {r["scale"] for r in fits}
    }
    found = {
        int(row["teams"])
        for row in writing.rows("scored_people")
        if row["instrument"] in instruments and is_number(row["teams"])
    }
    return found.pop() if len(found) == 1 else None


def _rows_used(writing: Writing) -> Iterator[Paragraph]:
    """Say how many calculations use all their answers, of those that were made, and which loses most."""
    rows = [
        row
        for table in ("model_rows", "structural_rows")
        for row in writing.rows(table, variable="all", status="fitted")
    ]
    if not rows:
        return
    whole, words = sum(nothing(row["lost_first"]) for row in rows), writing.words
    paths = any(row["status"] == "fitted" for row in writing.rows("structural_rows", variable="all"))
    told = words(
        "report.participants.rows_structural" if paths else "report.participants.rows",
        whole=words.numbers.integer(whole),
        fits=words.counted("units.fit", len(rows)),
    )
    if whole < len(rows):
        more = in_annex(writing, words("report.annex"), "participants")
        told = f"{told} {words('report.participants.rows_others', more=more)}"
    yield writing.paragraph("report.text", text=told)
